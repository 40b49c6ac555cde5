"""What would turn a call: held against every subset of genes on small cases, and untouched by the patient's label."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pytest

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.explain.attribute import attribute_one
from interpret.explain.what_would_change import Change, what_would_change
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.kinds.sparse_logistic import FittedSparseLogistic
from interpret.models.learner import Family, Fitted
from interpret.prep.preparation import Preparation, apply_preparation, learn_preparation
from interpret.settings import ForestSettings, PreparationSettings

P = 8
OPEN = PreparationSettings(min_ratio=1, min_difference=0)


def cohort(seed: int, n: int = 13) -> Cohort:
    random = np.random.default_rng(seed)
    positive = np.arange(n) % 2 == 0
    log = random.normal(9.0, 0.8, (n, P)) + np.outer(positive, random.normal(0.0, 1.2, P))
    names = tuple(f"s{i}" for i in range(n))
    expression = Expression(2.0**log, names, tuple(f"g{j}" for j in range(P)), Scale.RAW)
    return Cohort(expression, positive, Labels("ALL", "AML"))


def sparse(training: Cohort, seed: int, settings: PreparationSettings = OPEN) -> FittedSparseLogistic:
    preparation = learn_preparation(training.expression, settings)
    values = apply_preparation(preparation, training.expression).values
    up, down = values[training.positive].mean(axis=0), values[~training.positive].mean(axis=0)
    coefficient = (up - down) * np.random.default_rng(seed).uniform(0.2, 1.5, P)
    intercept = -float(coefficient @ (up + down) / 2)
    return FittedSparseLogistic(
        preparation, training.genes, coefficient, intercept, values, 1.0, 0.1, (("inner_deviance", 0.1),)
    )


def brute_force(
    model: FittedSparseLogistic, sample: Expression, training: Cohort, others: np.ndarray, most: int
) -> int | None:
    """Return the size of the smallest set that turns the call, tried one by one."""
    values = apply_preparation(model.preparation, training.expression).values
    row = model.design(sample)[0]
    called = float(model.probability(sample)[0]) > 0.5
    median = np.median(values[others & (training.positive != called)], axis=0)
    for size in range(1, most + 1):
        for chosen in combinations(range(P), size):
            changed = row.copy()
            changed[list(chosen)] = median[list(chosen)]
            if (changed @ model.coefficient + model.intercept > 0.0) != called:
                return size
    return None


def changed(model: Fitted, training: Cohort, row: int, **given: object) -> tuple[Change, Expression, np.ndarray]:
    sample, others = training.expression.take_samples([row]), np.arange(training.n) != row
    found = what_would_change(model, sample, training, others, **given)  # type: ignore[arg-type]
    assert found is not None
    return found, sample, others


@pytest.mark.parametrize("most", [2, 5])
def test_a_linear_model_is_turned_by_no_smaller_set(most: int) -> None:
    sizes = set()
    for seed in range(6):
        training = cohort(seed)
        model = sparse(training, seed)
        for row in range(0, 13, 2):
            found, sample, others = changed(model, training, row, most=most)
            expected = brute_force(model, sample, training, others, most)
            assert found.crossed == (expected is not None)
            assert found.smallest
            assert len(found.swaps) == (expected or len(found.swaps)) <= most
            sizes.add(expected)
    assert len(sizes) > 2, "the cases are of several kinds"


@pytest.mark.parametrize("scaled", [False, True])
def test_the_probability_said_is_what_the_model_says(scaled: bool) -> None:  # noqa: FBT001  a parameter of the test
    training = cohort(3)
    settings = OPEN.model_copy(update={"scale_arrays": scaled, "scale_genes": scaled})
    model = sparse(training, 3, settings)
    found, sample, others = changed(model, training, 4)
    assert found.before == float(model.probability(sample)[0])
    row, values = model.design(sample)[0].copy(), apply_preparation(model.preparation, training.expression).values
    called = found.before > 0.5
    for swap in found.swaps:
        j = training.genes.index(swap.gene)
        assert swap.value == row[j]
        assert swap.median == np.median(values[others & (training.positive != called), j])
        row[j] = swap.median
        assert swap.probability == pytest.approx(1 / (1 + np.exp(-(row @ model.coefficient + model.intercept))))
    assert found.crossed == ((found.swaps[-1].probability > 0.5) != called)
    assert found.scale == str(model.preparation.scale)


def test_a_forest_is_turned_gene_by_gene_as_trying_all_would() -> None:
    training = cohort(5)
    forest = RandomForest(ForestSettings(trees=60), OPEN).fit(training, np.random.SeedSequence(1))
    turned = 0
    for row in range(6):
        sample = training.expression.take_samples([row])
        shap = attribute_one(forest, sample)
        values = dict(zip(shap.genes, shap.values[0].tolist(), strict=True))
        found, _, others = changed(forest, training, row, shap=values)
        called = found.before > 0.5
        arguing = [gene for gene, value in values.items() if (value > 0.0) == called and value]
        medians = {
            gene: np.median(
                training.expression.values[others & (training.positive != called), training.genes.index(gene)]
            )
            for gene in arguing
        }
        raw = sample.values.copy()
        for swap in found.swaps:
            tried = {}
            for gene in arguing:
                trial = raw.copy()
                trial[0, training.genes.index(gene)] = medians[gene]
                tried[gene] = float(forest.probability(sample.with_values(trial, Scale.RAW))[0])
            best = min(tried.values()) if called else max(tried.values())
            assert swap.probability == pytest.approx(best, abs=1e-9)
            raw[0, training.genes.index(swap.gene)] = medians[swap.gene]
        assert not found.smallest
        turned += found.crossed
    assert turned


def test_the_patients_own_label_and_other_samples_of_theirs_have_no_say() -> None:
    training = cohort(7)
    model = sparse(training, 7)
    found, sample, others = changed(model, training, 4)
    flipped = training.positive.copy()
    flipped[4] = not flipped[4]
    assert what_would_change(model, sample, training.with_positive(flipped), others) == found
    values = training.expression.values.copy()
    values[4] = 12_345.0
    garbled = training.with_expression(training.expression.with_values(values, Scale.RAW))
    assert what_would_change(model, sample, garbled, others) == found


def test_order_of_samples_and_genes_changes_nothing() -> None:
    training = cohort(9)
    found, sample, _ = changed(sparse(training, 9), training, 2)
    rows = np.random.default_rng(1).permutation(13)
    mixed = training.take(rows)
    others = np.array([name != "s2" for name in mixed.samples])
    again = what_would_change(sparse(training, 9), sample.take_genes(np.arange(P)[::-1]), mixed, others)
    assert again == found


def test_a_model_without_genes_is_turned_by_none() -> None:
    training = cohort(1)
    empty = FittedSparseLogistic(
        learn_preparation(training.expression, OPEN), (), np.empty(0), 0.4, np.empty((13, 0)), 1.0, 0.1, ()
    )
    found, _, _ = changed(empty, training, 0)
    assert found.swaps == ()
    assert not found.crossed


@dataclass(frozen=True)
class Opaque:
    """A model that does not show its preparation."""

    genes: tuple[str, ...] = ("g0",)
    model_id: str = "opaque"
    family: Family = "other"

    def probability(self, expression: Expression) -> FloatArray:
        """Return a half for all."""
        return np.full(expression.n_samples, 0.5)

    def facts(self) -> dict[str, float]:
        """Return none."""
        return {}


@dataclass(frozen=True)
class Wide(Opaque):
    """A model of more genes than can be tried, without SHAP values."""

    preparation: Preparation | None = None


def test_what_cannot_be_worked_out_is_none() -> None:
    training = cohort(1)
    sample, others = training.expression.take_samples([0]), np.arange(13) != 0
    assert what_would_change(Opaque(), sample, training, others) is None
    preparation = learn_preparation(training.expression, OPEN)
    wide = Wide(tuple(f"x{j}" for j in range(500)), preparation=preparation)
    assert what_would_change(wide, sample, training, others) is None
