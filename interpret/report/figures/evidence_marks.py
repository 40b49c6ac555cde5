"""The columns of the evidence picture: how each source draws its row of a gene."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.report import words
from interpret.report.figures import style
from interpret.report.figures.svg import Drawing, Point, number, shorten, text_width
from interpret.report.figures.ticks import round_steps

HEAD = 36.0
ROW = 13.0
FOOT = 14.0
DOT = "\N{MIDDLE DOT}"
_RADIUS = 2.4
_SMALLEST_Q = 1e-300
_LINE = 10.0
_SPILL = 9.0  # a heading may run into the gap behind its column
_POWERS = (1, 10, 100, 1000, 10_000, 100_000)


@dataclass(frozen=True)
class Panel:
    """The place of one column and its heading."""

    left: float
    width: float
    bottom: float
    title: str

    def head(self, drawing: Drawing) -> None:
        """Write the heading in two lines, the second next to the rows."""
        lines = wrapped(self.title, self.width + _SPILL)
        for up, line in enumerate(reversed(lines)):
            y = HEAD - 7 - _LINE * up
            drawing.text(self.left, y, line, size=style.SMALL, fill=style.INK, bold=True)

    def tick(self, drawing: Drawing, x: float, text: str, *, colour: str = style.GRID) -> None:
        """Draw a grid line and what it stands for."""
        drawing.line((x, HEAD), (x, self.bottom), colour, 0.6)
        if text:
            drawing.text(x, self.bottom + 10, text, size=style.SMALL, fill=style.MUTED, anchor="middle")

    def absent(self, drawing: Drawing, row: int) -> None:
        """Draw a dash where a source has nothing to say of a gene."""
        drawing.text(self.left, middle(row) + 2.6, "\N{EN DASH}", size=style.SMALL, fill=style.MUTED)


def wrapped(title: str, width: float) -> list[str]:
    """Return the words in one or two lines of at most `width` points, cut where that is not enough."""
    every = title.split()
    fits = [n for n in range(1, len(every) + 1) if text_width(" ".join(every[:n]), style.SMALL, bold=True) <= width]
    first = fits[-1] if fits else 1
    lines = [" ".join(every[:first]), " ".join(every[first:])]
    return [shorten(line, style.SMALL, width, bold=True) for line in lines if line]


Draw = Callable[[Drawing, Panel], None]


def middle(row: int) -> float:
    """Return the height of a row's middle."""
    return HEAD + ROW * (row + 0.5)


def star(drawing: Drawing, at: Point, radius: float) -> None:
    """Draw a filled star of five points."""
    corners = [
        (at[0] + r * math.sin(math.pi * k / 5), at[1] - r * math.cos(math.pi * k / 5))
        for k, r in enumerate([radius, radius * 0.42] * 5)
    ]
    d = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in corners) + "z"
    drawing.add("path", d=d, fill=style.INK, data_marks="of interest")


def effects(rows: pd.DataFrame) -> Draw:
    """Return the column of effects with their intervals, on one axis around zero."""
    value, low, high = (rows[name].to_numpy(dtype=np.float64) for name in ("effect", "ci_low", "ci_high"))

    def draw(drawing: Drawing, panel: Panel) -> None:
        ends = np.concatenate([value, low, high])
        reach = 1.06 * max(1e-9, float(np.abs(ends[np.isfinite(ends)]).max(initial=0.0)))

        def x(at: float) -> float:
            return panel.left + panel.width * (at + reach) / (2 * reach)

        for tick in round_steps(-reach, reach, 4):
            if abs(tick) < reach * 0.92:
                zero = math.isclose(tick, 0.0, abs_tol=1e-12)
                text = words.signed(tick, 0 if float(tick).is_integer() else 1) if not zero else "0"
                panel.tick(drawing, x(tick), text, colour=style.QUIET if zero else style.GRID)
        for row in range(len(value)):
            y = middle(row)
            if not math.isfinite(value[row]):
                panel.absent(drawing, row)
                continue
            colour = style.class_colour(positive=bool(value[row] > 0.0))
            if math.isfinite(low[row]) and math.isfinite(high[row]):
                drawing.line((x(low[row]), y), (x(high[row]), y), colour, 1.1)
            shape = drawing.diamonds if value[row] > 0.0 else drawing.dots
            shape([(x(value[row]), y)], _RADIUS, colour, kind="effect")

    return draw


