"""AUC and its intervals: by hand, by their equations, and by how often they cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special
from scipy import stats as scipy_stats
from stats.effect_cases import assert_covers, groups, pairs, two_normal_groups

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.auc_interval import newcombe_interval, wilson_interval
from interpret.stats.effects import auc


def test_auc_counts_pairs_ties_half(values: FloatArray, positive: BoolArray) -> None:
    coarse = np.round(values)
    each = coarse[positive][:, None, :] - coarse[~positive][None, :, :]  # (n1, n0, p)
    by_pairs = ((each > 0) + 0.5 * (each == 0)).mean(axis=(0, 1))
    assert (each == 0).any()
    plain, swapped = auc(groups(coarse, positive), 0.95), auc(groups(coarse, ~positive), 0.95)
    np.testing.assert_allclose(plain.auc, by_pairs, rtol=1e-14)
    np.testing.assert_allclose(swapped.auc, 1.0 - by_pairs, rtol=1e-13)
    np.testing.assert_allclose(swapped.ci_low, 1.0 - plain.ci_high, rtol=1e-9)
    np.testing.assert_allclose(swapped.ci_high, 1.0 - plain.ci_low, rtol=1e-9)


def test_auc_of_pairs_counts_within_pairs() -> None:
    differences = np.round(np.random.default_rng(9).normal(0.3, 1.0, size=(11, 30)))
    differences[2, :4] = np.nan
    found = auc(pairs(differences), 0.9)
    n = (~np.isnan(differences)).sum(axis=0)
    expected = ((differences > 0).sum(axis=0) + 0.5 * (differences == 0).sum(axis=0)) / n
    np.testing.assert_allclose(found.auc, expected, rtol=1e-15)
    for j in range(30):
        if (differences[:, j] == 0).sum() % 2 == 0:
            wins = round(expected[j] * n[j])
            theirs = scipy_stats.binomtest(wins, int(n[j])).proportion_ci(0.9, method="wilson")
            np.testing.assert_allclose((found.ci_low[j], found.ci_high[j]), theirs, rtol=1e-12, atol=1e-15)


def test_newcombe_limits_solve_their_equation() -> None:
    random = np.random.default_rng(10)
    estimate = np.append(random.random(200), [0.0, 1.0, 0.5, 1e-4])
    m, n = (random.integers(2, 300, estimate.size) for _ in range(2))
    low, high = newcombe_interval(estimate, m, n, 0.95)
    z, size = scipy_stats.norm.isf(0.025), (m + n) / 2.0 - 1.0
    for limit in (low, high):
        # the variance as Newcombe 2006 writes it
        variance = limit * (1 - limit) * (1 + size * (1 - limit) / (2 - limit) + size * limit / (1 + limit)) / (m * n)
        np.testing.assert_allclose((estimate - limit) ** 2, z**2 * variance, rtol=1e-9, atol=1e-15)
    assert ((low >= 0.0) & (low <= estimate) & (estimate <= high) & (high <= 1.0)).all()
    assert low[200] == 0.0
    assert high[200] > 0.0
    assert high[201] == 1.0
    assert low[201] < 1.0


def test_newcombe_limits_rise_with_the_auc_and_draw_in_with_more_patients() -> None:
    estimate = np.linspace(0.0, 1.0, 101)
    low, high = newcombe_interval(estimate, np.full(101, 11), np.full(101, 27), 0.95)
    assert (np.diff(low) > 0.0).all()
    assert (np.diff(high) > 0.0).all()
    more_low, more_high = newcombe_interval(estimate, np.full(101, 44), np.full(101, 108), 0.95)
    assert (more_high - more_low < high - low).all()


def test_an_auc_without_values_is_missing() -> None:
    low, high = wilson_interval(np.array([np.nan, 1.0]), np.array([0, 6]), 0.95)
    assert np.isnan([low[0], high[0]]).all()
    assert low[1] < high[1] == 1.0
    nothing = newcombe_interval(np.array([np.nan]), np.array([4]), np.array([4]), 0.95)
    assert np.isnan(nothing).all()


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(8, 8), (11, 27), (25, 47)])
@pytest.mark.parametrize("share", [0.5, 0.7, 0.9, 0.97])
def test_interval_of_the_auc_covers_where_both_groups_vary_alike(sizes: tuple[int, int], share: float) -> None:
    found = auc(two_normal_groups(sizes, float(special.ndtri(share)) * math.sqrt(2.0)), 0.95)
    covered = float(((found.ci_low <= share) & (share <= found.ci_high)).mean())
    error = 4.0 * math.sqrt(0.95 * 0.05 / found.auc.size)
    assert 0.95 - error <= covered <= 0.98 + error


@pytest.mark.slow
@pytest.mark.parametrize(("sizes", "floor"), [((11, 27), 0.91), ((5, 40), 0.87)])
def test_interval_of_the_auc_covers_as_its_text_says_where_they_do_not(sizes: tuple[int, int], floor: float) -> None:
    found = auc(two_normal_groups(sizes, float(special.ndtri(0.7)) * math.sqrt(5.0), spread=2.0), 0.95)
    assert_covers(found.ci_low, found.ci_high, 0.7, floor)


@pytest.mark.slow
@pytest.mark.parametrize(("n", "share"), [(6, 0.5), (10, 0.9), (20, 0.7), (50, 0.9)])
def test_interval_of_the_auc_of_pairs_covers_as_wilsons_does(n: int, share: float) -> None:
    random = np.random.default_rng(20260215)
    found = auc(pairs(random.normal(float(special.ndtri(share)), 1.0, size=(n, 20_000))), 0.95)
    wins = np.arange(n + 1)  # what it covers follows from the binomial distribution
    limits = [scipy_stats.binomtest(int(k), n).proportion_ci(0.95, method="wilson") for k in wins]
    inside = np.array([limit.low <= share <= limit.high for limit in limits])
    expected = float(scipy_stats.binom.pmf(wins, n, share)[inside].sum())
    assert 0.92 < expected < 0.99
    assert_covers(found.ci_low, found.ci_high, share, expected)
