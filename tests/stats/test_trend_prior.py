from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.interpolate import CubicSpline

from interpret.contracts import FloatArray
from interpret.stats.comparison import Comparison
from interpret.stats.design import two_groups
from interpret.stats.squeeze import fit_variance_prior
from interpret.stats.trend_prior import fit_variance_trend
from interpret.stats.two_group.moderated_t_trend import MODERATED_T_TREND


def trended(p: int, seed: int) -> tuple[FloatArray, FloatArray]:
    random = np.random.default_rng(seed)
    mean = random.normal(8.0, 2.0, size=p)
    true = np.exp(1.0 - 0.4 * mean) * 6.0 / random.chisquare(6.0, size=p)
    return true * random.chisquare(20.0, size=p) / 20.0, mean


def test_trend_is_found_again() -> None:
    variance, mean = trended(100_000, 1)
    prior = fit_variance_trend(variance, 20.0, mean)
    assert prior.df == pytest.approx(6.0, rel=0.05)
    middle = np.abs(mean - 8.0) < 4.0
    np.testing.assert_allclose(np.log(prior.variance[middle]), 1.0 - 0.4 * mean[middle], atol=0.05)


def test_trend_is_the_least_squares_natural_spline_with_knots_at_the_thirds() -> None:
    variance, mean = trended(500, 2)
    knots = np.quantile(mean, [0.0, 1 / 3, 2 / 3, 1.0])
    columns = CubicSpline(knots, np.eye(4), bc_type="natural")(mean)  # another basis of the same splines
    fitted = columns @ np.linalg.lstsq(columns, np.log(variance))[0]
    prior = np.log(fit_variance_trend(variance, 20.0, mean).variance)
    np.testing.assert_allclose(prior - prior.mean(), fitted - fitted.mean(), atol=1e-11)


def test_genes_without_variance_get_the_trend_at_their_mean_and_do_not_shape_it() -> None:
    variance, mean = trended(300, 3)
    df = np.full(300, 20.0)
    without = np.array([0, 7, int(np.argmin(mean)), int(np.argmax(mean))])
    variance[without], df[without] = np.nan, 0.0
    prior = fit_variance_trend(variance, df, mean)
    kept = np.isfinite(variance)
    alone = fit_variance_trend(variance[kept], 20.0, mean[kept])
    assert prior.df == alone.df
    np.testing.assert_array_equal(prior.variance[kept], alone.variance)
    assert np.isfinite(prior.variance).all()
    # beyond the means that shaped it the logarithm goes on as a straight line
    highest = mean[kept].max()
    beyond = np.array([highest, highest + 1.0, highest + 2.0])
    tail = fit_variance_trend(np.append(variance, [np.nan] * 3), np.append(df, [0.0] * 3), np.append(mean, beyond))
    assert np.diff(np.log(tail.variance[-3:]), 2) == pytest.approx(0.0, abs=1e-10)


def test_one_mean_for_all_is_the_plain_prior_and_a_missing_mean_has_none() -> None:
    variance, mean = trended(40, 4)
    plain = fit_variance_prior(variance, 20.0)
    same_mean = fit_variance_trend(variance, 20.0, np.full(40, 7.0))
    assert same_mean.df == plain.df
    assert (same_mean.variance == plain.variance).all()
    mean[5] = np.nan
    prior = fit_variance_trend(variance, 20.0, mean)
    assert np.flatnonzero(np.isnan(prior.variance)).tolist() == [5]


def test_without_excess_spread_the_prior_is_infinite() -> None:
    random = np.random.default_rng(5)
    mean = random.normal(8.0, 2.0, size=200)
    prior = fit_variance_trend(np.exp(0.3 * mean) * random.uniform(0.95, 1.05, size=200), 10.0, mean)
    assert math.isinf(prior.df)
    assert prior.variance.shape == (200,)


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
@pytest.mark.parametrize("end", [0.0, 9.0])
def test_many_genes_at_the_floor_or_the_ceiling(share: float, end: float) -> None:
    variance, mean = trended(200, 6)
    mean = np.clip(mean, 1.0, 8.99)
    mean[: int(share * 200)] = end
    prior = fit_variance_trend(variance, 20.0, mean)
    assert 0.0 < prior.df < math.inf
    assert (prior.variance > 0.0).all()


def test_order_of_genes_changes_no_bit() -> None:
    random = np.random.default_rng(7)
    variance, mean = trended(2000, 7)
    mean = np.round(mean, 1)  # ties
    df = random.integers(10, 21, size=2000).astype(np.float64)
    prior = fit_variance_trend(variance, df, mean)
    for _ in range(10):
        order = random.permutation(2000)
        shuffled = fit_variance_trend(variance[order], df[order], mean[order])
        assert shuffled.df == prior.df
        np.testing.assert_array_equal(shuffled.variance, prior.variance[order])


def test_the_registered_test_uses_the_trend() -> None:
    random = np.random.default_rng(8)
    level = random.normal(8.0, 2.0, size=400)
    values = level + random.normal(size=(14, 400)) * np.exp(-0.2 * level)
    comparison = Comparison(values, two_groups(np.arange(14) < 6))
    result = MODERATED_T_TREND.run(comparison)
    assert result.prior is not None
    assert np.corrcoef(np.log(result.prior.variance), comparison.fit.mean)[0, 1] < -0.9
    np.testing.assert_allclose(result.statistic, comparison.fit.effect / result.se, rtol=1e-14)
