"""How large the difference is: in the unit of the values with the interval of a t; and where to find g and AUC."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import stdtrit

from interpret.contracts import FloatArray
from interpret.data.expression import Scale
from interpret.stats.auc_interval import ProbabilityOfHigher, auc
from interpret.stats.auc_interval import method_text as auc_text
from interpret.stats.design import Design
from interpret.stats.hedges import StandardisedEffect, hedges_g
from interpret.stats.hedges import method_text as hedges_text

LOG10_OF_2 = math.log10(2.0)


@dataclass(frozen=True, eq=False)
class Effects:
    """Effect of every gene with its interval, all `(p,)` and in `unit`."""

    effect: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray
    se: FloatArray
    unit: str


def effect_unit(scale: Scale) -> tuple[str, float]:
    """Return what a difference of prepared values is called, and by what it is divided to be that."""
    if scale is Scale.LOG10:
        return "log2 fold change", LOG10_OF_2
    if scale is Scale.LOG2:
        return "log2 fold change", 1.0
    if scale is Scale.STANDARDISED:
        return "difference of standardised values", 1.0
    return "difference of intensities", 1.0


def method_text(design: Design) -> str:
    """Return the paragraph for the methods section."""
    difference = {
        "groups": "the difference of the group means, positive minus negative class",
        "pairs": "the mean difference within pairs, positive minus negative sample",
    }.get(design.kind, "the difference between the classes, positive minus negative, all else in the design equal")
    return (
        f"The effect is {difference}, with the interval of the primary test. {hedges_text(design)} {auc_text(design)} "
        "Every interval is that of one gene, not adjusted for the number of genes."
    )


def difference_effects(effect: FloatArray, se: FloatArray, df: FloatArray, scale: Scale, confidence: float) -> Effects:
    """Return the effects with the interval of their t: effect +- quantile of Student's t times standard error.

    Parameters
    ----------
    effect, se
        `(p,)` differences of the prepared values and their standard errors; NaN where a gene has none.
    df
        `(p,)` degrees of freedom of the t; infinity is fine.
    scale
        Scale of those values; differences of log10 values are turned into log2 fold changes.
    confidence
        Coverage of each single interval (0.95: limma's `topTable(confint = TRUE)`); it is not adjusted for the
        number of genes.
    """
    unit, divisor = effect_unit(scale)
    half = stdtrit(df, 0.5 + confidence / 2.0) * se
    return Effects(
        effect=effect / divisor,
        ci_low=(effect - half) / divisor,
        ci_high=(effect + half) / divisor,
        se=se / divisor,
        unit=unit,
    )


__all__ = [
    "Effects",
    "ProbabilityOfHigher",
    "StandardisedEffect",
    "auc",
    "difference_effects",
    "effect_unit",
    "hedges_g",
    "method_text",
]
