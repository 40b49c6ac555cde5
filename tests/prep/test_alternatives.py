"""The other preparations that a reviewer would ask for."""

from __future__ import annotations

import pytest

from interpret.data.cohort import Cohort
from interpret.data.demo import simulate_study
from interpret.data.expression import Scale
from interpret.prep.alternatives import alternatives
from interpret.prep.preparation import learn_preparation
from interpret.settings import PreparationSettings

USUAL = PreparationSettings()


def test_raw_intensities_have_five_alternatives() -> None:
    found = dict(alternatives(USUAL, Scale.RAW))
    assert found == {
        "arrays scaled": PreparationSettings(scale_arrays=True),
        "no range filter": PreparationSettings(min_ratio=1.0, min_difference=0.0),
        "half the filter limits (2.5, 250)": PreparationSettings(min_ratio=2.5, min_difference=250.0),
        "double the filter limits (10, 1000)": PreparationSettings(min_ratio=10.0, min_difference=1000.0),
        "floor 20 instead of 100": PreparationSettings(floor=20.0),
    }


def test_logarithms_can_only_be_scaled() -> None:
    assert dict(alternatives(USUAL, Scale.LOG2)) == {"arrays scaled": PreparationSettings(scale_arrays=True)}


def test_an_alternative_is_never_the_choice_itself() -> None:
    choices = [
        USUAL,
        PreparationSettings(scale_arrays=True, floor=20.0),
        PreparationSettings(min_ratio=1.0, min_difference=0.0),
        PreparationSettings(min_ratio=1.5, min_difference=10.0, logarithm="log10", keep_controls=True),
        PreparationSettings(floor=1.0, ceiling=15.0),
    ]
    for chosen in choices:
        for scale in Scale:
            found = alternatives(chosen, scale)
            assert chosen not in [other for _, other in found]
            assert len({words for words, _ in found}) == len(found) > 0
            assert all(len(words) <= 40 for words, _ in found)
            for _, other in found:  # what is not varied stays as chosen
                assert (other.logarithm, other.keep_controls) == (chosen.logarithm, chosen.keep_controls)
                PreparationSettings.model_validate(other.model_dump())


def test_what_is_switched_off_is_tried_switched_on() -> None:
    found = dict(alternatives(PreparationSettings(scale_arrays=True, min_ratio=1.0, min_difference=0.0), Scale.RAW))
    assert not found["arrays not scaled"].scale_arrays
    assert found["range filter (5, 500)"].min_ratio == 5.0
    assert "no range filter" not in found


@pytest.mark.parametrize("chosen", [USUAL, PreparationSettings(scale_arrays=True)])
def test_every_alternative_can_be_learnt(chosen: PreparationSettings, small_cohort: Cohort) -> None:
    for training in (small_cohort.expression, simulate_study(2).training.expression):
        for _, other in alternatives(chosen, training.scale):
            assert learn_preparation(training, other).genes
