from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import make_smoothing_spline

from interpret.stats import storey
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.storey import LIMITS, pi0_bootstrap, pi0_smoother, q_values

GOLDEN = Path(__file__).resolve().parents[1] / "reference" / "ranks_effects.json"

any_p_values = st.lists(st.floats(0.0, 1.0) | st.just(float("nan")), max_size=40).map(
    lambda values: np.array(values, dtype=float)
)


@pytest.mark.shared
def test_golub_equals_the_qvalue_package(shared: Path) -> None:
    folder = shared / "reference" / "golub"
    theirs = pd.read_csv(folder / "train38_dudoit_log10.csv")
    summary = json.loads((folder / "summary.json").read_text())["train38"]
    p = theirs["welch_p"].to_numpy()
    assert pi0_bootstrap(p) == pytest.approx(summary["qvalue_pi0_bootstrap"], rel=1e-8)
    # R finds the penalty that gives 3 degrees of freedom to four digits only
    assert pi0_smoother(p) == pytest.approx(summary["qvalue_pi0"], abs=1e-5)
    np.testing.assert_allclose(q_values(p, pi0_smoother(p)), theirs["welch_qvalue"], rtol=0.0, atol=1e-5)
    np.testing.assert_allclose(q_values(p, summary["qvalue_pi0"]), theirs["welch_qvalue"], rtol=1e-8)


@pytest.mark.parametrize("case", range(5))
def test_pi0_equals_the_qvalue_package(case: int) -> None:
    theirs = json.loads(GOLDEN.read_text())["pi0"][case]
    p = np.array(theirs["p"])
    assert pi0_bootstrap(p) == pytest.approx(theirs["bootstrap"], rel=1e-8)
    assert pi0_smoother(p) == pytest.approx(theirs["smoother"], abs=1e-4)


def test_the_spline_is_scipys_with_three_degrees_of_freedom() -> None:
    weights = storey._last_of_spline()
    shares = 1.0 + np.random.default_rng(3).normal(0.0, 0.1, size=LIMITS.size)
    # scipy's spline at that last point, its penalty found from the trace of scipy's own smoother
    identity = np.eye(LIMITS.size)

    def hat(penalty: float) -> np.ndarray:
        return np.column_stack([make_smoothing_spline(LIMITS, column, lam=penalty)(LIMITS) for column in identity])

    low, high = 1e-8, 1e2
    for _ in range(30):
        middle = np.sqrt(low * high)
        low, high = (middle, high) if np.trace(hat(middle)) > 3.0 else (low, middle)
    np.testing.assert_allclose(weights, hat(low)[-1], atol=1e-6)
    assert float(weights @ shares) == pytest.approx(float(hat(low)[-1] @ shares), abs=1e-6)


def test_the_spline_leaves_a_straight_line_as_it_is() -> None:
    assert float(storey._last_of_spline() @ (2.0 - LIMITS)) == pytest.approx(1.05, abs=1e-12)


@given(any_p_values)
def test_always_a_share(p: np.ndarray) -> None:
    for pi0 in (pi0_smoother(p), pi0_bootstrap(p)):
        assert 0.0 < pi0 <= 1.0 or np.isnan(pi0)
        q = q_values(p, pi0)
        np.testing.assert_array_equal(np.isnan(q), np.isnan(p))
        known = ~np.isnan(p)
        assert ((q[known] >= 0.0) & (q[known] <= 1.0)).all()
        assert (np.diff(q[known][np.argsort(p[known])]) >= 0.0).all()


@pytest.mark.parametrize(
    "p",
    [np.array([]), np.full(200, np.nan), np.full(300, 1e-9), np.array([0.2]), np.full(300, 0.049), np.full(99, 0.5)],
    ids=["none", "all missing", "all small", "one", "below every limit", "fewer than a hundred"],
)
def test_without_information_pi0_is_unknown_and_q_is_benjamini_hochberg(p: np.ndarray) -> None:
    assert np.isnan(pi0_smoother(p))
    assert np.isnan(pi0_bootstrap(p))
    np.testing.assert_array_equal(q_values(p, pi0_smoother(p)), benjamini_hochberg(p))


def test_a_share_is_never_above_one() -> None:
    assert pi0_smoother(np.ones(300)) == pi0_bootstrap(np.ones(300)) == 1.0


@pytest.mark.slow
@pytest.mark.parametrize("genes", [1, 10, 100, 1000])
def test_q_values_call_little_where_no_gene_differs(genes: int) -> None:
    random = np.random.default_rng(20260220)
    found = []
    for _ in range(4000):
        p = random.uniform(size=genes)
        found.append(bool((q_values(p, pi0_smoother(p)) <= 0.05).any()))
    # an estimated share lets a little more through than Benjamini-Hochberg: 6 % with a hundred genes
    assert np.mean(found) <= (0.05 if genes < 100 else 0.065) + 4.0 * np.sqrt(0.05 * 0.95 / 4000)


def test_missing_p_values_are_left_out() -> None:
    p = np.random.default_rng(8).uniform(size=200) ** 1.5
    with_gaps = np.insert(p, [3, 50, 200], np.nan)
    assert pi0_smoother(with_gaps) == pi0_smoother(p)
    assert pi0_bootstrap(with_gaps) == pi0_bootstrap(p)


def test_both_rules_find_the_planted_share() -> None:
    random = np.random.default_rng(20260208)
    estimates = []
    for _ in range(100):
        p = np.append(random.uniform(size=1400), random.beta(0.02, 40.0, size=600))
        estimates.append((pi0_smoother(p), pi0_bootstrap(p)))
    smoother, bootstrap = np.array(estimates).T
    assert abs(smoother.mean() - 0.7) < 4.0 * smoother.std() / 10.0  # unbiased but for the cut at 1
    assert abs(bootstrap.mean() - 0.7) < 0.03  # it leans low: it takes a small one among many estimates


def test_q_below_p_where_few_hypotheses_are_true() -> None:
    p = np.append(np.full(180, 1e-4), np.linspace(0.01, 1.0, 20))
    q = q_values(p, pi0_smoother(p))
    assert q[-2] < p[-2]
