"""How many reads each library has, and how many genes it never saw."""

from __future__ import annotations

import numpy as np
from matplotlib.ticker import MaxNLocator

from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.array_marks import array_marks, legend
from interpret.report.figures.axes import plot
from interpret.report.findings import Findings

HEIGHT = 140.0
_MILLION = 1e6


def libraries(findings: Findings) -> Figure:
    """Return reads in all against genes without a read, a mark a library; libraries in doubt are ringed."""
    table = findings.arrays.table
    reads = table["library_size"].to_numpy(dtype=np.float64)
    unit, name = (_MILLION, "million reads") if np.nanmax(reads) >= _MILLION else (1e3, "thousand reads")
    x, y = reads / unit, 100.0 * table["share_zero"].to_numpy(dtype=np.float64)
    with plot(style.HALF, HEIGHT) as page:
        axes = page.axes(38, 26, style.HALF - 44, 80)
        pads = [0.08 * max(1e-3, float(np.ptp(values))) for values in (x, y)]
        axes.set(xlim=(x.min() - pads[0], x.max() + pads[0]), ylim=(y.min() - pads[1], y.max() + pads[1]))
        axes.set(xlabel=name, ylabel="genes without a read, %")
        axes.xaxis.set_major_locator(MaxNLocator(nbins=5, steps=[1, 2, 5, 10]))
        points = page.page(axes, x, y)
        array_marks(page.over, findings, points, table["in_doubt_by"].str.contains("read").to_numpy(dtype=np.bool_))
        legend(page.over, findings)
        svg = page.svg()
    return Figure(
        title="Reads and silent genes",
        svg=svg,
        caption="Each mark is a library. They should lie in one cloud; one far to the left has few reads, one far up "
        "misses many genes. Ringed: too far from its set.",
        how_to_read=reading.LIBRARIES,
        alt=f"{words.plural(reads.size, 'library', 'libraries')} from {words.number(float(x.min()), 1)} to "
        f"{words.number(float(x.max()), 1)} {name}, median {words.number(float(np.median(x)), 1)}; genes "
        f"without a read: from {words.percent(float(y.min()) / 100)} to {words.percent(float(y.max()) / 100)}.",
        share=0.5,
        individual=True,
    )
