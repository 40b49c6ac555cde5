"""What each fold model makes of a gene, against SHAP values where they agree and against walking every draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression, Scale
from interpret.explain.attribute import attribute_one
from interpret.explain.fold_importance import Taught, fold_importance
from interpret.models.forest_trees import Tree, plain_tree
from interpret.models.forms import Curves, Line, TreeSum
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.kinds.sparse_logistic import SparseLogistic
from interpret.settings import ForestSettings, PreparationSettings, SparseSettings


@dataclass(frozen=True)
class Stand:
    """A tree model of given trees, its values as read."""

    genes: tuple[str, ...]
    trees: tuple[Tree, ...]
    model_id: str = "id"
    family: str = "tree"

    @property
    def form(self) -> TreeSum:
        used = np.unique(np.concatenate([tree.gene for tree in self.trees]))
        return TreeSum(self.trees, used[used >= 0], 1.0 / len(self.trees), 0.0, "probability")

    def entered(self, expression: Expression) -> FloatArray:
        return expression.named(self.genes).values

    design = entered

    def probability(self, expression: Expression) -> FloatArray:
        return np.full(expression.n_samples, 0.5)

    def facts(self) -> dict[str, float]:
        return {}


def tree(nodes: list[tuple[int, float, int, int, float, float]]) -> Tree:
    """From nodes `gene, threshold, left, right, share, weight`."""
    gene, threshold, left, right, share, weight = (np.array(column) for column in zip(*nodes, strict=True))
    return Tree(0, gene, threshold.astype(float), left, right, share.astype(float), weight.astype(float), 3, b"")


def walked(grown: Tree, n_genes: int) -> tuple[FloatArray, FloatArray]:
    """Mean absolute and mean upward step of a tree's draws at each gene, a leaf's draws at a time."""
    size, way = np.zeros(n_genes), np.zeros(n_genes)

    def down(node: int, steps: list[tuple[int, float, bool]]) -> None:
        if grown.gene[node] < 0:
            for gene, step, right in steps:
                share = grown.weight[node] / grown.weight[0]
                size[gene] += share * abs(step)
                way[gene] += share * (step if right else -step)
            return
        for below, right in ((int(grown.left[node]), False), (int(grown.right[node]), True)):
            step = float(grown.positive_share[below] - grown.positive_share[node])
            down(below, [*steps, (int(grown.gene[node]), step, right)])

    down(0, [])
    return size, way


def test_of_a_line_it_is_the_mean_absolute_shap_value_of_the_training_patients(small_cohort: Cohort) -> None:
    learner = SparseLogistic(SparseSettings(lambdas=20, inner_folds=3), PreparationSettings(min_difference=0.0))
    model = learner.fit(small_cohort, np.random.SeedSequence(1))
    assert len(model.genes) > 2
    found = fold_importance([model], small_cohort.genes)
    assert found is not None
    expected = np.abs(attribute_one(model, small_cohort.expression).values).mean(axis=0)
    columns = [small_cohort.genes.index(gene) for gene in model.genes]
    np.testing.assert_allclose(found.size[0, columns], expected, rtol=1e-9)
    np.testing.assert_array_equal(found.direction[0, columns], np.sign(model.coefficient))
    others = np.setdiff1d(np.arange(60), columns)
    assert not found.size[0, others].any()
    assert not found.direction[0, others].any()


def test_patients_kept_elsewhere_are_those_that_the_fold_has_learnt_from(small_cohort: Cohort) -> None:
    """A line that keeps no patients, as a support vector machine, is asked about those it did not leave out."""

    @dataclass(frozen=True)
    class Plane:
        form: Line
        genes: tuple[str, ...] = ("G00", "G05")

        def entered(self, expression: Expression) -> FloatArray:
            return expression.named(self.genes).values

    folds: list[Any] = [Plane(Line(np.array([2.0, -0.5]), 0.0)) for _ in range(20)]
    found = fold_importance(folds, small_cohort.genes, Taught(small_cohort.expression, folds))
    assert found is not None
    for i in (0, 11):
        values = np.delete(small_cohort.expression.values[:, [0, 5]], i, axis=0)
        spread = np.abs(values - values.mean(axis=0)).mean(axis=0)
        np.testing.assert_allclose(found.size[i, [0, 5]], spread * [2.0, 0.5], rtol=1e-12)
        assert found.direction[i, [0, 5]].tolist() == [1, -1]
    assert fold_importance(folds, small_cohort.genes) is None, "nobody knows its patients"


def test_a_curve_counts_as_far_as_it_moves() -> None:
    def terms(values: FloatArray) -> FloatArray:
        return np.abs(values) * [1.0, -1.0]

    @dataclass(frozen=True)
    class Curve:
        background: FloatArray
        form: Curves = Curves(terms, 0.0)  # noqa: RUF009  it is frozen
        genes: tuple[str, ...] = ("G01", "G00")

    models: list[Any] = [Curve(np.array([[0.0, 1.0], [2.0, 3.0]]))]
    found = fold_importance(models, ("G00", "G01"))
    assert found is not None
    assert found.size.tolist() == [[1.0, 1.0]]
    assert found.direction.tolist() == [[-1, 1]]


def test_of_one_split_it_is_the_mean_absolute_shap_value_of_the_draws() -> None:
    stump = tree([(4, 0.5, 1, 2, 0.5, 10.0), (-1, 0, -1, -1, 0.25, 8.0), (-1, 0, -1, -1, 1.0, 2.0)])
    stump = replace(stump, positive_share=np.array([0.4, 0.25, 1.0]))
    model = Stand(("E",), (stump,))
    draws = Expression(np.array([[0.0]] * 8 + [[1.0]] * 2), tuple(f"S{i}" for i in range(10)), ("E",), Scale.LOG2)
    found = fold_importance([model], ("D", "E"))
    assert found is not None
    expected = float(np.abs(attribute_one(model, draws).values).mean())
    np.testing.assert_allclose(found.size, [[0.0, expected]], rtol=1e-6)
    assert found.direction.tolist() == [[0, 1]]


def test_of_forests_it_is_the_step_of_every_draw(small_cohort: Cohort) -> None:
    learner = RandomForest(ForestSettings(trees=50), PreparationSettings())
    models = [learner.fit(small_cohort.without(i), np.random.SeedSequence(i)) for i in range(2)]
    found = fold_importance(models, small_cohort.genes)
    assert found is not None
    for m, model in enumerate(models):
        each = [walked(grown, 60) for grown in model.trees]
        size, way = (np.mean([pair[k] for pair in each], axis=0) for k in (0, 1))
        np.testing.assert_allclose(found.size[m], size, atol=1e-14)
        clear = np.abs(way) > 1e-10
        np.testing.assert_array_equal(found.direction[m, clear], np.sign(way[clear]))
    # planted: G00 and G02 rise with the positive class, G01 and G03 fall
    assert found.direction[:, :4].tolist() == [[1, -1, 1, -1]] * 2
    assert set(np.argsort(-found.size[0])[:3]) <= {0, 1, 2, 3}


def test_two_ways_that_cancel_are_no_direction() -> None:
    both = tree(
        [
            (0, 0.0, 1, 2, 0.5, 8.0),
            (1, 0.0, 3, 4, 0.5, 4.0),
            (1, 0.0, 5, 6, 0.5, 4.0),
            *((-1, 0.0, -1, -1, share, 2.0) for share in (0.0, 1.0, 1.0, 0.0)),
        ]
    )
    found = fold_importance([Stand(("A", "B"), (both,))], ("A", "B"))
    assert found is not None
    np.testing.assert_allclose(found.size, [[0.0, 0.5]])
    assert found.direction.tolist() == [[0, 0]]


def test_goes_by_the_leaves_where_they_were_set_anew_after_growing() -> None:
    grown = [(0, 0.0, 1, 2, 7.0, 4.0), (-1, 0.0, -1, -1, -1.0, 1.0), (1, 0.0, 3, 4, 9.0, 3.0)]
    boosted = tree([*grown, (-1, 0.0, -1, -1, 0.0, 1.0), (-1, 0.0, -1, -1, 3.0, 2.0)])
    found = fold_importance([Stand(("A", "B"), (boosted,))], ("A", "B"))
    assert found is not None
    # node 2 means 2, so the root's step is 2 * 1 * 3 / 16 * 3, and that of node 2 is 2 * 1 * 2 / 12 * 3
    np.testing.assert_allclose(found.size, [[1.125, 1.0]])


def test_a_single_tree_of_scikit_learn_will_do(small_cohort: Cohort) -> None:
    from sklearn.tree import DecisionTreeRegressor  # noqa: PLC0415  nowhere else in this file

    values = np.log2(small_cohort.expression.values[:, :5])
    model = DecisionTreeRegressor(random_state=0).fit(values, small_cohort.positive.astype(float))
    grown = plain_tree(model)
    names = tuple(small_cohort.genes[j] for j in np.unique(grown.gene[grown.gene >= 0]))
    found = fold_importance([Stand(names, (grown,))], small_cohort.genes[:5])
    assert found is not None
    np.testing.assert_allclose(found.size[0], walked(grown, 5)[0], atol=1e-14)


def test_a_model_that_shows_neither_has_none() -> None:
    class Silent:
        genes = ("A",)
        family = "other"
        model_id = "id"

    assert fold_importance([Silent()], ("A",)) is None  # type: ignore[list-item]
    assert fold_importance([], ("A",)) is None


@pytest.mark.parametrize("genes", [("A",), ("A", "B")])
def test_trees_of_single_leaves_use_no_gene(genes: tuple[str, ...]) -> None:
    leaf = replace(tree([(-1, 0.0, -1, -1, 0.3, 5.0)]), depth=0)
    found = fold_importance([Stand((), (leaf,))], genes)
    assert found is not None
    assert not found.size.any()
