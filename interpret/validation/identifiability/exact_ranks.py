"""A column of numbers, or of days, against two groups; and the order of the samples."""

from __future__ import annotations

import math

import numpy as np
from scipy.stats import rankdata

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.ranks import rank_sums
from interpret.stats.two_group.mann_whitney import approximate

MOST_EXACT = 60  # persons; with more, the normal approximation is as good


def share_of_pairs(values: FloatArray, second: BoolArray) -> float:
    """Return the AUC, turned so that it is at least one half: pairs of the two groups that the values order alike."""
    sums = rank_sums(values[:, None], second)
    auc = float(sums.won[0]) / (int(second.sum()) * int((~second).sum()))
    return max(auc, 1.0 - auc)


def mann_whitney_exact(values: FloatArray, second: BoolArray) -> float:
    """Return the two-sided p-value of the Mann-Whitney test, exact with ties too, over all ways to deal the ranks.

    Twice the smaller tail, at most 1. Above 60 persons the normal approximation with corrections for ties and
    continuity. Mann & Whitney (1947), doi:10.1214/aoms/1177730491.
    """
    if values.size > MOST_EXACT:
        return float(approximate(rank_sums(values[:, None], second))[0])
    ranks = np.round(2.0 * rankdata(values)).astype(np.int64)  # mid-ranks doubled: whole numbers
    drawn, total = int(second.sum()), int(ranks.sum())
    ways = np.zeros((drawn + 1, total + 1))  # ways to draw so many with this sum
    ways[0, 0] = 1.0
    for rank in ranks.tolist():
        ways[1:, rank:] += ways[:-1, : total + 1 - rank]
    place = int(ranks[second].sum())
    low, high = ways[drawn, : place + 1].sum(), ways[drawn, place:].sum()
    return min(1.0, 2.0 * float(min(low, high)) / math.comb(values.size, drawn))


def runs_exact(second: BoolArray) -> float:
    """Return the probability of as few runs of one group as this, or fewer, in a random order.

    One-sided: groups that stand together are what is looked for; groups that alternate are a good design.
    Source: Wald & Wolfowitz (1940), doi:10.1214/aoms/1177731909.
    """
    a, b = int(second.sum()), int((~second).sum())
    runs = 1 + int((second[1:] != second[:-1]).sum())
    ways = 0
    for number in range(2, runs + 1):
        k, odd = divmod(number, 2)
        if odd:
            ways += math.comb(a - 1, k) * math.comb(b - 1, k - 1) + math.comb(a - 1, k - 1) * math.comb(b - 1, k)
        else:
            ways += 2 * math.comb(a - 1, k - 1) * math.comb(b - 1, k - 1)
    return ways / math.comb(a + b, a)


def share_by_neighbours(second: BoolArray) -> float:
    """Return the share guessed right from the neighbours in the order, both groups weighing the same.

    The guess is the group of both neighbours (of the one there is, at the ends), and one half where they differ.
    """
    same = (second[1:] == second[:-1]).astype(np.float64)  # (n - 1,)
    around = np.concatenate([same[:1], (same[1:] + same[:-1]) / 2.0, same[-1:]])
    return max(0.5, float(around[second].mean() + around[~second].mean()) / 2.0)
