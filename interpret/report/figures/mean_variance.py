"""How much genes vary at each level of expression, and what the moderated tests borrow from it."""

from __future__ import annotations

import math

import numpy as np

from interpret.contracts import FloatArray
from interpret.report import design_words, tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plot
from interpret.report.figures.ticks import round_steps
from interpret.report.findings import Findings

_TOP = 30.0
_SMALLEST = 1e-4  # of the median spread: below it a gene is constant but for rounding and has no place on a log axis
_STEPS = (1.0, 2.0, 5.0)
_MOST_TICKS = 7
_FEWEST_TICKS = 3


def mean_variance(findings: Findings) -> Figure:
    """Return residual standard deviation against mean of every gene, with the plain and the trended prior."""
    checks, table = findings.diagnostics, findings.genes
    prior = math.sqrt(table.s2_prior) if table.s2_prior > 0.0 else math.nan
    known = np.isfinite(checks.mean) & np.isfinite(checks.sd)
    usual = float(np.median(checks.sd[known])) if known.any() else 1.0
    drawn = known & (checks.sd > _SMALLEST * usual)
    mean, sd, trend = checks.mean[drawn], checks.sd[drawn], checks.prior_sd[drawn]
    with plot(style.HALF, 180.0) as page:
        _draw(page, mean, sd, trend, prior, findings.scale)
        svg = page.svg()
    left = int(checks.sd.size - drawn.sum())
    missing = f" {words.plural(left, 'gene')} of no spread or without a variance not drawn." if left else ""
    order = np.argsort(mean, kind="stable")
    ends = [trend[order[k]] for k in (0, -1)] if mean.size else []
    followed = (
        f" The prior that follows the mean runs from {words.significant(ends[0])} at the lowest to "
        f"{words.significant(ends[1])} at the highest mean."
        if ends and np.isfinite(ends).all()
        else ""
    )
    return Figure(
        title="Spread by expression level",
        svg=svg,
        caption=f"Each dot is a gene: its mean and {_spread(findings)}. The moderated t pulls each gene's spread "
        "towards the dashed line; its trended form "
        "pulls it towards the solid curve. Where the two are far apart, the trended form is the safer one; the table "
        f"of other choices shows what it changes.{missing}",
        how_to_read=reading.MEAN_VARIANCE,
        alt=f"Mean-variance plot of {words.plural(int(drawn.sum()), 'gene')}: the median standard deviation is "
        f"{words.significant(usual)}, the prior's {words.significant(prior)}.{followed}",
        share=0.5,
    )


def _spread(findings: Findings) -> str:
    """Return what the residual standard deviation is in this design."""
    if findings.design.kind == "groups":
        one = tally.noun(findings, "loo")
        return f"how much it varies between {one}s of one class (standard deviation of what the model leaves)"
    if findings.design.kind == "pairs":
        return f"how much it varies within {tally.person(findings)}s (standard deviation of what the model leaves)"
    return f"the standard deviation that is left with {design_words.held_equal(findings)} and the class held equal"


def _draw(page: Plot, mean: FloatArray, sd: FloatArray, trend: FloatArray, prior: float, scale: str) -> None:
    axes = page.axes(38, _TOP, style.HALF - 44, 116)
    low, high = (float(mean.min()), float(mean.max())) if mean.size else (0.0, 1.0)
    pad = max(0.04 * (high - low), 0.1)
    shown = np.concatenate([sd, [prior] if math.isfinite(prior) else [], [1.0] if not sd.size else []])
    bottom, top = float(shown.min()) / 1.15, float(shown.max()) * 1.15
    axes.set(xlim=(low - pad, high + pad), yscale="log", ylim=(bottom, top))
    ticks = spread_ticks(bottom, top)
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_yticks([], minor=True)
    axes.set(xlabel=f"mean expression ({scale})", ylabel="standard deviation")
    page.over.dots(page.page(axes, mean, sd), 1.0, style.QUIET, kind="gene")
    if math.isfinite(prior):
        page.over.polyline(page.page(axes, [low - pad, high + pad], [prior, prior]), style.INK, 1.2, "4 2.4")
    curve = np.flatnonzero(np.isfinite(trend) & (trend >= bottom) & (trend <= top))
    if curve.size > 1:
        order = curve[np.argsort(mean[curve], kind="stable")]
        kept = order[np.unique(np.linspace(0, order.size - 1, 200).astype(int))]  # smooth: 200 points are the curve
        page.over.polyline(page.page(axes, mean[kept], trend[kept]), style.INK, 1.2)
    page.over.line((38, 5.5), (58, 5.5), style.INK, 1.2, "4 2.4")
    page.over.text(63, 8, "prior, one for all genes", size=style.SMALL)
    page.over.line((38, 16.5), (58, 16.5), style.INK, 1.2)
    page.over.text(63, 19, "prior that follows the mean", size=style.SMALL)


def spread_ticks(low: float, high: float) -> list[float]:
    """Return round numbers on a logarithmic axis, at least three.

    1, 2 and 5 times powers of ten, the powers alone if these are too many, evenly spaced numbers if they are too few.
    """
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in (_STEPS, _STEPS[:1]):
        ticks = [step * 10.0**power for power in powers for step in steps if low <= step * 10.0**power <= high]
        if len(ticks) <= _MOST_TICKS:
            break
    most = _FEWEST_TICKS
    while len(ticks) < _FEWEST_TICKS:
        ticks, most = round_steps(low, high, most), most + 1
    return ticks
