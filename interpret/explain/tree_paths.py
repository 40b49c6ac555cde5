"""The ways from root to leaf of the trees of many models, each distinct tree once, for what two genes do together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from interpret.contracts import FloatArray, IntArray
from interpret.explain.distinct_trees import distinct_trees
from interpret.models.forest_trees import Tree
from interpret.models.learner import Fitted


@dataclass(frozen=True, eq=False)
class Leaves:
    """Leaves whose ways ask for the same number of genes: `l` leaves, `d` genes each.

    Attributes
    ----------
    tree
        `(l,)` number of the leaf's tree, among the distinct ones.
    gene
        `(l, d)` columns of the attribution, in the order in which the way asks for them.
    above, up_to
        `(l, d)`: a patient goes this way where `above < value <= up_to`.
    share
        `(l, d)` share of the training draws that goes this way at the splits on the gene, the product over them.
    output
        `(l,)` what the leaf says.
    """

    tree: IntArray
    gene: IntArray
    above: FloatArray
    up_to: FloatArray
    share: FloatArray
    output: FloatArray

    def take(self, rows: IntArray) -> Leaves:
        """Return some of the leaves."""
        return Leaves(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass(frozen=True, eq=False)
class Paths:
    """The distinct trees of `m` models.

    Attributes
    ----------
    leaves
        By the number of genes a way asks for, two or more: a way by one gene holds no pair.
    weight
        `(t, m)` sparse: what tree `t` counts for in model `m`, zero where the model does not hold it.
    """

    leaves: tuple[Leaves, ...]
    weight: csr_array


@dataclass(frozen=True)
class _Step:
    """What a way asks of one gene."""

    above: float = -np.inf
    up_to: float = np.inf
    share: float = 1.0


def tree_paths(models: Sequence[Fitted], genes: Sequence[str]) -> Paths | None:
    """Return the ways of all trees of `models`; a tree that several models hold is walked once.

    Parameters
    ----------
    models
        `m` models whose output is a sum of trees; forests of held-out trees share most of them.
    genes
        Names of the columns that the ways are to number: all that any of the models uses.

    Returns
    -------
    Paths or None
        None where a model shows no trees.
    """
    distinct = distinct_trees(models, genes)
    if distinct is None:
        return None
    by_length: dict[int, list[tuple[int, dict[int, _Step], float]]] = defaultdict(list)
    for number, (tree, own) in enumerate(zip(distinct.trees, distinct.columns, strict=True)):
        for steps, output in _ways(tree, own):
            if len(steps) > 1:
                by_length[len(steps)].append((number, steps, output))
    return Paths(tuple(_stacked(by_length[length]) for length in sorted(by_length)), distinct.weight)


def _ways(tree: Tree, own: Mapping[int, int]) -> list[tuple[dict[int, _Step], float]]:
    """Return for each leaf, from left to right, what its way asks of each gene and what it says."""
    found: list[tuple[dict[int, _Step], float]] = []
    waiting: list[tuple[int, dict[int, _Step]]] = [(0, {})]
    while waiting:
        node, steps = waiting.pop()
        split, left, right = int(tree.gene[node]), int(tree.left[node]), int(tree.right[node])
        if split < 0:
            found.append((steps, float(tree.positive_share[node])))
            continue
        gene, threshold = own[split], float(tree.threshold[node])
        before = steps.get(gene, _Step())
        to_left, to_right = (before.share * float(tree.weight[k] / tree.weight[node]) for k in (left, right))
        waiting.append((right, {**steps, gene: _Step(max(before.above, threshold), before.up_to, to_right)}))
        waiting.append((left, {**steps, gene: _Step(before.above, min(before.up_to, threshold), to_left)}))
    return found


def _stacked(ways: Sequence[tuple[int, dict[int, _Step], float]]) -> Leaves:
    tree, steps, output = zip(*ways, strict=True)
    return Leaves(
        np.array(tree, dtype=np.int64),
        np.array([list(each) for each in steps], dtype=np.int64),
        np.array([[step.above for step in each.values()] for each in steps]),
        np.array([[step.up_to for step in each.values()] for each in steps]),
        np.array([[step.share for step in each.values()] for each in steps]),
        np.array(output, dtype=np.float64),
    )
