"""Shuffled labels on the Golub data: at chance when genes are chosen inside the folds, and not when outside."""

from __future__ import annotations

import numpy as np
import pytest
from validation.recorder import Recorder

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.controls import without_controls
from interpret.data.study import Study
from interpret.models.kinds import learners
from interpret.models.learner import Learner
from interpret.models.screening import TopByF, between_over_within
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.runtime.mappers import Processes
from interpret.scoring.measures.protocol import Scored
from interpret.settings import PreparationSettings, make_settings
from interpret.validation.leave_one_out import fold_streams, held_out
from interpret.validation.outside_the_fold import chosen_outside
from interpret.validation.permuted_labels import PermutedLabels, permuted_labels, steps
from interpret.validation.schemes import KFold

RUNS = 60


def learner(name: str, **models: object) -> Learner:
    return learners(make_settings({"models": {"run": [name], "beside": [], **models}}))[0]


def thermometer(cohort: Cohort, which: Learner, runs: int, **more: object) -> PermutedLabels:
    streams = fold_streams(0, which.name, cohort.n_persons)
    real = Scored(cohort.positive, held_out(cohort, which, streams).probability)
    with QuietProgress().stage("", steps(runs)) as stage:
        return permuted_labels(cohort, which, real, runs, 0, **{"mapper": map, "stage": stage, **more})  # type: ignore[arg-type]


def test_genes_are_chosen_on_everybody_by_f(small_cohort: Cohort) -> None:
    settings = PreparationSettings(min_ratio=2.0, min_difference=50.0)
    chosen = chosen_outside(small_cohort, settings, 7)
    prepared = apply_preparation(learn_preparation(small_cohort.expression, settings), small_cohort.expression)
    strength = between_over_within(prepared.values, small_cohort.positive)
    assert set(chosen.genes) == {prepared.genes[j] for j in np.argsort(-strength)[:7]}
    turned = small_cohort.with_expression(small_cohort.expression.take_genes(np.arange(60)[::-1]))
    assert chosen_outside(turned, settings, 7).genes == chosen.genes
    assert TopByF(7).choose(chosen.expression.values, chosen.positive).size == 7


def test_the_runs_do_not_depend_on_where_they_run(small_cohort: Cohort) -> None:
    which = learner("diagonal-discriminant", panel={"genes": 8})
    alone, two = (thermometer(small_cohort, which, 6, mapper=mapper) for mapper in (map, Processes(2)))
    assert alone == two
    assert alone.outside is not None
    assert alone.outside.genes == 50


def test_folds_are_shuffled_too(small_cohort: Cohort) -> None:
    found = Recorder()
    thermometer(small_cohort, found, 3, scheme=KFold(4, 5))  # type: ignore[arg-type]
    assert len(found.fits) == small_cohort.n + 3 * 4 + 4 * 4  # the real labels, nested runs, leaking ones
    nested = found.fits[small_cohort.n : small_cohort.n + 12]
    assert all(seen.train.n_positive in {6, 7} for seen in nested)
    assert all(len(seen.train.genes) == len(small_cohort.genes) for seen in nested)
    assert all(len(seen.train.genes) == 50 for seen in found.fits[small_cohort.n + 12 :])


@pytest.mark.shared
def test_best_50_genes_with_dlda_leak_outside_and_not_inside(golub: Study) -> None:
    cohort = without_controls(golub).training
    # A gene that fails the filter on everybody fails it on any of them (max and min only come closer): leaving such
    # genes out beforehand changes no fold, and saves half the time.
    kept = learn_preparation(cohort.expression, PreparationSettings()).genes
    cohort = cohort.with_expression(cohort.expression.named(kept))
    found = thermometer(cohort, learner("diagonal-discriminant"), RUNS, mapper=Processes(2))
    assert found.outside is not None
    assert np.mean(found.outside.auc) > 0.85
    assert abs(np.mean(found.auc) - 0.5) <= 0.1
    assert found.p_value == found.floor == 1 / (1 + RUNS)


@pytest.mark.shared
def test_the_rough_search_changes_no_call(golub: Study) -> None:
    cohort = without_controls(golub).training
    strongest = TopByF(150).choose(np.log2(np.clip(cohort.expression.values, 100, 16000)), cohort.positive)
    cohort = cohort.with_expression(cohort.expression.take_genes(strongest))
    which = learner("sparse-logistic")
    streams = fold_streams(0, which.name, cohort.n)
    random = np.random.default_rng(20260903)
    for labels in (cohort.positive, random.permutation(cohort.positive)):
        known = cohort.with_positive(labels)
        fine, rough = (held_out(known, one, streams).probability for one in (which, which.in_fewer_digits()))  # type: ignore[attr-defined]
        assert np.abs(fine - rough).max() < 0.03  # neighbouring penalties differ by a sixth
        assert np.array_equal(fine > 0.5, rough > 0.5)
