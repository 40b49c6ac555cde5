"""Whether chances can be taken at their word: what was said against what happened, in groups of like chance."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plot
from interpret.report.figures.patients import PART_TITLES, Calls, calls_of, label
from interpret.report.figures.svg import shorten
from interpret.report.findings import Findings, Part
from interpret.scoring.calibration import CalibrationGroups, calibration_groups

TALL = 116.0  # of the axes
TOP = 16.0
LEFT = 42.0
FOOT = 40.0  # tick labels and title of the x axis
LINE = 11.0  # of the legend
_TICK = 0.05  # height of a patient's tick, in the unit of the axis


def part_shown(findings: Findings) -> Part:
    """Return the set to be drawn: the independent one where it has both classes, else the left-out one.

    There one model judged everybody, while left-out patients were each judged by a model of their own.
    """
    counts = findings.counts
    return "independent" if counts.independent_negative and counts.independent_positive else "loo"


def legend(page: Plot, findings: Findings, top: float) -> None:
    """Write each model's name beside its line."""
    for row, model in enumerate(findings.models):
        colour, dash = style.line(row)
        y = top + LINE * row
        page.over.line((LEFT, y - 2.6), (LEFT + 22, y - 2.6), colour, 1.4, dash)
        name = shorten(words.plain(model.title), style.SMALL, style.HALF - LEFT - 28)
        page.over.text(LEFT + 27, y, name, size=style.SMALL)


def calibration(findings: Findings) -> Figure:
    """Return one panel: a point a model and group with its interval, and a tick a patient."""
    part, models = part_shown(findings), findings.models
    positive, negative = (label(findings, positive=side) for side in (True, False))
    one = tally.noun(findings, part)
    margin = 0.06 + (_TICK + 0.02) * len(models)
    with plot(style.HALF, TOP + TALL + FOOT + LINE * len(models)) as page:
        axes = page.axes(LEFT, TOP, style.HALF - LEFT - 12, TALL)
        axes.set(xlim=(-0.02, 1.02), ylim=(-margin, 1.0 + margin))
        axes.set_xlabel(f"chance of {words.shorten(positive, 18)} that was given")
        axes.set_ylabel(f"share that were {words.shorten(positive, 14)}")
        quarters = [0.0, 0.25, 0.5, 0.75, 1.0]
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_ticks(quarters, [words.percent(share) for share in quarters])
        page.over.text(LEFT, 8, PART_TITLES[part], size=style.SMALL, fill=style.MUTED, bold=True)
        corner = page.page(axes, [0.0, 1.0], [0.0, 1.0])
        page.over.line(corner[0], corner[1], style.QUIET, 0.8, dash="2.4 2")
        said = []
        for row, model in enumerate(models):
            calls = calls_of(findings, model.name, part)
            if not calls.n:
                continue
            groups = calibration_groups(calls.positive, calls.probability)
            _draw(page, axes, calls, groups, row)
            said.append(f"{words.plain(model.title)}: {_sentence(groups, positive)}.")
        legend(page, findings, TOP + TALL + FOOT)
        svg = page.svg()
    return Figure(
        title="Chances given and what came true",
        svg=svg,
        caption=f"Dots: {one}s in groups of like chance, with the 95% interval of the share that were {positive}. On "
        f"the dashed line a chance can be taken at its word. Ticks: every {one}, {positive} above, {negative} below.",
        how_to_read=reading.CALIBRATION,
        alt=f"Calibration, {PART_TITLES[part].lower()}. {' '.join(said)}",
        share=0.5,
        individual=True,
    )


def _draw(page: Plot, axes: Axes, calls: Calls, groups: CalibrationGroups, row: int) -> None:
    colour, dash = style.line(row)
    aside = 1.6 * row  # points of two models that say the same must not hide each other
    for bottom, top in zip(
        page.page(axes, groups.said, groups.low), page.page(axes, groups.said, groups.high), strict=True
    ):
        page.over.line((bottom[0] + aside, bottom[1]), (top[0] + aside, top[1]), colour, 0.9)
    places = [(x + aside, y) for x, y in page.page(axes, groups.said, groups.happened)]
    page.over.polyline(places, colour, 1.0, dash)
    page.over.dots(places, 2.4, colour, kind=f"group {row}")
    for side, level in ((True, 1.03 + (_TICK + 0.02) * row + _TICK), (False, -0.03 - (_TICK + 0.02) * row)):
        chances = calls.probability[calls.positive == side]
        ends = page.page(axes, [0.0, 0.0], [level, level - _TICK])
        high = ends[1][1] - ends[0][1]
        ticks = page.page(axes, chances, np.full(chances.size, level))
        page.over.rects([(x - 0.3, y, 0.6, high) for x, y in ticks], colour)


def _sentence(groups: CalibrationGroups, positive: str) -> str:
    counted = np.rint(groups.happened * groups.n).astype(int)
    return ", ".join(
        f"given {words.percent(float(said))} on average, {k} of {n} were {positive}"
        for said, k, n in zip(groups.said, counted, groups.n, strict=True)
    )
