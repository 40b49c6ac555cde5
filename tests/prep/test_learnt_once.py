"""What the same samples of one matrix teach is learnt once: it equals what is learnt anew, and nobody else enters."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import numpy as np
import pytest
from stats import counts_simulated as simulated

from interpret.data.demo import simulate_study
from interpret.data.expression import Expression, Scale
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.prep.tmm import TmmReference, learn_tmm, normalised_libraries, tmm_factor
from interpret.settings import PreparationSettings

PLAIN = PreparationSettings()
CHOICES = [PLAIN, PreparationSettings(scale_arrays=True, scale_genes=True), PreparationSettings(missing="median")]
HELD_OUT = 5


def arrays() -> Expression:
    return simulate_study(1).training.expression


def counts() -> Expression:
    return simulated.read()


def apart(expression: Expression) -> Expression:
    """Return the same samples in a matrix of their own, of which nothing is known yet."""
    return Expression(expression.values.copy(), expression.samples, expression.genes, expression.scale)


def disturbed(whole: Expression, row: int) -> Expression:
    values = whole.values.copy()
    values[row] = np.random.default_rng(0).permutation(values[row]) * 7.0 + 3.0
    return Expression(values, whole.samples, whole.genes, whole.scale)


def without(whole: Expression, row: int) -> Expression:
    return whole.take_samples([i for i in range(whole.n_samples) if i != row])


def contents(whole: Expression, settings: PreparationSettings, row: int = HELD_OUT) -> tuple[bytes, bytes]:
    """Return what the others teach, and everybody of `whole` prepared by it."""
    learnt = learn_preparation(without(whole, row), settings, 6)
    return pickle.dumps(learnt), apply_preparation(learnt, without(whole, row)).values.tobytes()


def warmed(whole: Expression, settings: PreparationSettings) -> Expression:
    """Have everything known of the matrix that its samples teach together, and without each of them."""
    for training in (whole, *(without(whole, row) for row in range(whole.n_samples))):
        apply_preparation(learn_preparation(training, settings, 6), whole)
    return whole


@pytest.mark.parametrize("settings", CHOICES)
@pytest.mark.parametrize("read", [arrays, counts])
def test_what_is_kept_is_what_is_learnt_anew(read: Callable[[], Expression], settings: PreparationSettings) -> None:
    whole = warmed(apart(read()), settings)
    training = without(whole, HELD_OUT)
    learnt = learn_preparation(training, settings, 6)
    assert learn_preparation(without(whole, HELD_OUT), settings, 6) is learnt
    anew = learn_preparation(apart(training), settings, 6)
    assert anew is not learnt
    assert pickle.dumps(anew) == pickle.dumps(learnt)
    for samples in (whole, training, whole.take_samples([HELD_OUT])):
        prepared = apply_preparation(learnt, samples).values
        assert prepared.tobytes() == apply_preparation(anew, apart(samples)).values.tobytes()


@pytest.mark.parametrize("settings", CHOICES)
@pytest.mark.parametrize("read", [arrays, counts])
def test_the_held_out_patient_does_not_enter_what_is_kept(
    read: Callable[[], Expression], settings: PreparationSettings
) -> None:
    whole = apart(read())
    garbage = disturbed(whole, HELD_OUT)
    assert contents(warmed(whole, settings), settings) == contents(warmed(garbage, settings), settings)
    assert contents(whole, settings, row=0) != contents(garbage, settings, row=0)


def test_two_matrices_of_the_same_names_share_nothing() -> None:
    one, other = warmed(apart(counts()), PLAIN), disturbed(counts(), 0)
    for row in range(one.n_samples):
        assert contents(one, PLAIN, row) == contents(apart(one), PLAIN, row)
        assert contents(other, PLAIN, row) == contents(apart(other), PLAIN, row)


def test_settings_and_the_size_of_the_smaller_class_are_told_apart() -> None:
    whole = apart(counts())
    kept = {
        len(learn_preparation(whole, settings, smaller).genes)
        for settings in (PLAIN, PreparationSettings(min_count=40.0))
        for smaller in (2, 7)
    }
    assert len(kept) == 4


def test_the_order_of_the_samples_is_told_apart() -> None:
    whole, settings = apart(arrays()), PreparationSettings(scale_genes=True)
    backwards = whole.take_samples(range(whole.n_samples)[::-1])
    learnt = learn_preparation(whole, settings), learn_preparation(backwards, settings)
    assert learnt[0] is not learnt[1]
    assert pickle.dumps(learnt[1]) == pickle.dumps(learn_preparation(apart(backwards), settings))


def test_samples_are_held_against_each_reference_by_themselves() -> None:
    whole = apart(counts())
    references = [learn_tmm(without(whole, row), whole.genes) for row in range(3)]
    twins = [
        TmmReference(r.genes, "", np.array(r.counts), r.library, r.middle, r.mean_library, r.trimming)
        for r in references
    ]
    for reference, twin in zip(references, twins, strict=True):
        named = whole.named(reference.genes).values
        expected = [
            tmm_factor(row, row.sum(), reference.counts, reference.library, reference.trimming) / reference.middle
            for row in named
        ]
        assert normalised_libraries(twin, whole.take_samples([7, 2])).factor.tolist() == [expected[7], expected[2]]
        assert normalised_libraries(reference, whole).factor.tolist() == expected


def test_gaps_and_counts_that_are_no_whole_numbers_are_held_against_the_reference_too() -> None:
    values = counts().values + 0.25
    values[3, :40] = np.nan
    whole = Expression(values, counts().samples, counts().genes, Scale.COUNTS)
    learnt = learn_preparation(without(whole, 0), PreparationSettings(missing="median"), 6)
    assert apply_preparation(learnt, whole).values.tobytes() == apply_preparation(learnt, apart(whole)).values.tobytes()
