from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn import metrics

from interpret.scoring.measures import MEASURES, PairWins, Scored
from interpret.scoring.streams import named_stream

BY_NAME = {measure.name: measure for measure in MEASURES}
RANDOM = np.random.default_rng(11)
POSITIVE = RANDOM.random(60) < 0.4
PROBABILITY = np.clip(0.3 * POSITIVE + RANDOM.random(60) * 0.7, 0.01, 0.99)
SCORED = Scored(POSITIVE, PROBABILITY)
CALLED = PROBABILITY > 0.5
SHARE = POSITIVE.mean()


def recalibrated() -> dict[str, float]:
    """Return intercept and slope by statsmodels: the log-odds as an offset, and as a regressor."""
    log_odds, binomial = np.log(PROBABILITY / (1.0 - PROBABILITY)), sm.families.Binomial()
    offset = sm.GLM(POSITIVE.astype(float), np.ones((60, 1)), offset=log_odds, family=binomial).fit(tol=1e-14)
    regressed = sm.GLM(POSITIVE.astype(float), sm.add_constant(log_odds), family=binomial).fit(tol=1e-14)
    return {"calibration_intercept": offset.params[0], "calibration_slope": regressed.params[1]}


REFERENCE = {
    "right": metrics.accuracy_score(POSITIVE, CALLED),
    "sensitivity": metrics.recall_score(POSITIVE, CALLED),
    "specificity": metrics.recall_score(~POSITIVE, ~CALLED),
    "brier": metrics.brier_score_loss(POSITIVE, PROBABILITY),
    "log_loss": metrics.log_loss(POSITIVE, PROBABILITY),
    "auc": metrics.roc_auc_score(POSITIVE, PROBABILITY),
    "auc_pooled": metrics.roc_auc_score(POSITIVE, PROBABILITY),
    "balanced_accuracy": metrics.balanced_accuracy_score(POSITIVE, CALLED),
    "ppv": metrics.precision_score(POSITIVE, CALLED),
    "npv": metrics.precision_score(~POSITIVE, ~CALLED),
    "mcc": metrics.matthews_corrcoef(POSITIVE, CALLED),
    "net_benefit": ((PROBABILITY >= SHARE) & POSITIVE).mean()
    - ((PROBABILITY >= SHARE) & ~POSITIVE).mean() * SHARE / (1.0 - SHARE),
    **recalibrated(),
}


@pytest.mark.parametrize("name", REFERENCE)
def test_value_equals_the_reference(name: str) -> None:
    estimate = BY_NAME[name].estimate(SCORED)
    assert estimate.value == pytest.approx(REFERENCE[name], rel=1e-9 if name.startswith("calibration") else 1e-12)
    if name != "auc_pooled":
        assert estimate.ci_low < estimate.value < estimate.ci_high


def test_every_measure_is_either_held_to_a_reference_or_taken_on_pairs() -> None:
    assert set(BY_NAME) - set(REFERENCE) == {"auc_within_pairs", "auc_within_folds"}


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_every_measure_says_what_it_is(measure: object) -> None:
    assert measure.title
    assert measure.meaning.endswith(".")
    assert "doi:" in measure.reference
    assert measure.parts
    assert "doi:" in measure.interval or measure.interval == "none"


def test_measures_of_one_class_are_not_defined_without_it() -> None:
    only_negative = Scored(np.zeros(5, dtype=bool), np.full(5, 0.2))
    assert math.isnan(BY_NAME["sensitivity"].estimate(only_negative).value)
    assert BY_NAME["specificity"].estimate(only_negative).value == 1.0
    assert math.isnan(BY_NAME["auc"].estimate(only_negative).value)


def test_a_certain_and_wrong_forest_has_a_finite_log_loss() -> None:
    estimate = BY_NAME["log_loss"].estimate(Scored(np.array([True, False]), np.array([0.0, 0.0])))
    assert estimate.value == pytest.approx(-math.log(1e-6) / 2)


def test_an_intercept_only_model_scores_zero_pooled_and_one_half_within_pairs() -> None:
    positive = np.arange(38) >= 27
    # leaving a patient out lowers the share of that patient's own class
    share = (positive.sum() - positive) / 37
    pairs = PairWins(np.full((11, 27), 0.5), exact=True)
    judged = Scored(positive, share, pairs)
    assert BY_NAME["auc_pooled"].estimate(judged).value == 0.0
    assert BY_NAME["auc_within_pairs"].estimate(judged).value == 0.5
    assert math.isnan(BY_NAME["auc_within_folds"].estimate(judged).value)


def test_streams_are_told_apart_by_their_names_alone() -> None:
    def first(*names: str | int) -> int:
        return int(named_stream(*names).generate_state(1)[0])

    assert first(0, "forest", "fold", 3) == first(0, "forest", "fold", 3)
    assert len({first(0, "forest", "fold", 3), first(0, "forest", "fold", 4), first(1, "forest", "fold", 3)}) == 3
