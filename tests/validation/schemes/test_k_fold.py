"""Folds of persons: who is in them, that nothing crosses, and what the dealings say."""

from __future__ import annotations

import numpy as np
import pytest
from guarantees.disturb import flipped, garbled
from guarantees.persons import one_to_three
from guarantees.routes import LEARNERS
from validation.recorder import Recorder

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.models.learner import HeldOut, Learner
from interpret.scoring.measures.protocol import Scored
from interpret.settings import ValidationSettings
from interpret.validation.schemes import KFold, LeaveOneOut, scheme_for
from interpret.validation.schemes.k_fold import pairs_of_dealings
from interpret.validation.schemes.protocol import fit_and_judge

FEW = [one for one in LEARNERS if one.name in {"sparse-logistic", "random-forest", "diagonal-discriminant"}]
EACH = pytest.mark.parametrize("learner", FEW, ids=lambda one: one.name)


def left_out(cohort: Cohort, learner: Learner, run: str = "") -> HeldOut:
    with QuietProgress().stage("", 0) as stage:
        return KFold(4, 1).held_out(cohort, learner, 0, run, mapper=map, threads=1, stage=stage)


def test_auto_is_one_by_one_up_to_150_persons() -> None:
    auto = ValidationSettings()
    assert scheme_for(auto, 150) == LeaveOneOut()
    assert scheme_for(auto, 151) == KFold(10, 5)
    assert scheme_for(ValidationSettings(scheme="k-fold", folds=5, repeats=2), 20) == KFold(5, 2)
    assert scheme_for(ValidationSettings(scheme="leave-one-out"), 400) == LeaveOneOut()


def test_persons_are_never_on_both_sides_and_everybody_is_judged_once_a_dealing() -> None:
    cohort, learner = one_to_three(), Recorder()
    with QuietProgress().stage("", 0) as stage:
        found = KFold(4, 3).judge(cohort, learner, 0, mapper=map, threads=1, stage=stage)
    folds = list(learner.folds(cohort))
    assert len(folds) == 12
    assert not any(learnt & judged for learnt, judged, _ in folds)
    assert sorted(name for _, _, judged in folds for name in judged) == sorted(3 * cohort.samples)
    assert len(found.held_out.models) == 4
    assert found.repeated is not None
    assert len(found.repeated.right) == 3


@EACH
def test_garbage_in_a_fold_leaves_its_model_alone_and_reaches_the_others(
    learner: Learner, small_cohort: Cohort
) -> None:
    before, after = left_out(small_cohort, learner), left_out(garbled(small_cohort, 7), learner)
    mine = {i for i, fitted in enumerate(before.fitted) if fitted is before.fitted[7]}
    same = {i for i in range(small_cohort.n) if after.fitted[i].model_id == before.fitted[i].model_id}
    assert mine <= same
    assert len(same) < small_cohort.n
    others = sorted(mine - {7})
    assert np.array_equal(after.probability[others], before.probability[others])


@EACH
def test_the_label_of_the_left_out_does_not_reach_their_model(learner: Learner, small_cohort: Cohort) -> None:
    """The dealing sees labels, to stratify; given the dealing, no label of a fold is seen by its model."""
    folds = KFold(4, 1)._dealt(small_cohort, learner, 0, "", 0)
    for fold in folds[:2]:
        row = int(fold.judge[0])
        before, model = fit_and_judge(small_cohort, learner, fold)
        after, other = fit_and_judge(flipped(small_cohort, row), learner, fold)
        assert before.tobytes() == after.tobytes()
        assert model.model_id == other.model_id


def test_runs_and_repeats_are_dealt_differently_and_learners_alike(small_cohort: Cohort) -> None:
    dealings = [
        np.array([fitted.seen.train.samples for fitted in left_out(small_cohort, Recorder(name=name), run).fitted])  # type: ignore[attr-defined]
        for name, run in (("a", ""), ("b", ""), ("a", "-permuted-0"))
    ]
    assert np.array_equal(dealings[0], dealings[1])
    assert not np.array_equal(dealings[0], dealings[2])


def test_pairs_are_those_of_one_fold_averaged_over_dealings(small_cohort: Cohort) -> None:
    cohort = small_cohort.take([0, 1, 11, 12])  # two of each class
    scores = [np.array([0.1, 0.6, 0.5, 0.9]), np.array([0.7, 0.2, 0.7, 0.1])]
    members = [np.array([0, 1, 0, 1]), np.array([0, 1, 0, 0])]
    wins = pairs_of_dealings(cohort, scores, members).wins  # (positive, negative)
    # first dealing: 11 beats 0, 12 beats 1; second: 11 ties with 0, 12 loses to 0
    expected = np.array([[0.75, np.nan], [0.0, 1.0]])
    np.testing.assert_array_equal(wins, expected)


def test_measures_of_the_dealings_are_those_of_the_calls(small_cohort: Cohort) -> None:
    learner = next(one for one in LEARNERS if one.name == "diagonal-discriminant")
    with QuietProgress().stage("", 0) as stage:
        found = KFold(4, 2).judge(small_cohort, learner, 0, mapper=map, threads=1, stage=stage)
        again = KFold(4, 2).repeat(small_cohort, learner, 0, mapper=map, stage=stage)
    assert found.repeated == again
    scored = Scored(small_cohort.positive, found.held_out.probability)
    assert again.right[0] == int(scored.right.sum())
    assert again.brier[0] == pytest.approx(float(((scored.probability - scored.positive) ** 2).mean()))
    assert found.pairs is not None
    assert np.isfinite(found.pairs.wins).any()


def test_with_as_many_folds_as_persons_pairs_are_judged_all_the_same(small_cohort: Cohort) -> None:
    learner = next(one for one in LEARNERS if one.name == "diagonal-discriminant")
    few = small_cohort.take([0, 1, 2, 3, 11, 12, 13, 14])
    with QuietProgress().stage("", 0) as stage:
        found = KFold(10, 1).judge(few, learner, 0, mapper=map, threads=1, stage=stage)
    assert len(found.held_out.models) == 8
    assert found.pairs is not None
    assert np.isfinite(found.pairs.wins).any()
