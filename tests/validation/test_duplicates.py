"""Copies planted are found and named; nobody else is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.controls import without_controls
from interpret.data.demo import simulate_study
from interpret.data.expression import Expression, Scale
from interpret.data.read import read_study
from interpret.data.study import Study
from interpret.report.questioned_cautions import questioned_cautions
from interpret.settings import InputSettings, PreparationSettings
from interpret.validation.array_quality import Quality
from interpret.validation.duplicates import FAR, LEAST, Twins, centred_correlations, find_twins
from interpret.validation.everybody import everybody_of
from interpret.validation.influence import Influence
from interpret.validation.questioned import Questioned

NOISE = np.random.default_rng(20260303)
COPIES: dict[str, Callable[[FloatArray], FloatArray]] = {
    "the same": lambda values: values.copy(),
    "another scan": lambda values: np.round(values * (1.0 + 0.1 * NOISE.normal(size=values.size))),
    "a brighter scan": lambda values: values * 1.7,
    "a darker scan": lambda values: np.round(values * 0.6),
}


def twins(study: Study) -> Twins:
    return find_twins(everybody_of(study, PreparationSettings()))


def with_copy(cohort: Cohort, source: FloatArray, name: str, *, row: int) -> Cohort:
    """Return the cohort in which the sample of this row is replaced by these values under another name."""
    values, names = cohort.expression.values.copy(), list(cohort.samples)
    values[row], names[row] = source, name
    expression = Expression(values, tuple(names), cohort.genes, cohort.expression.scale)
    sheet = cohort.covariates.set_axis(names, axis=0)
    return Cohort(expression, cohort.positive, cohort.labels, sheet, cohort.subjects)


@pytest.mark.parametrize("how", COPIES)
@pytest.mark.parametrize("label_of_the_other_class", [False, True])
def test_a_training_patient_in_the_independent_set_under_another_name_is_named(
    how: str,
    label_of_the_other_class: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    study = simulate_study(0)
    assert study.independent is not None
    source = study.training.expression.values[4]
    row = int(np.flatnonzero((study.independent.positive == study.training.positive[4]) != label_of_the_other_class)[2])
    planted = replace(study, independent=with_copy(study.independent, COPIES[how](source), "stranger", row=row))
    [found] = twins(planted).found
    assert (found.first, found.second, found.sets) == ("S05", "stranger", ("loo", "independent"))
    assert found.across
    assert found.exact == (how == "the same")
    assert found.correlation > LEAST
    assert found.spreads > FAR


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_flagged_in_the_simulated_study(seed: int) -> None:
    found = twins(simulate_study(seed))
    assert found.found == ()
    assert found.pairs == 72 * 71 // 2
    assert found.next_pair is not None
    assert found.next_pair.correlation < 0.2


def test_copies_within_three_against_three_are_found_and_the_order_says_nothing() -> None:
    training = simulate_study(1).training
    rows = [*np.flatnonzero(training.positive)[:3], *np.flatnonzero(~training.positive)[:3]]
    six = training.take(rows)
    scanned_again = COPIES["another scan"](six.expression.values[3])
    planted = with_copy(six, scanned_again, "twin", row=4)
    study = replace(simulate_study(1), training=planted, independent=None)
    found = twins(study)
    assert [(twin.first, twin.second, twin.sets) for twin in found.found] == [(six.samples[3], "twin", ("loo", "loo"))]
    assert twins(replace(study, training=planted.take([5, 2, 4, 0, 3, 1]))) == found
    assert twins(replace(study, training=six)).found == ()


def test_samples_of_one_person_are_counted_and_not_flagged() -> None:
    study = simulate_study(2)
    training = with_copy(study.training, study.training.expression.values[0], "again", row=1)
    persons = ("anna", "anna", *training.samples[2:])
    found = twins(replace(study, training=replace(training, subjects=persons)))
    assert (found.found, found.of_one_person) == ((), 1)
    assert len(twins(replace(study, training=training)).found) == 1


def test_missing_values_and_logarithms_hide_no_copy() -> None:
    study = simulate_study(0)
    training = study.training
    values = np.log2(np.clip(training.expression.values, 100.0, 16000.0))
    values[7] = values[2]
    values[7, ::5] = np.nan
    values[2, 1::5] = np.nan
    values[:, 33] = np.nan
    logged = training.with_expression(Expression(values, training.samples, training.genes, Scale.LOG2))
    [found] = twins(replace(study, training=logged, independent=None)).found
    assert (found.first, found.second, found.exact) == ("S03", "S08", True)


def test_correlations_are_those_of_numpy_after_centring() -> None:
    values = np.random.default_rng(8).normal(size=(6, 40))
    centred = values - values.mean(axis=0)
    np.testing.assert_allclose(centred_correlations(values), np.corrcoef(centred), atol=1e-12)
    flat = np.vstack([values, values.mean(axis=0)])
    assert (centred_correlations(flat)[6, :6] == 0.0).all()


def test_copies_stand_on_page_1_with_both_names() -> None:
    study = simulate_study(0)
    assert study.independent is not None
    source = study.training.expression.values[4]
    planted = replace(
        study,
        training=with_copy(study.training, source, "S06", row=5),
        independent=with_copy(study.independent, source, "stranger", row=3),
    )
    record = Questioned(
        twins(planted),
        Quality((), (), (), 72, ()),
        Influence(None, 0, 0, 0),
        None,
        None,  # type: ignore[arg-type]
    )
    across, within = questioned_cautions(record)
    assert (across.key, across.weight) == ("duplicates_across", "page1")
    assert "training sample S05 and independent sample stranger have the same values" in across.text
    assert (within.key, within.weight) == ("duplicates_training", "page1")
    assert "training sample S05 and training sample S06" in within.text


@pytest.mark.shared
def test_golub_has_no_copies_and_bottomly_none_either(golub: Study, shared: Path) -> None:
    found = twins(without_controls(golub))
    assert found.found == ()
    assert found.next_pair is not None
    assert (found.next_pair.first, found.next_pair.second) == ("13", "48")
    assert found.next_pair.correlation == pytest.approx(0.646, abs=0.001)
    mice = shared / "data" / "bottomly"
    source = InputSettings(
        expression=mice / "bottomly_count_table.tsv",
        samples=mice / "bottomly_phenodata.tsv",
        outcome="strain",
        positive="DBA/2J",
    )
    assert twins(read_study(source)).found == ()
