"""What holds of every three-way call, whatever the probabilities."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.cohort import Labels
from interpret.validation.calls import UNCERTAIN, calls, new_p_values, training_p_values

LABELS = Labels("ALL", "AML")
Drawn = tuple[BoolArray, IntArray, FloatArray, FloatArray, np.random.Generator]


@st.composite
def studies(draw: st.DrawFn) -> Drawn:
    """Return classes, persons, left-out probabilities `(n,)`, those of new samples `(n, m)`; ties are common."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, m = draw(st.integers(4, 16)), draw(st.integers(1, 5))
    positive = random.permutation(np.arange(n) < draw(st.integers(2, n - 2)))
    persons = np.unique(random.integers(0, n, n), return_inverse=True)[1] if draw(st.booleans()) else np.arange(n)
    digits = draw(st.sampled_from([1, 12]))
    return positive, persons, random.random(n).round(digits), random.random((n, m)).round(digits), random


@settings(deadline=None)
@given(studies())
def test_p_values_lie_above_0_and_at_most_at_1(study: Drawn) -> None:
    positive, persons, own, new, _ = study
    for found in (training_p_values(own, positive, persons), new_p_values(own, new, positive, persons)):
        assert (found > 0.0).all()
        assert (found <= 1.0 + 1e-12).all()
    floor = 1.0 / (1 + np.array([np.unique(persons[positive == each]).size for each in (False, True)]))
    assert (new_p_values(own, new, positive, persons) >= floor - 1e-12).all()


@settings(deadline=None)
@given(studies(), st.floats(0.0, 1.0))
def test_a_stranger_sample_has_no_larger_p_value(study: Drawn, more: float) -> None:
    positive, persons, own, new, _ = study
    nearer = new + more * (1.0 - new)  # every model finds them more likely positive
    before, after = (new_p_values(own, each, positive, persons) for each in (new, nearer))
    assert (after[:, 0] <= before[:, 0] + 1e-12).all()
    assert (after[:, 1] >= before[:, 1] - 1e-12).all()


@settings(deadline=None)
@given(studies(), st.floats(0.01, 0.98), st.floats(0.01, 0.98))
def test_a_smaller_error_rate_keeps_more_classes_and_turns_no_doubt_into_a_call(
    study: Drawn, one: float, other: float
) -> None:
    positive, persons, own, new, random = study
    p_values = new_p_values(own, new, positive, persons)
    called = random.random(len(p_values)) > 0.5
    small, large = sorted((one, other))
    strict, loose = (calls(p_values, called, rate, LABELS) for rate in (small, large))
    assert ((p_values > small) >= (p_values > large)).all()
    neither = (p_values <= large).all(axis=1)  # at the larger rate it fits no class: doubt of another kind
    for at_small, at_large, odd in zip(strict, loose, neither, strict=True):
        assert odd or at_small in {at_large, UNCERTAIN}


@settings(deadline=None)
@given(studies())
def test_neither_the_order_of_patients_nor_which_class_is_positive_matters(study: Drawn) -> None:
    positive, persons, own, new, random = study
    found = new_p_values(own, new, positive, persons)
    order = random.permutation(positive.size)
    shuffled = new_p_values(own[order], new[order], positive[order], persons[order])
    np.testing.assert_allclose(shuffled, found, rtol=1e-12)
    turned = new_p_values(1.0 - own, 1.0 - new, ~positive, persons)
    untied = np.abs(own[:, None] - new).min() > 1e-9  # 1 - p can break a tie in the last bit
    if untied:
        np.testing.assert_allclose(turned[:, ::-1], found, rtol=1e-12)
