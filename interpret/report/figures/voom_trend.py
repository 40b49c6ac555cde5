"""How much counts vary at each level, before and after every value has its weight."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.report import words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plot
from interpret.report.findings import Findings
from interpret.stats.voom import Trend

HEIGHT = 158.0
MOST_DOTS = 6000
_LEFT, _TOP, _TALL = 36.0, 18.0, 104.0
_WIDE = style.HALF - 42.0
_POINTS = 200


def voom_trend(findings: Findings, trend: Trend) -> Figure:
    """Return the mean-variance trend in two panels with the same axes, as limma's plots of voom and of its fit."""
    after, before = trend.after_curve, np.interp(trend.level, trend.curve_level, trend.curve)
    known = np.isfinite(trend.root_sd) & np.isfinite(trend.after)
    shown = np.flatnonzero(known)[:: max(1, -(-int(known.sum()) // MOST_DOTS))]
    with plot(style.FULL, HEIGHT) as page:
        _panel(page, 0.0, "Before: all values alike", trend, shown, trend.root_sd, before)
        _panel(page, style.FULL - style.HALF, "After: every value with its weight", trend, shown, trend.after, after)
        svg = page.svg()
    left = int(known.sum()) - shown.size
    some = f" {words.count(shown.size)} of {words.count(shown.size + left)} genes drawn." if left > 0 else ""
    return Figure(
        title="How counts vary, before and after weighting",
        svg=svg,
        caption="Each dot is a gene: across, the mean log2 of its reads; up, the square root of the standard deviation "
        "that the model leaves. Few reads vary more (left). Voom reads the line off and gives every value the weight "
        "that fits its size; the line should then be nearly level (right, in units of what the weights expect)."
        f"{some}",
        how_to_read=reading.VOOM_TREND,
        alt=f"Mean-variance trend of {words.plural(int(known.sum()), 'gene')}. Before weighting the line runs from "
        f"{_ends(before)}; after it, {_ends(after)}. {findings.labels.positive} against {findings.labels.negative} is "
        "in the model.",
    )


def trend_ends(curve: FloatArray) -> tuple[float, float]:
    """Return a curve at its lowest and highest tenth of genes: the ends themselves are those of single genes."""
    tenth = max(1, curve.size // 10)
    return float(np.median(curve[:tenth])), float(np.median(curve[-tenth:]))


def _ends(curve: FloatArray) -> str:
    low, high = trend_ends(curve)
    return f"{words.number(low)} at few reads to {words.number(high)} at many"


def _panel(
    page: Plot, edge: float, title: str, trend: Trend, shown: np.ndarray, height: FloatArray, curve: FloatArray
) -> None:
    axes = page.axes(edge + _LEFT, _TOP, _WIDE, _TALL, edge=edge)
    low, high = float(trend.level.min()), float(trend.level.max())
    pad = max(0.03 * (high - low), 0.1)
    top = 1.08 * float(height[shown].max()) if shown.size else 1.0
    axes.set(xlim=(low - pad, high + pad), ylim=(0.0, max(top, 1e-6)))
    axes.set(xlabel="mean log2 of the reads", ylabel="root of the SD")
    page.over.dots(page.page(axes, trend.level[shown], height[shown]), 0.9, style.QUIET, kind="gene")
    places = np.unique(np.linspace(0, curve.size - 1, _POINTS).astype(int))
    page.over.polyline(page.page(axes, trend.level[places], curve[places]), style.INK, 1.4)
    page.over.text(edge + _LEFT, 9, title, bold=True)
