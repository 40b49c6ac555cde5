"""How large the difference is: in the unit of the values with the interval of a t; and where to find g and AUC."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from interpret.contracts import FloatArray
from interpret.data.expression import Scale
from interpret.method import Basis, Method
from interpret.stats.auc_interval import ProbabilityOfHigher, auc
from interpret.stats.auc_interval import method_text as auc_text
from interpret.stats.comparison import Comparison
from interpret.stats.design import Design
from interpret.stats.gene_shifts import METHOD as SHIFTS
from interpret.stats.hedges import StandardisedEffect, hedges_g
from interpret.stats.hedges import method_text as hedges_text
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest

LOG10_OF_2 = math.log10(2.0)
_FOLD = "log2 fold change"
_STANDARDISED = "difference of standardised values"
_UNITS = {
    Scale.LOG2: (_FOLD, 1.0),
    Scale.LOG10: (_FOLD, LOG10_OF_2),
    Scale.LN: (_FOLD, math.log(2.0)),
    Scale.LOG_CPM: (_FOLD, 1.0),
    Scale.LOG_SCALED: (_FOLD, 1.0),
    Scale.LOG_RATIOS: (_FOLD, 1.0),
    Scale.RANKS: ("difference of ranks", 1.0),
    Scale.Z_SCORES: (_STANDARDISED, 1.0),
    Scale.STANDARDISED: (_STANDARDISED, 1.0),
}


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
    return _UNITS.get(scale, ("difference of intensities", 1.0))


def method_text(design: Design, test: TwoGroupTest | None = None) -> str:
    """Return the paragraph for the methods section; `test` is the primary one."""
    difference = {
        "groups": "the difference of the group means, positive minus negative class",
        "pairs": "the mean difference within pairs, positive minus negative sample",
    }.get(design.kind, "the difference between the classes, positive minus negative, all else in the design equal")
    effect = f"The effect is {difference}, with the interval of the primary test."
    if test is not None and not test.has_interval:
        effect = SHIFTS
    return (
        f"{effect} {hedges_text(design)} {auc_text(design)} "
        "Every interval is that of one gene, not adjusted for the number of genes."
    )


def effects_of(
    test: TwoGroupTest, result: TestResult, comparison: Comparison, scale: Scale, confidence: float
) -> tuple[Effects, FloatArray]:
    """Return the effects by the primary test with their intervals, and `(p,)` its degrees of freedom (NaN: none).

    A test without a standard error has effects of its own: medians of differences, with the interval of its ranks.
    """
    if result.se is not None and result.df is not None:
        fit = comparison.fit if result.fit is None else result.fit
        return difference_effects(fit.effect, result.se, result.df, scale, confidence), result.df
    if test.shifts is None:
        raise ValueError("the primary test gives the effect an interval")
    unit, divisor = effect_unit(scale)
    found = test.shifts(comparison, confidence)
    nowhere = np.full(found.estimate.shape, np.nan)
    ends = (found.estimate / divisor, found.ci_low / divisor, found.ci_high / divisor)
    return Effects(*ends, se=nowhere, unit=unit), nowhere


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
    "effects_of",
    "hedges_g",
    "method_text",
]


RECORD = Method(
    name="fold-change",
    title="Fold change and its interval",
    room="effects",
    about=(
        "The effect is the difference between the classes, positive minus negative, with the interval of the "
        "primary test."
    ),
    basis=Basis(
        estimand=(
            "The difference of the class means on the log2 scale, all else in the design equal: 1 is twice as much."
        ),
        formula="b -+ t(df; 0.975) * standard error; standard error and df are those of the primary test.",
        assumptions=(
            "Those of the primary test. Every interval is that of one gene and not adjusted for the number of genes."
        ),
        reference="Smyth 2004, doi:10.2202/1544-6115.1027",
    ),
)
