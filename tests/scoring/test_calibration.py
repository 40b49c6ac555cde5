from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm

from interpret.scoring.calibration import calibration_groups, fit_intercept, fit_slope, log_odds, overlap
from interpret.scoring.decision_curve import acting_on_everybody, counts_at, decision_curve
from interpret.scoring.intervals import clopper_pearson

RANDOM = np.random.default_rng(8)
POSITIVE = RANDOM.random(50) < 0.4
PROBABILITY = np.clip(0.35 * POSITIVE + 0.6 * RANDOM.random(50), 0.0, 1.0)
SAID = log_odds(PROBABILITY)


def likelihood(intercept: float | None, slope: float) -> float:
    """Return the log-likelihood by statsmodels, the intercept fitted where it is None."""
    fixed = slope * SAID + (intercept or 0.0)
    model = sm.GLM(POSITIVE.astype(float), np.ones((50, 1)), offset=fixed, family=sm.families.Binomial())
    return float(model.fit(tol=1e-14).llf if intercept is None else model.loglike(np.zeros(1)))


def test_intervals_end_where_the_likelihood_has_fallen_by_half_the_quantile() -> None:
    fall = 3.841458820694124 / 2.0
    best, low, high = fit_slope(POSITIVE, SAID)
    for end in (low, high):
        assert likelihood(None, best) - likelihood(None, end) == pytest.approx(fall, rel=1e-6)
    best, low, high = fit_intercept(POSITIVE, SAID)
    for end in (low, high):
        assert likelihood(best, 1.0) - likelihood(end, 1.0) == pytest.approx(fall, rel=1e-6)


def test_chances_that_are_too_extreme_have_a_slope_below_one() -> None:
    random = np.random.default_rng(2)
    true = random.normal(0.0, 1.5, 4000)
    positive = random.random(4000) < 1.0 / (1.0 + np.exp(-true))
    assert fit_slope(positive, true)[0] == pytest.approx(1.0, abs=0.15)
    assert fit_slope(positive, 3.0 * true)[0] == pytest.approx(1.0 / 3.0, abs=0.05)
    assert fit_intercept(positive, true - 1.0)[0] == pytest.approx(1.0, abs=0.15)


def test_plain_zeros_and_ones_are_cut_as_for_the_log_loss() -> None:
    assert log_odds(np.array([0.0, 1.0])) == pytest.approx([-13.8155, 13.8155], abs=1e-4)
    positive = np.array([True, True, False, False])
    assert fit_slope(positive, log_odds(np.array([1.0, 0.0, 0.0, 1.0])))[0] == pytest.approx(0.0, abs=1e-9)


def test_one_wrong_patient_among_extreme_chances_has_a_finite_slope() -> None:
    positive = np.arange(40) > 25
    probability = np.where(positive, 1.0, 0.0)
    probability[[3, 30]] = [1.0, 0.0]
    slope, low, high = fit_slope(positive, log_odds(probability))
    assert 0.0 < low < slope < high < 1.0


def test_a_tie_across_the_classes_is_no_overlap() -> None:
    positive = np.array([True, True, False, False])
    assert not overlap(positive, np.array([2.0, 1.0, 1.0, 0.0]))
    assert not overlap(positive, np.array([0.0, 1.0, 1.0, 2.0]))
    assert overlap(positive, np.array([2.0, 0.0, 1.0, -1.0]))


def test_groups_hold_everybody_once_and_ties_together() -> None:
    probability = np.round(PROBABILITY, 1)
    groups = calibration_groups(POSITIVE, probability)
    assert groups.n.sum() == 50
    assert groups.n.size <= 6
    assert np.all(np.diff(groups.said) > 0)
    assert (groups.happened * groups.n).sum() == pytest.approx(POSITIVE.sum())
    first = probability <= probability[np.argsort(probability)[groups.n[0] - 1]]
    assert first.sum() == groups.n[0], "nobody with the same chance is in the next group"
    assert (groups.low[0], groups.high[0]) == clopper_pearson(int(POSITIVE[first].sum()), int(first.sum()))
    order = RANDOM.permutation(50)
    again = calibration_groups(POSITIVE[order], probability[order])
    assert np.array_equal(again.said, groups.said)
    assert np.array_equal(again.happened, groups.happened)
    assert calibration_groups(POSITIVE, np.full(50, 0.3)).n.tolist() == [50]


def test_net_benefit_is_its_definition() -> None:
    thresholds = np.array([0.05, 0.2, 0.29, 0.5, 0.9])
    share = POSITIVE.mean()
    curve = decision_curve(POSITIVE, PROBABILITY, thresholds, share)
    for value, t in zip(curve, thresholds, strict=True):
        acted = t <= PROBABILITY
        assert value == pytest.approx(((acted & POSITIVE).sum() - (acted & ~POSITIVE).sum() * t / (1 - t)) / 50)
        counted = counts_at(POSITIVE, PROBABILITY, t)
        assert (counted.found, counted.n_negative - counted.spared) == (
            (acted & POSITIVE).sum(),
            (acted & ~POSITIVE).sum(),
        )
    assert acting_on_everybody(np.array([share]), share)[0] == pytest.approx(0.0, abs=1e-15)
    assert decision_curve(POSITIVE, np.ones(50), thresholds, share) == pytest.approx(
        acting_on_everybody(thresholds, share)
    )
    assert decision_curve(POSITIVE, np.zeros(50), thresholds, share).tolist() == [0.0] * 5
