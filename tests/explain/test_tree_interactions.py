"""Interaction values pair by pair: against shap, against the definition, and sparsely."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import factorial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from explain.planted_pairs import as_seen, forest, forests, simulate
from scipy.sparse import csr_array

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.explain.attribution import Attribution
from interpret.explain.shap_explainers import TreeExplainer
from interpret.explain.tree_interactions import pair_directions, pair_values, pairs_held
from interpret.explain.tree_paths import Paths, tree_paths
from interpret.models.forest import FittedForest
from interpret.models.forest_trees import Tree
from interpret.models.learner import Fitted, HeldOut

N, P = 40, 9


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    return simulate("odds that add up", N, P, 4)


@pytest.fixture(scope="module")
def judged(cohort: Cohort) -> HeldOut:
    return forest(cohort, 60)


@pytest.fixture(scope="module")
def seen(cohort: Cohort, judged: HeldOut) -> Attribution:
    return as_seen(cohort, judged)


@pytest.fixture(scope="module")
def paths(judged: HeldOut, seen: Attribution) -> Paths:
    return walked(judged.fitted, seen.genes)


def walked(models: Sequence[Fitted], genes: Sequence[str]) -> Paths:
    found = tree_paths(list({id(model): model for model in models}.values()), genes)
    assert found is not None
    return found


def matrix(paths: Paths, seen: Attribution) -> FloatArray:
    """`(n, k, k)` whole interaction values above the diagonal."""
    k = len(seen.genes)
    pairs, _ = pairs_held(paths, k)
    found = np.zeros((N, k, k))
    found[:, pairs // k, pairs % k] = pair_values(paths, paths.weight.tocsr(), seen.expression, pairs)
    return found


def expected_share(tree: Tree, row: FloatArray, known: frozenset[int], node: int = 0) -> float:
    """What the tree expects of a patient of whom only some columns are known."""
    if tree.gene[node] < 0:
        return float(tree.positive_share[node])
    left, right = int(tree.left[node]), int(tree.right[node])
    if int(tree.gene[node]) in known:
        return expected_share(tree, row, known, left if row[tree.gene[node]] <= tree.threshold[node] else right)
    below = tree.weight[left] * expected_share(tree, row, known, left)
    return float((below + tree.weight[right] * expected_share(tree, row, known, right)) / tree.weight[node])


def by_definition(model: FittedForest, row: FloatArray, a: int, b: int) -> float:
    """Both halves of Lundberg's interaction value of columns a and b: the Shapley interaction index."""
    others = [j for j in range(row.size) if j not in (a, b)]
    total = 0.0
    for size in range(len(others) + 1):
        weight = factorial(size) * factorial(row.size - size - 2) / factorial(row.size - 1)
        for some in combinations(others, size):
            known = frozenset(some)
            worth = [
                float(np.mean([expected_share(tree, row, known | more) for tree in model.trees]))
                for more in (frozenset({a, b}), frozenset({a}), frozenset({b}), frozenset())
            ]
            total += weight * (worth[0] - worth[1] - worth[2] + worth[3])
    return total


def test_agrees_with_the_definition(judged: HeldOut, seen: Attribution, paths: Paths) -> None:
    found = matrix(paths, seen)
    assert len(seen.genes) == P
    for i, a, b in ((0, 0, 5), (7, 2, 3), (21, 5, 8)):
        expected = by_definition(forests(judged)[i], seen.expression[i], a, b)
        assert abs(expected) > 1e-5
        assert found[i, a, b] == pytest.approx(expected, abs=1e-12)


def plain(tree: Tree) -> dict[str, object]:
    """As shap takes a tree it does not know."""
    return {
        "children_left": tree.left,
        "children_right": tree.right,
        "children_default": tree.left,
        "features": tree.gene,
        "thresholds": tree.threshold,
        "values": tree.positive_share[:, None],
        "node_sample_weight": tree.weight,
    }


def test_agrees_with_the_shap_package_for_every_pair(judged: HeldOut, seen: Attribution, paths: Paths) -> None:
    found = matrix(paths, seen)
    upper = np.triu_indices(P, 1)
    for i in range(0, N, 8):
        model = forests(judged)[i]
        assert model.genes == seen.genes
        plainly = {"trees": [plain(tree) for tree in model.trees]}
        explainer = TreeExplainer(plainly, feature_perturbation="tree_path_dependent")
        theirs = explainer.shap_interaction_values(seen.expression[i : i + 1])[0]
        np.testing.assert_allclose(found[i][upper], (theirs + theirs.T)[upper] / len(model.trees), atol=1e-6)


