"""Signs of a scale that take more than the size of the values: ranks, standardised rows or columns, hidden wholes."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from interpret.contracts import BoolArray, FloatArray

FEWEST_RANKED = 10  # fewer values come in even steps by chance too soon
FEWEST_SCORES = 3  # values of a gene, for a standard deviation that means something
MOST_LOOKED_AT = 1_000_000
FEWEST_HIDDEN = 100
_OFF_MEAN, _OFF_SD = 0.02, 0.02  # z-scores are mostly written with two digits or more
_HIT = 0.1  # how far from a whole number: values are rounded when they are written


def in_ranks(values: FloatArray) -> str:
    """Return `1 to 7,129`, the ranks that every row of `(n, p)` is made of, or the empty string.

    A sample's values are its ranks where they rise in even steps with the rank (the mean rank for ties, or the lowest,
    or one without gaps), by the same steps from the same start in every sample: 1, 2, 3, or these over p.
    """
    if values.shape[1] < FEWEST_RANKED:
        return ""
    step, lowest = 0.0, np.inf
    for row in values:
        present = row[~np.isnan(row)]
        rise = _rise(present) if present.size >= FEWEST_RANKED else 0.0
        if rise == 0.0 or (step and not np.isclose(rise, step, rtol=0.05)):
            return ""
        step, lowest = rise, min(lowest, float(present.min()))
    if lowest < 0.0:
        return ""
    return f"{lowest:,.4g} to {np.nanmax(values):,.6g}"


def _rise(present: FloatArray) -> float:
    """Return by how much the values rise a rank, 0 where it is not the same everywhere or no step of ranks."""
    p = present.size
    for method in ("average", "min", "max", "dense", "ordinal"):
        rank = np.sort(rankdata(present, method=method))
        ordered = np.sort(present)
        if rank[-1] == rank[0]:
            return 0.0
        step = (ordered[-1] - ordered[0]) / (rank[-1] - rank[0])
        known = any(
            np.isclose(step, each, rtol=1e-3) for each in (1.0, 1.0 / p, 1.0 / (p + 1), 1.0 / (p - 1), 100.0 / p)
        )
        if known and np.abs(ordered - ordered[0] - step * (rank - rank[0])).max() <= 0.25 * step:
            return float(step)
    return 0.0


def standardised(values: FloatArray) -> BoolArray:
    """Return `(k,)`: which columns of `(m, k)` have mean 0 and standard deviation 1; those without spread count as so.

    Over the values present; by n or n - 1 in the denominator. NaN columns and columns of fewer than three values are
    False.
    """
    present = ~np.isnan(values)
    n = present.sum(axis=0)
    enough = n >= FEWEST_SCORES
    size = np.maximum(n, FEWEST_SCORES)
    mean = np.where(present, values, 0.0).sum(axis=0) / size
    square = np.where(present, values - mean, 0.0)
    square **= 2
    total = square.sum(axis=0)
    by_n, by_fewer = np.sqrt(total / size), np.sqrt(total / (size - 1))
    one = np.minimum(np.abs(by_n - 1.0), np.abs(by_fewer - 1.0)) <= _OFF_SD
    flat = total <= _OFF_SD
    return np.asarray(enough & (np.abs(mean) <= _OFF_MEAN) & (one | flat), dtype=np.bool_)


def hidden_wholes(values: FloatArray, sums: FloatArray, base: float) -> float:
    """Return the share of values whose power of `base` is a whole number; NaN where too few can be asked.

    Asked are values whose power lies from 4 to 1,000: smaller ones are near a whole number by chance, larger ones are
    rounded too coarsely when they are written. Of a very large matrix the samples of the smallest `sums` `(n,)` are
    taken.
    """
    if values.size > MOST_LOOKED_AT:
        rows = np.argsort(sums, kind="stable")
        values = values[rows[: max(1, MOST_LOOKED_AT // values.shape[1])]]
    low, high = np.log(4.0) / np.log(base), np.log(1000.0) / np.log(base)
    asked = values[(values >= low) & (values <= high)]
    if asked.size < FEWEST_HIDDEN:
        return float("nan")
    power = base**asked
    return float(np.mean(np.abs(power - np.rint(power)) <= _HIT))
