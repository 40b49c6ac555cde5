"""Two models on the same patients: exact McNemar against statsmodels and R, paired differences against scipy."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar

from interpret.contracts import BoolArray
from interpret.scoring.paired import detectable_gap, fewest_one_sided, mcnemar_exact, paired_difference


def rights(both: int, only_a: int, only_b: int, neither: int) -> tuple[BoolArray, BoolArray]:
    counts = (both, only_a, only_b, neither)
    return np.repeat([True, True, False, False], counts), np.repeat([True, False, True, False], counts)


def p_of(only_a: int, only_b: int, both: int = 20, neither: int = 3) -> float:
    a, b = rights(both, only_a, only_b, neither)
    return mcnemar_exact(a, b, np.arange(a.size))


@pytest.mark.parametrize("only_a", range(13))
@pytest.mark.parametrize("only_b", [0, 1, 4, 9, 12])
def test_mcnemar_is_that_of_statsmodels(only_a: int, only_b: int) -> None:
    expected = mcnemar(np.array([[20, only_a], [only_b, 3]]), exact=True).pvalue
    assert p_of(only_a, only_b) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("only_a", "only_b", "expected"),
    [(2, 9, 0.06542969), (0, 5, 0.0625), (0, 6, 0.03125), (3, 3, 1.0), (0, 0, 1.0), (13, 4, 0.04904175)],
)
def test_mcnemar_is_the_binomial_test_of_r(only_a: int, only_b: int, expected: float) -> None:
    """R 4.2: binom.test(2, 11), binom.test(0, 5), ..."""
    assert p_of(only_a, only_b) == pytest.approx(expected, abs=5e-9)
    assert p_of(only_b, only_a) == p_of(only_a, only_b)


def test_patients_on_whom_both_agree_change_nothing() -> None:
    assert p_of(2, 9, both=0, neither=0) == p_of(2, 9, both=500, neither=70)


def test_a_persons_samples_are_swapped_together() -> None:
    random = np.random.default_rng(11)
    persons = np.repeat(np.arange(9), [1, 2, 3, 1, 4, 2, 1, 3, 2])
    for _ in range(20):
        a, b = random.random(persons.size) < 0.8, random.random(persons.size) < 0.5
        net = np.bincount(persons, weights=a.astype(int) - b.astype(int))
        sums = [abs(float(np.dot(signs, net))) for signs in itertools.product((-1, 1), repeat=9)]
        expected = np.mean([total >= abs(net.sum()) for total in sums])
        assert mcnemar_exact(a, b, persons) == pytest.approx(expected, rel=1e-12)


def test_ten_samples_of_one_person_are_one_disagreement() -> None:
    assert mcnemar_exact(np.ones(10, dtype=bool), np.zeros(10, dtype=bool), np.zeros(10, dtype=np.int64)) == 1.0


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 25), st.integers(0, 25))
def test_p_values_lie_above_0_and_fall_with_the_imbalance(only_a: int, only_b: int) -> None:
    p_value = p_of(only_a, only_b)
    assert 0.0 < p_value <= 1.0
    if only_b >= only_a:
        assert p_of(only_a, only_b + 1) <= p_value or only_a == only_b


@pytest.mark.parametrize("share", [0.1, 0.4, 0.9])
@pytest.mark.parametrize("discordant", [1, 5, 8, 17, 30])
def test_the_level_holds_whoever_disagrees_how_often(discordant: int, share: float) -> None:
    """Worked out in full: given the discordant patients, P(p <= level) is at most the level."""
    p_values = np.array([p_of(k, discordant - k) for k in range(discordant + 1)])
    chance = stats.binom.pmf(np.arange(discordant + 1), discordant, 0.5)
    assert chance[p_values <= share].sum() <= share + 1e-12


# The difference of a loss


def test_without_repeated_samples_it_is_the_paired_t_test() -> None:
    random = np.random.default_rng(12)
    a, b = random.random(38) ** 2, random.random(38) ** 2
    expected = stats.ttest_rel(a, b)
    interval = expected.confidence_interval(0.95)
    found = paired_difference(a, b, np.arange(38))
    assert (found.value, found.p_value) == pytest.approx((a.mean() - b.mean(), expected.pvalue), rel=1e-10)
    assert (found.ci_low, found.ci_high) == pytest.approx((interval.low, interval.high), rel=1e-10)
    turned = paired_difference(b, a, np.arange(38))
    assert (turned.value, turned.ci_low) == pytest.approx((-found.value, -found.ci_high), rel=1e-12)


def test_persons_are_deleted_whole() -> None:
    random = np.random.default_rng(13)
    persons = random.permutation(np.repeat(np.arange(12), [1, 2, 3, 4] * 3))
    a, b = random.random(30), random.random(30)
    without = np.array([(a - b)[persons != k].mean() for k in range(12)])
    error = math.sqrt(11 / 12 * ((without - without.mean()) ** 2).sum())
    found = paired_difference(a, b, persons)
    assert found.value == pytest.approx((a - b).mean())
    assert found.ci_high - found.value == pytest.approx(stats.t.isf(0.025, 11) * error)
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(found.value) / error, 11))


def test_copies_of_a_sample_make_no_interval_narrower() -> None:
    random = np.random.default_rng(14)
    a, b = random.random(12), random.random(12)
    once = paired_difference(a, b, np.arange(12))
    copied = paired_difference(np.repeat(a, 5), np.repeat(b, 5), np.repeat(np.arange(12), 5))
    assert (copied.ci_low, copied.ci_high) == pytest.approx((once.ci_low, once.ci_high))


def test_what_cannot_be_told_is_not_made_up() -> None:
    same = np.array([0.1, 0.4, 0.2])
    twin = paired_difference(same, same, np.arange(3))
    assert (twin.value, twin.ci_low, twin.ci_high, twin.p_value) == (0.0, 0.0, 0.0, 1.0)
    shifted = paired_difference(same + 0.25, same, np.arange(3))
    assert shifted.value == pytest.approx(0.25)
    assert math.isnan(shifted.ci_low)
    assert math.isnan(shifted.p_value)
    assert math.isnan(paired_difference(same, same[::-1].copy(), np.zeros(3, dtype=np.int64)).ci_high)


# What so few patients can show


@pytest.mark.parametrize(("tests", "fewest"), [(1, 6), (2, 7), (4, 8), (5, 8), (17, 10)])
def test_fewest_disagreements_that_reach_the_level(tests: int, fewest: int) -> None:
    assert fewest_one_sided(tests, 0.05) == fewest
    assert p_of(0, fewest) * tests <= 0.05 < p_of(0, fewest - 1) * tests


def test_the_smallest_gap_is_found_with_its_power() -> None:
    gap = detectable_gap(38, 17, 0.05, 0.8)
    assert stats.binom.sf(9, 38, gap) == pytest.approx(0.8)
    assert math.isnan(detectable_gap(6, 17, 0.05, 0.8))
    assert detectable_gap(1000, 17, 0.05, 0.8) < gap
