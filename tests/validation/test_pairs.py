from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.models.learner import Family
from interpret.scoring.measures import Scored
from interpret.scoring.measures.auc import WITHIN_FOLDS, WITHIN_PAIRS
from interpret.validation.pairs import left_out_pairs, pairs_within_folds


@dataclass(frozen=True)
class OneGene:
    """Ranks patients by one gene, and remembers whom it learnt from."""

    known: frozenset[str]
    column: int
    family: Family = "linear"
    genes: tuple[str, ...] = ()
    model_id: str = ""

    def probability(self, expression: Expression) -> FloatArray:
        assert not self.known & set(expression.samples), "a patient is judged by a model that learnt from them"
        log = np.log2(expression.values[:, self.column])
        return 1.0 / (1.0 + np.exp(9.0 - log))

    def facts(self) -> dict[str, float]:
        return {}


@dataclass(frozen=True)
class OneGeneLearner:
    column: int
    name: str = "one-gene"
    title: str = "One gene"
    method: str = ""
    owns_folds: bool = False

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> OneGene:
        del stream
        return OneGene(frozenset(train.samples), self.column)


def test_pairs_are_judged_by_models_that_saw_neither_and_average_to_the_auc(small_cohort: Cohort) -> None:
    column = 0  # planted
    found = pairs_within_folds(small_cohort, OneGeneLearner(column), 0, folds=3, repeats=40)
    assert found.wins.shape == (9, 11)
    assert np.isfinite(found.wins).all(), "forty repeats bring every pair together"
    values = small_cohort.expression.values[:, column]
    expected = values[small_cohort.positive][:, None] > values[~small_cohort.positive]
    np.testing.assert_array_equal(found.wins, expected)


def test_what_few_repeats_leave_unjudged_is_missing_and_not_guessed(small_cohort: Cohort) -> None:
    found = left_out_pairs(small_cohort, OneGeneLearner(0), None, 0)
    share = np.isfinite(found.wins).mean()
    assert 0.3 < share < 0.95
    judged = Scored(small_cohort.positive, np.zeros(small_cohort.n), found)
    assert WITHIN_FOLDS.estimate(judged).value == np.nanmean(found.wins)
    assert np.isnan(WITHIN_PAIRS.estimate(judged).value)
