"""The shift of every gene with the interval of the Mann-Whitney test: for a primary test that compares ranks."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from interpret.contracts import FloatArray
from interpret.method import Basis, Method
from interpret.stats.comparison import Comparison
from interpret.stats.hodges_lehmann import LARGE, u_distribution

AT_ONCE = 4_000_000  # differences held in memory

METHOD = (
    "The effect is the median of all differences between a positive and a negative value (Hodges and Lehmann 1963, "
    "doi:10.1214/aoms/1177704172), with the interval that inverts the Mann-Whitney test."
)


@dataclass(frozen=True, eq=False)
class Shifts:
    """Median difference of every gene with its interval, all `(p,)` in the unit of the values; NaN without values."""

    estimate: FloatArray
    ci_low: FloatArray
    ci_high: FloatArray


def gene_shifts(comparison: Comparison, confidence: float) -> Shifts:
    """Return the Hodges-Lehmann shift of the positive against the negative group, gene by gene.

    The interval runs from the k-th smallest to the k-th largest difference, k from the exact distribution of U (the
    normal approximation from 50 values in a group on), and covers at least `confidence`, or as much as so few values
    allow. Missing values are left out.
    """
    values, positive = comparison.values, comparison.design.positive
    present = ~np.isnan(values)
    sizes = np.stack([present[~positive].sum(axis=0), present[positive].sum(axis=0)])  # (2, p)
    found = np.full((3, values.shape[1]), np.nan)
    for n, m in {(int(a), int(b)) for a, b in sizes.T if a and b}:
        genes = np.flatnonzero((sizes[0] == n) & (sizes[1] == m))
        place = _place(n, m, (1.0 - confidence) / 2.0)
        step = max(1, AT_ONCE // (n * m))
        for start in range(0, genes.size, step):
            some = genes[start : start + step]
            found[:, some] = _of_some(values[:, some], positive, n, m, place)
    return Shifts(*found)


def _place(n: int, m: int, tail: float) -> int:
    """Return the place of the interval's ends among the ordered differences, 1 for the outermost."""
    if max(n, m) < LARGE:
        return max(1, int(np.searchsorted(np.cumsum(u_distribution(n, m)), tail)))
    sd = math.sqrt(n * m * (n + m + 1) / 12.0)
    return max(1, round(n * m / 2.0 + float(ndtri(tail)) * sd))


def _of_some(values: FloatArray, positive: np.ndarray, n: int, m: int, place: int) -> FloatArray:
    negative_values, positive_values = np.sort(values[~positive], axis=0)[:n], np.sort(values[positive], axis=0)[:m]
    differences = (positive_values[:, None, :] - negative_values[None, :, :]).reshape(n * m, -1)
    differences.sort(axis=0)
    return np.stack([np.median(differences, axis=0), differences[place - 1], differences[-place]])


RECORD = Method(
    name="hodges-lehmann",
    title="Hodges-Lehmann shift",
    room="effects",
    about=METHOD,
    basis=Basis(
        estimand="The middle of all differences between a positive and a negative sample.",
        formula="median over i, j of x1_i - x0_j; the interval runs between order statistics of these differences.",
        assumptions="Both classes have distributions of one shape.",
        reference="Hodges and Lehmann 1963, doi:10.1214/aoms/1177704172",
    ),
)
