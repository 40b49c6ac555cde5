"""Two groups are found where there are two, seldom where there is one, and by a rule that no order changes."""

from __future__ import annotations

import numpy as np
import pytest

from interpret.validation.two_levels import BETWEEN, FEWEST, HIGH, LEAST, LOW, UNKNOWN, limit, two_levels


@pytest.mark.parametrize("n", [6, 8, 12, 20, 38, 100])
def test_one_group_seldom_looks_like_two(n: int) -> None:
    random = np.random.default_rng(n)
    trials = 4000
    found = sum(two_levels(row) is not None for row in random.normal(0.0, 40.0, size=(trials, n)))  # far beyond LEAST
    assert found <= 4 + 4 * np.sqrt(4)  # one in a thousand


def test_two_groups_are_found_wherever_they_stand() -> None:
    random = np.random.default_rng(1)
    values = np.concatenate([random.normal(6.0, 0.3, 20), random.normal(10.0, 0.3, 9)])
    found = two_levels(values)
    assert found is not None
    assert (found.low, found.high) == pytest.approx((values[:20].mean(), values[20:].mean()))
    assert list(found.levels(values)) == [LOW] * 20 + [HIGH] * 9
    mixed = random.permutation(29)
    again = two_levels(values[mixed])
    assert again is not None
    assert (again.low, again.high, again.apart) == pytest.approx((found.low, found.high, found.apart), rel=1e-12)


def test_what_lies_between_and_what_is_missing_is_in_neither_group() -> None:
    values = np.array([0.0, 0.1, 0.0, 0.1, 4.0, 4.1, 4.0, 4.1])
    found = two_levels(values)
    assert found is not None
    asked = np.array([1.0, 1.1, 2.05, 3.0, 3.1, np.nan, -5.0, 9.0])
    assert list(found.levels(asked)) == [LOW, BETWEEN, BETWEEN, BETWEEN, HIGH, UNKNOWN, LOW, HIGH]


@pytest.mark.parametrize(
    "values",
    [
        [0.0] * 12,
        [0.0] * 6 + [LEAST - 0.01] * 6,  # too near each other
        [0.0] * 11 + [9.0],  # one array is no group
        [0.0] * 36 + [9.0] * 2,  # nor are two of many: outliers say nothing of the others
        [0.0, 0.0, 9.0, 9.0, 9.0],  # fewer than FEWEST
        [np.nan] * 20,
    ],
)
def test_where_there_are_no_two_there_are_none(values: list[float]) -> None:
    assert two_levels(np.array(values)) is None


def test_the_limit_falls_with_the_number_of_arrays_to_five() -> None:
    limits = [limit(n) for n in range(FEWEST, 600)]
    assert limits == sorted(limits, reverse=True)
    assert limits[-1] == 5.0
