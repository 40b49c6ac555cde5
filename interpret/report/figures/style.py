"""Colours and sizes of every figure, in one place. One unit of a drawing is one point at the text width of the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl

INK = "#16232e"
TEXT = "#2c3b47"
MUTED = "#55636f"
RULE = "#d5dce2"
GRID = "#e8ecef"
SHADE = "#f1f4f6"
QUIET = "#a9b4bd"
PAPER = "#ffffff"
NEGATIVE = "#1f5f8b"
POSITIVE = "#b04a2f"
APART = "#75479c"  # the independent set beside the left-out one, where marks stand for models and not for classes
NEGATIVE_TINT = "#a9c6da"
POSITIVE_TINT = "#eac3b7"

# From far below to far above the middle: blue to red through grey, told apart with every common colour blindness, each
# half of even steps in lightness. The middle is a grey that still shows on white paper.
RAMP = (
    "#1b4f76",
    "#2c6a98",
    "#4d87b1",
    "#78a5c5",
    "#a6c2d6",
    "#c9d2d8",
    "#e0bdae",
    "#d3987f",
    "#c27253",
    "#ab4a2b",
    "#8a3319",
)

# No blanks after the commas: WeasyPrint strips quotes from a family name, but not blanks before the quote.
FAMILY = "'Inter Report','DejaVu Sans',sans-serif"
LAYOUT_FAMILY = "DejaVu Sans"  # ships with matplotlib and is wider than Inter: what fits in it, fits

FULL = 499.0  # 176 mm, the text width
HALF = 238.0  # 84 mm, one of two columns
# Lines that stand for models differ by dash as well as by colour.
_LINE_COLOURS = (INK, "#3d7f6a", "#7a5ba6", "#8a6d1f")
_LINE_DASHES = ("", "4.5 1.8", "1.5 1.5", "6 1.5 1.5 1.5")

BODY = 8.0
SMALL = 7.4
STRONG = 8.6


def class_colour(*, positive: bool) -> str:
    """Return the colour of the class."""
    return POSITIVE if positive else NEGATIVE


def class_tint(*, positive: bool) -> str:
    """Return a light shade of the class's colour."""
    return POSITIVE_TINT if positive else NEGATIVE_TINT


def line(row: int) -> tuple[str, str]:
    """Return colour and dash of the line of a model, by its place among the models."""
    return _LINE_COLOURS[row % len(_LINE_COLOURS)], _LINE_DASHES[row % len(_LINE_DASHES)]


def ramp_colour(share: float) -> str:
    """Return the colour at `share` (0 to 1) of the two-ended ramp."""
    return RAMP[min(len(RAMP) - 1, max(0, int(share * len(RAMP))))]


_RC: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": QUIET,
    "axes.facecolor": "none",
    "axes.formatter.use_mathtext": False,
    "axes.grid": True,
    "axes.labelcolor": TEXT,
    "axes.labelpad": 4.0,
    "axes.labelsize": BODY,
    "axes.linewidth": 0.7,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.unicode_minus": True,
    "figure.dpi": 72.0,
    "figure.facecolor": "none",
    "font.family": [LAYOUT_FAMILY],
    "font.size": BODY,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "lines.dash_capstyle": "butt",
    "lines.linewidth": 1.1,
    "lines.scale_dashes": False,
    "path.simplify": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "interpret",
    "svg.image_inline": True,
    "text.color": TEXT,
    "text.parse_math": False,
    "xtick.bottom": False,
    "xtick.color": MUTED,
    "xtick.labelsize": SMALL,
    "ytick.color": MUTED,
    "ytick.labelsize": SMALL,
    "ytick.left": False,
}


@contextmanager
def rc() -> Iterator[None]:
    """Hold matplotlib's settings at ours, whatever the reader's own matplotlibrc says."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_RC)
        yield
