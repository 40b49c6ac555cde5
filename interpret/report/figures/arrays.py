"""Is any array odd? The spread of all values on each array."""

from __future__ import annotations

import numpy as np

from interpret.data.expression import Scale
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plain_axis, plot
from interpret.report.figures.grouped import group_headings, in_groups
from interpret.report.findings import Findings

_LEFT, _WIDTH = 38.0, style.FULL - 44.0


def arrays(findings: Findings) -> Figure:
    """Return 5, 25, 50, 75 and 95 % of every array: thin line, thick line, mark at the median."""
    display = findings.display
    doubtful = {doubt.sample for doubt in findings.questioned.quality.doubts}
    quantiles = display.array_quantiles  # (n, 5)
    order, group, place = in_groups(findings)
    unit = "log2 CPM" if findings.scale == Scale.LOG_CPM else findings.scale  # the axis is short
    with plot(style.FULL, 98.0) as page:
        axes = page.axes(_LEFT, 24, _WIDTH, 68)
        pad = 0.05 * max(1e-9, float(np.ptp(quantiles)))
        axes.set(
            ylim=(quantiles.min() - pad, quantiles.max() + pad),
            ylabel=unit,
        )
        axes.set_xlim(-1.0, max(1.0, float(place.max(initial=0.0)) + 1.0))
        axes.set_xticks([])
        plain_axis(axes, x=False)
        _draw(page, place, quantiles[order], group, [page.page(axes, place, quantiles[order, k]) for k in range(5)])
        ringed = np.flatnonzero([display.samples[i] in doubtful for i in order])
        middle = page.page(axes, place, quantiles[order, 2])
        page.over.rings([middle[i] for i in ringed], 4.0, style.INK, 1.0)
        group_headings(page, findings, group, page.page(axes, place, place))
        svg = page.svg()
    medians, one, what = quantiles[:, 2], tally.noun(findings), tally.measured(findings)
    shown = f"{'in' if what == 'sample' else 'on'} {words.plural(len(display.samples), what)}"
    whose = "sample" if what == "sample" else f"{one}'s array"
    odd = [words.plain(display.samples[i]) for i in np.argsort(-np.abs(medians - np.median(medians)))[:1]]
    return Figure(
        title=f"Every {what}'s values",
        svg=svg,
        caption=f"Each column is one {whose}: mark, median; thick line, middle half of the genes; thin line, 90% "
        f"of them. Columns should look alike. Ringed: too far from its set by one of the rules above{_none(doubtful)}.",
        how_to_read=reading.SAMPLES if what == "sample" else reading.ARRAYS,
        alt=f"Distribution of expression {shown}. Medians run from "
        f"{words.number(float(medians.min()))} to {words.number(float(medians.max()))} ({findings.scale}); furthest "
        f"from the middle: {one} {words.listing(odd)}. Ringed: {words.spelled(len(doubtful)) if doubtful else 'none'}.",
        individual=True,
    )


def _none(doubtful: set[str]) -> str:
    return "" if doubtful else " (here none)"


def _draw(
    page: Plot,
    place: np.ndarray,
    quantiles: np.ndarray,
    group: np.ndarray,
    points: list[list[tuple[float, float]]],
) -> None:
    del quantiles
    pitch = _WIDTH / (float(place.max(initial=0.0)) + 2.0)
    for each in np.unique(group):
        positive, colour = bool(each % 2), style.class_colour(positive=bool(each % 2))
        mine = np.flatnonzero(group == each)
        for low, high, width in ((0, 4, 0.8), (1, 3, min(3.0, 0.5 * pitch))):
            d = "".join(f"M{points[low][i][0]:.2f} {points[low][i][1]:.2f}V{points[high][i][1]:.2f}" for i in mine)
            page.over.add("path", d=d, fill="none", stroke=colour, stroke_width=width, stroke_opacity=0.55)
        marks = [points[2][i] for i in mine]
        name = "positive" if positive else "negative"
        draw = page.over.diamonds if positive else page.over.dots
        draw(marks, min(2.2, 0.4 * pitch), colour, kind=f"{name} median")
