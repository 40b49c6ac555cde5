"""The trees of many models, each once: held-out forests share most of theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from interpret.explain.shown import trees_of
from interpret.models.forest_trees import Tree
from interpret.models.learner import Fitted


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
        `(t, m)` sparse: what the tree is multiplied by in the model's output, nothing where the model does not hold it.
    """

    trees: tuple[Tree, ...]
    columns: tuple[Mapping[int, int], ...]
    weight: csr_array


def distinct_trees(models: Sequence[Fitted], genes: Sequence[str]) -> DistinctTrees | None:
    """Return each tree of `models` once.

    Parameters
    ----------
    models
        `m` models.
    genes
        All genes that any of the models uses; a gene is numbered by its place among them.

    Returns
    -------
    DistinctTrees or None
        None where a model shows no trees.
    """
    place = {gene: j for j, gene in enumerate(genes)}
    sums = [found for model in models if (found := trees_of(model)) is not None]
    if len(sums) < len(models) or not models:
        return None
    held: dict[int, tuple[Tree, Mapping[int, int]]] = {}
    for model, trees in zip(models, sums, strict=True):
        own = {int(j): place[gene] for j, gene in zip(trees.columns, model.genes, strict=True)}
        for tree in trees.trees:
            held.setdefault(id(tree), (tree, own))
    ordered = sorted(held.values(), key=lambda each: each[0].number)
    number = {id(tree): t for t, (tree, _) in enumerate(ordered)}
    row = [number[id(tree)] for trees in sums for tree in trees.trees]
    sizes = [len(trees.trees) for trees in sums]
    scale = np.repeat([trees.scale for trees in sums], sizes)
    weight = csr_array((scale, (row, np.repeat(np.arange(len(models)), sizes))), shape=(len(ordered), len(models)))
    return DistinctTrees(tuple(tree for tree, _ in ordered), tuple(own for _, own in ordered), weight)
