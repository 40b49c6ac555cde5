"""At what error rate new patients are called, when that is refused, and what became of the promise."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.errors import SettingsError
from interpret.validation.calls import DEFAULT_ERROR_RATE, UNCERTAIN, resolved_error_rate
from interpret.validation.coverage import coverage, three_way
from interpret.validation.judgement import Opened


def cohort(negative: int, positive: int, samples: int = 1) -> Cohort:
    """Return so many persons of each class, the negative ones first, each with `samples` samples."""
    persons = np.repeat(np.arange(negative + positive), samples)
    values = np.random.default_rng(3).uniform(100.0, 900.0, size=(persons.size, 2))
    expression = Expression(values, tuple(f"S{i}" for i in range(persons.size)), ("g", "h"))
    subjects = tuple(f"P{k}" for k in persons) if samples > 1 else None
    return Cohort(expression, persons >= negative, Labels("control", "case"), subjects=subjects)


def test_without_a_wish_it_is_the_default_or_the_floor() -> None:
    assert resolved_error_rate(None, cohort(27, 11)) == DEFAULT_ERROR_RATE == 0.10
    assert resolved_error_rate(None, cohort(27, 9)) == DEFAULT_ERROR_RATE
    assert resolved_error_rate(None, cohort(27, 8)) == 1 / 9
    assert resolved_error_rate(None, cohort(3, 3)) == 0.25
    assert resolved_error_rate(None, cohort(27, 3, samples=4)) == 0.25  # persons, not samples


def test_a_wish_at_the_floor_or_above_it_is_kept() -> None:
    assert resolved_error_rate(1 / 12, cohort(27, 11)) == 1 / 12
    assert resolved_error_rate(0.3, cohort(3, 3)) == 0.3


def test_a_wish_below_the_floor_is_refused_with_floor_and_class() -> None:
    with pytest.raises(SettingsError) as caught:
        resolved_error_rate(0.05, cohort(27, 11))
    said = caught.value.message()
    assert "error rate of 0.05: only 11 training patients are case" in said
    assert "at least 1/12 (0.0834)" in said
    assert "--error-rate" in said
    with pytest.raises(SettingsError) as caught:
        resolved_error_rate(0.05, cohort(4, 9, samples=3))
    assert "only 4 training persons are control" in caught.value.message()
    assert "1/5 (0.2)" in caught.value.message()


def opened(p_values: list[tuple[float, float]], calls: list[str], rate: float = 0.1) -> Opened:
    return Opened(np.full(len(calls), 0.5), calls, np.zeros((0, len(calls))), np.array(p_values), rate)


def test_coverage_counts_true_classes_that_were_not_ruled_out() -> None:
    independent = cohort(3, 2)
    p_values = [(0.9, 0.02), (0.5, 0.5), (0.1, 0.8), (0.05, 0.04), (0.02, 0.3)]
    found = coverage("a model", opened(p_values, ["control", UNCERTAIN, "case", UNCERTAIN, "case"]), independent)
    assert (found.kept.count, found.kept.n) == (3, 5)
    assert (found.kept_negative.count, found.kept_negative.n) == (2, 3)  # at 0.1 exactly a class is ruled out
    assert (found.kept_positive.count, found.kept_positive.n) == (1, 2)  # the fourth fits neither class
    assert (found.uncertain.count, found.uncertain.n) == (2, 5)
    assert (found.right.count, found.right.n) == (2, 3)
    exact = stats.binomtest(3, 5).proportion_ci(0.95)
    assert (found.kept.ci_low, found.kept.ci_high) == pytest.approx((exact.low, exact.high))


def test_nobody_certain_and_a_class_without_patients_are_said_as_such() -> None:
    one_class = replace(cohort(4, 3), positive=np.zeros(7, dtype=np.bool_))
    found = coverage("a model", opened([(0.5, 0.5)] * 7, [UNCERTAIN] * 7), one_class)
    assert (found.kept_positive.n, found.right.n) == (0, 0)
    assert math.isnan(found.right.ci_low)


def test_the_record_names_every_rate() -> None:
    made = three_way(None, cohort(27, 9), ())
    assert (made.asked, made.error_rate, made.floor, made.smaller) == (None, 0.10, 0.10, 9)
    assert made.training_error_rate == 1 / 9  # compared with one fewer
    assert made.promise == pytest.approx(0.8)
    assert three_way(None, cohort(3, 3), ()).promise == 0.5
    assert three_way(0.4, cohort(27, 11), ()).asked == 0.4
    assert made.of("nothing") is None
