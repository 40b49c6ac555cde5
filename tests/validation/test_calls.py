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


def one_a_row(counts: list[int]) -> np.ndarray:
    return np.repeat(np.arange(len(counts)), counts)


def test_persons_weigh_one_each_in_the_loop_over_patients() -> None:
    random = np.random.default_rng(5)
    persons = random.permutation(one_a_row([1, 2, 3, 3, 2, 1, 1, 2]))
    positive = persons % 2 == 0
    positive[np.flatnonzero(persons == 2)[0]] = False  # of both classes
    probability = np.round(random.random(persons.size), 1)
    new = np.round(random.random((persons.size, 4)), 1)
    training, coming = np.empty((persons.size, 2)), np.empty((4, 2))
    for column, members in enumerate((~positive, positive)):

        def strange(value: float, column: int = column) -> float:
            return value if column == 0 else 1.0 - value

        holders = [np.flatnonzero(members & (persons == k)) for k in range(8) if (members & (persons == k)).any()]
        for i in range(persons.size):
            others = [rows for rows in holders if persons[rows[0]] != persons[i]]
            worse = sum(np.mean([strange(probability[r]) >= strange(probability[i]) for r in rows]) for rows in others)
            training[i, column] = (1 + worse) / (1 + len(others))
        for x in range(4):
            worse = sum(np.mean([strange(probability[r]) >= strange(new[r, x]) for r in rows]) for rows in holders)
            coming[x, column] = (1 + worse) / (1 + len(holders))
    np.testing.assert_allclose(training_p_values(probability, positive, persons), training, rtol=1e-14)
    np.testing.assert_allclose(new_p_values(probability, new, positive, persons), coming, rtol=1e-14)


def test_persons_of_one_sample_each_change_no_bit() -> None:
    random = np.random.default_rng(6)
    positive, persons = np.arange(12) >= 7, random.permutation(12)
    own, new = np.round(random.random(12), 1), np.round(random.random((12, 5)), 1)
    assert training_p_values(own, positive).tobytes() == training_p_values(own, positive, persons).tobytes()
    assert new_p_values(own, new, positive).tobytes() == new_p_values(own, new, positive, persons).tobytes()


def test_many_samples_of_few_persons_carry_no_smaller_error_rate() -> None:
    positive, persons = np.arange(40) >= 20, np.arange(40) // 5
    assert attainable_error_rate(0.01, positive, new_patients=True, persons=persons) == pytest.approx(1 / 5)
    assert attainable_error_rate(0.01, positive, new_patients=True) == pytest.approx(1 / 21)
    everybody_both = np.arange(40) % 10
    assert attainable_error_rate(0.01, positive, new_patients=False, persons=everybody_both) == pytest.approx(1 / 10)


def test_coverage_of_a_sample_of_a_new_person_is_nominal_by_persons_and_not_by_samples() -> None:
    """Six persons of a class with five samples that hardly differ; 800 studies, error rate 0.2, seed fixed."""
    random = np.random.default_rng(20260404)
    positive, persons = np.ones(30, dtype=np.bool_), one_a_row([5] * 6)
    by_persons, by_samples = [], []
    for _ in range(800):
        level = random.normal(size=7)  # six persons and the new one
        score = level[persons] + random.normal(0.0, 0.01, size=30)
        new = np.full((30, 1), 1 / (1 + np.exp(-level[6])))
        own = 1 / (1 + np.exp(-score))
        by_persons.append(new_p_values(own, new, positive, persons)[0, 1] > 0.2)
        by_samples.append(new_p_values(own, new, positive)[0, 1] > 0.2)
    four_errors = 4 * np.sqrt(0.2 * 0.8 / 800)
    assert np.mean(by_persons) >= 0.8 - four_errors
    assert np.mean(by_persons) <= 0.8 + 1 / 7 + four_errors
    assert np.mean(by_samples) < 0.8 - four_errors  # 5 / 7: samples taken as exchangeable promise too much
