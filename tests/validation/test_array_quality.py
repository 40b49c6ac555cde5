"""Poor arrays planted are named; sound ones are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from interpret.contracts import FloatArray
from interpret.data.demo import simulate_study
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.settings import PreparationSettings
from interpret.validation.array_quality import FAR, FEWEST, RULES, Quality, doubtful_arrays
from interpret.validation.everybody import everybody_of
from interpret.validation.robust_spread import middle_and_spread, too_far

RANDOM = np.random.default_rng(77)
POOR: dict[str, Callable[[FloatArray], FloatArray]] = {
    "dim": lambda values: 0.25 * values,
    "a third of the spots dark": lambda values: np.where(RANDOM.random(values.size) < 0.33, 0.0, values),
    "noise": lambda values: values * 2.0 ** RANDOM.normal(0.0, 1.2, values.size),
}


def quality(study: Study) -> Quality:
    return doubtful_arrays(everybody_of(study, PreparationSettings()))


def changed(study: Study, how: Callable[[FloatArray], FloatArray]) -> Study:
    values = study.training.expression.values.copy()
    values[3] = how(values[3])
    return replace(
        study, training=study.training.with_expression(study.training.expression.with_values(values, Scale.RAW))
    )


@pytest.mark.parametrize("how", POOR)
def test_a_poor_array_is_named_and_no_other(how: str) -> None:
    found = quality(changed(simulate_study(0), POOR[how]))
    assert {doubt.sample for doubt in found.doubts} == {"S04"}
    assert not any(doubt.independent for doubt in found.doubts)


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_named_in_the_simulated_study(seed: int) -> None:
    found = quality(simulate_study(seed))
    assert found.doubts == ()
    assert len(found.rules) == len(RULES) - 4  # no detection calls, no counts
    assert found.too_few == ()


def test_detection_calls_and_the_sets_are_looked_at_apart() -> None:
    study = simulate_study(0)
    assert study.independent is not None
    names = [*study.training.samples, *study.independent.samples]
    random = np.random.default_rng(5)
    share = np.where(np.arange(72) < 38, 0.4, 0.6) + random.normal(0.0, 0.01, 72)  # the sets differ: no doubt
    share[50] = 0.4  # usual in training, not among the independent ones
    import pandas as pd  # noqa: PLC0415  in this test alone

    calls = np.where(np.arange(500) < 500 * share[:, None], "P", "A")
    found = quality(replace(study, detection=pd.DataFrame(calls, index=names)))
    assert [(doubt.sample, doubt.independent, doubt.rule) for doubt in found.doubts] == [
        (names[50], True, "share of genes called present by the scanner")
    ]


def test_few_arrays_have_no_middle_and_logarithms_no_floor() -> None:
    study = simulate_study(0)
    few = replace(study, training=study.training.take(range(FEWEST - 1)), independent=None)
    assert quality(few) == Quality((), (), (), FEWEST - 1, ("training",))
    values = np.log2(np.clip(study.training.expression.values, 100.0, 16000.0))
    values[::4, 3] = np.nan
    logged = Expression(values, study.training.samples, study.training.genes, Scale.LOG2)
    found = quality(replace(study, training=study.training.with_expression(logged), independent=None))
    assert [name for name in found.rules if "floor" in name] == []
    assert found.doubts == ()


@pytest.mark.shared
def test_golub_has_no_array_as_far_out(golub: Study) -> None:
    found = quality(golub)
    assert found.doubts == ()
    assert len(found.rules) == len(RULES) - 3  # no counts


@pytest.mark.parametrize("n", [6, 8, 12, 38, 100])
def test_the_farthest_of_few_sound_values_is_seldom_too_far(n: int) -> None:
    values = np.random.default_rng(n).normal(size=(4000, n))
    passed = []
    for row in values:
        middle, spread = middle_and_spread(row, 0.0)
        passed.append(np.abs(row - middle).max() / spread >= too_far(n, FAR))
    assert np.mean(passed) <= 0.012 + 4 * np.sqrt(0.012 / 4000)
