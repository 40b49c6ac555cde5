"""The draws: every one equally likely, all of them where they are few, and both give one answer."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest
from scipy import stats

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.design import Design, paired, two_groups
from interpret.stats.resampling import SCHEMES, draws_needed, resample

STREAM = np.random.SeedSequence(17)


def pairs(number: int) -> Design:
    return paired(np.arange(2 * number) % 2 == 0, np.arange(2 * number) // 2)


def batches(n: int) -> Design:
    """Return `n` samples in three batches of one size."""
    batch = np.arange(n) // (n // 3)
    dummies = np.column_stack([np.ones(n), batch == 1, batch == 2])
    return Design(np.arange(n) % 5 < 2, dummies, ("intercept", "batch 2", "batch 3"), "strata", batch)


def ages(n: int) -> Design:
    age = np.column_stack([np.ones(n), [30.0, 41.0, 58.0, 35.0, 60.0, 72.0, 44.0][:n]])
    return Design(np.arange(n) % 2 == 0, age, ("intercept", "age"), "covariates", np.zeros(n, dtype=np.int64))


def assert_equally_likely(drawn: BoolArray, base: int, number: int) -> None:
    counts = np.unique(drawn @ (base ** np.arange(drawn.shape[1])), return_counts=True)[1]
    assert counts.size == number
    assert stats.chisquare(counts).pvalue > 1e-4


def test_random_draws_are_all_equally_likely() -> None:
    assert_equally_likely(SCHEMES["groups"].source(two_groups(np.arange(6) < 2), STREAM)(15_000), 2, comb(6, 2))
    assert_equally_likely(SCHEMES["strata"].source(batches(9), STREAM)(15_000), 2, 3 * 3 * 3)
    assert_equally_likely(SCHEMES["pairs"].source(pairs(4), STREAM)(15_000), 2, 2**4)
    assert_equally_likely(SCHEMES["covariates"].source(ages(4), STREAM)(15_000), 4, 24)


@pytest.mark.parametrize("design", [two_groups(np.arange(13) < 5), pairs(12), batches(18), ages(7)])
def test_random_agrees_with_all(design: Design) -> None:
    values = np.random.default_rng(14).normal(size=(design.n, 40))
    number = draws_needed(design, 10**6)
    exact, drawn = resample(values, design, STREAM, number), resample(values, design, STREAM, number - 1)
    assert exact.complete
    assert not drawn.complete
    for name in ("p_value", "adjusted"):
        true: FloatArray = getattr(exact, name)
        error = np.sqrt(true * (1.0 - true) / number)
        assert (np.abs(getattr(drawn, name) - true) <= 4.0 * error + 2.0 / number).all()


@pytest.mark.parametrize("design", [two_groups(np.arange(8) < 3), pairs(6), batches(12), ages(6)])
def test_all_draws_differ_and_hold_the_observed_one(design: Design) -> None:
    scheme = SCHEMES[design.kind]
    every = scheme.every(design)
    assert len(np.unique(every, axis=0)) == len(every) == scheme.distinct(design)
    assert (every == scheme.observed(design)).all(axis=1).sum() == 1


@pytest.mark.parametrize("design", [two_groups(np.arange(13) < 5), pairs(12), batches(18), ages(7)])
def test_the_portions_asked_for_do_not_change_the_draws(design: Design) -> None:
    whole = SCHEMES[design.kind].source(design, STREAM)(90)
    portions = SCHEMES[design.kind].source(design, STREAM)
    np.testing.assert_array_equal(np.concatenate([portions(number) for number in (1, 32, 50, 7)]), whole)
