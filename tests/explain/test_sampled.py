"""Sampled SHAP values: on the mark within their own standard errors, and the same in any order and company."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from explain.games import replaced, shapley
from models.panel_cases import named, strangers, study
from scipy.special import expit

from interpret.contracts import FloatArray
from interpret.explain.attribute import attribute_one
from interpret.explain.explained import Sampling
from interpret.explain.sampled import MOST_BACKGROUND, Sampled, sample

RANDOM = np.random.default_rng(12)
BACKGROUND = RANDOM.normal(size=(30, 7))
PATIENT = RANDOM.normal(size=7)
WEIGHT = np.array([1.0, -0.8, 0.6, 0.5, -0.4, 0.3, 0.0])


def line(Z: FloatArray) -> FloatArray:
    return Z @ WEIGHT + 0.3


def curve(Z: FloatArray) -> FloatArray:
    together: FloatArray = expit(3.0 * Z[:, 0] * Z[:, 1] * Z[:, 2] + line(Z))
    return together


def drawn(function: Callable[[FloatArray], FloatArray], pairs: int, background: FloatArray = BACKGROUND) -> Sampled:
    streams = np.random.SeedSequence(20260102).spawn(2)
    return sample(function, PATIENT, background, stream=streams[0], of_background=streams[1], pairs=pairs)


def test_a_linear_model_is_sampled_exactly() -> None:
    found = drawn(line, pairs=3)
    np.testing.assert_allclose(found.values, WEIGHT * (PATIENT - BACKGROUND.mean(axis=0)), atol=1e-12)
    assert found.standard_error.max() < 1e-12
    assert found.baseline == pytest.approx(line(BACKGROUND).mean(), abs=1e-12)


@pytest.mark.parametrize("function", [lambda Z: expit(line(Z)), curve], ids=["logistic", "interactions"])
def test_values_are_within_four_standard_errors_of_shapleys_definition(
    function: Callable[[FloatArray], FloatArray],
) -> None:
    exact = shapley(7, replaced(function, PATIENT, BACKGROUND))
    few, many = drawn(function, pairs=8), drawn(function, pairs=128)
    assert (np.abs(many.values - exact) <= 4.0 * many.standard_error + 1e-12).all()
    assert 0.0 < many.standard_error.max() < 0.5 * few.standard_error.max()
    assert many.values[6] == pytest.approx(0.0, abs=1e-12)  # a gene without weight
    for found in (few, many):
        assert found.values.sum() + found.baseline == pytest.approx(function(PATIENT[None])[0], abs=1e-12)


def test_the_standard_error_is_as_large_as_the_values_spread_over_seeds() -> None:
    def run(seed: int) -> Sampled:
        streams = np.random.SeedSequence(seed).spawn(2)
        return sample(curve, PATIENT, BACKGROUND, stream=streams[0], of_background=streams[1], pairs=6)

    runs = [run(seed) for seed in range(40)]
    spread = np.std([each.values for each in runs], axis=0, ddof=1)[:3]
    said = np.sqrt(np.mean([each.standard_error**2 for each in runs], axis=0))[:3]
    assert (np.abs(np.log(said / spread)) < 0.4).all()  # 40 runs know a standard deviation to 11 %


def test_more_training_patients_than_are_asked_at_once_are_drawn_anew_each_time() -> None:
    many = np.random.default_rng(5).normal(size=(MOST_BACKGROUND + 60, 7))
    found = drawn(line, pairs=40, background=many)
    exact = WEIGHT * (PATIENT - many.mean(axis=0))
    assert (np.abs(found.values - exact) <= 4.0 * found.standard_error + 1e-12).all()
    assert found.standard_error[0] > 1e-3
    assert found.values.sum() + found.baseline == pytest.approx(line(PATIENT[None])[0], abs=1e-12)


def backwards(function: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    return [function(item) for item in reversed(list(items))][::-1]


def test_neither_the_order_of_work_nor_the_company_changes_a_bit_nor_the_global_chance() -> None:
    model, taught = named("weighted-voting").fit(study(), np.random.SeedSequence(1)), study().expression
    stream = np.random.SeedSequence(6)
    np.random.seed(7)  # noqa: NPY002  whether it is left alone is what is asked
    together = attribute_one(model, strangers(), taught, Sampling(stream, 3))
    assert np.random.randint(10**9) == np.random.RandomState(7).randint(10**9)  # noqa: NPY002  as above
    reversed_ = attribute_one(model, strangers(), taught, Sampling(stream, 3, backwards))
    alone = attribute_one(model, strangers().take_samples([5]), taught, Sampling(stream, 3))
    assert together.values.tobytes() == reversed_.values.tobytes()
    assert together.values[5].tobytes() == alone.values[0].tobytes()
    other = attribute_one(model, strangers(), taught, Sampling(np.random.SeedSequence(8), 3))
    assert together.values.tobytes() != other.values.tobytes()


def test_nothing_is_sampled_unasked() -> None:
    model = named("weighted-voting").fit(study(), np.random.SeedSequence(1))
    with pytest.raises(TypeError, match="only be sampled"):
        attribute_one(model, strangers(), study().expression)