def q_values(rows: pd.DataFrame, fdr: float) -> Draw:
    """Return the column of q-values as bars, the longer the smaller; dashed the rate at which the test calls."""
    q = rows["q_value"].to_numpy(dtype=np.float64)
    with np.errstate(invalid="ignore"):
        length = -np.log10(np.maximum(q, _SMALLEST_Q))

    def draw(drawing: Drawing, panel: Panel) -> None:
        cut = -math.log10(fdr)
        top = 1.05 * max(1.5 * cut, float(length[np.isfinite(length)].max(initial=0.0)))

        def x(at: float) -> float:
            return panel.left + panel.width * min(at, top) / top

        step = max(1, math.ceil(top / 2.6))
        for power in range(0, int(top) + 1, step):
            panel.tick(drawing, x(power), "1" if power == 0 else words.power_of_ten(-power))
        for row in range(len(q)):
            if not math.isfinite(length[row]):
                panel.absent(drawing, row)
                continue
            shade = style.MUTED if q[row] <= fdr else style.QUIET
            drawing.add(
                "rect", x=panel.left, y=middle(row) - 2.6, width=max(0.4, x(length[row]) - panel.left), height=5.2,
                fill=shade, data_marks="q",
            )  # fmt: skip
        drawing.line((x(cut), HEAD - 2), (x(cut), panel.bottom), style.INK, 0.7, "2.2 1.6")

    return draw


def shares(share: pd.Series) -> Draw:
    """Return a column of shares from none to all, as bars with an outline of the whole."""
    values = share.to_numpy(dtype=np.float64)

    def draw(drawing: Drawing, panel: Panel) -> None:
        for at, text in ((0.0, "0%"), (1.0, "100%")):
            panel.tick(drawing, panel.left + panel.width * at, text)
        for row, value in enumerate(values):
            y = middle(row)
            drawing.add("rect", x=panel.left, y=y - 2.6, width=panel.width, height=5.2, fill=style.GRID)
            if value > 0.0:
                drawing.add(
                    "rect", x=panel.left, y=y - 2.6, width=panel.width * float(value), height=5.2, fill=style.MUTED,
                    data_marks="share",
                )  # fmt: skip

    return draw


def farthest(rows: pd.DataFrame, prefixes: Sequence[str]) -> float:
    """Return the right end of the axis of ranks, the same for all models: a power of ten."""
    ends = [rows[f"{key}_{name}"].to_numpy(dtype=np.float64) for key in prefixes for name in ("shap_rank", "rank_high")]
    every: FloatArray = np.concatenate(ends) if ends else np.zeros(0)
    most = float(every[np.isfinite(every)].max(initial=1.0))
    return float(next((power for power in _POWERS[1:] if power >= most), _POWERS[-1]))


def ranks(rows: pd.DataFrame, key: str, steady: BoolArray, most: float) -> Draw:
    """Return the column of ranks in a model, with their ranges, on a logarithmic axis from 1 to `most`."""
    place, low, high = (
        rows[f"{key}_{name}"].to_numpy(dtype=np.float64, na_value=np.nan)
        for name in ("shap_rank", "rank_low", "rank_high")
    )

    def draw(drawing: Drawing, panel: Panel) -> None:

        def x(rank: float) -> float:
            return panel.left + 6 + (panel.width - 10) * math.log(min(max(rank, 1.0), most)) / math.log(most)

        powers = [power for power in _POWERS if power <= most]
        apart = x(_POWERS[1]) - x(1)
        for k, power in enumerate(powers):
            widest = text_width(words.count(powers[-1]), style.SMALL)
            panel.tick(drawing, x(power), words.count(power) if apart > widest or k % 2 == 0 else "")
        for row in range(len(place)):
            if not math.isfinite(place[row]):
                panel.absent(drawing, row)
                continue
            y, firm = middle(row), bool(steady[row])
            colour = style.INK if firm else style.QUIET
            if math.isfinite(low[row]) and math.isfinite(high[row]):
                drawing.line(
                    (x(low[row]), y), (x(high[row]), y), colour, 1.3 if firm else 1.0, "" if firm else "1.4 1.4"
                )
            if firm:
                drawing.dots([(x(place[row]), y)], _RADIUS, colour, kind="steady rank")
            else:
                drawing.outlined([(x(place[row]), y)], _RADIUS, colour, diamond=False, width=0.9, kind="unsteady rank")

    return draw


def texts(letters: Sequence[str]) -> Draw:
    """Return a column of short texts; `DOT` is drawn, since in writing it is hardly seen."""

    def draw(drawing: Drawing, panel: Panel) -> None:
        x = panel.left + 8
        drawing.dots([(x, middle(row)) for row, text in enumerate(letters) if text == DOT], 1.3, style.INK)
        for row, text in enumerate(letters):
            if text not in {"", DOT}:
                drawing.text(x, middle(row) + 2.8, text, fill=style.INK, anchor="middle")

    return draw
