"""Prediction strengths of weighted voting against strengths published before."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from interpret.contracts import FloatArray
from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import plot
from interpret.report.figures.patients import PART_TITLES
from interpret.report.figures.svg import Drawing, Point, text_width
from interpret.report.findings import Part

_TALL = 168.0
_CLOSE = 0.1  # strengths no further apart than this are said to agree


def strengths(values: Mapping[Part, tuple[FloatArray, FloatArray]], column: str) -> Figure:
    """Return the scatter of `(published, ours)` of each set, without signs."""
    top = max(1.0, *(float(published.max()) for published, _ in values.values()))
    with plot(style.HALF, _TALL) as page:
        axes = page.axes(38, 18, style.HALF - 46, _TALL - 52)
        axes.set(
            xlim=(-0.03 * top, 1.03 * top), ylim=(-0.03, 1.03), xlabel="strength published", ylabel="strength here"
        )
        corner = page.page(axes, [0.0, 1.0], [0.0, 1.0])
        page.over.line(corner[0], corner[1], style.QUIET, 0.8, dash="3 2")
        edge = 38.0
        for part, (published, ours) in values.items():
            points = page.page(axes, published, ours)
            _marks(page.over, points, part, kind=f"strength {part}")
            _marks(page.over, [(edge + 3, 7.0)], part, kind="legend")
            title = PART_TITLES[part].lower()
            page.over.text(edge + 9, 9.7, title, size=style.SMALL)
            edge += text_width(title, style.SMALL) + 18
        svg = page.svg()
    said = [_sentence(part, published, ours) for part, (published, ours) in values.items()]
    name = words.shorten(column, 40)
    return Figure(
        title="Prediction strength, here and as published",
        svg=svg,
        caption=f"Each mark is a call's strength without its sign; published: column {name}. On the dashed line both "
        "are the same.",
        how_to_read=reading.STRENGTHS,
        alt=f"Scatter of prediction strength here against the one published (column {name}). {' '.join(said)}",
        share=0.5,
        individual=True,
    )


def _marks(drawing: Drawing, points: list[Point], part: Part, kind: str) -> None:
    if part == "loo":
        drawing.dots(points, 2.3, style.INK, kind=kind)
    else:
        drawing.squares(points, 2.7, style.APART, 1.0, kind=kind)


def _sentence(part: Part, published: FloatArray, ours: FloatArray) -> str:
    close = int((np.abs(published - ours) <= _CLOSE).sum())
    higher = int((ours > published).sum())
    n = words.count(ours.size)
    return (
        f"{PART_TITLES[part]}: within {words.number(_CLOSE, 1)} of each other in {words.count(close)} of {n}; here the "
        f"higher one in {words.count(higher)}."
    )
