"""Empirical Bayes for variances: what thousands of genes say of one gene's variance (limma's squeezeVar)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, polygamma

from interpret.contracts import BoolArray, FloatArray, IntArray

# Variances below this share of the median are lifted to it before their logarithm is taken (limma's fitFDist).
SMALLEST_SHARE = 1e-5
# Beyond these the inverse of trigamma is its asymptote to double precision (limma's trigammaInverse).
LARGE, SMALL = 1e7, 1e-6
NEWTON_TOLERANCE = 1e-8
NEWTON_STEPS = 50


@dataclass(frozen=True)
class VariancePrior:
    """Scaled inverse chi-square prior of the gene-wise variances.

    Attributes
    ----------
    df
        Degrees of freedom, one number or `(p,)`; infinite where the genes' variances differ by no more than chance, 0
        where only one gene has a variance, NaN where none has.
    variance
        Its location, in squared units of the values, one number or `(p,)`.
    """

    df: FloatArray | float
    variance: FloatArray | float


@dataclass(frozen=True, eq=False)
class LogVariances:
    """Logarithms of the variances, less what chance does to them when all genes share one true variance.

    Attributes
    ----------
    centred
        `(p,)` log variance minus its expected distance from the logarithm of the true one.
    chance
        Mean over the genes of the variance that chance alone gives to a log variance.
    lifted
        `(p,)` the variances themselves, those next to zero lifted.
    """

    centred: FloatArray
    chance: float
    lifted: FloatArray


def informative(variance: FloatArray, df: FloatArray) -> BoolArray:
    """Return `(p,)` True for the genes that tell of the prior: a variance, and one degree of freedom or more."""
    return np.asarray(np.isfinite(variance) & (df >= 1.0), dtype=np.bool_)


def fit_variance_prior(variance: FloatArray, df: FloatArray | float) -> VariancePrior:
    """Fit `variance ~ s2_prior * F(df, df_prior)` by the first two moments of the logarithm.

    Parameters
    ----------
    variance
        `(p,)` gene-wise residual variances; zeros are lifted to 1e-5 of the median (of 1 where the median is zero).
    df
        Residual degrees of freedom of each of them, one number or `(p,)`. Genes with less than one, and those without
        a variance (NaN), are left out.

    Notes
    -----
    Smyth 2004, doi:10.2202/1544-6115.1027, section 6.2, as limma's fitFDist. Assumes that the genes' true variances
    are draws from one scaled inverse chi-square distribution. Sums are exact (`math.fsum`), so the order of the genes
    changes no bit.
    """
    df = np.broadcast_to(np.asarray(df, dtype=np.float64), variance.shape)
    known = informative(variance, df)
    if not known.all():
        variance, df = variance[known], df[known]
    if not variance.size:
        return VariancePrior(math.nan, math.nan)
    if variance.size == 1:
        return VariancePrior(0.0, float(variance[0]))
    logs = log_variances(variance, df)
    p = variance.size
    mean = math.fsum(logs.centred.tolist()) / p
    spread = math.fsum(((logs.centred - mean) ** 2).tolist()) / (p - 1) - logs.chance
    if spread <= 0.0:  # the variances differ less than chance alone makes them: one variance for all
        return VariancePrior(math.inf, math.fsum(logs.lifted.tolist()) / p)
    df_prior = 2.0 * inverse_trigamma(spread)
    return VariancePrior(df_prior, math.exp(mean + float(digamma(df_prior / 2.0)) - math.log(df_prior / 2.0)))


def log_variances(variance: FloatArray, df: FloatArray) -> LogVariances:
    """Return the logarithms of informative variances, and what chance does to them.

    Parameters
    ----------
    variance, df
        `(p,)`, as `informative` leaves them, at least one gene.
    """
    median = float(np.median(variance))
    lifted = np.maximum(variance, SMALLEST_SHARE * (median if median > 0.0 else 1.0))
    distinct, which, count = np.unique(df, return_inverse=True, return_counts=True)
    # math.log: numpy's own may differ from it in the last bit, and every gene is to have the same bits as one alone
    logarithms = np.array([math.log(each / 2.0) for each in distinct.tolist()])
    centred = np.log(lifted) - digamma(distinct / 2.0)[which] + logarithms[which]
    trigamma = polygamma(1, distinct / 2.0)  # (distinct,)
    chance = float(trigamma[0]) if distinct.size == 1 else math.fsum((count * trigamma).tolist()) / variance.size
    return LogVariances(centred, chance, lifted)


def squeeze_variance(variance: FloatArray, df: FloatArray | IntArray | float, prior: VariancePrior) -> FloatArray:
    """Return `(p,)` posterior variances: the gene's own and the prior's, weighted by their degrees of freedom.

    A gene without degrees of freedom has the prior's.
    """
    own = np.where(np.asarray(df) > 0.0, variance, 0.0)
    infinite = np.isinf(prior.df)
    weight = np.where(infinite, 1.0, prior.df)
    total = df + weight
    squeezed = (df * own + weight * prior.variance) / np.where(total > 0.0, total, np.nan)
    return np.asarray(np.where(infinite, prior.variance, squeezed), dtype=np.float64)


def inverse_trigamma(value: float) -> float:
    """Return y with trigamma(y) = value, for value > 0.

    Newton's method on 1 / trigamma, which is convex and nearly linear, so it converges from the left without
    overshooting (limma's trigammaInverse).
    """
    if value > LARGE:
        return 1.0 / math.sqrt(value)
    if value < SMALL:
        return 1.0 / value
    y = 0.5 + 1.0 / value
    for _ in range(NEWTON_STEPS):
        trigamma = float(polygamma(1, y))
        step = trigamma * (1.0 - trigamma / value) / float(polygamma(2, y))
        y += step
        if -step / y < NEWTON_TOLERANCE:
            break
    return y
