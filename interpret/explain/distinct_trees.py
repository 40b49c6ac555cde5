"""The trees of many models, each once: held-out forests share most of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from interpret.explain.tree import TreeForm
from interpret.models.forest_trees import Tree


@dataclass(frozen=True, eq=False)
class DistinctTrees:
    """The `t` distinct trees of `m` models.

    Attributes
    ----------
    trees
        By their number in the forest they were grown in, then in the order in which the models hold them: so the trees
        of one model come in an order that does not depend on the other models.
    columns
        For each tree, from a gene as it numbers it to the number asked for.
    weight
        `(t, m)` sparse: what the tree counts for in the model's output, nothing where the model does not hold it.
    """

    trees: tuple[Tree, ...]
    columns: tuple[Mapping[int, int], ...]
    weight: csr_array


def distinct_trees(models: Sequence[TreeForm], genes: Sequence[str]) -> DistinctTrees:
    """Return each tree of `models` once.

    Parameters
    ----------
    models
        `m` models whose output is the mean of their trees.
    genes
        All genes that any of the models uses; a gene is numbered by its place among them.
    """
    place = {gene: j for j, gene in enumerate(genes)}
    held: dict[int, tuple[Tree, Mapping[int, int]]] = {}
    for model in models:
        used = np.unique(np.concatenate([tree.gene for tree in model.trees]))
        own = {int(j): place[gene] for j, gene in zip(used[used >= 0], model.genes, strict=True)}
        for tree in model.trees:
            held.setdefault(id(tree), (tree, own))
    ordered = sorted(held.values(), key=lambda each: each[0].number)
    number = {id(tree): t for t, (tree, _) in enumerate(ordered)}
    row = [number[id(tree)] for model in models for tree in model.trees]
    col = np.repeat(np.arange(len(models)), [len(model.trees) for model in models])
    weight = csr_array((1.0 / np.bincount(col)[col], (row, col)), shape=(len(ordered), len(models)))
    return DistinctTrees(tuple(tree for tree, _ in ordered), tuple(own for _, own in ordered), weight)
