"""How p-values fall: flat if no gene differed, a peak at the left if many do."""

from __future__ import annotations

import math

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plain_axis, plot
from interpret.report.findings import Findings

_BINS = 20
_TOP = 30.0


def p_values(findings: Findings) -> Figure:
    """Return the histogram of the primary test's p-values, with two levels.

    Dashed: the height of every bar if no gene differed. Solid: the height that the genes without a difference are
    estimated to make up (pi0 by the smoother times that height); what stands above it at the left is the estimated
    signal.
    """
    p = findings.genes.frame["p_value"].to_numpy(dtype=np.float64)
    p = p[np.isfinite(p)]
    counts, edges = np.histogram(p, bins=_BINS, range=(0.0, 1.0))
    expected = p.size / _BINS
    pi0 = findings.diagnostics.pi0_smoother
    levels = [("if no gene differed", expected, "4 2.4")]
    if math.isfinite(pi0):
        levels.append((f"genes without a difference (pi0 {words.percent(pi0)})", pi0 * expected, ""))
    with plot(style.HALF, 180.0) as page:
        _draw(page, counts, edges, levels)
        svg = page.svg()
    small = int((p <= 1 / _BINS).sum())
    estimated = (
        f" Solid: the part of each bar that genes without a difference are estimated to make up, "
        f"{words.percent(pi0)} of all genes (pi0, by Storey's smoother)."
        if math.isfinite(pi0)
        else ""
    )
    return Figure(
        title="All p-values",
        svg=svg,
        caption=f"Genes by p-value, in steps of {1 / _BINS:g}. Dashed: how high every bar would stand if no gene "
        f"differed.{estimated} Bars above the lines at the left are signal; bars that rise to the right, or in the "
        "middle, would mean that the test does not fit these data.",
        how_to_read=reading.P_VALUES,
        alt=f"Histogram of {words.plural(p.size, 'p-value')}: {words.count(small)} are at most {1 / _BINS:g}, where "
        f"{words.count(expected)} would be expected if no gene differed. Estimated share of genes that do not differ: "
        f"{words.percent(pi0)} (smoother), {words.percent(findings.diagnostics.pi0_bootstrap)} (bootstrap).",
        share=0.5,
    )


def _draw(page: Plot, counts: IntArray, edges: FloatArray, levels: list[tuple[str, float, str]]) -> None:
    axes = page.axes(38, _TOP, style.HALF - 44, 116)
    top = 1.12 * max(1.0, float(counts.max(initial=0)), levels[0][1])
    axes.set(xlim=(0.0, 1.0), ylim=(0.0, top), xlabel="p-value", ylabel="genes")
    axes.yaxis.set_major_formatter(lambda value, _: words.count(value))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    plain_axis(axes, x=False)
    low, high = page.page(axes, edges[:-1], counts.astype(np.float64)), page.page(axes, edges[1:], np.zeros(_BINS))
    for i, ((x, y), (right, base)) in enumerate(zip(low, high, strict=True)):
        if counts[i]:
            page.over.add(
                "rect", x=x + 0.5, y=y, width=right - x - 1, height=base - y, fill=style.QUIET, data_marks="bin"
            )
    for row, (name, height, dash) in enumerate(levels):
        ((left, level), (right, _)) = page.page(axes, [0.0, 1.0], [height, height])
        page.over.line((left, level), (right, level), style.INK, 1.1, dash)
        page.over.line((38, 5.5 + 11 * row), (58, 5.5 + 11 * row), style.INK, 1.1, dash)
        page.over.text(63, 8 + 11 * row, name, size=style.SMALL)
