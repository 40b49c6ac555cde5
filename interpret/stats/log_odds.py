"""Log-odds that a gene differs: limma's B statistic."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import stdtr

from interpret.contracts import FloatArray, IntArray
from interpret.stats.f_tail import f_at_log_upper_tail, log_upper_tail
from interpret.stats.linear_fit import LinearFit
from interpret.stats.two_group.protocol import TestResult

# Share of the genes taken to differ, and bounds of the standard deviation of their effects, in the unit of the values.
PROPORTION = 0.01
SMALLEST_SD, LARGEST_SD = 0.1, 4.0
# A prior of more degrees of freedom makes the t as good as normal.
AS_GOOD_AS_INFINITE = 1e6


def log_odds(fit: LinearFit, result: TestResult) -> FloatArray:
    """Return `(p,)` natural log posterior odds that a gene differs between the classes; NaN where its t is.

    Parameters
    ----------
    fit
        The linear model of `p` genes.
    result
        A moderated t test of that fit (plain, trended or robust).

    Raises
    ------
    ValueError
        The test is not a moderated one: it has no prior.

    Notes
    -----
    Estimand: log(P(effect not 0 | data) / P(effect 0 | data)), with 1 % of the genes taken to differ beforehand and
    their effects normal around 0; the variance of these effects is estimated from the top half per cent of the genes.
    The odds move with the 1 %, their order does not. Smyth 2004, doi:10.2202/1544-6115.1027, section 6.3 and equation
    (9), as limma's topTable gives in column B.
    """
    if result.prior is None or result.df is None:
        raise ValueError("log-odds need a moderated test: this one has no prior of the variances")
    relative = _effect_variance(fit, result) / fit.unscaled_sd**2  # (p,) variance of the effects in units of the error
    ratio = 1.0 + relative
    squared, df = result.statistic**2, result.df
    finite_df = np.where(np.isinf(df), 1.0, df)
    # log((t2 + df) / (t2 / ratio + df)), written so that no digits are lost where the two are close
    gain = squared * (relative / ratio)
    kernel = (1.0 + finite_df) / 2.0 * np.log1p(gain / (squared / ratio + finite_df))
    normal = np.broadcast_to(np.asarray(result.prior.df) > AS_GOOD_AS_INFINITE, squared.shape)
    kernel = np.where(normal, gain / 2.0, kernel)
    return np.asarray(math.log(PROPORTION / (1.0 - PROPORTION)) - np.log(ratio) / 2.0 + kernel, dtype=np.float64)


def _effect_variance(fit: LinearFit, result: TestResult) -> float:
    """Return the variance of the true effects of the genes that differ, as a multiple of a gene's error variance.

    Each of the top genes is matched with the t that its rank should have if `share` of all genes differ; by how much
    it exceeds the t of no effect at that probability gives a variance of the effects, and these are averaged.
    """
    tested = np.isfinite(result.statistic)
    p = int(tested.sum())
    if p == 0 or result.prior is None or result.df is None:
        return math.nan
    top = math.ceil(PROPORTION / 2.0 * p)
    share = max(top / p, PROPORTION)
    statistic, df, unscaled = np.abs(result.statistic[tested]), result.df[tested], fit.unscaled_sd[tested]
    most = float(df.max())
    first = _smallest_tails(statistic, df, unscaled, top)
    t = _with_df(statistic[first], df[first], most)
    null = 2.0 * stdtr(most, -t)  # (top,) two-sided p-value
    target = ((np.arange(top) + 0.5) / p - (1.0 - share) * null) / share
    variance = np.zeros(top)
    above = target > null
    expected = f_at_log_upper_tail(np.log(target[above]), 1.0, most)  # squared t
    variance[above] = unscaled[first][above] ** 2 * (t[above] ** 2 / expected - 1.0)
    typical = float(np.median(result.prior.variance))
    return math.fsum(np.clip(variance, SMALLEST_SD**2 / typical, LARGEST_SD**2 / typical).tolist()) / top


def _smallest_tails(statistic: FloatArray, df: FloatArray, unscaled: FloatArray, top: int) -> IntArray:
    """Return the numbers of the `top` genes of smallest p-value, smallest first, on the log scale so none ties at 0."""
    rough = stdtr(df, -statistic)
    candidates = np.flatnonzero(rough <= np.partition(rough, top - 1)[top - 1] * (1.0 + 1e-9))
    if (df == df[0]).all():
        key = -statistic[candidates]
    else:
        key = log_upper_tail(statistic[candidates] ** 2, 1.0, df[candidates])
    return candidates[np.lexsort((unscaled[candidates], key))[:top]]


def _with_df(statistic: FloatArray, df: FloatArray, most: float) -> FloatArray:
    """Return the t of the same p-value with `most` degrees of freedom."""
    fewer = df < most
    same = statistic.copy()
    if fewer.any():
        log_tail = log_upper_tail(statistic[fewer] ** 2, 1.0, df[fewer])
        same[fewer] = np.sqrt(f_at_log_upper_tail(log_tail, 1.0, most))
    return same
