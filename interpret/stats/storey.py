"""Storey's q-values: the false discovery rate, with the share of genes that do not differ estimated, not taken as 1."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from scipy.optimize import brentq

from interpret.contracts import FloatArray
from interpret.method import Basis, Method
from interpret.stats.multiplicity import benjamini_hochberg

METHOD = (
    "Storey's q-values: the share pi0 of genes that do not differ was estimated from the p-values above 0.05, 0.10 ... "
    "0.95, smoothed by a cubic spline with 3 degrees of freedom and read at 0.95 (Storey and Tibshirani 2003, "
    "doi:10.1073/pnas.1530509100); for comparison also by the choice of the limit with the smallest estimated mean "
    "squared error (Storey, Taylor and Siegmund 2004, doi:10.1111/j.1467-9868.2004.00439.x). Where it could not be "
    "estimated (fewer than 100 genes, or no p-value near 1) it was taken as 1."
)

# The limits above which p-values are counted.
LIMITS = 0.05 + 0.05 * np.arange(19)
SPLINE_DF = 3.0
# Fewer p-values than these cannot tell a share, and q-values would call too much: of studies with 10 null genes 13 %
# would call one at 5 %, with 100 null genes 6 %.
FEWEST = 100
# The bootstrap's stand-in for the true share: this quantile of the estimates at all limits.
LOW_QUANTILE = 0.1


def pi0_smoother(p_value: FloatArray) -> float:
    """Return the estimated share of true null hypotheses, by the smoother.

    Above 0 and at most 1. NaN, which says that it cannot be estimated, with fewer than 100 p-values and where none lies
    near 1: the estimate would then be 0 or less.

    Parameters
    ----------
    p_value
        `(m,)`, each in 0..1 or NaN (left out).

    Notes
    -----
    Estimand: the share of genes without any difference. Assumes p-values uniform under the null hypothesis: those of
    discrete tests in small groups give too much. The p-values above a limit, divided by the number expected if all
    hypotheses were true, are smoothed over the limits by a natural cubic spline with 3 degrees of freedom; the estimate
    is its value at the last limit. Storey and Tibshirani 2003, doi:10.1073/pnas.1530509100.
    """
    tested = _tested(p_value)
    return _bounded(float(_last_of_spline() @ _shares(tested))) if tested.size >= FEWEST else math.nan


def pi0_bootstrap(p_value: FloatArray) -> float:
    """Return the estimated share of true null hypotheses at the limit with the least estimated mean squared error.

    The error is the variance of a bootstrap draw, which has a closed form, plus the squared distance from the 10 %
    quantile of the estimates at all limits. Nothing is drawn. Bounds as for `pi0_smoother`.

    Parameters
    ----------
    p_value
        `(m,)`, each in 0..1 or NaN (left out).

    Notes
    -----
    Storey, Taylor and Siegmund 2004, doi:10.1111/j.1467-9868.2004.00439.x.
    """
    tested = _tested(p_value)
    if tested.size < FEWEST:
        return math.nan
    share = _shares(tested)
    above = share * (1.0 - LIMITS)  # share of the p-values above each limit
    variance = above * (1.0 - above) / (tested.size * (1.0 - LIMITS) ** 2)
    error = variance + (share - np.quantile(share, LOW_QUANTILE)) ** 2
    return _bounded(float(share[error == error.min()].min()))


def q_values(p_value: FloatArray, pi0: float) -> FloatArray:
    """Return `(m,)` q-values: the estimated false discovery rate of the genes with a p-value as small or smaller.

    `pi0` times the Benjamini-Hochberg value: monotone in the p-value, and below it where `pi0` is small. Where `pi0`
    could not be estimated (NaN) it is taken as 1, which leaves the Benjamini-Hochberg value. Missing p-values stay
    missing and are not counted. Storey 2002, doi:10.1111/1467-9868.00346.
    """
    return np.asarray((1.0 if math.isnan(pi0) else pi0) * benjamini_hochberg(p_value), dtype=np.float64)


def _tested(p_value: FloatArray) -> FloatArray:
    return np.sort(p_value[~np.isnan(p_value)])


def _shares(ascending: FloatArray) -> FloatArray:
    """Return the estimates at all limits."""
    above = ascending.size - np.searchsorted(ascending, LIMITS, side="left")
    return np.asarray(above / ascending.size / (1.0 - LIMITS), dtype=np.float64)


def _bounded(pi0: float) -> float:
    return min(pi0, 1.0) if pi0 > 0.0 else math.nan


@cache
def _last_of_spline() -> FloatArray:
    """Return the weights `(19,)` by which the smoothing spline takes its value at the last limit.

    The fit of a natural cubic smoothing spline is (I + a K)^-1 times the data, where K measures the integrated squared
    second derivative; its trace is its degrees of freedom (Green and Silverman 1994, section 2.3). The limits never
    change, so neither do the weights.
    """
    step = LIMITS[1] - LIMITS[0]
    m = LIMITS.size
    second = np.zeros((m, m - 2))  # second differences
    slopes = np.zeros((m - 2, m - 2))
    for j in range(m - 2):
        second[j : j + 3, j] = np.array([1.0, -2.0, 1.0]) / step
        slopes[j, j] = 2.0 * step / 3.0
        if j:
            slopes[j, j - 1] = slopes[j - 1, j] = step / 6.0
    roughness = second @ np.linalg.solve(slopes, second.T)
    values, vectors = np.linalg.eigh((roughness + roughness.T) / 2.0)
    values[:2] = 0.0  # a straight line is not rough
    amount = brentq(lambda log_a: (1.0 / (1.0 + np.exp(log_a) * values)).sum() - SPLINE_DF, -40.0, 40.0, xtol=1e-13)
    return np.asarray((vectors / (1.0 + np.exp(amount) * values)) @ vectors[-1], dtype=np.float64)


RECORD = Method(
    name="storey",
    title="Storey's q-values",
    room="corrections",
    about=METHOD,
    basis=Basis(
        estimand="The expected share of false calls, and the share pi0 of genes that do not differ.",
        formula=(
            "q_(i) = pi0 * min over k >= i of p_(k) * m / k; pi0(l) = (number of p > l) / (m * (1 - l)), "
            "smoothed and read at l = 0.95."
        ),
        assumptions="P-values of unchanged genes are uniform, and genes depend on each other weakly.",
        reference="Storey and Tibshirani 2003, doi:10.1073/pnas.1530509100",
    ),
)
