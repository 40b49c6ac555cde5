"""The forms of those learnt classifiers of scikit-learn that are sums on the log-odds scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier
from sklearn.naive_bayes import GaussianNB

from interpret.contracts import BoolArray, FloatArray
from interpret.models.forest_trees import plain_tree
from interpret.models.forms import Curves, TreeSum

ADDS_LOG_ODDS = (GradientBoostingClassifier, AdaBoostClassifier, GaussianNB)


def log_odds_of(estimator: Any, Z: FloatArray) -> FloatArray:  # noqa: ANN401  scikit-learn is untyped
    """Return `(m,)` log-odds of the class `True` for `(m, k)` values, by the estimator's own sum.

    Both boosted classifiers decide by a sum whose logistic transform is their probability; for AdaBoost that is the
    softmax of half the sum and of its negative, which comes to the same.
    """
    if isinstance(estimator, GaussianNB):
        joint = estimator.predict_joint_log_proba(Z)
        return np.asarray(joint[:, 1] - joint[:, 0], dtype=np.float64)
    return np.asarray(estimator.decision_function(np.ascontiguousarray(Z)), dtype=np.float64)


def form_of(estimator: Any, used: BoolArray) -> Curves | TreeSum:  # noqa: ANN401  scikit-learn is untyped
    """Return the form of one of `ADDS_LOG_ODDS` that splits by (or reads) the columns `used (k,)`."""
    columns = np.flatnonzero(used)
    if isinstance(estimator, GradientBoostingClassifier):
        trees = tuple(plain_tree(tree, number) for number, tree in enumerate(estimator.estimators_.ravel()))
        negative, positive = estimator.init_.class_prior_  # boosting starts from the share of the classes
        return TreeSum(trees, columns, float(estimator.learning_rate), float(np.log(positive / negative)), "log-odds")
    if isinstance(estimator, AdaBoostClassifier):
        return _of_adaboost(estimator, used)
    return _of_naive_bayes(estimator)


def _of_adaboost(estimator: Any, used: BoolArray) -> TreeSum:  # noqa: ANN401  scikit-learn is untyped
    """Return the weighted votes of the stumps: twice the weight for the class that a leaf calls, over all weights.

    What a tree expects where its gene is not known weighs its leaves by the training patients in them, each counted
    once, and not by the weights that boosting gave them. A stump has one gene, so these values are those of replacing
    the gene by that of the training patients, too.
    """
    weights = estimator.estimator_weights_
    trees = []
    for number, (stump, weight) in enumerate(zip(estimator.estimators_, weights, strict=False)):
        nodes = stump.tree_
        vote = np.where(nodes.value[:, 0, 1] > nodes.value[:, 0, 0], 1.0, -1.0)  # a tie is called negative
        trees.append(
            replace(
                plain_tree(stump, number),
                positive_share=2.0 * weight * vote,
                weight=nodes.n_node_samples.astype(np.float64),
            )
        )
    return TreeSum(tuple(trees), np.flatnonzero(used), float(1.0 / weights.sum()), 0.0, "log-odds")


def _of_naive_bayes(estimator: Any) -> Curves:  # noqa: ANN401  scikit-learn is untyped
    """Return the difference of the classes' normal log densities, gene by gene."""
    (mean0, mean1), (variance0, variance1) = estimator.theta_, estimator.var_
    prior0, prior1 = estimator.class_prior_

    def terms(Z: FloatArray) -> FloatArray:
        squares = (Z - mean0) ** 2 / variance0 - (Z - mean1) ** 2 / variance1
        curves: FloatArray = (np.log(variance0 / variance1) + squares) / 2.0
        return curves

    return Curves(terms, float(np.log(prior1 / prior0)))
