"""Percentiles of one patient among others: counted by hand, ties at half, the patient not counted."""

from __future__ import annotations

import numpy as np
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.explain.standing import place, standings
from interpret.prep.preparation import learn_preparation
from interpret.settings import PreparationSettings


@pytest.mark.parametrize(
    ("value", "below", "level", "share"),
    [(5.0, 3, 0, 0.75), (2.0, 1, 1, 0.375), (0.0, 0, 0, 0.0), (9.0, 4, 0, 1.0), (7.0, 3, 1, 0.875)],
)
def test_place_counts_equal_values_half(value: float, below: int, level: int, share: float) -> None:
    found = place(value, np.array([1.0, 2.0, 3.0, 7.0]))
    assert (found.below, found.level, found.n, found.share) == (below, level, 4, share)
    assert found.count == below + level / 2


def test_place_among_nobody_has_no_share() -> None:
    assert np.isnan(place(1.0, np.empty(0)).share)


def test_the_patient_is_not_counted_and_the_floor_ties() -> None:
    raw = np.array([[50.0, 900.0], [80.0, 400.0], [300.0, 500.0], [20.0, 2000.0], [700.0, 3000.0], [90.0, 8000.0]])
    names = tuple("abcdef")
    positive = np.array([False, False, False, True, True, True])
    training = Cohort(Expression(raw, names, ("g", "h"), Scale.RAW), positive, Labels("ALL", "AML"))
    others = np.arange(6) != 0
    learnt = training.expression.take_samples(np.flatnonzero(others))
    preparation = learn_preparation(learnt, PreparationSettings(min_ratio=1, min_difference=0))
    low, high = standings(preparation, ("g", "h"), training.expression.take_samples([0]), training, others)
    # 50, 80, 20 and 90 all stand at the floor of 100
    assert (low.gene, low.value) == ("g", pytest.approx(np.log2(100.0)))
    assert (low.negative.below, low.negative.level, low.negative.n) == (0, 1, 2)
    assert (low.positive.below, low.positive.level, low.positive.n) == (0, 2, 3)
    assert (high.negative.count, high.negative.n, high.positive.count) == (2, 2, 0)
    assert standings(preparation, (), training.expression.take_samples([0]), training, others) == ()
