"""Every model in one drawing: the share called right with its interval, a row a model."""

from __future__ import annotations

import math
from dataclasses import dataclass

from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.every_model import every_model
from interpret.report.figures import reading, style
from interpret.report.figures.patients import PART_TITLES, parts_of
from interpret.report.figures.svg import Drawing, Point, shorten
from interpret.report.figures.ticks import round_steps
from interpret.report.findings import Findings, Part
from interpret.report.tally import Estimate

_LEFT = 148.0  # names of the models
_NUMBER = 48.0  # how many of how many, at the right of a panel
_ROW = 11.5
_HEAD = 31.0
_FOOT = 15.0
_DASH = "3 2"
_STEP = 0.1  # the axis begins at a multiple of it


@dataclass(frozen=True)
class _Axis:
    """Shares from `low` to 1, from `left` on and `width` wide."""

    left: float
    width: float
    low: float

    def x(self, share: float) -> float:
        """Return the place of a share."""
        return self.left + self.width * (min(max(share, self.low), 1.0) - self.low) / (1.0 - self.low)


def panel(findings: Findings) -> Figure:
    """Return dot and whisker of every model, those run in full first; a column a set.

    The rows are never sorted by value: with so few patients the order would be read as a ranking.
    """
    every, parts = every_model(findings), parts_of(findings)
    low, bottom = _low(every, parts), _HEAD + _ROW * len(every.models)
    drawing = Drawing(style.FULL, bottom + _FOOT)
    _names(drawing, every, len(findings.models))
    width = (style.FULL - _LEFT) / len(parts)
    for column, part in enumerate(parts):
        axis = _Axis(_LEFT + column * width, width - _NUMBER - 12.0, low)
        _frame(drawing, every, part, axis, bottom)
        _estimates(drawing, every, part, axis)
    marks = "Filled circle: left out in turn. Open square: independent set." if len(parts) > 1 else "Circle: left out."
    return Figure(
        title="Every model: how many were called right",
        svg=drawing.svg(),
        caption=f"{marks} Line: 95% interval. Dashed: calling everybody the larger class of that set. Above the thin "
        "line the models run in full. The order is that in which they were run, not that of the results.",
        how_to_read=reading.PANEL,
        alt=_alt(every, parts),
    )


def _low(every: Findings, parts: tuple[Part, ...]) -> float:
    """Return where the axis begins: below every interval and the reference."""
    ends = [_reference(every, part) for part in parts]
    for part in parts:
        for model in every.models:
            found = tally.measure(every, model.name, part, "right")
            if found is not None:
                ends += [found.value, found.low if math.isfinite(found.low) else found.value]
    return min(0.9, max(0.0, _STEP * math.floor(min(ends) / _STEP + 1e-9)))


def _reference(every: Findings, part: Part) -> float:
    return tally.majority(every, part) / tally.size(every, part)[0]


def _names(drawing: Drawing, every: Findings, in_full: int) -> None:
    for row, model in enumerate(every.models):
        name = shorten(words.plain(model.title), style.BODY, _LEFT - 8)
        drawing.text(0, _HEAD + _ROW * (row + 0.5) + 2.8, name, fill=style.INK, bold=row < in_full)
    if in_full < len(every.models):
        y = _HEAD + _ROW * in_full
        drawing.line((0, y), (style.FULL, y), style.RULE, 0.7)


def _frame(drawing: Drawing, every: Findings, part: Part, axis: _Axis, bottom: float) -> None:
    """Draw what stands behind the marks: title, grid, and the reference with its label."""
    left, x = axis.left, axis.x
    drawing.text(left, 9, PART_TITLES[part], size=style.BODY, fill=style.INK, bold=True)
    drawing.line((left, 17.5), (left + 11, 17.5), style.TEXT, 1.0, dash=_DASH)
    drawing.text(left + 15, 20, f"larger class alone: {_larger(every, part)}", size=style.SMALL, fill=style.MUTED)
    for tick in round_steps(axis.low, 1.0, 4):
        drawing.line((x(tick), _HEAD), (x(tick), bottom), style.GRID, 0.6)
        share = words.percent(round(tick, 6))
        drawing.text(x(tick), bottom + 10, share, size=style.SMALL, fill=style.MUTED, anchor="middle")
    drawing.line((left, bottom), (x(1.0), bottom), style.QUIET, 0.7)
    place = x(_reference(every, part))
    drawing.line((place, _HEAD - 6), (place, bottom), style.TEXT, 1.0, dash=_DASH)


def _estimates(drawing: Drawing, every: Findings, part: Part, axis: _Axis) -> None:
    points: list[Point] = []
    for row, model in enumerate(every.models):
        found = tally.measure(every, model.name, part, "right")
        if found is None:
            continue
        y = _HEAD + _ROW * (row + 0.5)
        if math.isfinite(found.low) and math.isfinite(found.high):
            drawing.line((axis.x(found.low), y), (axis.x(found.high), y), style.MUTED, 1.4)
        points.append((axis.x(found.value), y))
        right = axis.left + axis.width + _NUMBER + 4.0
        drawing.text(right, y + 2.8, _counted(found), size=style.SMALL, fill=style.INK, anchor="end")
    if part == "loo":
        drawing.dots(points, 2.7, style.INK, kind="estimate")
    else:
        drawing.squares(points, 3.1, style.APART, 1.3, kind="estimate")


def _larger(every: Findings, part: Part) -> str:
    return f"{words.count(tally.majority(every, part))} of {words.count(tally.size(every, part)[0])}"


def _counted(found: Estimate) -> str:
    return f"{words.count(round(found.value * found.n))} of {words.count(found.n)}"


def _alt(every: Findings, parts: tuple[Part, ...]) -> str:
    said = []
    for part in parts:
        shown = []
        for model in every.models:
            found = tally.measure(every, model.name, part, "right")
            if found is not None:
                between = f" ({words.percent_interval(found.low, found.high)})" if math.isfinite(found.low) else ""
                shown.append(f"{words.plain(model.title)} {_counted(found)}{between}")
        said.append(f"{PART_TITLES[part]}: {', '.join(shown)}; the larger class alone {_larger(every, part)}.")
    many = words.spelled_plural(len(every.models), "model")
    return f"How many {many} called right, with 95% intervals. {' '.join(said)}"
