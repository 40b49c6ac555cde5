"""Whether the difference depends on how strongly a gene is expressed."""

from __future__ import annotations

import numpy as np

from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import plot
from interpret.report.figures.patients import label
from interpret.report.findings import Findings


def mean_difference(findings: Findings) -> Figure:
    """Return the mean-difference (MA) plot of every tested gene, those called in colour."""
    frame, fdr = findings.genes.frame, findings.settings.tests.fdr
    mean = frame[["mean_negative", "mean_positive"]].to_numpy(dtype=np.float64).mean(axis=1)
    effect = frame["effect"].to_numpy(dtype=np.float64)
    drawn = np.isfinite(mean) & np.isfinite(effect)
    called = drawn & (frame["q_value"].to_numpy(dtype=np.float64) <= fdr)
    up, down = called & (effect > 0), called & (effect < 0)
    middle = float(np.median(effect[drawn])) if drawn.any() else 0.0
    with plot(style.HALF, 180.0) as page:
        axes = page.axes(38, 30, style.HALF - 44, 116)
        reach = 1.08 * max(0.5, float(np.abs(effect[drawn]).max(initial=0.0)))
        low, high = (float(mean[drawn].min()), float(mean[drawn].max())) if drawn.any() else (0.0, 1.0)
        pad = max(0.04 * (high - low), 0.1)
        axes.set(xlim=(low - pad, high + pad), ylim=(-reach, reach))
        axes.set(xlabel=f"mean expression ({findings.scale})")
        axes.set_ylabel("difference")
        axes.axhline(0.0, color=style.MUTED, linewidth=0.8, clip_on=False)
        points = page.page(axes, np.where(drawn, mean, low), np.where(drawn, effect, 0.0))
        for group, colour, kind in (
            (drawn & ~called, style.QUIET, "not called"),
            (down, style.NEGATIVE, "higher in negative"),
            (up, style.POSITIVE, "higher in positive"),
        ):
            page.over.dots([points[j] for j in np.flatnonzero(group)], 1.1, colour, kind=kind)
        svg = page.svg()
    positive, negative = label(findings, positive=True), label(findings, positive=False)
    return Figure(
        title="Difference by expression level",
        svg=svg,
        caption=f"Each dot is a gene; above the line it is higher in {positive}, below it in {negative}; "
        f"{'coloured: called' if called.any() else 'none is called'}. A cloud that bends or lies off the line would "
        "point to arrays that were not comparable.",
        how_to_read=reading.MEAN_DIFFERENCE,
        alt=f"Mean-difference plot of {words.plural(int(drawn.sum()), 'gene')}; {words.count(int(up.sum()))} called "
        f"higher in {positive}, {words.count(int(down.sum()))} in {negative}; the median difference over all genes is "
        f"{words.signed(middle)}.",
        share=0.5,
    )
