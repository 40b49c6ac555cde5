"""A whole judgement of a study in which persons gave several samples."""

from __future__ import annotations

import numpy as np
import pytest
from guarantees.persons import persons_cohort, strangers
from guarantees.routes import SETTINGS

from interpret.data.cohort import Cohort
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.kinds.sparse_logistic import SparseLogistic
from interpret.models.learner import Learner
from interpret.settings import ForestSettings
from interpret.validation.calls import (
    DEFAULT_ERROR_RATE,
    UNCERTAIN,
    attainable_error_rate,
    calls,
    new_p_values,
    training_p_values,
)
from interpret.validation.judgement import ALONE, Judgement, judge, open_independent
from interpret.validation.opened_once import freeze

COHORT = persons_cohort((1, 2, 3, 5) * 5, np.arange(20) % 3 == 0, 20260405, planted=4.0)
INDEPENDENT = persons_cohort((1,) * 90, np.arange(90) % 2 == 0, 77, planted=4.0)
LEARNERS: list[Learner] = [
    SparseLogistic(SETTINGS.models.sparse, SETTINGS.preparation),
    RandomForest(ForestSettings(trees=300), SETTINGS.preparation),
]


@pytest.fixture(scope="module", params=LEARNERS, ids=lambda learner: learner.name)
def judgement(request: pytest.FixtureRequest) -> Judgement:
    return judge(request.param, COHORT, SETTINGS, ALONE)


def test_calls_of_training_samples_compare_with_other_persons(judgement: Judgement) -> None:
    probability = judgement.held_out.probability
    assert SETTINGS.validation.error_rate is None
    rate = attainable_error_rate(DEFAULT_ERROR_RATE, COHORT.positive, new_patients=False, persons=COHORT.persons)
    assert rate == 1 / 7  # seven persons are cases
    expected = calls(
        training_p_values(probability, COHORT.positive, COHORT.persons), probability > 0.5, rate, COHORT.labels
    )
    assert judgement.calls == expected
    assert judgement.pairs.wins.shape == (COHORT.n_positive, COHORT.n_negative)


def test_new_samples_are_called_by_the_models_of_the_persons(judgement: Judgement) -> None:
    held_out = judgement.held_out
    by_each = np.stack([fitted.probability(INDEPENDENT.expression) for fitted in held_out.fitted])
    p_values = new_p_values(held_out.probability, by_each, COHORT.positive, COHORT.persons)
    by_samples = new_p_values(held_out.probability, by_each, COHORT.positive)
    otherwise = []
    ledger = freeze({judgement.learner.name: judgement.frozen})
    for asked, rate in [(0.01, 1 / 8), (0.2, 0.2), (0.3, 0.3), (0.4, 0.4)]:
        opened = open_independent(judgement, COHORT, INDEPENDENT, asked, ledger)
        expected = calls(p_values, opened.probability > 0.5, rate, COHORT.labels)
        assert opened.calls == expected
        assert opened.error_rate == rate
        np.testing.assert_array_equal(opened.p_values, p_values)
        assert set(expected) == {UNCERTAIN, "control", "case"}
        otherwise.append(calls(by_samples, opened.probability > 0.5, rate, COHORT.labels) != expected)
        if asked < rate:
            least = 1 / (1 + min(COHORT.n_positive, COHORT.n_negative))
            assert calls(p_values, opened.probability > 0.5, least, COHORT.labels) != expected
    assert any(otherwise), "the calls are those of counted samples: the test cannot see who is counted"


def test_taken_as_strangers_the_same_samples_are_judged_otherwise(judgement: Judgement) -> None:
    apart: Cohort = strangers(COHORT)
    other = judge(judgement.learner, apart, SETTINGS, ALONE)
    assert len(other.held_out.models) == COHORT.n > len(judgement.held_out.models)
    assert not np.array_equal(other.held_out.probability, judgement.held_out.probability)
