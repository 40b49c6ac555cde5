"""Our trees are those of scikit-learn to the bit, whatever the values."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.tree import DecisionTreeRegressor, ExtraTreeRegressor

from interpret.contracts import QuietProgress
from interpret.models.forest_trees import Rule, Splitter, draw, grow, plain_tree
from interpret.models.tree_growing import SingleArray

GROWERS = {"best": DecisionTreeRegressor, "random": ExtraTreeRegressor}
TREES = 8


def _values(kind: str, n: int, p: int) -> SingleArray:
    random = np.random.default_rng(p)
    values = random.normal(size=(n, p))
    if kind == "whole numbers":  # many values alike
        values = np.round(values)
    if kind == "constant genes":
        values[:, random.random(p) < 0.6] = 1.0
    if kind == "tiny":  # differences about as small as what counts as the same
        values *= 1e-7
    return values.astype(np.float32)


@pytest.mark.parametrize("splitter", ["best", "random"])
@pytest.mark.parametrize("kind", ["plain", "whole numbers", "constant genes", "tiny"])
@pytest.mark.parametrize(("n", "p", "min_leaf"), [(9, 1, 1), (40, 300, 1), (75, 37, 3)])
def test_trees_are_those_of_scikit_learn(kind: str, n: int, p: int, min_leaf: int, splitter: Splitter) -> None:
    values = _values(kind, n, p)
    positive = np.arange(n) % 3 == 0
    draws = draw(TREES, n, np.random.SeedSequence(n))
    with QuietProgress().stage("", n) as stage:
        ours = grow(values, positive, draws, Rule(splitter, min_leaf), 1, stage)
    for tree in ours:
        drawn = np.flatnonzero(draws.counts[tree.number])
        model = GROWERS[splitter](
            max_features="sqrt", min_samples_leaf=min_leaf, random_state=int(draws.seeds[tree.number])
        )
        model.fit(values[drawn], positive[drawn].astype(float), sample_weight=draws.counts[tree.number, drawn])
        theirs = plain_tree(model, tree.number)
        assert tree.digest == theirs.digest
        assert tree.depth == theirs.depth
