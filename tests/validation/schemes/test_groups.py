"""Whole groups left out: who learns, who is judged, and what cannot be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from guarantees.persons import one_to_three
from guarantees.routes import LEARNERS
from validation.recorder import Recorder

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.read import read_study
from interpret.errors import AnalysisError
from interpret.settings import InputSettings
from interpret.validation.schemes.groups import leave_groups_out, require_groups
from interpret.validation.schemes.records import GroupsLeftOut

DLDA = next(one for one in LEARNERS if one.name == "diagonal-discriminant")


def in_groups(cohort: Cohort, names: list[object]) -> Cohort:
    return replace(cohort, covariates=pd.DataFrame({"centre": names}, index=list(cohort.samples)))


def run(cohort: Cohort, *learners: object) -> GroupsLeftOut:
    with QuietProgress().stage("", 0) as stage:
        return leave_groups_out(cohort, learners, "centre", 0, mapper=map, stage=stage)  # type: ignore[arg-type]


def test_each_group_is_judged_by_models_of_the_others(small_cohort: Cohort) -> None:
    cohort, learner = in_groups(small_cohort, ["north", "south", "west", "east"] * 5), Recorder()
    found = run(cohort, learner, DLDA)
    for seen, name in zip(learner.fits, ("east", "north", "south", "west"), strict=True):
        inside = set(cohort.covariates.index[cohort.covariates["centre"] == name])
        assert set(seen.judged) == inside
        assert set(seen.train.samples) == set(cohort.samples) - inside
    assert found.judged == 20
    assert found.models == ("recorder", "diagonal-discriminant")
    total = 0
    for group in found.groups:
        rows = np.flatnonzero(cohort.covariates["centre"] == group.name)
        others = cohort.take(np.setdiff1d(np.arange(20), rows))
        told = DLDA.fit(others, np.random.SeedSequence(0)).probability(cohort.expression.take_samples(rows))
        assert group.right[1] == int(((told > 0.5) == cohort.positive[rows]).sum())
        assert (group.negative, group.positive) == ((~cohort.positive[rows]).sum(), cohort.positive[rows].sum())
        total += float(((told - cohort.positive[rows]) ** 2).sum())
    assert found.brier[1] == pytest.approx(total / 20)


def test_a_group_outside_which_a_class_is_missing_is_named(small_cohort: Cohort) -> None:
    names: list[object] = ["all"] * 10 + ["mixed"] + ["case"] * 9
    found = run(in_groups(small_cohort, names), DLDA)
    assert {group.name: group.unfit for group in found.groups} == {
        "all": "only one control is left outside it",
        "case": "only control is left outside it",
        "mixed": "",
    }
    assert found.judged == 1


def test_unknown_groups_take_no_part_and_a_person_of_several_leaves_with_each() -> None:
    cohort = one_to_three()
    names: list[object] = [("north", "south", "west")[person % 3] for person in cohort.persons]
    first = cohort.rows_of(int(np.flatnonzero(np.bincount(cohort.persons) == 3)[0]))
    names[first[0]], names[first[1]] = "north", "south"
    names[next(i for i in range(cohort.n) if i not in first)] = None
    learner = Recorder()
    found = run(in_groups(cohort, names), learner)
    assert (found.without, found.shared) == (1, 1)
    for learnt, judged, samples in learner.folds(cohort):
        assert not learnt & judged
        assert cohort.samples[names.index(None)] not in samples
    assert all(cohort.samples[names.index(None)] not in seen.train.samples for seen in learner.fits)


def test_one_group_is_refused(small_cohort: Cohort) -> None:
    with pytest.raises(AnalysisError, match="fewer than two values"):
        require_groups(in_groups(small_cohort, ["here"] * 20), "centre")


@pytest.mark.shared
def test_no_centre_of_the_golub_training_set_can_be_judged(shared) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    study = read_study(
        InputSettings(expression=shared / "data" / "golub", samples=shared / "data" / "golub" / "clinical.tsv")
    )
    with QuietProgress().stage("", 0) as stage:
        found = leave_groups_out(study.training, [DLDA], "Source", 0, mapper=map, stage=stage)
    assert found.judged == 0
    assert sorted(group.unfit for group in found.groups) == [
        "only ALL is left outside it",
        "only AML is left outside it",
    ]
    assert found.brier == ()
