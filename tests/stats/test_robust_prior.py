from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import f as f_distribution

from interpret.contracts import FloatArray
from interpret.stats.comparison import Comparison
from interpret.stats.design import two_groups
from interpret.stats.robust_prior import fit_variance_robust, winsorized_moments
from interpret.stats.squeeze import fit_variance_prior, squeeze_variance
from interpret.stats.two_group.moderated_t_robust import MODERATED_T_ROBUST


def variances(p: int, seed: int, outliers: int = 0) -> FloatArray:
    """Return variances with 20 degrees of freedom, prior 0.3 with 10; the first ones far too large."""
    random = np.random.default_rng(seed)
    variance = 0.3 * 10.0 / random.chisquare(10.0, size=p) * random.chisquare(20.0, size=p) / 20.0
    variance[:outliers] *= np.exp(random.uniform(4.0, 6.0, size=outliers))
    return variance


def test_outliers_do_not_shape_the_prior() -> None:
    clean, soiled = variances(20_000, 1), variances(20_000, 1, outliers=400)
    robust, plain = fit_variance_robust(soiled, 20.0), fit_variance_prior(soiled, 20.0)
    assert plain.df < 6.0
    assert float(np.max(robust.df)) == pytest.approx(10.0, rel=0.15)
    assert robust.variance == pytest.approx(float(fit_variance_robust(clean, 20.0).variance), rel=0.03)
    assert robust.variance == pytest.approx(0.3, rel=0.05)


def test_outliers_keep_more_of_their_own_variance() -> None:
    variance = variances(5_000, 2, outliers=20)
    prior = fit_variance_robust(variance, 20.0)
    most = float(np.max(prior.df))
    assert (prior.df[:20] < most / 5.0).all()
    assert (prior.df[20:] == most).mean() > 0.9
    order = np.argsort(variance)
    assert (np.diff(prior.df[order]) <= 0.0).all()  # the larger the variance, the less it is held
    squeezed = squeeze_variance(variance, 20.0, prior)
    held = squeeze_variance(variance, 20.0, fit_variance_prior(variance, 20.0))
    assert (squeezed[:20] > held[:20]).all()


def test_unequal_degrees_of_freedom_give_nearly_the_same_prior() -> None:
    random = np.random.default_rng(3)
    df = random.integers(12, 21, size=20_000).astype(np.float64)
    true = 0.3 * 10.0 / random.chisquare(10.0, size=df.size)
    prior = fit_variance_robust(true * random.chisquare(df) / df, df)
    assert float(np.max(prior.df)) == pytest.approx(10.0, rel=0.1)
    assert prior.variance == pytest.approx(0.3, rel=0.03)


def test_genes_without_variance_are_no_outliers() -> None:
    variance, df = variances(200, 4, outliers=5), np.full(200, 20.0)
    variance[50:60], df[50:60] = np.nan, 0.0
    prior = fit_variance_robust(variance, df)
    kept = np.isfinite(variance)
    alone = fit_variance_robust(variance[kept], 20.0)
    assert prior.variance == alone.variance
    np.testing.assert_array_equal(prior.df[kept], alone.df)
    assert (prior.df[50:60] == alone.df.max()).all()


@pytest.mark.parametrize("p", [1, 2, 9])
def test_fewer_than_ten_genes_have_the_plain_prior(p: int) -> None:
    variance = variances(p, 5)
    assert fit_variance_robust(variance, 20.0) == fit_variance_prior(variance, 20.0)


def test_mostly_zero_variances_leave_the_plain_prior() -> None:
    variance = variances(20, 6)
    variance[:11] = 0.0
    prior = fit_variance_robust(variance, 20.0)
    assert prior == fit_variance_prior(variance, 20.0)
    assert (squeeze_variance(variance, 20.0, prior) > 0.0).all()


@pytest.mark.parametrize("df1", [1.0, 4.0, 36.0, 498.0])
@pytest.mark.parametrize("df2", [0.1, 0.8, 7.0, 300.0])
def test_winsorized_moments_are_the_integrals(df1: float, df2: float) -> None:
    low, high = np.log(f_distribution.ppf(0.05, df1, df2)), np.log(f_distribution.isf(0.1, df1, df2))

    def integral(power: int, centre: float) -> float:
        def integrand(z: float) -> float:
            return (z - centre) ** power * math.exp(z) * float(f_distribution.pdf(math.exp(z), df1, df2))

        pieces = np.linspace(low, high, 12)
        inside = math.fsum(quad(integrand, a, b)[0] for a, b in pairwise(pieces))
        return inside + 0.05 * (low - centre) ** power + 0.1 * (high - centre) ** power

    moments = winsorized_moments(df1, df2)
    assert moments.mean == pytest.approx(integral(1, 0.0), rel=1e-8, abs=1e-10)
    assert moments.variance == pytest.approx(integral(2, moments.mean), rel=1e-8)


def test_order_of_genes_changes_no_bit() -> None:
    random = np.random.default_rng(7)
    variance = np.round(variances(800, 7, outliers=10), 3)  # ties
    df = random.integers(15, 21, size=800).astype(np.float64)
    for each in (np.full(800, 20.0), df):
        prior = fit_variance_robust(variance, each)
        for _ in range(5):
            order = random.permutation(800)
            shuffled = fit_variance_robust(variance[order], each[order])
            assert shuffled.variance == prior.variance
            np.testing.assert_array_equal(shuffled.df, prior.df[order])


def test_the_registered_test_frees_outliers() -> None:
    random = np.random.default_rng(8)
    values = 8.0 + random.normal(size=(20, 500))
    values[3, 0] += 15.0
    result = MODERATED_T_ROBUST.run(Comparison(values, two_groups(np.arange(20) < 9)))
    assert result.prior is not None
    assert result.df is not None
    assert int(np.argmin(result.prior.df)) == 0
    assert result.df[0] < result.df[1:].min()