def test_long_ways_are_as_exact_as_short_ones() -> None:
    """One chain of 12 splits on 12 genes: 13 leaves, ways of up to 12 genes."""
    d = 12
    inner, leaves = np.arange(0, 2 * d, 2), np.arange(1, 2 * d + 1, 2)
    gene, left, right = (np.full(2 * d + 1, -1) for _ in range(3))
    gene[inner], left[inner], right[inner] = np.arange(d), leaves, inner + 2
    weight, share = np.zeros(2 * d + 1), np.zeros(2 * d + 1)
    weight[inner] = np.arange(4 * d, 2 * d, -2)
    weight[leaves], weight[2 * d] = 2.0, 2.0 * d
    share[leaves], share[2 * d] = np.random.default_rng(1).random(d), 1.0
    chain = Tree(0, gene, np.zeros(2 * d + 1), left, right, share, weight, d, b"")
    names = tuple(f"G{j:02d}" for j in range(d))
    prepared: Any = SimpleNamespace(genes=names)  # no values are prepared here
    model = FittedForest((chain,), prepared, names, "id")
    row = np.where(np.arange(d) % 3 == 0, -1.0, 1.0)
    paths = walked([model], names)
    pairs, held = pairs_held(paths, d)
    assert pairs.size == d * (d - 1) // 2
    assert (held == 1.0).all()
    found = pair_values(paths, paths.weight.tocsr(), row[None, :], pairs)[0]
    for pair in (0 * d + 1, 3 * d + 9, 10 * d + 11):
        expected = by_definition(model, row, *divmod(pair, d))
        assert found[np.searchsorted(pairs, pair)] == pytest.approx(expected, abs=1e-13)


def test_a_pair_asked_for_alone_has_the_same_bits(paths: Paths, seen: Attribution) -> None:
    pairs, _ = pairs_held(paths, P)
    weight = paths.weight.tocsr()
    every = pair_values(paths, weight, seen.expression, pairs)
    few = pair_values(paths, weight, seen.expression, pairs[[3, 20]])
    np.testing.assert_array_equal(every[:, [3, 20]], few)
    assert pair_values(paths, weight, seen.expression, pairs[:0]).shape == (N, 0)


def test_shares_of_models_that_hold_a_pair_are_counted(judged: HeldOut, seen: Attribution) -> None:
    def on_one_way(tree: Tree, a: int, b: int, node: int = 0, passed: frozenset[int] = frozenset()) -> bool:
        if tree.gene[node] < 0:
            return {a, b} <= passed
        more = passed | {int(tree.gene[node])}
        return on_one_way(tree, a, b, int(tree.left[node]), more) or on_one_way(tree, a, b, int(tree.right[node]), more)

    few = forests(judged)[:4]
    cut = [FittedForest(model.trees[:3], model.preparation, _own(model), "id") for model in few]
    some = walked(cut, seen.genes)
    pairs, share = pairs_held(some, P)
    assert 0.0 < share.min() < share.max()
    for a, b in combinations(range(P), 2):
        counted = np.mean([any(on_one_way(tree, a, b) for tree in model.trees[:3]) for model in few])
        at = np.flatnonzero(pairs == a * P + b)
        assert (float(share[at[0]]) if at.size else 0.0) == pytest.approx(counted)


def _own(model: FittedForest) -> tuple[str, ...]:
    used = np.unique(np.concatenate([tree.gene for tree in model.trees[:3]]))
    return tuple(model.genes[j] for j in used if j >= 0)


def test_direction_is_that_of_the_model_itself(paths: Paths, seen: Attribution) -> None:
    pairs, _ = pairs_held(paths, P)
    way = pair_directions(paths, seen.expression, pairs)
    models = paths.weight.shape[1]
    distance = seen.expression - seen.expression.mean(axis=0)
    for m in range(0, models, 9):
        column = paths.weight[:, [m]].toarray()
        alone = pair_values(paths, csr_array(np.repeat(column, N, axis=1)), seen.expression, pairs)
        lean = (alone * distance[:, pairs // P] * distance[:, pairs % P]).sum(axis=0)
        np.testing.assert_array_equal(way[m], np.sign(lean))
