"""A model asked about other values of one gene, against the model itself on samples that have those values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from explain.blocks_sample import cohort, learners

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.explain.replacing import replacing
from interpret.models.learner import Fitted


@pytest.fixture(scope="module")
def training() -> Cohort:
    return cohort()


@pytest.fixture(scope="module")
def frozen(training: Cohort) -> list[Fitted]:
    return [learner.fit(training, np.random.SeedSequence(3)) for learner in learners()]


def with_value(expression: Expression, gene: str, values: FloatArray) -> Expression:
    changed = expression.values.copy()
    changed[:, expression.genes.index(gene)] = values
    return expression.with_values(changed, expression.scale)


@pytest.mark.parametrize("number", [0, 1])
def test_other_values_give_what_the_model_says_of_them(training: Cohort, frozen: list[Fitted], number: int) -> None:
    model, rows = frozen[number], np.array([3, 0, 17])
    judged = training.expression.take_samples(rows)
    ready = replacing(model, training.expression, rows, model.probability(judged))
    assert ready is not None
    np.testing.assert_array_equal(ready.probability, model.probability(judged))
    tried = np.random.default_rng(2).normal(10.0, 2.0, size=(3, 5))
    moved = 0.0
    for column, gene in enumerate(model.genes[:12]):
        said = ready.with_values(column, tried)
        for k in range(5):
            expected = model.probability(with_value(judged, gene, tried[:, k]))
            np.testing.assert_allclose(said[:, k], expected, atol=1e-12)
            moved = max(moved, float(np.abs(expected - ready.probability).max()))
    assert moved > 0.05, "no value changed anything, so nothing was tested"


def test_a_gene_given_its_own_value_changes_nothing(training: Cohort, frozen: list[Fitted]) -> None:
    rows = np.arange(6)
    for model in frozen:
        probability = model.probability(training.expression.take_samples(rows))
        ready = replacing(model, training.expression, rows, probability)
        assert ready is not None
        np.testing.assert_allclose(ready.with_values(0, ready.design[rows, :1])[:, 0], probability, atol=1e-12)


class Odd:
    """A model of a kind that cannot be asked."""

    genes = ("G00",)


class Bent:
    """A linear model whose probability is not the logistic function of its margin."""

    genes, intercept, background = ("G00",), 0.0, np.zeros((2, 1))

    @property
    def coefficients(self) -> pd.DataFrame:
        return pd.DataFrame({"gene": ["G00"], "coefficient": [1.0], "mean": [0.0]})

    def design(self, expression: Expression) -> FloatArray:
        return expression.values[:, :1]

    def margin(self, expression: Expression) -> FloatArray:
        return expression.values[:, 0]


@pytest.mark.parametrize("model", [Odd(), Bent()], ids=["odd", "bent"])
def test_other_kinds_are_not_asked(training: Cohort, model: object) -> None:
    assert replacing(model, training.expression, np.arange(2), np.array([0.3, 0.6])) is None  # type: ignore[arg-type]
