"""Gradient boosting of the log loss as scikit-learn does it, to the bit, without its checks at every tree.

Inside a fold a boosted model is tuned: dozens of fits of a hundred trees each on some thirty patients, of which only
the probabilities of a few others are looked at. There the checks of scikit-learn's public classes are most of the time.
The trees are grown by its own compiled builder; the model that is kept is fitted by `GradientBoostingClassifier`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit, logit
from sklearn._loss.loss import HalfBinomialLoss
from sklearn.tree._criterion import MSE
from sklearn.tree._splitter import BestSplitter
from sklearn.tree._tree import DepthFirstTreeBuilder, Tree

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.models.forest_trees import single
from interpret.models.rules.estimated import split_by

_TINY = 1e-150
"""scikit-learn's: a leaf whose second derivative is smaller than this moves nobody."""


@dataclass(frozen=True, eq=False)
class Stages:
    """Trees of scikit-learn, each with the moves of its leaves, summed from `start` at `rate` each, over `columns`."""

    trees: tuple[Any, ...]
    moves: tuple[FloatArray, ...]
    start: float
    rate: float
    columns: int

    def first(self, rounds: int) -> Stages:
        """Return the first `rounds` of them."""
        return Stages(self.trees[:rounds], self.moves[:rounds], self.start, self.rate, self.columns)

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `(m, k)` values."""
        X, margin = np.ascontiguousarray(single(Z)), np.full(len(Z), self.start)
        for tree, move in zip(self.trees, self.moves, strict=True):
            margin += self.rate * move[tree.apply(X)]
        probabilities: FloatArray = expit(margin)
        return probabilities

    def used(self) -> BoolArray:
        """Return `(k,)`: a tree splits by the column."""
        return split_by(self.trees, self.columns)


def boost(Z: FloatArray, positive: BoolArray, *, rounds: int, rate: float, depth: int, seed: int) -> Stages:
    """Fit `(n, k)` values; the trees and their moves are those of `GradientBoostingClassifier`.

    Source: Friedman (2001), doi:10.1214/aos/1013203451.
    """
    X, label = np.ascontiguousarray(single(Z)), positive.astype(np.float64)
    n, k = X.shape
    nearly = np.finfo(np.float64).eps
    start = float(logit(np.clip(np.float64(positive.sum() / n), nearly, 1.0 - nearly)))
    margin, weights, loss = np.full(n, start), np.ones(n), HalfBinomialLoss()
    # One builder for all trees: it draws its order of genes anew from the stream at each.
    splitter = BestSplitter(MSE(1, n), k, 1, 0.0, np.random.RandomState(seed), None)
    builder = DepthFirstTreeBuilder(splitter, 2, 1, 0.0, depth, 0.0)
    one = np.array([1], dtype=np.intp)
    trees, moves = [], []
    for _ in range(rounds):
        pull = -loss.gradient(y_true=label, raw_prediction=margin, sample_weight=None)  # (n,)
        tree = Tree(k, one, 1)
        builder.build(tree, X, pull.reshape(-1, 1), weights, None)
        leaf = tree.apply(X)
        move = _moves(tree, leaf, label, pull)
        margin += rate * move[leaf]
        trees.append(tree)
        moves.append(move)
    return Stages(tuple(trees), tuple(moves), start, rate, k)


def _moves(tree: Any, leaf: IntArray, label: FloatArray, pull: FloatArray) -> FloatArray:  # noqa: ANN401  compiled
    """Return `(q,)` one Newton step of the log loss in every leaf; the mean of the gradient in the other nodes."""
    moves: FloatArray = tree.value[:, 0, 0].copy()
    for node in np.flatnonzero(tree.children_left < 0):
        inside = np.flatnonzero(leaf == node)
        slope = pull[inside]
        chance = label[inside] - slope
        curvature = (chance * (1.0 - chance)).sum() / inside.size
        moves[node] = 0.0 if abs(curvature) < _TINY else (slope.sum() / inside.size) / curvature
    return moves
