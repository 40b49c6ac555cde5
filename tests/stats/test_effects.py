from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from interpret.contracts import BoolArray, FloatArray
from interpret.data.expression import Scale
from interpret.stats.effects import auc, effect_unit, hedges_g, moderated_effects
from interpret.stats.group_moments import group_moments
from interpret.stats.two_group.moderated_t import fit_moderated


def test_auc_counts_pairs_ties_half(values: FloatArray, positive: BoolArray) -> None:
    coarse = np.round(values)
    pairs = coarse[positive][:, None, :] - coarse[~positive][None, :, :]  # (n1, n0, p)
    by_pairs = ((pairs > 0) + 0.5 * (pairs == 0)).mean(axis=(0, 1))
    assert (pairs == 0).any()
    np.testing.assert_allclose(auc(coarse, positive), by_pairs, rtol=1e-14)
    np.testing.assert_allclose(auc(coarse, ~positive), 1.0 - by_pairs, rtol=1e-13)


def test_hedges_g_by_hand(values: FloatArray, positive: BoolArray) -> None:
    a, b = values[positive, 3], values[~positive, 3]
    sd = math.sqrt((4 * a.var(ddof=1) + 7 * b.var(ddof=1)) / 11)
    correction = math.gamma(11 / 2) / (math.sqrt(11 / 2) * math.gamma(10 / 2))
    assert hedges_g(group_moments(values, positive))[3] == pytest.approx((a.mean() - b.mean()) / sd * correction)


def test_hedges_g_is_unbiased() -> None:
    random = np.random.default_rng(20260205)
    values, positive = random.normal(size=(9, 100_000)), np.arange(9) < 4
    values[positive] += 0.8
    g = hedges_g(group_moments(values, positive))
    assert abs(g.mean() - 0.8) < 4.0 * g.std() / math.sqrt(g.size)


def test_hedges_g_of_a_gene_constant_in_both_groups_is_missing() -> None:
    positive = np.arange(7) < 3
    assert np.isnan(hedges_g(group_moments(positive[:, None] * 1.0, positive)))[0]


@pytest.mark.parametrize(
    ("scale", "unit", "divisor"),
    [
        (Scale.LOG2, "log2 fold change", 1.0),
        (Scale.LOG10, "log2 fold change", math.log10(2.0)),
        (Scale.STANDARDISED, "difference of standardised values", 1.0),
        (Scale.RAW, "difference of intensities", 1.0),
    ],
)
def test_unit_follows_the_scale(
    values: FloatArray, positive: BoolArray, scale: Scale, unit: str, divisor: float
) -> None:
    assert effect_unit(scale) == (unit, divisor)
    effects = moderated_effects(fit_moderated(values, positive), scale, 0.95)
    difference = values[positive].mean(axis=0) - values[~positive].mean(axis=0)
    assert effects.unit == unit
    np.testing.assert_allclose(effects.effect, difference / divisor, rtol=1e-12)


def test_interval_is_that_of_the_moderated_t(values: FloatArray, positive: BoolArray) -> None:
    fit = fit_moderated(values, positive)
    effects = moderated_effects(fit, Scale.LOG2, 0.9)
    half = stats.t.isf(0.05, fit.df) * np.sqrt(fit.s2_post * (1 / 5 + 1 / 8))
    np.testing.assert_allclose(effects.ci_high - effects.effect, half, rtol=1e-10)
    np.testing.assert_allclose(effects.effect - effects.ci_low, half, rtol=1e-10)
    np.testing.assert_allclose(effects.se, half / stats.t.isf(0.05, fit.df), rtol=1e-12)


def test_interval_covers_as_it_says() -> None:
    random = np.random.default_rng(20260206)
    genes = 40_000
    sd = np.sqrt(0.25 * 7.5 / random.chisquare(7.5, size=genes))
    positive = np.arange(20) < 7
    values = random.normal(size=(20, genes)) * sd + positive[:, None] * 0.7
    effects = moderated_effects(fit_moderated(values, positive), Scale.LOG2, 0.95)
    covered = ((effects.ci_low <= 0.7) & (effects.ci_high >= 0.7)).mean()
    assert abs(covered - 0.95) < 4.0 * math.sqrt(0.95 * 0.05 / genes)
