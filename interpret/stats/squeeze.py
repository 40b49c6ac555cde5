"""Empirical Bayes for variances: what thousands of genes say of one gene's variance (limma's squeezeVar)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import digamma, polygamma

from interpret.contracts import FloatArray

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
        Degrees of freedom; infinite where the genes' variances differ by no more than chance, 0 for a single gene.
    variance
        Its location, in squared units of the values.
    """

    df: float
    variance: float


def fit_variance_prior(variance: FloatArray, df: float) -> VariancePrior:
    """Fit `variance ~ s2_prior * F(df, df_prior)` by the first two moments of the logarithm.

    Parameters
    ----------
    variance
        `(p,)` gene-wise residual variances; zeros are lifted to 1e-5 of the median (of 1 where the median is zero).
    df
        Residual degrees of freedom of each of them.

    Notes
    -----
    Smyth 2004, doi:10.2202/1544-6115.1027, section 6.2, as limma's fitFDist. Assumes that the genes' true variances
    are draws from one scaled inverse chi-square distribution. Sums are exact (`math.fsum`), so the order of the genes
    changes no bit.
    """
    if variance.size == 1:
        return VariancePrior(0.0, float(variance[0]))
    median = float(np.median(variance))
    lifted = np.maximum(variance, SMALLEST_SHARE * (median if median > 0.0 else 1.0))
    log_f = np.log(lifted) - digamma(df / 2.0) + math.log(df / 2.0)  # (p,)
    mean = math.fsum(log_f) / log_f.size
    spread = math.fsum((log_f - mean) ** 2) / (log_f.size - 1) - float(polygamma(1, df / 2.0))
    if spread <= 0.0:  # the variances differ less than chance alone makes them: one variance for all
        return VariancePrior(math.inf, math.fsum(lifted) / lifted.size)
    df_prior = 2.0 * inverse_trigamma(spread)
    return VariancePrior(df_prior, math.exp(mean + float(digamma(df_prior / 2.0)) - math.log(df_prior / 2.0)))


def squeeze_variance(variance: FloatArray, df: float, prior: VariancePrior) -> FloatArray:
    """Return `(p,)` posterior variances: the gene's own and the prior's, weighted by their degrees of freedom."""
    if math.isinf(prior.df):
        return np.full_like(variance, prior.variance)
    return (df * variance + prior.df * prior.variance) / (df + prior.df)


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
