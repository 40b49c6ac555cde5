"""SHAP values of forests, on the scale on which they are a mean of trees: the probability."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.explain.explained import Explained
from interpret.explain.shap_explainers import TreeExplainer
from interpret.models.forest_trees import Tree


@runtime_checkable
class TreeForm(Protocol):
    """What a forest must show to be explained: a mean of trees over the columns of its prepared expression."""

    @property
    def genes(self) -> tuple[str, ...]:
        """The `k` genes with a split in any tree, in the order of the columns that the trees number."""
        ...

    @property
    def trees(self) -> Sequence[Tree]:
        """The trees whose mean is the model's probability."""
        ...

    def design(self, expression: Expression) -> FloatArray:
        """Return `(m, k)` values of `genes` as the trees compare them with their thresholds."""
        ...

    def probability(self, expression: Expression) -> FloatArray:
        """Return `(m,)` probabilities of the positive class."""
        ...


def explain_tree(model: TreeForm, expression: Expression) -> Explained:
    """Return path-dependent SHAP values of the probability of the positive class.

    What a tree expects when a gene is not known follows both branches of its splits, weighted by the training draws
    that went each way; no background set is needed, and the baseline is the mean over trees of the share of positive
    draws (Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9). A forest's values are the means of its trees', so a
    patient explained by held-out trees owes nothing to trees that drew them.

    Parameters
    ----------
    model
        A forest that uses `k` genes.
    expression
        `m` samples as read.
    """
    output = model.probability(expression)
    if not model.genes:  # every tree is a single leaf
        nothing = np.zeros((expression.n_samples, 0))
        return Explained(nothing, nothing, float(np.mean([tree.positive_share[0] for tree in model.trees])), output)
    design = model.design(expression)  # (m, k)
    used = np.unique(np.concatenate([tree.gene for tree in model.trees]))
    used = used[used >= 0]  # (k,) column of the prepared expression of each of `genes`
    explainer = TreeExplainer(_plain_forest(model.trees, used), feature_perturbation="tree_path_dependent")
    # shap's own check predicts everything a second time; `Attribution.efficiency_gap` holds the same against `output`.
    values = explainer.shap_values(design, check_additivity=False)
    return Explained(values, design, float(np.asarray(explainer.expected_value).item()), output)


def _plain_forest(trees: Sequence[Tree], used: np.ndarray[tuple[int], np.dtype[np.int64]]) -> dict[str, object]:
    """Return the trees as the plain mapping that shap takes for models it does not know, genes numbered as `used`."""
    plain = [
        {
            "children_left": tree.left,
            "children_right": tree.right,
            "children_default": tree.left,  # for missing values, of which there are none
            "features": np.where(tree.gene < 0, -1, np.searchsorted(used, tree.gene)),
            "thresholds": tree.threshold,
            "values": tree.positive_share[:, None] / len(trees),
            "node_sample_weight": tree.weight,
        }
        for tree in trees
    ]
    return {"trees": plain}
