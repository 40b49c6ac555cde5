from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from guarantees.persons import one_to_three, persons_cohort

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.errors import AnalysisError
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


def test_the_samples_of_a_person_share_a_fold(monkeypatch: pytest.MonkeyPatch) -> None:
    cohort = one_to_three()
    whose = dict(zip(cohort.samples, cohort.persons.tolist(), strict=True))
    plain, judged = OneGene.probability, []

    def watched(self: OneGene, expression: Expression) -> FloatArray:
        judged.append({whose[sample] for sample in expression.samples})
        assert not judged[-1] & {whose[sample] for sample in self.known}, "a person is judged by a model that met them"
        return plain(self, expression)

    monkeypatch.setattr(OneGene, "probability", watched)
    found = pairs_within_folds(cohort, OneGeneLearner(0), 0, folds=4, repeats=40)
    assert len(judged) == 4 * 40
    judged_pairs = np.isfinite(found.wins)
    both = np.array([len(set(cohort.positive[cohort.rows_of(person)])) == 2 for person in cohort.persons])
    one, other = cohort.persons[cohort.positive][:, None], cohort.persons[~cohort.positive]
    two_with_both = both[cohort.positive][:, None] & both[~cohort.positive] & (one != other)
    assert np.array_equal(judged_pairs, ~two_with_both)  # the two with both classes are dealt to different folds
    values = cohort.expression.values[:, 0]
    expected = values[cohort.positive][:, None] > values[~cohort.positive]
    np.testing.assert_array_equal(found.wins[judged_pairs], expected[judged_pairs])


@pytest.mark.parametrize("persons", [3, 4, 5, 7, 12])
def test_in_a_paired_study_different_persons_meet_too(persons: int) -> None:
    cohort = persons_cohort((2,) * persons, np.zeros(persons, dtype=np.bool_), 1)
    positive = np.zeros(cohort.n, dtype=np.bool_)
    positive[[cohort.rows_of(person)[0] for person in range(persons)]] = True
    paired = cohort.with_positive(positive)
    assert np.isfinite(pairs_within_folds(paired, OneGeneLearner(0), 0, repeats=80).wins).all()


def test_pairs_of_one_person_are_judged_in_every_repeat() -> None:
    cohort = one_to_three()
    found = pairs_within_folds(cohort, OneGeneLearner(0), 0, repeats=1)
    same = cohort.persons[cohort.positive][:, None] == cohort.persons[~cohort.positive]
    assert same.sum() >= 2
    assert np.isfinite(found.wins[same]).all()
    assert not np.isfinite(found.wins[~same]).all()


def test_a_fold_that_leaves_too_few_to_learn_from_leaves_its_pairs_unjudged() -> None:
    """Three persons with both classes, the fewest a paired study can have: a fold leaves one, where two are needed."""
    cohort = persons_cohort((2, 2, 2), np.zeros(3, dtype=np.bool_), 1)
    positive = np.zeros(6, dtype=np.bool_)
    positive[[cohort.rows_of(person)[0] for person in range(3)]] = True

    class NeedsTwo(OneGeneLearner):
        def fit(self, train: Cohort, stream: np.random.SeedSequence) -> OneGene:
            if train.n_persons < 2:
                raise AnalysisError("one patient is not enough")
            return super().fit(train, stream)

    found = pairs_within_folds(cohort.with_positive(positive), NeedsTwo(0), 0, repeats=80)
    persons = cohort.persons
    same = persons[positive][:, None] == persons[~positive]
    np.testing.assert_array_equal(np.isfinite(found.wins), same)
