"""Arrays joined step by step into a tree, the most alike first; the classes are not looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import squareform

from interpret.contracts import FloatArray, IntArray
from interpret.method import Basis, Method

METHOD = (
    "Tree of the arrays: one minus the Pearson correlation over the genes tested, each less its mean over the training "
    "arrays (a missing value stands at that mean), joined by average linkage (Eisen et al. 1998, "
    "doi:10.1073/pnas.95.25.14863), without the classes; of two branches the one lower on component 1 is drawn left."
)


@dataclass(frozen=True, eq=False)
class ArrayTree:
    """A tree of `n` arrays.

    Attributes
    ----------
    joined
        `(n - 1, 2)` what is joined at each step: arrays are 0 to n - 1, what step k makes is n + k; the left one first.
    heights
        `(n - 1,)` distance (1 - correlation) at which each step joins.
    order
        `(n,)` the arrays from left to right.
    halves
        `(n,)` 0 or 1: on which side of the last step each array stands; side 0 is the left one.
    """

    joined: IntArray
    heights: FloatArray
    order: IntArray
    halves: IntArray


def correlation_distance(values: FloatArray, centre: FloatArray) -> FloatArray:
    """Return `(n, n)` 1 - correlation of the arrays `values` `(n, p)` less `centre` `(p,)`, by one product.

    Missing values stand at the centre. An array with nothing left of it is as far from all as one can be without being
    opposed: 1.
    """
    rest = np.nan_to_num(values - centre)
    rest -= rest.mean(axis=1, keepdims=True)
    norm = np.sqrt(np.einsum("ij,ij->i", rest, rest))
    rest /= np.where(norm > 0.0, norm, 1.0)[:, None]
    distance = 1.0 - np.clip(rest @ rest.T, -1.0, 1.0)
    np.fill_diagonal(distance, 0.0)
    return np.asarray(0.5 * (distance + distance.T), dtype=np.float64)


def array_tree(distance: FloatArray, place: FloatArray) -> ArrayTree:
    """Return the average-linkage tree of `distance` `(n, n)`; of two branches that with the lower mean `place` is left.

    `place` `(n,)` decides only how the tree is drawn.
    """
    n = len(distance)
    steps = linkage(squareform(distance, checks=False), method="average") if n > 1 else np.empty((0, 4))
    leaves: list[list[int]] = [[i] for i in range(n)]
    joined = np.empty((max(0, n - 1), 2), dtype=np.int64)
    for k, (one, other, _, _) in enumerate(steps):
        pair = sorted((int(one), int(other)), key=lambda node: (float(np.mean(place[leaves[node]])), min(leaves[node])))
        joined[k] = pair
        leaves.append([*leaves[pair[0]], *leaves[pair[1]]])
    order = np.array(leaves[-1] if n else [], dtype=np.int64)
    halves = np.zeros(n, dtype=np.int64)
    if n > 1:
        halves[leaves[joined[-1, 1]]] = 1
    return ArrayTree(joined, np.asarray(steps[:, 2], dtype=np.float64), order, halves)


RECORD = Method(
    name="array-tree",
    title="Tree of the arrays",
    room="validation",
    about=METHOD,
    basis=Basis(
        estimand="Which arrays resemble each other, without the classes.",
        formula="distance = 1 - Pearson correlation; two branches are joined at the mean distance of their arrays.",
        assumptions="None; a tree is drawn whether or not there are groups.",
        reference="Eisen et al. 1998, doi:10.1073/pnas.95.25.14863",
    ),
)
