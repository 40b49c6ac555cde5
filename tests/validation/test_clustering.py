"""The tree of the arrays: scipy's heights, the planted groups, and the same tree in any order of samples and genes."""

from __future__ import annotations

import numpy as np
from scipy.cluster.hierarchy import linkage
from scipy.spatial.distance import pdist

from interpret.contracts import FloatArray
from interpret.validation.clustering import ArrayTree, array_tree, correlation_distance


def values_of(n: int = 24, p: int = 60) -> FloatArray:
    random = np.random.default_rng(4)
    values = random.normal(8.0, 1.0, (n, p))
    values[: n // 3, :20] += 3.0
    return values


def tree_of(values: FloatArray) -> ArrayTree:
    centre = np.nanmean(values, axis=0)
    return array_tree(correlation_distance(values, centre), values[:, 0])


def test_distances_and_heights_are_those_of_scipy() -> None:
    values = values_of()
    centred = values - values.mean(axis=0)
    distance = correlation_distance(values, values.mean(axis=0))
    np.testing.assert_allclose(distance[np.triu_indices(24, 1)], pdist(centred, "correlation"), atol=1e-12)
    expected = linkage(pdist(centred, "correlation"), "average")
    np.testing.assert_allclose(tree_of(values).heights, expected[:, 2], atol=1e-12)


def test_the_planted_group_is_one_side_and_every_array_stands_once() -> None:
    tree = tree_of(values_of())
    assert sorted(tree.order) == list(range(24))
    assert len(set(tree.halves[:8])) == len(set(tree.halves[8:])) == 1
    assert tree.halves[0] != tree.halves[8]
    assert list(tree.halves[tree.order]) == sorted(tree.halves)  # side 0 is drawn left


def test_no_order_changes_the_tree() -> None:
    values = values_of()
    shuffled = np.random.default_rng(1).permutation(24)
    one, other = tree_of(values), tree_of(values[shuffled][:, ::-1][:, np.r_[59, :59]])
    np.testing.assert_allclose(one.heights, other.heights, atol=1e-10)
    assert list(shuffled[other.order]) == list(one.order)


def test_missing_values_and_an_array_without_shape_are_borne() -> None:
    values = values_of()
    values[3, 5:9] = np.nan
    values[7] = np.nanmean(np.delete(values, 7, axis=0), axis=0)  # on the mean: nothing is left of it
    tree = tree_of(values)
    assert np.isfinite(tree.heights).all()
    same = np.tile(values[:1], (5, 1))
    assert tree_of(same).order.size == 5
    assert array_tree(np.zeros((1, 1)), np.zeros(1)).order.tolist() == [0]


def test_no_joint_lies_below_what_it_joins() -> None:
    tree = tree_of(values_of())
    height = [*([0.0] * 24), *tree.heights]
    for step, pair in enumerate(tree.joined):
        assert max(height[node] for node in pair) <= tree.heights[step]
