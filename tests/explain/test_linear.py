"""SHAP of linear models against the definition."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
import pytest

from interpret.contracts import FloatArray, QuietProgress
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.explain.attribute import attribute, attribute_one
from interpret.explain.explained import Explained, Task
from interpret.explain.linear import explain_linear
from interpret.models.forms import Line as LineForm
from interpret.models.kinds.sparse_logistic import SparseLogistic
from interpret.settings import SparseSettings


@dataclass(frozen=True, eq=False)
class Line:
    """The least that a linear model must show."""

    genes: tuple[str, ...]
    coefficient: FloatArray
    intercept: float
    background: FloatArray

    @property
    def form(self) -> LineForm:
        return LineForm(self.coefficient, self.intercept)

    def design(self, expression: Expression) -> FloatArray:
        return expression.named(self.genes).values

    def entered(self, expression: Expression) -> FloatArray:
        return self.design(expression)

    def margin(self, expression: Expression) -> FloatArray:
        return self.design(expression) @ self.coefficient + self.intercept


def explained_by(model: Line, expression: Expression) -> Explained:
    return explain_linear([Task(model, model.form, expression, expression, np.zeros(0, dtype=np.int64))])[0]


def line(k: int, n: int = 150) -> tuple[Line, Expression]:
    random = np.random.default_rng(17)
    background = random.gamma(3.0, 2.0, size=(n, k))  # more than the 100 rows that shap would draw by default
    genes = tuple(f"G{j}" for j in range(k))
    model = Line(genes, random.normal(size=k), 0.7, background)
    values = random.normal(8.0, 3.0, size=(12, k + 2))
    names = ("unused-1", *reversed(genes), "unused-2")
    return model, Expression(values, tuple(f"P{i}" for i in range(12)), names, Scale.LOG2)


def brute_force(model: Line, row: FloatArray) -> FloatArray:
    """Shapley values of the game: mean log-odds when the genes outside the set are those of each training patient."""
    k = len(row)

    def worth(known: tuple[int, ...]) -> float:
        mixed = model.background.copy()
        mixed[:, list(known)] = row[list(known)]
        return float(np.mean(mixed @ model.coefficient + model.intercept))

    values = np.zeros(k)
    for j in range(k):
        others = [other for other in range(k) if other != j]
        for size in range(k):
            weight = factorial(size) * factorial(k - size - 1) / factorial(k)
            for known in combinations(others, size):
                values[j] += weight * (worth((*known, j)) - worth(known))
    return values


def test_agrees_with_shapleys_definition() -> None:
    model, expression = line(6)
    explained = explained_by(model, expression)
    for row, values in zip(model.design(expression), explained.values, strict=True):
        np.testing.assert_allclose(values, brute_force(model, row), atol=1e-6, rtol=0.0)


def test_uses_every_training_patient_as_background() -> None:
    model, expression = line(8)
    explained = explained_by(model, expression)
    expected = model.coefficient * (model.design(expression) - model.background.mean(axis=0))
    np.testing.assert_allclose(explained.values, expected, rtol=1e-9, atol=1e-12)
    assert explained.baseline == np.float64(explained.baseline)
    np.testing.assert_allclose(explained.baseline, (model.background @ model.coefficient + 0.7).mean(), rtol=1e-12)


def test_values_and_baseline_are_the_log_odds() -> None:
    model, expression = line(40)
    explained = explained_by(model, expression)
    gap = np.abs(explained.values.sum(axis=1) + explained.baseline - model.margin(expression))
    assert (gap < 1e-6).all()
    assert np.array_equal(explained.output, model.margin(expression))


@pytest.mark.shared
def test_every_patient_of_the_reference_study_adds_up(golub: Study) -> None:
    learner = SparseLogistic(SparseSettings(alphas=(1.0,), lambdas=15, inner_folds=3))
    with QuietProgress().stage("sparse", 38) as stage:
        judged = learner.held_out(golub.training, np.random.SeedSequence(2).spawn(38), 2, stage)
    left_out = attribute(judged.fitted, golub.training.expression)
    assert golub.independent is not None
    independent = attribute_one(judged.fitted[0], golub.independent.expression)
    assert max(left_out.efficiency_gap, independent.efficiency_gap) < 1e-6
    assert (left_out.values.shape[0], independent.values.shape[0]) == (38, 34)
    np.testing.assert_allclose(1.0 / (1.0 + np.exp(-left_out.output)), judged.probability, rtol=1e-12)
