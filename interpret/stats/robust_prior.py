"""A prior of the variances that outlying genes neither shape nor are bound by: degrees of freedom gene by gene."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import roots_legendre
from scipy.stats import rankdata

from interpret.contracts import FloatArray
from interpret.stats.f_tail import f_at_log_lower_tail, f_at_log_upper_tail, log_density, log_lower_tail, log_upper_tail
from interpret.stats.squeeze import VariancePrior, fit_variance_prior, informative

# Shares of the log variances that are winsorized below and above.
LOWER_TAIL, UPPER_TAIL = 0.05, 0.1
# Variances below this share of the median are lifted to it.
SMALLEST_SHARE = 1e-12
# Nodes of the rule by which the moments of a winsorized log F are integrated: its density is smooth.
NODES = 128
# Precision of the prior's degrees of freedom, on the scale df / (1 + df).
ROOT_TOLERANCE = 1e-14


@dataclass(frozen=True)
class WinsorizedMoments:
    """Mean and variance of a winsorized log F."""

    mean: float
    variance: float


def fit_variance_robust(variance: FloatArray, df: FloatArray | float) -> VariancePrior:
    """Fit `variance ~ s2_prior * F(df, df_prior)` to winsorized variances, and free the outliers of the prior.

    Parameters
    ----------
    variance
        `(p,)` gene-wise residual variances; those below 1e-12 of the median are lifted to it.
    df
        Residual degrees of freedom of each of them, one number or `(p,)`. Genes with less than one, and those without
        a variance (NaN), are left out; they are given the degrees of freedom of a gene that is no outlier.

    Returns
    -------
    VariancePrior
        `df` `(p,)`, lower for the genes whose variance is too large for the prior, and one `variance`. With fewer than
        ten informative genes there is nothing to winsorize and the plain prior is returned; so it is where half of
        the variances are zero, in which limma stops.

    Notes
    -----
    Phipson, Lee, Majewski, Alexander and Smyth 2016, doi:10.1214/16-AOAS920, as limma's fitFDistRobustly. The lowest
    5 % and the highest 10 % of the log variances are winsorized; the prior's degrees of freedom are those with which a
    winsorized log F has the variance that was observed, never below those of the plain fit. A gene is an outlier with
    the probability by which its variance's tail under the prior falls short of its share of the ranks. The method is
    for equal `df`; variances with fewer than the most are first moved to the quantile that they have under the plain
    fit with the most. Sums run over ordered genes, so the order of the genes changes no bit.

    In two corners the values are the method's and not limma's: with a prior of fewer than 0.5 degrees of freedom
    limma's rule of integration is too coarse, and limma's logarithm of an F tail may be minus infinity where the tail,
    though too small for a number, is not 0.
    """
    df = np.broadcast_to(np.asarray(df, dtype=np.float64), variance.shape)
    known = informative(variance, df)
    x, own_df = variance[known], df[known]
    p = x.size
    if p * max(LOWER_TAIL, UPPER_TAIL) < 1.0:
        return fit_variance_prior(variance, df)
    median = float(np.median(x))
    if median <= 0.0:
        return fit_variance_prior(variance, df)
    x = np.maximum(x, SMALLEST_SHARE * median)
    plain = fit_variance_prior(x, own_df)
    most = float(own_df.max())
    x = _as_if_complete(x, own_df, most, plain)
    fitted = _fit_winsorized(np.log(x), most, float(plain.df))
    if fitted is None:
        return VariancePrior(np.full(variance.shape, plain.df), plain.variance)
    df_prior, log_location = fitted
    ratio = np.exp(np.log(x) - log_location)  # (p,) distributed as F(most, df_prior) but for the outliers
    shrunk = _free_outliers(ratio, most, df_prior)
    every = np.full(variance.shape, df_prior)
    every[known] = shrunk
    return VariancePrior(every, math.exp(log_location))


def _as_if_complete(variance: FloatArray, df: FloatArray, most: float, prior: VariancePrior) -> FloatArray:
    """Return `(p,)` variances of the same tail probability with `most` degrees of freedom each."""
    fewer = np.flatnonzero(df < most)
    moved = variance.copy()
    if not fewer.size:
        return moved
    f = variance[fewer] / prior.variance
    above = log_upper_tail(f, df[fewer], prior.df)
    high = above < math.log(0.5)
    quantile = np.empty_like(f)
    quantile[high] = f_at_log_upper_tail(above[high], most, prior.df)
    below = log_lower_tail(f[~high], df[fewer][~high], prior.df)
    quantile[~high] = f_at_log_lower_tail(below, most, prior.df)
    moved[fewer] = quantile * prior.variance
    return moved


def _fit_winsorized(z: FloatArray, df: float, plain_df: float) -> tuple[float, float] | None:
    """Return the prior's degrees of freedom and the logarithm of its location, from `(p,)` log variances.

    None where the bulk differs by more than chance though all genes together do not: then the plain fit stands.
    """
    z = np.sort(z)
    low, high = np.quantile(z, [LOWER_TAIL, 1.0 - UPPER_TAIL])
    clipped = np.clip(z, low, high)
    mean = math.fsum(clipped.tolist()) / z.size
    spread = math.fsum(((clipped - mean) ** 2).tolist()) / (z.size - 1)

    def excess(share: float) -> float:
        return math.log(spread / winsorized_moments(df, _df_of_share(share)).variance)

    if excess(1.0) <= 0.0:  # even one variance for all would make them differ more
        df_prior = math.inf
    elif math.isinf(plain_df):
        return None
    elif excess(plain_df / (1.0 + plain_df)) >= 0.0:
        df_prior = plain_df
    else:
        df_prior = _df_of_share(brentq(excess, plain_df / (1.0 + plain_df), 1.0, xtol=ROOT_TOLERANCE))
    return df_prior, mean - winsorized_moments(df, df_prior).mean


def _df_of_share(share: float) -> float:
    return share / (1.0 - share) if share < 1.0 else math.inf


def winsorized_moments(df1: float, df2: float) -> WinsorizedMoments:
    """Return the moments of log F, winsorized at the 5 and 90 % points; `df2` may be infinite."""
    ends = np.array([math.log(LOWER_TAIL), math.log(UPPER_TAIL)])
    low = math.log(f_at_log_lower_tail(ends[:1], df1, df2)[0])
    high = math.log(f_at_log_upper_tail(ends[1:], df1, df2)[0])
    nodes, weights = roots_legendre(NODES)
    z = low + (high - low) * (nodes + 1.0) / 2.0
    mass = weights * (high - low) / 2.0 * np.exp(log_density(z, df1, df2))
    mean = float((mass * z).sum()) + LOWER_TAIL * low + UPPER_TAIL * high
    variance = float((mass * (z - mean) ** 2).sum()) + LOWER_TAIL * (low - mean) ** 2 + UPPER_TAIL * (high - mean) ** 2
    return WinsorizedMoments(mean, variance)


def _free_outliers(ratio: FloatArray, df: float, df_prior: float) -> FloatArray:
    """Return `(p,)` degrees of freedom of the prior for each gene, fewer where its variance is an outlier."""
    p = ratio.size
    log_tail = log_upper_tail(ratio, df, df_prior)
    log_empirical = np.log((p - rankdata(ratio) + 0.5) / p)
    not_outlier = np.exp(np.minimum(log_tail - log_empirical, 0.0))  # (p,) probability
    if (not_outlier >= 1.0).all():
        return np.full(p, df_prior)
    order = np.argsort(-ratio, kind="stable")  # largest first
    if math.isinf(df_prior):
        # of a prior that is certain, an outlier is left the degrees of freedom of all genes pooled, times its chance
        shrunk = np.where(not_outlier < 1.0, not_outlier * (p * df), math.inf)[order]
    else:
        # the degrees of freedom at which the largest variance would be no surprise: tail probability one half
        half = math.log(0.5)
        lowest = half / float(log_tail.min()) * df_prior
        lowest *= half / float(log_upper_tail(ratio.max(keepdims=True), df, lowest)[0])
        shrunk = (not_outlier * df_prior + (1.0 - not_outlier) * lowest)[order]
        running = np.cumsum(shrunk) / np.arange(1, p + 1)
        least = int(np.argmin(running))  # up to here the largest variances share one value
        shrunk[: least + 1] = running[least]
    result = np.empty(p)
    result[order] = np.maximum.accumulate(shrunk)
    return result
