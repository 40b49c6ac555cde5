from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import polygamma

from interpret.stats.comparison import Comparison
from interpret.stats.design import two_groups
from interpret.stats.squeeze import fit_variance_prior, inverse_trigamma, squeeze_variance
from interpret.stats.two_group import student
from interpret.stats.two_group.moderated_t import run


@pytest.mark.parametrize("value", [1e-7, 1e-5, 0.01, 0.3, 1.0, 7.0, 1e3, 1e6, 1e8, 1e10])
def test_inverse_trigamma_inverts(value: float) -> None:
    # outside 1e-6 .. 1e7 the asymptote is used, as in limma
    tolerance = 1e-12 if 1e-6 <= value <= 1e7 else 2e-4
    assert float(polygamma(1, inverse_trigamma(value))) == pytest.approx(value, rel=tolerance)


def test_prior_is_found_again() -> None:
    random = np.random.default_rng(11)
    true = 0.3 * 6.0 / random.chisquare(6.0, size=200_000)  # scaled inverse chi-square with 6 degrees of freedom
    prior = fit_variance_prior(true * random.chisquare(20.0, size=true.size) / 20.0, 20.0)
    assert prior.df == pytest.approx(6.0, rel=0.05)
    assert prior.variance == pytest.approx(0.3, rel=0.02)


def test_prior_is_found_again_when_genes_miss_values() -> None:
    random = np.random.default_rng(12)
    df = random.integers(2, 21, size=200_000).astype(np.float64)
    true = 0.3 * 6.0 / random.chisquare(6.0, size=df.size)
    prior = fit_variance_prior(true * random.chisquare(df) / df, df)
    assert prior.df == pytest.approx(6.0, rel=0.05)
    assert prior.variance == pytest.approx(0.3, rel=0.02)


def test_equal_degrees_of_freedom_as_array_or_number_give_the_same_bits() -> None:
    random = np.random.default_rng(13)
    for df in (1, 2, 7, 36, 70, 498):
        variance = random.gamma(2.0, size=700)
        assert fit_variance_prior(variance, np.full(700, float(df))) == fit_variance_prior(variance, df)


@pytest.mark.parametrize("empty", [0.0, 0.9, np.nan])
def test_genes_without_a_degree_of_freedom_are_left_out_and_given_the_prior(empty: float) -> None:
    random = np.random.default_rng(14)
    variance = 1.8 / random.chisquare(6.0, size=50) * random.chisquare(9.0, size=50) / 9.0
    df = np.full(50, 9.0)
    df[::10], variance[::10] = empty, np.nan
    kept = np.arange(50) % 10 > 0
    prior = fit_variance_prior(variance, df)
    assert prior == fit_variance_prior(variance[kept], 9.0)
    squeezed = squeeze_variance(variance, np.nan_to_num(df) // 1, prior)
    np.testing.assert_allclose(squeezed[::10], prior.variance, rtol=1e-14)
    np.testing.assert_array_equal(squeezed[kept], squeeze_variance(variance[kept], 9.0, prior))


def test_a_single_informative_gene_keeps_its_own_variance_and_none_gives_no_prior() -> None:
    variance, df = np.array([np.nan, 0.7, np.nan]), np.array([0.0, 5.0, 0.0])
    prior = fit_variance_prior(variance, df)
    assert (prior.df, prior.variance) == (0.0, 0.7)
    squeezed = squeeze_variance(variance, df, prior)
    assert squeezed[1] == pytest.approx(0.7, rel=1e-15)
    assert np.isnan(squeezed[[0, 2]]).all()  # nothing of their own, and a prior of no weight
    nothing = fit_variance_prior(variance[::2], df[::2])
    assert math.isnan(nothing.df)
    assert np.isnan(squeeze_variance(variance, df, nothing)).all()


def test_equal_variances_give_an_infinite_prior_at_their_mean() -> None:
    variance = np.array([0.9, 1.0, 1.1, 1.2])
    prior = fit_variance_prior(variance, 10.0)
    assert math.isinf(prior.df)
    assert prior.variance == pytest.approx(1.05, rel=1e-15)
    np.testing.assert_array_equal(squeeze_variance(variance, 10.0, prior), np.full(4, prior.variance))


def test_squeezed_lies_between_own_and_prior() -> None:
    variance = np.array([0.01, 0.1, 1.0, 3.0, 50.0])
    prior = fit_variance_prior(variance, 8.0)
    squeezed = squeeze_variance(variance, 8.0, prior)
    assert 0.0 < prior.df < math.inf
    assert (np.abs(squeezed - prior.variance) < np.abs(variance - prior.variance)).all()
    np.testing.assert_allclose(squeezed, (8.0 * variance + prior.df * prior.variance) / (8.0 + prior.df), rtol=1e-15)


def test_zero_variances_are_lifted_as_limma_does() -> None:
    variance = np.array([0.0, 0.0, 0.2, 0.5, 0.7, 1.0, 2.0])
    lifted = np.maximum(variance, 1e-5 * 0.5)
    assert fit_variance_prior(variance, 6.0) == fit_variance_prior(lifted, 6.0)
    mostly_zero = np.array([0.0, 0.0, 0.0, 0.4])
    assert fit_variance_prior(mostly_zero, 6.0) == fit_variance_prior(np.array([1e-5, 1e-5, 1e-5, 0.4]), 6.0)


def test_order_of_genes_changes_no_bit() -> None:
    random = np.random.default_rng(5)
    variance = random.gamma(2.0, size=3000)
    unequal = random.integers(20, 37, size=3000).astype(np.float64)
    for df in (np.full(3000, 36.0), unequal):
        plain = fit_variance_prior(variance, df)
        for _ in range(20):
            order = random.permutation(3000)
            assert fit_variance_prior(variance[order], df[order]) == plain


def test_a_single_gene_has_nothing_to_borrow() -> None:
    random = np.random.default_rng(6)
    comparison = Comparison(random.normal(size=(12, 1)), two_groups(np.arange(12) < 5))
    result = run(comparison)
    assert result.prior is not None
    assert result.prior.df == 0.0
    assert result.df == 10.0
    np.testing.assert_allclose(result.p_value, student.run(comparison).p_value, rtol=1e-13)


def test_degrees_of_freedom_stop_at_those_of_all_genes_pooled() -> None:
    random = np.random.default_rng(8)
    column = random.normal(size=(12, 1))
    values = np.hstack([column, column[::-1], column + 1.0])
    result = run(Comparison(values, two_groups(np.arange(12) < 6)))
    assert result.prior is not None
    assert math.isinf(result.prior.df)
    assert result.df is not None
    assert result.df.tolist() == [30.0, 30.0, 30.0]


def test_a_gene_constant_in_both_groups_is_given_the_variance_of_the_others() -> None:
    random = np.random.default_rng(9)
    positive = np.arange(14) < 6
    values = random.normal(size=(14, 200))
    values[:, 0] = positive
    result = run(Comparison(values, two_groups(positive)))
    assert np.isfinite(result.statistic[0])
    assert 0.0 < result.p_value[0] < 0.05
