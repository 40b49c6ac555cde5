"""What must hold of every measure: its range, the order of patients, the swap of the classes, the edges."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interpret.scoring.measures import MEASURES, PairWins, Scored, auc
from interpret.scoring.measures.calibration_slope import ALIKE, APART
from interpret.scoring.measures.ppv import NOBODY

BY_NAME = {measure.name: measure for measure in MEASURES}
EITHER = [measure for measure in MEASURES if set(measure.parts) == {"loo", "independent"}]
few = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def judged(draw: st.DrawFn) -> Scored:
    """Return 4 to 30 patients, both classes, chances anywhere but at one half, often tied or at 0 or 1."""
    n = draw(st.integers(4, 30))
    positive = np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    positive[:2] = [True, False]
    chance = st.one_of(st.sampled_from([0.0, 0.2, 0.3, 0.7, 1.0]), st.floats(0.0, 1.0))
    probability = np.array(draw(st.lists(chance, min_size=n, max_size=n)))
    probability[probability == 0.5] = 0.51
    prevalence = draw(st.one_of(st.none(), st.floats(0.02, 0.98)))
    return Scored(positive, probability, prevalence=prevalence)


@few
@given(judged())
def test_values_and_intervals_lie_in_the_range_and_hold_the_estimate(scored: Scored) -> None:
    for measure in EITHER:
        estimate = measure.estimate(scored)
        if math.isnan(estimate.value):
            assert estimate.reason, measure.name
            continue
        assert not estimate.reason
        assert measure.low <= estimate.value <= measure.high, measure.name
        assert 0 < estimate.n <= scored.positive.size
        assert estimate.ci_low - 1e-9 <= estimate.value <= estimate.ci_high + 1e-9, measure.name
        if math.isfinite(measure.low):
            assert estimate.ci_low >= measure.low, measure.name
        if measure.judges == "calls":
            assert estimate.ci_high <= measure.high, measure.name


@few
@given(judged())
def test_the_names_of_the_classes_do_not_matter(scored: Scored) -> None:
    """Swapped, what is said of one class is said of the other, and what is said of both stays."""
    share = None if scored.prevalence is None else 1.0 - scored.prevalence
    other = Scored(~scored.positive, 1.0 - scored.probability, prevalence=share)
    partner = {"sensitivity": "specificity", "specificity": "sensitivity", "ppv": "npv", "npv": "ppv"}
    for measure in EITHER:
        if measure.name == "net_benefit":
            continue  # it is that of the positive class
        mine, theirs = measure.estimate(scored), BY_NAME[partner.get(measure.name, measure.name)].estimate(other)
        sign = -1.0 if measure.name == "calibration_intercept" else 1.0
        near = {"rel": 1e-5, "abs": 1e-5, "nan_ok": True}
        assert sign * theirs.value == pytest.approx(mine.value, **near), measure.name
        ends = sorted((sign * theirs.ci_low, sign * theirs.ci_high))
        assert ends == pytest.approx([mine.ci_low, mine.ci_high], **near), measure.name


@few
@given(judged(), st.randoms(use_true_random=False))
def test_the_order_of_patients_does_not_matter(scored: Scored, random) -> None:  # noqa: ANN001  a generator of hypothesis
    order = np.array(random.sample(range(scored.positive.size), scored.positive.size))
    other = Scored(scored.positive[order], scored.probability[order], prevalence=scored.prevalence)
    for measure in EITHER:
        mine, theirs = measure.estimate(scored), measure.estimate(other)
        assert theirs.value == pytest.approx(mine.value, rel=1e-7, abs=1e-9, nan_ok=True), measure.name


def test_no_interval_shrinks_to_a_point_where_all_are_right() -> None:
    positive = np.arange(38) >= 27
    for prevalence in (None, 0.1):
        scored = Scored(positive, np.where(positive, 0.9, 0.05), prevalence=prevalence)
        for measure in EITHER:
            estimate = measure.estimate(scored)
            if measure.judges == "calls":
                assert estimate.value == estimate.ci_high == 1.0
                assert estimate.ci_low < 0.99
            elif measure.name == "net_benefit":
                assert estimate.value == pytest.approx(scored.share)
                assert estimate.ci_low < 0.9 * estimate.value


def test_predictive_values_follow_bayes_at_the_prevalence_stated() -> None:
    positive = np.arange(30) >= 20
    probability = np.where(positive, 0.9, 0.1)
    probability[[0, 1, 25]] = [0.8, 0.7, 0.2]  # 18 of 20 spared, 9 of 10 found
    at = {
        share: BY_NAME["ppv"].estimate(Scored(positive, probability, prevalence=share)) for share in (None, 1 / 3, 0.01)
    }
    assert at[None].value == pytest.approx(9 / 11)
    assert at[None].n == 11
    assert at[1 / 3].value == pytest.approx(9 / 11)
    assert at[1 / 3].n == 30
    assert at[0.01].value == pytest.approx(0.01 * 0.9 / (0.01 * 0.9 + 0.99 * 0.1))
    npv = BY_NAME["npv"].estimate(Scored(positive, probability, prevalence=0.01))
    assert npv.value == pytest.approx(0.99 * 0.9 / (0.99 * 0.9 + 0.01 * 0.1))


def test_what_cannot_be_taken_says_why() -> None:
    positive = np.arange(10) >= 6

    def reason(name: str, probability: object, prevalence: float | None = None) -> str:
        return BY_NAME[name].estimate(Scored(positive, np.asarray(probability), prevalence=prevalence)).reason

    nobody = np.full(10, 0.3)
    assert reason("ppv", nobody) == reason("ppv", nobody, 0.2) == NOBODY
    assert reason("npv", 1 - nobody) == reason("npv", 1 - nobody, 0.2) == "no patient was called negative"
    assert reason("calibration_slope", nobody) == ALIKE
    assert reason("calibration_slope", np.where(positive, 0.9, 0.2)) == APART
    assert reason("calibration_slope", np.where(positive, 0.2, 0.9)) == APART
    assert reason("calibration_slope", np.where(np.arange(10) > 6, 0.9, 0.2)) == APART  # a tie is no overlap
    assert BY_NAME["mcc"].estimate(Scored(positive, nobody)).value == 0.0
    alone = Scored(np.zeros(5, dtype=bool), np.full(5, 0.2))
    for name in ("balanced_accuracy", "mcc", "net_benefit", "calibration_intercept", "calibration_slope"):
        assert BY_NAME[name].estimate(alone).reason == "all patients are of one class"


def test_pairs_that_were_never_judged_are_no_auc() -> None:
    scored = Scored(np.arange(4) > 1, np.full(4, 0.5), PairWins(np.full((2, 2), np.nan), exact=True))
    assert "too few patients" in BY_NAME["auc_within_pairs"].estimate(scored).reason


def test_delong_is_for_the_independent_set_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes patients to be judged by one model, independently; left-out ones are not."""
    random = np.random.default_rng(4)
    positive, probability = np.arange(20) > 11, random.random(20)
    asked = []

    def watched(wins: object) -> tuple[float, float]:
        asked.append(wins)
        return 0.0, 1.0

    monkeypatch.setattr(auc, "delong_interval", watched)
    for exact in (True, False):
        pairs = PairWins(random.random((8, 12)), exact=exact)
        for measure in MEASURES:
            if "loo" in measure.parts:
                measure.estimate(Scored(positive, probability, pairs))
    assert not asked
    assert BY_NAME["auc"].parts == ("independent",)
    BY_NAME["auc"].estimate(Scored(positive, probability))
    assert len(asked) == 1
