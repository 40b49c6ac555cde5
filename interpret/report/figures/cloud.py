"""How far every sample lies from the patterns of the training samples: one strip a set, or a level of the sheet."""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plain_axis, plot
from interpret.report.figures.patients import label
from interpret.report.figures.svg import shorten
from interpret.report.findings import Findings
from interpret.validation.shift import FEWEST, SetShift

_LEFT, _TOP, _LANE = 76.0, 22.0, 19.0
_MOST_LEVELS = 5
_SETS = 2  # lanes before those of the levels
_RADIUS = 2.4
_OFFSETS = (0.0, -4.6, 4.6)  # neighbours in value stand in different rows of a lane


def cloud(findings: Findings, shift: SetShift) -> Figure:
    """Return the strips: training samples left out in full colour, independent ones in light colour, by class."""
    if shift.distances is None:
        message = "no distance was measured"
        raise ValueError(message)
    off, lanes = shift.distances.off, _lanes(shift)
    height = _TOP + _LANE * len(lanes) + 28.0
    with plot(style.HALF, height) as page:
        axes = page.axes(_LEFT, _TOP, style.HALF - _LEFT - 8.0, _LANE * len(lanes))
        pad = 0.06 * max(float(np.ptp(off)), 1e-9)
        axes.set(xlim=(float(off.min()) - pad, float(off.max()) + pad), ylim=(len(lanes), 0.0))
        axes.set_yticks([])
        axes.set_xlabel(f"distance from the training patterns ({_unit(findings)})")
        plain_axis(axes, y=False)
        for number, (name, rows) in enumerate(lanes):
            _lane(page, shift, off, rows, [page.page(axes, [off[row]], [number + 0.5])[0] for row in rows])
            middle = page.page(axes, [float(off.min())], [number + 0.5])[0][1]
            indent = 9.0 if number >= _SETS else 0.0
            page.over.text(indent, middle + 2.7, shorten(name, style.SMALL, _LEFT - 6.0 - indent), size=style.SMALL)
        (top_x, top_y), (_, low_y) = page.page(axes, [shift.limit] * 2, [0.0, float(len(lanes))])
        page.over.line((top_x, top_y), (top_x, low_y), style.INK, 0.8, "2.4 1.8")
        _legend(page, findings)
        svg = page.svg()
    return Figure(
        title="How far from the training samples",
        svg=svg,
        caption=f"One mark per sample. Dot: {label(findings, positive=False)}. "
        f"Diamond: {label(findings, positive=True)}. "
        "Training samples (full colour) were measured against patterns learnt without them. Dashed: 95% of the "
        f"training samples lie to the left.{_by(shift)}",
        how_to_read=reading.CLOUD,
        alt=_alt(shift, off, lanes),
        share=1.0,
        individual=True,
    )


def _unit(findings: Findings) -> str:
    if "log" not in findings.scale:
        return "units"
    return "log2" if "log2" in findings.scale else "log units"


def _lanes(shift: SetShift) -> list[tuple[str, IntArray]]:
    """Return a name and the rows of each strip: training, independent, then the levels of the most different column."""
    later = np.flatnonzero(shift.independent)
    lanes = [("training", np.flatnonzero(~shift.independent)), ("independent", later)]
    if not shift.most_different:
        return lanes
    levels = {level: np.array([row for row in later if shift.level[row] == level]) for level in set(shift.level)}
    kept = sorted((level for level, rows in levels.items() if level and rows.size >= FEWEST))
    kept.sort(key=lambda level: -levels[level].size)
    return lanes + [(words.plain(level), levels[level]) for level in kept[:_MOST_LEVELS]]


def _lane(page: Plot, shift: SetShift, off: FloatArray, rows: IntArray, points: list[tuple[float, float]]) -> None:
    place = np.argsort(np.argsort(off[rows], kind="stable"), kind="stable")
    moved = [(x, y + _OFFSETS[place[i] % len(_OFFSETS)]) for i, (x, y) in enumerate(points)]
    for positive in (False, True):
        name = "positive" if positive else "negative"
        _marks(page, moved, shift.positive[rows] == positive, shift.independent[rows], positive=positive, name=name)


def _marks(
    page: Plot, points: list[tuple[float, float]], mine: BoolArray, later: BoolArray, *, positive: bool, name: str
) -> None:
    colour = style.class_colour(positive=positive)
    trained = [points[i] for i in np.flatnonzero(mine & ~later)]
    apart = [points[i] for i in np.flatnonzero(mine & later)]
    (page.over.diamonds if positive else page.over.dots)(trained, _RADIUS, colour, kind=f"{name} training")
    tint = style.class_tint(positive=positive)
    page.over.outlined(apart, _RADIUS + 0.2, colour, diamond=positive, width=0.7, kind=f"{name} independent", fill=tint)


def _legend(page: Plot, findings: Findings) -> None:
    for positive, x in ((False, 3.0), (True, 0.5 * style.HALF)):
        colour = style.class_colour(positive=positive)
        (page.over.diamonds if positive else page.over.dots)([(x, 7.0)], _RADIUS, colour, kind="legend")
        name = shorten(label(findings, positive=positive), style.SMALL, 0.5 * style.HALF - 14.0)
        page.over.text(x + 6.0, 9.7, name, size=style.SMALL)


def _by(shift: SetShift) -> str:
    if not shift.most_different:
        return ""
    return f" Indented: the independent samples by {words.plain(shift.most_different)}."


def _alt(shift: SetShift, off: FloatArray, lanes: list[tuple[str, IntArray]]) -> str:
    said = [
        f"{words.capital(name)}, {words.plural(rows.size, 'sample')}: median "
        f"{words.number(float(np.median(off[rows])))}, from {words.number(float(off[rows].min()))} to "
        f"{words.number(float(off[rows].max()))}."
        for name, rows in lanes
    ]
    beyond = int((off[shift.independent] > shift.limit).sum())
    return (
        f"Distance of every sample from the training patterns. {' '.join(said)} "
        f"{words.capital(words.spelled_plural(beyond, 'independent sample lies', 'independent samples lie'))} beyond "
        "95% of the training samples."
    )
