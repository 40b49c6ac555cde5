"""How p-values fall: flat if no gene differed, a peak at the left if many do."""

from __future__ import annotations

import numpy as np

from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import style
from interpret.report.figures.axes import plain_axis, plot
from interpret.report.findings import Findings

_BINS = 20


def p_values(findings: Findings) -> Figure:
    """Return the histogram of the primary test's p-values with the height expected if no gene differed."""
    p = findings.genes.frame["p_value"].to_numpy(dtype=np.float64)
    p = p[np.isfinite(p)]
    counts, edges = np.histogram(p, bins=_BINS, range=(0.0, 1.0))
    expected = p.size / _BINS
    with plot(style.HALF, 168.0) as page:
        axes = page.axes(38, 18, style.HALF - 44, 116)
        top = 1.12 * max(1.0, float(counts.max(initial=0)), expected)
        axes.set(xlim=(0.0, 1.0), ylim=(0.0, top), xlabel="p-value", ylabel="genes")
        axes.yaxis.set_major_formatter(lambda value, _: words.count(value))
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        plain_axis(axes, x=False)
        low, high = page.page(axes, edges[:-1], counts), page.page(axes, edges[1:], np.zeros(_BINS))
        for i, ((x, y), (right, base)) in enumerate(zip(low, high, strict=True)):
            if counts[i]:
                page.over.add(
                    "rect", x=x + 0.5, y=y, width=right - x - 1, height=base - y, fill=style.MUTED, data_marks="bin"
                )
        ((left, level), (right, _)) = page.page(axes, [0.0, 1.0], [expected, expected])
        page.over.line((left, level), (right, level), style.POSITIVE, 1.1, "4 2.4")
        page.over.line((left + 58, 5.5), (left + 78, 5.5), style.POSITIVE, 1.1, "4 2.4")
        page.over.text(left + 83, 8, "expected if no gene differed", size=style.SMALL)
        svg = page.svg()
    small = int((p <= 1 / _BINS).sum())
    return Figure(
        title="All p-values",
        svg=svg,
        caption=f"Genes by p-value, in steps of {1 / _BINS:g}. If no gene differed, the bars would stand level with "
        "the dashed line; what rises above it at the left is signal.",
        alt=f"Histogram of {words.plural(p.size, 'p-value')}: {words.count(small)} are at most {1 / _BINS:g}, where "
        f"{words.count(expected)} would be expected if no gene differed.",
        share=0.5,
    )
