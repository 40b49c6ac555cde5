from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from interpret.stats.fdr import benjamini_hochberg

p_values = st.lists(st.floats(1e-300, 1.0), min_size=1, max_size=60).map(np.array)


def by_definition(p: np.ndarray) -> np.ndarray:
    """Return for every gene the smallest level at which the step-up procedure rejects it."""
    m = p.size
    adjusted = []
    for own in p:
        levels = [other * (m / sum(p <= other)) for other in p if other >= own]
        adjusted.append(min(1.0, *levels))
    return np.array(adjusted)


@given(p_values)
def test_equals_the_loop_and_statsmodels(p: np.ndarray) -> None:
    q = benjamini_hochberg(p)
    np.testing.assert_allclose(q, by_definition(p), rtol=1e-12)
    np.testing.assert_allclose(q, multipletests(p, method="fdr_bh")[1], rtol=1e-12)


@given(p_values)
def test_never_below_p_and_monotone(p: np.ndarray) -> None:
    q = benjamini_hochberg(p)
    assert (q >= p).all()
    assert (q <= 1.0).all()
    order = np.argsort(p)
    assert (np.diff(q[order]) >= 0.0).all()


@given(p_values, st.integers(0, 2**32 - 1))
def test_order_changes_no_bit(p: np.ndarray, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(p.size)
    np.testing.assert_array_equal(benjamini_hochberg(p[order]), benjamini_hochberg(p)[order])


def test_missing_p_values_stay_missing_and_are_not_counted() -> None:
    p = np.array([0.01, np.nan, 0.04, 0.03])
    q = benjamini_hochberg(p)
    assert np.isnan(q[1])
    np.testing.assert_array_equal(q[[0, 2, 3]], benjamini_hochberg(p[[0, 2, 3]]))


def test_never_below_p_where_p_times_m_over_m_would_be() -> None:
    m = 49
    p = np.random.default_rng(4).uniform(size=2000)
    rounds_below = p[p * m / m < p]
    assert rounds_below.size > 0
    for largest in rounds_below:
        assert benjamini_hochberg(np.append(np.full(m - 1, largest / 2), largest))[-1] >= largest


def test_nothing_tested() -> None:
    assert benjamini_hochberg(np.array([])).size == 0
    assert np.isnan(benjamini_hochberg(np.array([np.nan]))).all()


def test_rate_is_held_with_planted_genes() -> None:
    random = np.random.default_rng(20260204)
    false = []
    for _ in range(300):
        p = random.uniform(size=200)
        p[:40] = random.beta(0.05, 1.0, size=40)
        called = benjamini_hochberg(p) <= 0.1
        false.append(called[40:].sum() / max(1, called.sum()))
    expected = 0.1 * 160 / 200
    assert abs(np.mean(false) - expected) < 4.0 * np.std(false) / np.sqrt(len(false))
