"""Limits of the noncentral t against R, and by quadrature where R has none."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, special

from interpret.stats import hedges
from interpret.stats.hedges import noncentrality_limits
from interpret.stats.noncentral_t import noncentrality

GOLDEN = Path(__file__).resolve().parents[1] / "reference" / "ranks_effects.json"


def test_noncentrality_limits_equal_r() -> None:
    theirs = json.loads(GOLDEN.read_text())["noncentrality"]
    t, df = (np.array([row[key] for row in theirs], dtype=float) for key in ("t", "df"))
    confidence = np.array([row["confidence"] for row in theirs])
    for level in (0.9, 0.95, 0.99):
        rows = confidence == level
        low, high = noncentrality_limits(t[rows], df[rows], level)
        for ours, key in ((low, "low"), (high, "high")):
            expected = np.array([row[key] for row in theirs])[rows]
            np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-9)
    assert len(theirs) > 200


def below(t: float, df: float, d: float) -> float:
    """Return P(T <= t) by adaptive quadrature over S."""
    constant = math.log(2.0) + df / 2 * math.log(df / 2) - special.gammaln(df / 2)

    def part(s: float) -> float:
        return float(special.ndtr(t * s - d) * math.exp(constant + (df - 1) * math.log(s) - df * s * s / 2))

    end = math.sqrt(2.0 / df * float(special.gammainccinv(df / 2, 1e-20)))
    bend = [point for point in (d / t if t else 0.0, 1.0) if 0.0 < point < end]
    return float(integrate.quad(part, 1e-12, end, points=bend, epsabs=1e-13, epsrel=1e-12, limit=300)[0])


@pytest.mark.parametrize("df", [2.0, 3.0, 36.0, 498.0])
@pytest.mark.parametrize("t", [0.0, 0.5, 6.0, 25.0, 80.0, 1000.0])
@pytest.mark.parametrize("probability", [0.975, 0.025, 0.5, 0.9999])
def test_noncentrality_where_r_has_none(t: float, df: float, probability: float) -> None:
    found = noncentrality(np.array([t, -t]), np.array(df), np.array([probability, 1.0 - probability]))
    assert below(t, df, found[0]) == pytest.approx(probability, abs=1e-11)
    assert found[1] == pytest.approx(-found[0], rel=1e-9, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(
    t=st.floats(-1e6, 1e6) | st.floats(-10.0, 10.0),
    df=st.floats(1.0, 1e3) | st.floats(1e3, 1e10) | st.integers(1, 100).map(float),
    probability=st.floats(1e-9, 0.5) | st.floats(0.5, 1.0 - 1e-9),
)
def test_noncentrality_always_ends(t: float, df: float, probability: float) -> None:
    found = noncentrality(np.array([t]), np.array([df]), np.array([probability]))
    assert np.isfinite(found).all()


@pytest.mark.parametrize("df", [2.0, 3.0, 7.0, 36.0, 498.0, 1e5])
def test_interpolated_limits_equal_the_exact_ones(df: float) -> None:
    t = np.concatenate([np.linspace(-12.0, 12.0, 200), np.tan(np.linspace(-1.5707, 1.5707, 200)) * math.sqrt(2 * df)])
    assert t.size > hedges.DEGREE + hedges.DEGREE_OF_FEW  # many enough to be interpolated
    for confidence in (0.8, 0.95, 0.99):
        low, high = noncentrality_limits(t, np.full(t.shape, df), confidence)
        for ours, probability in ((low, (1 + confidence) / 2), (high, (1 - confidence) / 2)):
            exact = noncentrality(t, np.array(df), np.array(probability))
            np.testing.assert_allclose(ours, exact, rtol=1e-8, atol=1e-8)


def test_limits_of_missing_t_are_missing_and_genes_do_not_touch_each_other() -> None:
    t = np.random.default_rng(13).normal(size=400) * 3.0
    t[7] = np.nan
    df = np.where(np.arange(400) % 5 == 0, 4.0, 30.0)
    low, high = noncentrality_limits(t, df, 0.95)
    assert np.isnan([low[7], high[7]]).all()
    alone = noncentrality_limits(t[8:9], df[8:9], 0.95)
    np.testing.assert_allclose((low[8], high[8]), (alone[0][0], alone[1][0]), rtol=1e-9)
    order = np.random.default_rng(14).permutation(400)
    np.testing.assert_array_equal(noncentrality_limits(t[order], df[order], 0.95)[0], low[order])
