"""SHAP of forests against the definition, and for every patient of the real data."""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np
import pytest

from interpret.contracts import FloatArray, QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.explain.attribute import attribute, attribute_one
from interpret.explain.explained import Explained, Task
from interpret.explain.tree import explain_trees
from interpret.models.forest import FittedForest
from interpret.models.forest_trees import Tree
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.learner import Fitted, HeldOut
from interpret.settings import ForestSettings, PreparationSettings


def held_out(cohort: Cohort, trees: int) -> HeldOut:
    learner = RandomForest(ForestSettings(trees=trees), PreparationSettings())
    with QuietProgress().stage("forest", cohort.n) as stage:
        return learner.held_out(cohort, np.random.SeedSequence(2).spawn(cohort.n), 2, stage)


def explained_by(model: Fitted, expression: Expression) -> Explained:
    return explain_trees([Task(model, model.form, expression, expression, np.zeros(0, dtype=np.int64))])[0]


def expected_share(tree: Tree, row: FloatArray, known: frozenset[int], node: int = 0) -> float:
    """What the tree expects of a patient of whom only some columns are known: unknown splits go both ways."""
    if tree.gene[node] < 0:
        return float(tree.positive_share[node])
    left, right = int(tree.left[node]), int(tree.right[node])
    if int(tree.gene[node]) in known:
        goes_left = row[tree.gene[node]] <= tree.threshold[node]
        return expected_share(tree, row, known, left if goes_left else right)
    below = tree.weight[left] * expected_share(tree, row, known, left)
    below += tree.weight[right] * expected_share(tree, row, known, right)
    return float(below / tree.weight[node])


def brute_force(model: FittedForest, row: FloatArray) -> FloatArray:
    """Shapley values of the mean over trees of `expected_share`; `row` holds every prepared column."""
    p = row.size
    worth = {
        known: float(np.mean([expected_share(tree, row, known) for tree in model.trees]))
        for size in range(p + 1)
        for known in map(frozenset, combinations(range(p), size))
    }
    values = np.zeros(p)
    for j in range(p):
        for known, value in worth.items():
            if j not in known:
                weight = factorial(len(known)) * factorial(p - len(known) - 1) / factorial(p)
                values[j] += weight * (worth[known | {j}] - value)
    return values


def test_agrees_with_shapleys_definition(small_cohort: Cohort) -> None:
    cohort = small_cohort.with_expression(small_cohort.expression.take_genes([0, 1, 20, 30, 40, 50]))
    learner = RandomForest(ForestSettings(trees=50, min_leaf=2), PreparationSettings())
    model = learner.fit(cohort, np.random.SeedSequence(6))
    assert max(tree.depth for tree in model.trees) >= 3
    assert model.genes == cohort.genes
    explained = explained_by(model, cohort.expression)
    for i in (0, 7, 12, 19):
        expected = brute_force(model, model.design(cohort.expression)[i])
        np.testing.assert_allclose(explained.values[i], expected, atol=1e-6, rtol=0.0)


def test_values_and_baseline_are_the_probability_for_every_left_out_patient(small_cohort: Cohort) -> None:
    judged = held_out(small_cohort, 150)
    for i, model in enumerate(judged.fitted):
        explained = explained_by(model, small_cohort.expression.take_samples([i]))
        gap = explained.values.sum() + explained.baseline - judged.probability[i]
        assert abs(gap) < 1e-9
        assert explained.output[0] == judged.probability[i]


def test_the_baseline_is_what_the_trees_expect_of_anybody(small_cohort: Cohort) -> None:
    model = RandomForest(ForestSettings(trees=60), PreparationSettings()).fit(small_cohort, np.random.SeedSequence(6))
    explained = explained_by(model, small_cohort.expression)
    assert explained.baseline == pytest.approx(np.mean([tree.positive_share[0] for tree in model.trees]), abs=1e-12)


def test_a_value_that_rounds_onto_a_threshold_goes_where_the_model_sends_it(small_cohort: Cohort) -> None:
    """Just above a threshold, yet equal to it in single precision: explanation and model must go the same way."""
    logged = small_cohort.expression.with_values(np.log2(small_cohort.expression.values), Scale.LOG2)
    learner = RandomForest(ForestSettings(trees=60), PreparationSettings())
    model = learner.fit(small_cohort.with_expression(logged), np.random.SeedSequence(6))
    roots = [(int(tree.gene[0]), tree.threshold[0]) for tree in model.trees]
    exact = [(column, threshold) for column, threshold in roots if np.float32(threshold) == threshold][:20]
    assert len(exact) >= 5
    values = logged.values[: len(exact)].copy()
    for row, (column, threshold) in enumerate(exact):
        values[row, column] = threshold + 0.3 * np.spacing(np.float32(threshold))
        assert values[row, column] > threshold
    expression = Expression(values, logged.samples[: len(exact)], logged.genes, Scale.LOG2)
    assert attribute_one(model, expression).efficiency_gap < 1e-9


def test_a_forest_of_single_leaves_moves_nobody(small_cohort: Cohort) -> None:
    learner = RandomForest(ForestSettings(trees=60, min_leaf=20), PreparationSettings())
    model = learner.fit(small_cohort, np.random.SeedSequence(6))
    assert model.genes == ()
    attribution = attribute_one(model, small_cohort.expression)
    assert attribution.values.shape == (20, 0)
    assert attribution.efficiency_gap < 1e-12


@pytest.mark.shared
def test_every_patient_of_the_reference_study_adds_up(golub: Study) -> None:
    judged = held_out(golub.training, 1360)
    assert min(len(model.trees) for model in judged.fitted if isinstance(model, FittedForest)) > 400
    left_out = attribute(judged.fitted, golub.training.expression)
    assert left_out.efficiency_gap < 1e-4
    assert np.array_equal(left_out.output, judged.probability)
    assert golub.independent is not None
    frozen = RandomForest(ForestSettings(trees=400), PreparationSettings()).fit(
        golub.training, np.random.SeedSequence(1)
    )
    independent = attribute_one(frozen, golub.independent.expression)
    assert independent.efficiency_gap < 1e-4
    assert independent.values.shape[0] == 34
