from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from sklearn.calibration import _SigmoidCalibration

from interpret.contracts import BoolArray, FloatArray
from interpret.models.rules.linear import Linear
from interpret.models.rules.sigmoid import Calibrated, learn_sigmoid


def scores(seed: int, n: int = 40, apart: float = 1.0, scale: float = 1.0) -> tuple[FloatArray, BoolArray]:
    random = np.random.default_rng(seed)
    positive = random.random(n) < 0.4
    positive[:2] = [True, False]
    return scale * (random.normal(size=n) + apart * positive), positive


def loss(slope: float, intercept: float, score: FloatArray, positive: BoolArray) -> float:
    """Mean cross-entropy against Platt's smoothed targets."""
    n1, n0 = positive.sum(), (~positive).sum()
    target = np.where(positive, (n1 + 1) / (n1 + 2), 1 / (n0 + 2))
    margin = slope * score + intercept
    return float((np.logaddexp(0.0, margin) - target * margin).mean())


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("scale", [1e-4, 1.0, 1e5])
def test_it_is_the_minimum_that_scipy_finds(seed: int, scale: float) -> None:
    score, positive = scores(seed, scale=scale)
    found = learn_sigmoid(score, positive)
    unit = score / scale
    best = minimize(lambda x: loss(*x, unit, positive), [1.0, 0.0], method="BFGS", options={"gtol": 1e-9})
    assert loss(found.slope * scale, found.intercept, unit, positive) <= best.fun + 1e-12
    np.testing.assert_allclose([found.slope * scale, found.intercept], best.x, atol=1e-5)


@pytest.mark.parametrize("seed", range(5))
def test_it_is_scikit_learns(seed: int) -> None:
    score, positive = scores(seed)
    theirs = _SigmoidCalibration().fit(score, positive)
    np.testing.assert_allclose(learn_sigmoid(score, positive).probability(score), theirs.predict(score), atol=1e-5)


def test_scores_that_tell_the_classes_apart_do_not_make_sure() -> None:
    """Without the smoothed targets the slope would have no limit."""
    score, positive = np.r_[np.linspace(1, 2, 6), np.linspace(-2, -1, 9)], np.arange(15) < 6
    probability = learn_sigmoid(score, positive).probability(score)
    assert (probability[positive] > 0.5).all()
    assert (probability[~positive] < 0.5).all()
    assert probability.max() < 0.99
    assert probability[positive].mean() == pytest.approx(7 / 8, abs=0.02)


@pytest.mark.parametrize("value", [0.0, 0.1, -3.7, 1e6])
def test_scores_that_are_all_the_same_give_the_prevalence(value: float) -> None:
    positive = np.arange(11) < 4
    found = learn_sigmoid(np.full(11, value), positive)
    assert found.slope == 0.0
    target = (4 * 5 / 6 + 7 * 1 / 9) / 11
    np.testing.assert_allclose(found.probability(np.array([-5.0, 1e9])), target, rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_scores_that_point_the_wrong_way_are_not_turned_round(seed: int) -> None:
    """A classifier worse than chance on inner held-out patients says nothing; its opposite would be a guess too."""
    score, positive = scores(seed, apart=2.0)
    found = learn_sigmoid(-score, positive)
    assert found.slope == 0.0
    assert learn_sigmoid(score, positive).slope > 0.0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(-1e8, 1e8, allow_subnormal=False), min_size=4, max_size=20),
    st.integers(1, 3),
)
def test_any_scores_give_probabilities_that_rise_with_the_score(values: list[float], n_positive: int) -> None:
    score, positive = np.array(values), np.arange(len(values)) < n_positive
    found = learn_sigmoid(score, positive)
    assert found.slope >= 0.0
    probability = found.probability(np.sort(score))
    assert ((probability >= 0.0) & (probability <= 1.0)).all()
    assert (np.diff(probability) >= 0.0).all()
    flat = loss(0.0, learn_sigmoid(np.zeros(len(values)), positive).intercept, score, positive)
    assert loss(found.slope, found.intercept, score, positive) <= flat + 1e-9, "no worse than saying nothing"


def test_a_calibrated_rule_is_its_scores_through_the_sigmoid() -> None:
    score, positive = scores(1)
    linear, sigmoid = Linear(np.array([2.0, 0.0, -1.0]), 0.5), learn_sigmoid(score, positive)
    Z = np.random.default_rng(3).normal(size=(7, 3))
    expected = 1.0 / (1.0 + np.exp(-(sigmoid.slope * (Z @ linear.coefficient + 0.5) + sigmoid.intercept)))
    np.testing.assert_allclose(Calibrated(linear, sigmoid).probability(Z), expected, rtol=1e-12)
    np.testing.assert_array_equal(Calibrated(linear, sigmoid).used(), [True, False, True])
