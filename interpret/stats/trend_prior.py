"""A prior variance that follows the gene's mean: a natural cubic spline through the log variances."""

from __future__ import annotations

import math

import numpy as np
from scipy.interpolate import BSpline
from scipy.special import digamma

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.squeeze import VariancePrior, fit_variance_prior, informative, inverse_trigamma, log_variances

CUBIC = 3
# Genes needed for a straight line, for one bend, and for two: limma spends that many columns on the trend.
GENES_FOR_COLUMNS = (3, 6, 30)
# A column of the spline is a combination of the others if what they leave of it is this small a share of its length.
ALIASED = 1e-7


def fit_variance_trend(variance: FloatArray, df: FloatArray | float, mean: FloatArray) -> VariancePrior:
    """Fit `variance ~ s2_prior(mean) * F(df, df_prior)`, the logarithm of s2_prior a smooth function of the mean.

    Parameters
    ----------
    variance
        `(p,)` gene-wise residual variances; zeros are lifted to 1e-5 of the median (of 1 where the median is zero).
    df
        Residual degrees of freedom of each of them, one number or `(p,)`. Genes with less than one, and those without
        a variance (NaN), do not shape the trend but are given its value at their mean.
    mean
        `(p,)` mean of each gene; the prior is NaN where it is.

    Returns
    -------
    VariancePrior
        One `df` for all genes, `variance` `(p,)`.

    Notes
    -----
    The trend is a natural cubic spline with four columns (knots at the thirds of the means; fewer columns below 30
    genes or with fewer distinct means), fitted to the log variances by least squares; the residuals' variance then
    gives the prior's degrees of freedom as in `fit_variance_prior`. As limma's fitFDist with a covariate: Smyth 2004,
    doi:10.2202/1544-6115.1027; Law et al. 2014, doi:10.1186/gb-2014-15-2-r29. Assumes that the genes' true variances,
    divided by the trend, are draws from one scaled inverse chi-square distribution. Where a third of the genes or
    more share the highest mean, limma 3.54 stops; here the spline has a knot less. All sums run over the genes in the
    order of their means, so the order of the genes changes no bit.
    """
    df = np.broadcast_to(np.asarray(df, dtype=np.float64), variance.shape)
    known = np.flatnonzero(informative(variance, df) & np.isfinite(mean))
    columns = min(1 + sum(known.size >= genes for genes in GENES_FOR_COLUMNS), np.unique(mean[known]).size)
    if columns < 2:  # noqa: PLR2004  nothing to draw a line through
        prior = fit_variance_prior(variance[known], df[known])
        return VariancePrior(prior.df, np.full(variance.shape, prior.variance))
    known = known[np.lexsort((df[known], variance[known], mean[known]))]
    logs = log_variances(variance[known], df[known])
    trend, residual_variance = _smooth(mean[known], logs.centred, mean, columns)
    spread = residual_variance - logs.chance
    if spread <= 0.0:  # around the trend the variances differ less than chance alone makes them
        return VariancePrior(math.inf, np.exp(trend))
    df_prior = 2.0 * inverse_trigamma(spread)
    return VariancePrior(df_prior, np.exp(trend + float(digamma(df_prior / 2.0)) - math.log(df_prior / 2.0)))


def _smooth(x: FloatArray, y: FloatArray, at: FloatArray, columns: int) -> tuple[FloatArray, float]:
    """Return the spline of y over x at the places `at`, and the variance of y around it.

    `x` is in ascending order; `columns` is the dimension of the splines.
    """
    spline = _natural_splines(x, columns)  # columns of functions
    basis, back = _orthonormal(spline(x))
    coefficients = (basis * y[:, None]).sum(axis=0)
    residual = y - (basis * coefficients).sum(axis=1)
    again = (basis * residual[:, None]).sum(axis=0)  # one step of refinement
    residual -= (basis * again).sum(axis=1)
    fitted = (_extended(spline, x[0], x[-1], at) * (back @ (coefficients + again))).sum(axis=1)
    return fitted, float((residual * residual).sum()) / (x.size - basis.shape[1])


def _natural_splines(x: FloatArray, columns: int) -> BSpline:
    """Return a basis of the cubic splines over x that end in straight lines, inner knots at equal shares of x."""
    low, high = x[0], x[-1]
    inner = np.quantile(x, np.arange(1, columns - 1) / (columns - 1))
    # A knot at the border, where many genes have the same mean, allows for nothing.
    inner = inner[(inner > low) & (inner < high)]
    knots = np.concatenate([np.repeat(low, CUBIC + 1), inner, np.repeat(high, CUBIC + 1)])
    size = inner.size + CUBIC + 1
    curvature = BSpline(knots, np.eye(size), CUBIC).derivative(2)([low, high])  # (2, size) is to be zero
    free = np.linalg.svd(curvature / np.abs(curvature).max(axis=1, keepdims=True))[2][2:]  # (size - 2, size)
    return BSpline(knots, free.T, CUBIC)


def _extended(spline: BSpline, low: float, high: float, at: FloatArray) -> FloatArray:
    """Return the splines at any place: straight lines beyond the borders."""
    inside = np.clip(at, low, high)
    values = np.asarray(spline(inside), dtype=np.float64)
    beyond: BoolArray = at != inside  # NaN too, and it stays NaN
    if beyond.any():
        values[beyond] += spline.derivative()(inside[beyond]) * (at - inside)[beyond, None]
    return values


def _orthonormal(columns: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return orthonormal columns that span those given, `(n, rank)`, and the `(k, rank)` matrix that made them.

    Gram-Schmidt, each column twice, in plain sums: no library whose sums depend on the number of threads.
    """
    basis: list[FloatArray] = []
    back: list[FloatArray] = []
    for number, column in enumerate(columns.T):
        length = math.sqrt(float((column * column).sum()))
        rest, recipe = column.copy(), np.eye(columns.shape[1])[number]
        for _ in range(2):
            for direction, made in zip(basis, back, strict=True):
                share = float((direction * rest).sum())
                rest -= share * direction
                recipe = recipe - share * made
        left = math.sqrt(float((rest * rest).sum()))
        if left > ALIASED * length:
            basis.append(rest / left)
            back.append(recipe / left)
    return np.column_stack(basis), np.column_stack(back)
