from __future__ import annotations

import numpy as np
import pytest
from sklearn.preprocessing import MinMaxScaler

from interpret.contracts import FloatArray
from interpret.models.scaling import Scaling, learn_scaling

EVERY: list[Scaling] = ["none", "z-score", "0 to 1"]


@pytest.fixture(scope="module")
def train() -> FloatArray:
    return np.random.default_rng(1).normal(7.0, 2.0, size=(13, 6))


@pytest.fixture(scope="module")
def new() -> FloatArray:
    return np.random.default_rng(2).normal(7.0, 4.0, size=(5, 6))


def test_z_scores_are_those_of_the_training_patients(train: FloatArray, new: FloatArray) -> None:
    learnt = learn_scaling(train, "z-score")
    scaled = learnt.apply(train)
    np.testing.assert_allclose(scaled.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=0, ddof=1), 1.0, rtol=1e-12)
    np.testing.assert_allclose(learnt.apply(new), (new - train.mean(axis=0)) / train.std(axis=0, ddof=1), rtol=1e-12)


def test_0_to_1_is_that_of_the_training_patients_and_others_may_lie_outside(train: FloatArray, new: FloatArray) -> None:
    learnt = learn_scaling(train, "0 to 1")
    np.testing.assert_allclose(learnt.apply(new), MinMaxScaler().fit(train).transform(new), rtol=1e-9, atol=1e-12)
    assert (learnt.apply(train).min(axis=0) == 0.0).all()
    assert (learnt.apply(train).max(axis=0) == 1.0).all()
    assert learnt.apply(new).max() > 1.0


def test_none_leaves_every_bit(train: FloatArray) -> None:
    assert learn_scaling(train, "none").apply(train).tobytes() == train.tobytes()


@pytest.mark.parametrize("value", [0.1, 7.3, 1e8])
@pytest.mark.parametrize("scaling", EVERY[1:])
def test_a_column_that_does_not_vary_is_only_centred(scaling: Scaling, value: float, train: FloatArray) -> None:
    """The computed deviation of thirteen times 0.1 is 1e-17; dividing by it would make anything of a new patient."""
    train = train.copy()
    train[:, 2] = value
    learnt = learn_scaling(train, scaling)
    assert (learnt.apply(train)[:, 2] == 0.0).all()
    assert learnt.apply(train + 1.0)[0, 2] == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("scaling", EVERY)
def test_one_patient_and_no_column(scaling: Scaling, train: FloatArray) -> None:
    assert np.isfinite(learn_scaling(train[:1], scaling).apply(train)).all()
    assert learn_scaling(train[:, :0], scaling).apply(train[:, :0]).shape == (13, 0)


@pytest.mark.parametrize("scaling", EVERY)
def test_what_is_applied_lies_by_row_whatever_it_was_given(scaling: Scaling, train: FloatArray) -> None:
    learnt = learn_scaling(train, scaling)
    by_column = learnt.apply(np.asfortranarray(train))
    assert by_column.flags.c_contiguous
    assert by_column.tobytes() == learnt.apply(train).tobytes()
