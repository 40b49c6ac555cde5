"""Gradient boosting of the log loss by small trees."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit
from sklearn import config_context
from sklearn.tree import DecisionTreeRegressor

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.models.forest_trees import Tree, leaf_shares, plain_tree, single
from interpret.models.forms import TreeSum
from interpret.models.rules.protocol import row_sums

# Below it the probabilities of a leaf are 0 or 1 and a step means nothing.
_NO_CURVATURE = 1e-150


@dataclass(frozen=True, eq=False)
class BoostedTrees:
    """`log-odds = start + rate * sum of the trees' leaf values`.

    Attributes
    ----------
    trees
        `t` trees; `positive_share` is the value of a node in log-odds, `weight` counts training patients.
    rate, start
        Learning rate, and log-odds of the share of positives.
    n_columns
        `k`.
    """

    trees: tuple[Tree, ...]
    rate: float
    start: float
    n_columns: int

    def log_odds(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` log-odds of the positive class for `(m, k)` values."""
        return self.start + self.rate * row_sums(leaf_shares(self.trees, single(Z)))

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `(m, k)` values."""
        probabilities: FloatArray = expit(self.log_odds(Z))
        return probabilities

    def form(self) -> TreeSum:
        """Return the sum of the trees."""
        return TreeSum(self.trees, np.flatnonzero(self.used()), self.rate, self.start, "log-odds")

    def used(self) -> BoolArray:
        """Return `(k,)`: a tree splits by the column, whatever the split gains by itself."""
        used = np.zeros(self.n_columns, dtype=np.bool_)
        for tree in self.trees:
            used[tree.gene[tree.gene >= 0]] = True
        return used

    def shortened(self, rounds: int) -> BoostedTrees:
        """Return the first trees: those of a shorter fit."""
        return replace(self, trees=self.trees[:rounds])


def learn_boosted_trees(
    Z: FloatArray, positive: BoolArray, rounds: int, rate: float, depth: int, seed: int
) -> BoostedTrees:
    """Fit `rounds` trees to `(n, k)` values, each to what those before it left over.

    A tree is grown on the differences of class and probability, and each of its leaves then takes one Newton step on
    the log loss of its patients. `seed` breaks ties between splits. The trees are those of scikit-learn's
    `GradientBoostingClassifier`, which checks much anew for every tree.

    Source: Friedman (2001), doi:10.1214/aos/1013203451, algorithm 5.
    """
    values, chance = single(Z), np.random.RandomState(seed)
    share = positive.mean()
    start = float(np.log(share / (1.0 - share)))
    log_odds = np.full(len(Z), start)
    trees = []
    with config_context(assume_finite=True, skip_parameter_validation=True):
        for number in range(rounds):
            probability = expit(log_odds)
            residual = positive - probability
            model = DecisionTreeRegressor(max_depth=depth, random_state=chance).fit(values, residual, check_input=False)
            leaf = model.tree_.apply(values)  # (n,)
            steps = _steps(leaf, residual, probability, model.tree_.node_count)
            log_odds = log_odds + rate * steps[leaf]
            tree = plain_tree(model, number)
            trees.append(replace(tree, positive_share=np.where(tree.gene < 0, steps, tree.positive_share)))
    return BoostedTrees(tuple(trees), rate, start, Z.shape[1])


def _steps(leaf: IntArray, residual: FloatArray, probability: FloatArray, nodes: int) -> FloatArray:
    """Return `(q,)` Newton step of each leaf: sum of the residuals over that of the curvatures; 0 where that is 0."""
    curvature = np.bincount(leaf, probability * (1.0 - probability), nodes)
    total = np.bincount(leaf, residual, nodes)
    steps: FloatArray = np.divide(total, curvature, out=np.zeros(nodes), where=curvature > _NO_CURVATURE)
    return steps
