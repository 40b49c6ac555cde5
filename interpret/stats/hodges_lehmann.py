"""How far two groups lie apart by the median of all differences, with an interval that needs no normal distribution."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from interpret.contracts import FloatArray

LARGE = 50  # from this many values in a group on, the normal approximation; R's wilcox.test draws the same line


@dataclass(frozen=True)
class Shift:
    """The second group less the first: the median of all pairwise differences, its interval and the p-value.

    `confidence` is what the interval truly covers without ties: at least 95 %, or as much as so few values allow.
    """

    n_first: int
    n_second: int
    estimate: float
    ci_low: float
    ci_high: float
    confidence: float
    p_value: float


def hodges_lehmann(first: FloatArray, second: FloatArray, level: float = 0.95) -> Shift:
    """Return the shift of `second` against `first`.

    Estimand: the median of the difference between a value of the one and a value of the other group; the shift, where
    both distributions have one shape. The interval inverts the Mann-Whitney test: it runs from the k-th smallest to
    the k-th largest difference, k from the exact distribution of U without ties (normal approximation from 50 values
    in a group on). The p-value is that of the Mann-Whitney test.

    Source: Hodges and Lehmann (1963), doi:10.1214/aoms/1177704172.
    """
    n, m = first.size, second.size
    differences = np.sort((second[:, None] - first).ravel())
    tail = (1.0 - level) / 2.0
    if max(n, m) < LARGE:
        below = np.cumsum(u_distribution(n, m))
        k = max(1, int(np.searchsorted(below, tail)))  # the smallest u with P(U <= u) >= tail
        covered = 1.0 - 2.0 * float(below[k - 1])
    else:
        sd = math.sqrt(n * m * (n + m + 1) / 12.0)
        k = max(1, round(n * m / 2.0 - float(stats.norm.isf(tail)) * sd))
        covered = level
    without_ties = np.unique(np.concatenate([first, second])).size == n + m and max(n, m) < LARGE
    p = float(stats.mannwhitneyu(first, second, method="exact" if without_ties else "asymptotic").pvalue)
    low, high = float(differences[k - 1]), float(differences[-k])
    return Shift(n, m, float(np.median(differences)), low, high, covered, 1.0 if math.isnan(p) else p)  # all equal: NaN


def u_distribution(n: int, m: int) -> FloatArray:
    """Return `(n m + 1,)` null probabilities of the Mann-Whitney U of groups of `n` and `m` values without ties.

    The numbers of ways are the coefficients of the Gaussian binomial, in whole numbers without rounding.
    """
    ways = [1] + [0] * (n * m)
    for i in range(1, n + 1):
        for u in range(n * m, m + i - 1, -1):  # times 1 - q^(m + i)
            ways[u] -= ways[u - m - i]
        for u in range(i, n * m + 1):  # over 1 - q^i
            ways[u] += ways[u - i]
    total = math.comb(n + m, n)
    return np.array([each / total for each in ways])
