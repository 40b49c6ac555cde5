"""Whether the genes differ more than chance: |t| as found against |t| under permutation, place by place."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plot
from interpret.report.figures.patients import label
from interpret.report.findings import Findings
from interpret.stats.resampling import Resampled

_TOP = 30.0


def quantiles(findings: Findings) -> Figure:
    """Return the quantile-quantile plot of |t| against the permutations, at the places that these looked at.

    Raises
    ------
    ValueError
        The design allows no permutation.
    """
    drawn = findings.diagnostics.resampled
    if drawn is None:
        message = "there are no permutations to draw"
        raise ValueError(message)
    place, low, middle, high, found = places(drawn)
    with plot(style.HALF, 180.0) as page:
        _draw(page, low, middle, high, found)
        svg = page.svg()
    above, below = int((found > high).sum()), int((found < low).sum())
    return Figure(
        title="The genes against chance",
        svg=svg,
        caption="Genes in the order of |t|, the strongest at the right; each dot is a place in that order. Across: the "
        f"|t| that chance alone gives at this place, when {_dealt(findings, drawn)}. Up: the |t| found. On the dashed "
        "line a gene does no better than chance. Grey band: where 95% of the chance runs lie, each place by itself; "
        "dark dots lie outside it. Genes move together, so chance alone can carry a whole stretch out of the band.",
        how_to_read=reading.QUANTILES,
        alt=f"Quantile-quantile plot of |t| ({drawn.statistic_name}) at {words.plural(place.size, 'place')}: "
        f"{words.count(above)} lie above the 95% band of chance and {words.count(below)} below it."
        + (
            f" The largest |t| is {words.number(float(found[0]), 1)}, where chance gives "
            f"{words.number(float(middle[0]), 1)} ({words.number(float(low[0]), 1)} to "
            f"{words.number(float(high[0]), 1)})."
            if place.size and place[0] == 1
            else ""
        ),
        share=0.5,
    )


def places(drawn: Resampled) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]:
    """Return place, the 2.5, 50 and 97.5 % points of chance there, and the |t| found there, each `(r,)`."""
    observed = np.sort(np.abs(drawn.statistic[np.isfinite(drawn.statistic)]))[::-1]
    order = np.argsort(drawn.place, kind="stable")
    place, chance = drawn.place[order], drawn.chance[:, order]
    known = (place <= observed.size) & np.isfinite(chance).all(axis=0)
    place, (low, middle, high) = place[known], chance[:, known]
    return place.astype(np.float64), low, middle, high, observed[place - 1]


def _dealt(findings: Findings, drawn: Resampled) -> str:
    positive = label(findings, positive=True)
    return {
        "labels": f"who is {positive} is dealt out at random",
        "labels within strata": f"who is {positive} is dealt out at random among samples alike in all else",
        "sign flips": f"the two samples of a {tally.person(findings)} are swapped at random",
        "residuals": "what the model without the class leaves is shuffled",
    }[drawn.scheme]


def _draw(page: Plot, low: FloatArray, middle: FloatArray, high: FloatArray, found: FloatArray) -> None:
    axes = page.axes(38, _TOP, style.HALF - 44, 116)
    right = 1.05 * max(1.0, float(middle.max(initial=0.0)))
    axes.set(xlim=(0.0, right), ylim=(0.0, 1.06 * max(right, *found, *high)))
    axes.set(xlabel="|t| by chance (median)", ylabel="|t| found")
    if middle.size:
        upper, lower = page.page(axes, middle, high), page.page(axes, middle, low)
        outline = "L".join(f"{x:.2f} {y:.2f}" for x, y in [*upper, *lower[::-1]])
        page.over.add("path", d=f"M{outline}z", fill=style.RULE, data_marks="band")
    page.over.polyline(page.page(axes, [0.0, right], [0.0, right]), style.INK, 0.9, "4 2.4")
    points = page.page(axes, middle, found)
    outside = (found > high) | (found < low)
    for group, colour, kind in ((~outside, style.MUTED, "within chance"), (outside, style.INK, "outside chance")):
        page.over.dots([points[j] for j in np.flatnonzero(group)], 1.5, colour, kind=kind)
    page.over.line((38, 5.5), (58, 5.5), style.INK, 0.9, "4 2.4")
    page.over.text(63, 8, "no more than chance", size=style.SMALL)
    page.over.rect(38, 12, 20, 8, style.RULE)
    page.over.text(63, 19, "95% of the chance runs", size=style.SMALL)
