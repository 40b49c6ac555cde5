"""By simulation: where class and expression have nothing to do with each other, p-values are not too small."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from interpret.contracts import FloatArray, QuietProgress
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.models.learner import Family
from interpret.scoring.measures.protocol import Scored
from interpret.validation.leave_one_out import fold_streams, held_out
from interpret.validation.permuted_labels import permuted_labels

pytestmark = pytest.mark.slow

STUDIES = 1000
RUNS = 19


@dataclass(frozen=True)
class CentroidModel:
    """Says the class whose mean is nearer, on the three genes that differ most."""

    genes: tuple[str, ...]
    centres: FloatArray  # (2, 3)
    columns: FloatArray
    family: Family = "other"
    model_id: str = ""

    def probability(self, expression: Expression) -> FloatArray:
        near = np.log2(expression.values[:, self.columns])
        away = ((near[:, None] - self.centres) ** 2).sum(axis=2)
        return (away[:, 1] < away[:, 0]).astype(float)

    def facts(self) -> dict[str, float]:
        return {}


@dataclass(frozen=True)
class Centroid:
    name: str = "centroid"
    title: str = "Centroid"
    method: str = ""
    owns_folds: bool = False

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> CentroidModel:
        del stream
        values = np.log2(train.expression.values)
        centres = np.stack([values[~train.positive].mean(axis=0), values[train.positive].mean(axis=0)])
        columns = np.argsort(-np.abs(centres[1] - centres[0]))[:3]
        return CentroidModel((), centres[:, columns], columns)


def p_value(study: int) -> float:
    random = np.random.default_rng([20260904, study])
    values = 2.0 ** random.normal(9.0, 1.0, size=(12, 20))
    positive = random.permutation(np.arange(12) < 5)
    names = tuple(f"P{i:02d}" for i in range(12)), tuple(f"G{j:02d}" for j in range(20))
    cohort = Cohort(Expression(values, *names), positive, Labels("control", "case"))
    learner = Centroid()
    real = Scored(positive, held_out(cohort, learner, fold_streams(study, learner.name, 12)).probability)  # type: ignore[arg-type]
    with QuietProgress().stage("", 0) as stage:
        return permuted_labels(cohort, learner, real, RUNS, study, mapper=map, stage=stage).p_value  # type: ignore[arg-type]


def test_p_values_are_not_smaller_than_uniform() -> None:
    """P(p <= a) <= a + 4 standard errors, at every value that 19 runs can give."""
    p = np.array([p_value(study) for study in range(STUDIES)])
    assert p.min() >= 1 / (1 + RUNS)
    for level in np.arange(1, 20) / 20.0:
        bound = level + 4.0 * np.sqrt(level * (1.0 - level) / STUDIES)
        assert (p <= level + 1e-9).mean() <= bound, level
    assert (p <= 0.5).mean() > 0.2, "they can be small at all"
