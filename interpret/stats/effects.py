"""How large the difference is: fold change with its interval, Hedges' g, AUC."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, stdtrit

from interpret.contracts import BoolArray, FloatArray
from interpret.data.expression import Scale
from interpret.stats.group_moments import GroupMoments
from interpret.stats.two_group.mann_whitney import mid_ranks, pairs_won
from interpret.stats.two_group.moderated_t import ModeratedFit

METHOD = (
    "The effect is the difference of the group means, positive minus negative class, with the interval of the "
    "moderated t. Hedges' g is the difference in pooled standard deviations with the exact small-sample correction "
    "(Hedges 1981, doi:10.3102/10769986006002107). AUC is the probability that a positive patient has the higher "
    "value, ties counted half."
)

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


def moderated_effects(fit: ModeratedFit, scale: Scale, confidence: float) -> Effects:
    """Return the mean differences with the interval of the moderated t.

    Parameters
    ----------
    fit
        The moderated model of every gene, on the prepared values.
    scale
        Scale of those values; differences of log10 values are turned into log2 fold changes.
    confidence
        Coverage of each single interval (0.95: limma's `topTable(confint = TRUE)`); it is not adjusted for the
        number of genes.
    """
    unit, divisor = effect_unit(scale)
    difference = fit.moments.difference
    half = stdtrit(fit.df, 0.5 + confidence / 2.0) * fit.se
    return Effects(
        effect=difference / divisor,
        ci_low=(difference - half) / divisor,
        ci_high=(difference + half) / divisor,
        se=fit.se / divisor,
        unit=unit,
    )


def hedges_g(moments: GroupMoments) -> FloatArray:
    """Return `(p,)` standardised mean differences; NaN for a gene that is constant within both groups.

    Estimand: the difference of the group means in units of the standard deviation within groups, taken to be the same
    in both. Unbiased for normal values. Hedges 1981, doi:10.3102/10769986006002107.
    """
    df = moments.pooled_df
    correction = math.exp(gammaln(df / 2.0) - gammaln((df - 1) / 2.0)) / math.sqrt(df / 2.0)
    sd = np.sqrt(moments.pooled_variance)
    return correction * moments.difference / np.where(moments.only_rounding(sd), np.nan, sd)


def auc(values: FloatArray, positive: BoolArray) -> FloatArray:
    """Return `(p,)` probabilities that a positive patient's value is the higher one, ties counted half."""
    n_positive = int(positive.sum())
    return pairs_won(mid_ranks(values), positive) / (n_positive * (positive.size - n_positive))
