from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import gammaincc
from scipy.stats import f as f_distribution

from interpret.stats.f_tail import f_at_log_lower_tail, f_at_log_upper_tail, log_lower_tail, log_upper_tail


@pytest.mark.parametrize("df1", [1.0, 5.0, 70.0])
@pytest.mark.parametrize("df2", [0.3, 6.0, 200.0, 1e6])
def test_tails_equal_those_of_scipy(df1: float, df2: float) -> None:
    f = np.array([0.01, 0.3, 1.0, 2.5, 8.0])
    np.testing.assert_allclose(np.exp(log_upper_tail(f, df1, df2)), f_distribution.sf(f, df1, df2), rtol=1e-9)
    np.testing.assert_allclose(np.exp(log_lower_tail(f, df1, df2)), f_distribution.cdf(f, df1, df2), rtol=1e-9)


# log(pf(..., lower.tail = FALSE)) to 20 digits by the incomplete beta and gamma functions of mpmath
@pytest.mark.parametrize(
    ("f", "df1", "df2", "log_tail"),
    [
        (166.0, 70.0, 13600.0, -4014.2547422602963895),
        (100000.0, 36.0, 200.0, -933.58855504108988059),
        (40.0, 70.0, math.inf, -1242.2525247299885554),
        (3000.0, 1.0, math.inf, -1504.2293081924811103),
        (2500.0, 1.0, 5000.0, -1017.5983015157899616),
        (1e20, 5.0, 40.0, -875.14552689943918151),
    ],
)
def test_far_tails_and_back(f: float, df1: float, df2: float, log_tail: float) -> None:
    assert log_upper_tail(np.array([f]), df1, df2)[0] == pytest.approx(log_tail, rel=1e-11)
    assert f_at_log_upper_tail(np.array([log_tail]), df1, df2)[0] == pytest.approx(f, rel=1e-10)


@pytest.mark.parametrize("df2", [0.8, 30.0, 1e9, math.inf])
def test_quantiles_invert_the_tails(df2: float) -> None:
    f = np.array([1e-3, 0.2, 0.9, 1.1, 3.0, 20.0])
    upper, lower = log_upper_tail(f, 7.0, df2), log_lower_tail(f, 7.0, df2)
    high, low = upper < -0.1, lower < -0.1
    assert high.sum() >= 3
    assert low.sum() >= 3
    np.testing.assert_allclose(f_at_log_upper_tail(upper[high], 7.0, df2), f[high], rtol=1e-10)
    np.testing.assert_allclose(f_at_log_lower_tail(lower[low], 7.0, df2), f[low], rtol=1e-10)


def test_infinite_degrees_of_freedom_are_chi_square() -> None:
    f = np.array([0.5, 1.0, 4.0])
    np.testing.assert_allclose(log_upper_tail(f, 9.0, math.inf), np.log(gammaincc(4.5, 4.5 * f)), rtol=1e-13)
