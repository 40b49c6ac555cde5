"""A column of categories against two groups: how well it tells them apart, and how easily chance would do as well."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import gammaln

from interpret.contracts import FloatArray, IntArray

MOST_STATES = 5000  # of the enumeration; with more, random deals take its place
DEALS = 9999
_SAME = 1e-7  # tables whose probabilities differ by less are equally probable; rounding is all that tells them apart


def guessed_share(first: IntArray, second: IntArray) -> float:
    """Return the share guessed right from the column by those who were not asked, both groups weighing the same.

    Everybody is guessed from the others with the same value: the group in which that value is the more frequent one.
    Where it is as frequent in both, or nobody else has it, the guess counts one half. So a value that occurs once says
    nothing, however many such values a column has, and the larger group is no better guess. A share below one half is
    given as one half.

    Parameters
    ----------
    first, second
        `(r,)` persons of each group at each value.
    """
    total_first, total_second = int(first.sum()), int(second.sum())
    right = []
    for own, other, own_total, other_total in (
        (first, second, total_first, total_second),
        (second, first, total_second, total_first),
    ):
        if own_total < 2:  # noqa: PLR2004  without the one there is nobody to guess from
            right.append(0.5)
            continue
        lead = (own - 1) * other_total - other * (own_total - 1)  # (r,) sign of the difference of the frequencies
        right.append(float((own * (0.5 + 0.5 * np.sign(lead))).sum() / own_total))
    return max(0.5, sum(right) / 2.0)


def freeman_halton(first: IntArray, second: IntArray, stream: np.random.SeedSequence) -> float:
    """Return the p-value of an r x 2 table: tables no more probable than this one, its margins given.

    Exact, by enumeration in whole numbers; where too many tables would have to be looked at, by 9,999 random deals
    (the observed table counted among them). With two values this is Fisher's exact test.

    Source: Freeman & Halton (1951), doi:10.1093/biomet/38.1-2.141.
    """
    sizes = np.sort(first + second)
    sizes = sizes[sizes > 0]
    drawn = int(second.sum())
    observed = math.prod(math.comb(int(a + b), int(b)) for a, b in zip(first, second, strict=True))
    weights = _weights(sizes, drawn)
    if weights is not None:
        as_rare = sum(weight * tables for weight, tables in weights.items() if weight <= observed)
        return as_rare / math.comb(int(sizes.sum()), drawn)
    deals = np.random.default_rng(stream).multivariate_hypergeometric(sizes, drawn, DEALS)  # (deals, r)
    limit = math.log(observed)
    as_rare = int((_log_weight(sizes, deals) <= limit + _SAME * max(1.0, abs(limit))).sum())
    return (1 + as_rare) / (1 + DEALS)


def _weights(sizes: IntArray, drawn: int) -> dict[int, int] | None:
    """Return how many tables have each weight (the ways to deal persons so), None where there are too many to list."""
    states = {(0, 1): 1}  # (persons of the second group so far, weight so far) -> tables
    left = int(sizes.sum())
    for size in sizes.tolist():
        left -= size
        longer: dict[tuple[int, int], int] = {}
        for (used, weight), tables in states.items():
            for here in range(max(0, drawn - used - left), min(size, drawn - used) + 1):
                key = (used + here, weight * math.comb(size, here))
                longer[key] = longer.get(key, 0) + tables
            if len(longer) > MOST_STATES:
                return None
        states = longer
    return {weight: tables for (_, weight), tables in states.items()}


def _log_weight(sizes: IntArray, dealt: IntArray) -> FloatArray:
    ways = gammaln(sizes + 1.0) - gammaln(dealt + 1.0) - gammaln(sizes - dealt + 1.0)
    return np.asarray(ways.sum(axis=1), dtype=np.float64)
