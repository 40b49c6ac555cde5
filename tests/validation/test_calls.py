from __future__ import annotations

import numpy as np
import pytest

from interpret.data.cohort import Labels
from interpret.validation.calls import attainable_error_rate, calls, new_p_values, training_p_values

LABELS = Labels("ALL", "AML")


def test_training_p_values_equal_the_loop_over_patients() -> None:
    random = np.random.default_rng(3)
    positive = np.arange(15) >= 9
    probability = np.round(random.random(15), 1)  # rounded, so that ties occur
    expected = np.empty((15, 2))
    for i in range(15):
        for column, members in enumerate((~positive, positive)):
            strange = probability if column == 0 else 1 - probability
            others = [j for j in np.flatnonzero(members) if j != i]
            expected[i, column] = (1 + sum(strange[j] >= strange[i] for j in others)) / (len(others) + 1)
    np.testing.assert_allclose(training_p_values(probability, positive), expected)


def test_new_p_values_equal_the_loop_over_models() -> None:
    random = np.random.default_rng(4)
    positive = np.arange(12) >= 7
    own, new = random.random(12), random.random((12, 5))
    expected = np.empty((5, 2))
    for x in range(5):
        for column, members in enumerate((np.flatnonzero(~positive), np.flatnonzero(positive))):
            beaten = sum((own[i] >= new[i, x]) if column == 0 else (1 - own[i] >= 1 - new[i, x]) for i in members)
            expected[x, column] = (1 + beaten) / (len(members) + 1)
    np.testing.assert_allclose(new_p_values(own, new, positive), expected)


def test_call_is_the_more_probable_class_where_the_other_alone_is_ruled_out() -> None:
    p_values = np.array([[0.9, 0.05], [0.05, 0.9], [0.5, 0.5], [0.05, 0.05], [0.05, 0.9]])
    called_positive = np.array([False, True, True, True, False])
    assert calls(p_values, called_positive, 0.1, LABELS) == ["ALL", "AML", "uncertain", "uncertain", "uncertain"]


def test_eleven_patients_cannot_carry_an_error_rate_below_one_twelfth() -> None:
    positive = np.arange(38) >= 27
    assert attainable_error_rate(0.10, positive, new_patients=True) == 0.10
    assert attainable_error_rate(0.01, positive, new_patients=True) == pytest.approx(1 / 12)
    assert attainable_error_rate(0.01, positive, new_patients=False) == pytest.approx(1 / 11)
    extreme = new_p_values(np.full(38, 0.5), np.zeros((38, 1)), positive)
    lowest = attainable_error_rate(0.01, positive, new_patients=True)
    assert calls(extreme, np.array([False]), lowest, LABELS) == ["ALL"]
    assert calls(extreme, np.array([False]), lowest - 1e-6, LABELS) == ["uncertain"]


def test_coverage_of_exchangeable_patients_is_at_least_nominal() -> None:
    """Class-conditional coverage of CV+ over simulated studies, error rate 0.2, seed fixed in advance."""
    random = np.random.default_rng(20260301)
    positive = np.arange(30) >= 15
    covered = []
    for _ in range(400):
        score = random.normal(positive.astype(float), 1.0)
        new = random.normal(1.0, 1.0)  # a patient of the positive class
        probability = 1 / (1 + np.exp(-score))
        by_each = np.full((30, 1), 1 / (1 + np.exp(-new)))
        covered.append(new_p_values(probability, by_each, positive)[0, 1] > 0.2)
    four_errors = 4 * np.sqrt(0.2 * 0.8 / 400)
    assert np.mean(covered) >= 0.8 - four_errors
    assert np.mean(covered) <= 0.8 + 1 / 16 + four_errors  # not by calling everybody uncertain
