"""Shapley values by their definition: every set of at most eight genes looked at."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from math import factorial

import numpy as np

from interpret.contracts import FloatArray
from interpret.models.forest_trees import Tree

Worth = Callable[[frozenset[int]], float]


def shapley(k: int, worth: Worth) -> FloatArray:
    """Return the `(k,)` values of a game of `k` players."""
    assert k <= 8, "2^k sets are looked at"
    known = {
        players: worth(players) for size in range(k + 1) for players in map(frozenset, combinations(range(k), size))
    }
    values = np.zeros(k)
    for j in range(k):
        for players, value in known.items():
            if j not in players:
                weight = factorial(len(players)) * factorial(k - len(players) - 1) / factorial(k)
                values[j] += weight * (known[players | {j}] - value)
    return values


def replaced(function: Callable[[FloatArray], FloatArray], row: FloatArray, background: FloatArray) -> Worth:
    """Return the interventional game: the mean output where the genes not known are those of each training patient."""

    def worth(players: frozenset[int]) -> float:
        mixed = background.copy()
        mixed[:, list(players)] = row[list(players)]
        return float(np.mean(function(mixed)))

    return worth


def followed(tree: Tree, row: FloatArray, known: frozenset[int], node: int = 0) -> float:
    """Return what a tree expects where only the columns `known` are: splits by others are followed both ways."""
    if tree.gene[node] < 0:
        return float(tree.positive_share[node])
    left, right = int(tree.left[node]), int(tree.right[node])
    if int(tree.gene[node]) in known:
        goes_left = np.float32(row[tree.gene[node]]) <= tree.threshold[node]
        return followed(tree, row, known, left if goes_left else right)
    below = tree.weight[left] * followed(tree, row, known, left) + tree.weight[right] * followed(
        tree, row, known, right
    )
    return float(below / tree.weight[node])
