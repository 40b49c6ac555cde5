"""One decision tree, small enough to be drawn and read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.method import Basis
from interpret.models.forest_trees import Tree, leaf_shares, plain_tree, single
from interpret.models.forms import TreeSum
from interpret.models.panel import Choice, Plan
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings

NAME = "decision-tree"
DEPTHS = (1, 2, 3)


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name=NAME,
        title="Decision tree",
        about="One classification tree, split by Gini impurity (Breiman et al. 1984, ISBN 978-0-412-04841-8); depth 1, "
        "2 or 3. The probability is the share of positives in the leaf, smoothed by one patient of each class, since a "
        "leaf of few patients cannot make sure.",
        learn=learn,
        screening=TopByF(settings.genes),
        grid=tuple({"depth": float(depth)} for depth in DEPTHS),
    )


@dataclass(frozen=True, eq=False)
class SingleTree:
    """A tree over `k` genes.

    Attributes
    ----------
    tree
        Its nodes; `gene` numbers the columns, `weight` counts training patients, and `positive_share` is smoothed.
    positives
        `(q,)` positive training patients in each node.
    n_columns
        `k`.
    """

    tree: Tree
    positives: IntArray
    n_columns: int

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` smoothed shares of positives in the leaf that each row of `(m, k)` reaches."""
        return np.asarray(leaf_shares([self.tree], single(Z))[:, 0], dtype=np.float64)

    def form(self) -> TreeSum:
        """Return the one tree."""
        return TreeSum((self.tree,), np.flatnonzero(self.used()), 1.0, 0.0, "probability")

    def used(self) -> BoolArray:
        """Return `(k,)`: the tree splits by the column."""
        used = np.zeros(self.n_columns, dtype=np.bool_)
        used[self.tree.gene[self.tree.gene >= 0]] = True
        return used


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> SingleTree:
    """Grow on `(n, k)` values; `seed` breaks ties between splits."""
    # The mean squared error of the labels 0 and 1 is half the Gini impurity: the splits are those of a classification.
    model = DecisionTreeRegressor(max_depth=int(choice["depth"]), random_state=seed)
    model.fit(single(Z), positive.astype(np.float64))
    tree = plain_tree(model)
    positives = np.rint(tree.positive_share * tree.weight)
    smoothed = (positives + 1.0) / (tree.weight + 2.0)
    return SingleTree(replace(tree, positive_share=smoothed), positives.astype(np.int64), Z.shape[1])


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "p = (positives in the leaf + 1) / (samples in the leaf + 2); a split minimises the Gini impurity 2 * q "
        "* (1 - q)."
    ),
    assumptions="Few steps tell the classes apart. Another sample of persons may give quite another tree.",
    reference="Breiman et al. 1984, ISBN 978-0-412-04841-8",
)
