"""How much each gene weighs in a fitted model and which way it points, from the model alone: no patient is judged.

A left-out patient's SHAP value says how one model sees one patient. Here each fold model is asked on its own, so that
models can be compared with each other, not patients.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from interpret.contracts import FloatArray, IntArray
from interpret.data.expression import Expression
from interpret.explain.distinct_trees import DistinctTrees, distinct_trees
from interpret.explain.folds import Fold, folds_of
from interpret.explain.shown import entered, terms_of
from interpret.models.learner import Fitted

_ROUNDING = 1e-12  # a direction this small beside the importance is two ways that cancel


@dataclass(frozen=True, eq=False)
class FoldImportance:
    """`m` models and `k` genes.

    Attributes
    ----------
    size
        `(m, k)` importance, zero where the model does not use the gene. Only sizes of one model compare.
    direction
        `(m, k)`: 1 where high expression speaks for the positive class, -1 where against it, 0 where neither.
    """

    size: FloatArray
    direction: IntArray


@dataclass(frozen=True, eq=False)
class Taught:
    """The training patients of all models: `n` samples as read, sample `i` left out by `folds[i]`."""

    expression: Expression
    folds: Sequence[Fitted]

    @cached_property
    def _fold_of(self) -> dict[int, Fold]:
        """The fold of each model, by its identity; found once for all of them."""
        return {id(self.folds[fold.judged[0]]): fold for fold in folds_of(self.folds)}

    def of(self, model: Fitted) -> Expression:
        """Return those that a model has learnt from, in the order of their names."""
        return self.expression.take_samples(self._fold_of[id(model)].taught_by_name(self.expression.samples))


def fold_importance(
    models: Sequence[Fitted], genes: Sequence[str], taught: Taught | None = None
) -> FoldImportance | None:
    """Return importance and direction of every gene in every model.

    Of a linear model, importance is the absolute coefficient times the mean absolute deviation of the gene over the
    model's own training patients: exactly their mean absolute SHAP value (Strumbelj and Kononenko 2014,
    doi:10.1007/s10115-013-0679-x). Direction is the sign of the coefficient. Where a gene adds a curve in place of a
    line, it is the mean absolute deviation of the curve, and the sign of its covariance with the gene.

    Of trees, each split moves the draws that reach it from the node's mean to that of the branch they take: the steps
    that Saabas summed along a way (2014; Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9, compare them with SHAP
    values). Importance is the mean absolute step over the tree's draws, `2 w_l w_r |v_r - v_l| / (w W)` for a split
    of `w` draws into `w_l` and `w_r` with means `v_l` and `v_r`, `W` being all draws; summed over the splits on the
    gene, and over trees as the model adds them up. It is the Gini importance (Breiman 1984) with the difference not
    squared: so it is in the unit of the SHAP values, equals their mean absolute over the draws where a tree splits
    once, and needs no patient. Steps that cancel between splits do not cancel here. Direction is the sign of the same
    sum with the sign of `v_r - v_l` kept, that is, of the covariance between going right and the class within nodes.

    Parameters
    ----------
    models
        `m` models, of one family.
    genes
        The `k` genes asked about; all that any of the models uses must be among them.
    taught
        The training patients, for models other than trees that do not keep their own.

    Returns
    -------
    FoldImportance or None
        None where a model shows neither what it adds up nor trees, or its training patients are not known.
    """
    distinct = distinct_trees(models, genes)
    if distinct is not None:
        return _of_trees(distinct, len(genes))
    return _of_terms(models, genes, taught) if models else None


def _of_terms(models: Sequence[Fitted], genes: Sequence[str], taught: Taught | None) -> FoldImportance | None:
    place = {gene: j for j, gene in enumerate(genes)}
    size = np.zeros((len(models), len(genes)))
    direction = np.zeros(size.shape, dtype=np.int64)
    for m, model in enumerate(models):
        if not model.genes:  # the penalty has kept no gene
            continue
        terms, own = terms_of(model), getattr(model, "background", None)
        if terms is None or (own is None and taught is None):
            return None
        values = np.asarray(own) if taught is None or own is not None else entered(model, taught.of(model))
        moved = terms(values)
        moved = moved - moved.mean(axis=0)
        columns = [place[gene] for gene in model.genes]
        size[m, columns] = np.abs(moved).mean(axis=0)
        way = (moved * (values - values.mean(axis=0))).sum(axis=0)
        direction[m, columns] = np.sign(np.where(size[m, columns] > 0.0, way, 0.0)).astype(np.int64)
    return FoldImportance(size, direction)


def _of_trees(distinct: DistinctTrees, n_genes: int) -> FoldImportance:
    tree, gene, moved, signed = _splits(distinct)
    shape = (len(distinct.trees), n_genes)
    each = distinct.weight.T.tocsr()  # (m, t)
    size = (abs(each) @ csr_array((moved, (tree, gene)), shape=shape)).toarray()
    way = (each @ csr_array((signed, (tree, gene)), shape=shape)).toarray()
    direction = np.where(np.abs(way) > _ROUNDING * size, np.sign(way), 0.0).astype(np.int64)
    return FoldImportance(np.asarray(size, dtype=np.float64), direction)


def _splits(distinct: DistinctTrees) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Return for every split of every tree its tree, its gene, the mean absolute step and the step with its sign."""
    trees = distinct.trees
    sizes = np.array([tree.gene.size for tree in trees])
    root = np.cumsum(sizes) - sizes
    owner, shift = np.repeat(np.arange(len(trees)), sizes), np.repeat(root, sizes)
    weight = np.concatenate([tree.weight for tree in trees])
    left = np.concatenate([tree.left for tree in trees]) + shift
    right = np.concatenate([tree.right for tree in trees]) + shift
    number = np.concatenate([tree.gene for tree in trees])
    split = np.flatnonzero(number >= 0)
    value = np.concatenate([tree.positive_share for tree in trees])
    below_left, below_right = left[split], right[split]
    w_left, w_right = weight[below_left], weight[below_right]
    w = w_left + w_right
    # A node's value is the mean of its leaves': so it is in a classification tree, and where leaves were set anew after
    # growing (boosting) it is what SHAP values go by. One level settles at a time.
    for _ in range(max(tree.depth for tree in trees)):
        value[split] = (w_left * value[below_left] + w_right * value[below_right]) / w
    signed = 2.0 * w_left * w_right * (value[below_right] - value[below_left]) / (w * weight[root[owner[split]]])
    gene = np.array([distinct.columns[t][j] for t, j in zip(owner[split], number[split], strict=True)], dtype=np.int64)
    return owner[split], gene, np.abs(signed), signed
