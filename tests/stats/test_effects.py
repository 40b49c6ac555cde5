"""The difference and Hedges' g with their intervals: by hand, and by how often the intervals cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats as scipy_stats
from stats.effect_cases import assert_covers, covariates, groups, pairs, two_normal_groups

from interpret.contracts import BoolArray, FloatArray
from interpret.data.expression import Scale
from interpret.stats.design import paired, two_groups
from interpret.stats.effects import difference_effects, effect_unit, hedges_g, method_text
from interpret.stats.hedges import noncentrality_limits, small_sample_correction
from interpret.stats.two_group import student
from interpret.stats.two_group.moderated_t import MODERATED_T


def test_hedges_g_by_hand(values: FloatArray, positive: BoolArray) -> None:
    a, b = values[positive, 3], values[~positive, 3]
    sd = math.sqrt((4 * a.var(ddof=1) + 7 * b.var(ddof=1)) / 11)
    correction = math.gamma(11 / 2) / (math.sqrt(11 / 2) * math.gamma(10 / 2))
    found = hedges_g(groups(values, positive), 0.95)
    assert found.g[3] == pytest.approx((a.mean() - b.mean()) / sd * correction, rel=1e-13)


def test_hedges_g_of_pairs_by_hand() -> None:
    differences = np.random.default_rng(11).normal(0.4, 1.0, size=(8, 3))
    found = hedges_g(pairs(differences), 0.95)
    correction = math.gamma(7 / 2) / (math.sqrt(7 / 2) * math.gamma(6 / 2))
    z = differences.mean(axis=0) / differences.std(axis=0, ddof=1)
    np.testing.assert_allclose(found.g, correction * z, rtol=1e-11)
    t = z * math.sqrt(8)
    limits = noncentrality_limits(t, np.full(3, 7.0), 0.95)
    np.testing.assert_allclose(found.ci_low, limits[0] / math.sqrt(8), rtol=1e-9)
    np.testing.assert_allclose(found.ci_high, limits[1] / math.sqrt(8), rtol=1e-9)


def test_hedges_g_with_a_covariate_by_hand() -> None:
    random = np.random.default_rng(12)
    positive, age = np.arange(14) % 2 == 0, random.normal(size=14)
    values = random.normal(size=(14, 2)) + positive[:, None] + age[:, None]
    found = hedges_g(covariates(values, positive, age), 0.9)
    X = np.column_stack([np.ones(14), age, positive])
    beta, squares, *_ = np.linalg.lstsq(X, values, rcond=None)
    sd, unscaled = np.sqrt(squares / 11), math.sqrt(np.linalg.inv(X.T @ X)[2, 2])
    correction = float(small_sample_correction(np.array(11.0)))
    np.testing.assert_allclose(found.g, correction * beta[2] / sd, rtol=1e-10)
    low, _ = noncentrality_limits(beta[2] / (sd * unscaled), np.full(2, 11.0), 0.9)
    np.testing.assert_allclose(found.ci_low, unscaled * low, rtol=1e-9)


def test_hedges_g_is_unbiased() -> None:
    random = np.random.default_rng(20260205)
    values, positive = random.normal(size=(9, 100_000)), np.arange(9) < 4
    values[positive] += 0.8
    g = hedges_g(groups(values, positive), 0.95).g
    assert abs(g.mean() - 0.8) < 4.0 * g.std() / math.sqrt(g.size)


def test_hedges_g_of_a_gene_constant_in_both_groups_is_missing() -> None:
    positive = np.arange(7) < 3
    for level in (0.0, 0.1):  # around 0 the mean of all values says nothing of the rounding
        constant = np.column_stack([positive * 2.0 - 1.0 + level, positive * 1.0 + level])
        found = hedges_g(groups(constant, positive), 0.95)
        for part in (found.g, found.ci_low, found.ci_high):
            assert np.isnan(part).all()


def test_hedges_g_needs_two_degrees_of_freedom() -> None:
    assert np.isnan(small_sample_correction(np.array([0, 1]))).all()
    assert np.isnan(hedges_g(pairs(np.array([[1.0], [2.5]])), 0.95).g[0])
    found = hedges_g(pairs(np.array([[1.0], [2.5], [1.5]])), 0.95)
    assert found.ci_low[0] < found.g[0] < found.ci_high[0]


def test_hedges_g_with_missing_values_takes_each_genes_own_number(values: FloatArray, positive: BoolArray) -> None:
    gaps = values.copy()
    gaps[0, 5], gaps[1, 5] = np.nan, np.nan  # one of each class
    alone = hedges_g(groups(values[2:, 5:6], positive[2:]), 0.95)
    found = hedges_g(groups(gaps, positive), 0.95)
    for part in ("g", "ci_low", "ci_high"):
        assert getattr(found, part)[5] == pytest.approx(getattr(alone, part)[0], rel=1e-10)


@pytest.mark.parametrize(
    ("scale", "unit", "divisor"),
    [
        (Scale.LOG2, "log2 fold change", 1.0),
        (Scale.LOG10, "log2 fold change", math.log10(2.0)),
        (Scale.STANDARDISED, "difference of standardised values", 1.0),
        (Scale.RAW, "difference of intensities", 1.0),
    ],
)
def test_unit_follows_the_scale(scale: Scale, unit: str, divisor: float) -> None:
    assert effect_unit(scale) == (unit, divisor)
    difference, se, df = np.array([1.0, -3.0, np.nan]), np.array([0.5, 0.1, np.nan]), np.array([9.0, np.inf, 3.0])
    effects = difference_effects(difference, se, df, scale, 0.95)
    assert effects.unit == unit
    np.testing.assert_allclose(effects.effect, difference / divisor, rtol=1e-15)
    np.testing.assert_allclose(effects.se, se / divisor, rtol=1e-15)
    half = np.array([scipy_stats.t.isf(0.025, 9.0) * 0.5, scipy_stats.norm.isf(0.025) * 0.1, np.nan]) / divisor
    np.testing.assert_allclose(effects.ci_high, difference / divisor + half, rtol=1e-12)
    np.testing.assert_allclose(effects.ci_low, difference / divisor - half, rtol=1e-12)


def test_interval_of_the_moderated_t(values: FloatArray, positive: BoolArray) -> None:
    comparison = groups(values, positive)
    result = MODERATED_T.run(comparison)
    assert result.se is not None
    assert result.df is not None
    effects = difference_effects(comparison.fit.effect, result.se, result.df, Scale.LOG2, 0.9)
    difference = values[positive].mean(axis=0) - values[~positive].mean(axis=0)
    np.testing.assert_allclose(effects.effect, difference, rtol=1e-12)
    zero_inside = (effects.ci_low <= 0.0) & (effects.ci_high >= 0.0)
    np.testing.assert_array_equal(zero_inside, result.p_value >= 0.1)  # interval and p-value say the same
    assert zero_inside.any()
    assert not zero_inside.all()


def test_interval_of_the_moderated_t_covers_as_it_says() -> None:
    random = np.random.default_rng(20260206)
    genes = 40_000
    sd = np.sqrt(0.25 * 7.5 / random.chisquare(7.5, size=genes))
    positive = np.arange(20) < 7
    values = random.normal(size=(20, genes)) * sd + positive[:, None] * 0.7
    comparison = groups(values, positive)
    result = MODERATED_T.run(comparison)
    assert result.se is not None
    assert result.df is not None
    effects = difference_effects(comparison.fit.effect, result.se, result.df, Scale.LOG2, 0.95)
    assert_covers(effects.ci_low, effects.ci_high, 0.7, 0.95)


def test_method_text_says_what_the_design_made_of_it() -> None:
    positive = np.arange(6) < 3
    independent = method_text(two_groups(positive))
    within = method_text(paired(positive, np.arange(6) % 3))
    adjusted = method_text(covariates(np.ones((6, 1)), positive, np.arange(6.0)).design)
    assert "pooled standard deviations" in independent
    assert "Newcombe" in independent
    assert "not adjusted for anything" not in independent
    assert "g_z" in within
    assert "Wilson" in within
    assert "not adjusted for anything" in adjusted


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(3, 3), (5, 8), (11, 27)])
@pytest.mark.parametrize("delta", [0.0, 0.5, 2.0, 4.0])
@pytest.mark.parametrize("confidence", [0.8, 0.95])
def test_interval_of_hedges_g_is_exact(sizes: tuple[int, int], delta: float, confidence: float) -> None:
    found = hedges_g(two_normal_groups(sizes, delta), confidence)
    assert_covers(found.ci_low, found.ci_high, delta, confidence)


@pytest.mark.slow
@pytest.mark.parametrize("delta", [0.0, 0.8])
def test_interval_of_hedges_g_of_pairs_is_exact(delta: float) -> None:
    random = np.random.default_rng(20260211)
    found = hedges_g(pairs(random.normal(delta, 1.0, size=(9, 20_000))), 0.95)
    assert_covers(found.ci_low, found.ci_high, delta, 0.95)


@pytest.mark.slow
def test_interval_of_hedges_g_with_a_covariate_is_exact() -> None:
    random = np.random.default_rng(20260212)
    positive = np.arange(16) < 6
    age = random.normal(size=16) + positive
    values = random.normal(size=(16, 20_000)) + 0.8 * positive[:, None] + 0.5 * age[:, None]
    found = hedges_g(covariates(values, positive, age), 0.95)
    assert_covers(found.ci_low, found.ci_high, 0.8, 0.95)


@pytest.mark.slow
@pytest.mark.parametrize("test", [student.STUDENT, MODERATED_T], ids=["student", "moderated"])
@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_intervals_of_the_difference_cover_as_they_say(test: object, confidence: float) -> None:
    random = np.random.default_rng(20260213)
    genes, positive = 40_000, np.arange(38) < 11
    sd = np.sqrt(0.25 * 7.5 / random.chisquare(7.5, size=genes))
    comparison = groups(random.normal(size=(38, genes)) * sd + positive[:, None] * 0.3, positive)
    result = test.run(comparison)  # type: ignore[attr-defined]
    effects = difference_effects(comparison.fit.effect, result.se, result.df, Scale.LOG2, confidence)
    assert_covers(effects.ci_low, effects.ci_high, 0.3, confidence)
