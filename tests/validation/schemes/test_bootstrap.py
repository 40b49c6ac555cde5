"""The .632+ bootstrap against hand-worked numbers, a plain loop, and what its standard error must be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from guarantees.persons import one_to_three
from guarantees.routes import LEARNERS
from validation.recorder import Recorder

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.scoring.streams import named_stream
from interpret.validation.schemes.bootstrap import (
    bootstrap,
    corrected,
    draw_persons,
    drawn_cohort,
    point_632_plus,
    standard_error,
)

STREAM = np.random.SeedSequence(20260901)
DLDA = next(one for one in LEARNERS if one.name == "diagonal-discriminant")


def test_the_estimate_worked_by_hand() -> None:
    """Efron & Tibshirani (1997): w = .632 / (1 - .368 R), R the relative overfitting rate."""
    for apparent, left_out, nothing, rate in ((0.0, 0.2, 0.4, 0.5), (0.1, 0.25, 0.4, 0.5), (0.0, 0.5, 0.5, 1.0)):
        drawn = 1.0 - np.exp(-1.0)
        weight = drawn / (1.0 - (1.0 - drawn) * rate)
        value, found = point_632_plus(apparent, left_out, nothing)
        assert found == pytest.approx(rate)
        assert value == pytest.approx((1.0 - weight) * apparent + weight * left_out)
    # a rule that remembers everything and knows nothing: one half, where .632 alone would say 0.316
    assert point_632_plus(0.0, 0.5, 0.5)[0] == pytest.approx(0.5)
    # no overfitting at all: plain .632
    assert point_632_plus(0.3, 0.2, 0.4) == (pytest.approx(0.3 * np.exp(-1) + 0.2 * (1 - np.exp(-1))), 0.0)


def test_four_samples_and_three_draws_worked_by_hand() -> None:
    positive = np.array([False, False, True, True])
    apparent = np.array([0.1, 0.2, 0.9, 0.4])  # one of four wrong
    none = np.nan
    judged = np.array([[0.6, none, 0.8, none], [none, 0.3, none, 0.2], [0.1, 0.9, none, none]])
    counts = np.array([[0, 3, 0, 1], [2, 0, 2, 0], [0, 0, 1, 3]])

    def wrong(truth: np.ndarray, probability: np.ndarray) -> np.ndarray:
        return ((probability > 0.5) != truth).astype(float)

    found = corrected(wrong, positive, apparent, judged, counts, np.arange(4))
    assert found.apparent == 0.25
    assert found.left_out == pytest.approx((1 / 2 + 1 / 2 + 0 + 1) / 4)
    # one in four is called positive, two in four are: 1/2 * 3/4 + 1/2 * 1/4
    assert found.no_information == pytest.approx(0.5)
    assert found.overfitting == pytest.approx(1.0)
    assert found.value == pytest.approx(0.5)


def test_the_standard_error_of_a_rule_that_learns_nothing_is_that_of_a_mean() -> None:
    random = np.random.default_rng(20260902)
    m = 9
    loss = random.uniform(size=m)
    counts = np.stack([np.bincount(random.integers(m, size=m), minlength=m) for _ in range(40_000)])
    losses = np.where(counts == 0, loss, np.nan)
    expected = np.sqrt(((loss - loss.mean()) ** 2).sum()) / m
    assert standard_error(losses, counts, np.arange(m)) == pytest.approx(expected, rel=0.03)


def test_against_a_plain_loop(small_cohort: Cohort) -> None:
    with QuietProgress().stage("", 0) as stage:
        frozen = DLDA.fit(small_cohort, STREAM)
        found = bootstrap(small_cohort, DLDA, frozen, 25, 3, mapper=map, stage=stage)
    n, positive = small_cohort.n, small_cohort.positive
    total, times = np.zeros(n), np.zeros(n)
    for b, counts in enumerate(draw_persons(small_cohort, 25, named_stream(3, "bootstrap")).counts):
        rows = [i for i in range(n) for _ in range(counts[i])]
        values = small_cohort.expression.values[rows]
        names = tuple(f"{k:03d}" for k in range(len(rows)))
        expression = replace(small_cohort.expression, values=values, samples=names)
        subjects = tuple(small_cohort.samples[i] for i in rows)
        again = Cohort(expression, positive[rows], small_cohort.labels, subjects=subjects)
        fitted = DLDA.fit(again, named_stream(3, DLDA.name, "bootstrap", b))
        for i in range(n):
            if counts[i] == 0:
                probability = fitted.probability(small_cohort.expression.take_samples([i]))[0]
                total[i] += (probability > 0.5) != positive[i]
                times[i] += 1
    seen = np.mean((frozen.probability(small_cohort.expression) > 0.5) != positive)
    called = (frozen.probability(small_cohort.expression) > 0.5).mean()
    share = positive.mean()
    nothing = share * (1 - called) + (1 - share) * called
    assert found.error is not None
    assert found.error.left_out == pytest.approx(np.mean(total / times))
    assert found.error.no_information == pytest.approx(nothing)
    assert found.error.value == pytest.approx(point_632_plus(seen, np.mean(total / times), nothing)[0])
    assert found.error.low <= found.error.value <= found.error.high


def test_persons_are_drawn_and_copies_stay_one_person() -> None:
    cohort, learner = one_to_three(), Recorder()
    drawn = draw_persons(cohort, 25, STREAM)
    assert (drawn.counts.sum(axis=1) == cohort.n_persons).all()
    copied = drawn_cohort(cohort, drawn.counts[0])
    assert len(set(copied.samples)) == copied.n
    assert copied.n_persons == np.count_nonzero(drawn.counts[0])
    with QuietProgress().stage("", 0) as stage:
        found = bootstrap(cohort, learner, learner.fit(cohort, STREAM), 25, 0, mapper=map, stage=stage)
    for learnt, judged, _ in list(learner.folds(cohort))[1:]:
        assert learnt | judged == set(cohort.subjects or ())
        assert not learnt & judged
    assert found.brier is not None


def test_draws_without_two_persons_of_a_class_are_made_anew_and_counted(small_cohort: Cohort) -> None:
    few = small_cohort.take([0, 1, 2, 11, 12, 13])
    drawn = draw_persons(few, 60, STREAM)
    assert drawn.redrawn > 0
    for counts in drawn.counts:
        assert (counts[:3] > 0).sum() >= 2
        assert (counts[3:] > 0).sum() >= 2
    with pytest.raises(AnalysisError, match="hardly any draw"):
        draw_persons(small_cohort.take([0, 1, 11, 12]), 1, STREAM)  # only everybody would do
