"""No left-out patient's label or expression reaches the model that judges them, by any learner and any route."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from guarantees.disturb import flipped, garbled
from guarantees.prepared import COHORTS
from guarantees.prepared import ROUTES as PREPARED
from guarantees.routes import LEARNERS, READS_GENES, ROUTES, Route, as_it_is, changed, in_folds, same_bits

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.models.learner import Family, Learner
from interpret.validation.leave_one_out import fold_streams, held_out, leave_one_out

PATIENTS = [0, 7, 13, 19]
OTHERS = [2, 5, 11, 16]
EVERY_ROUTE = pytest.mark.parametrize("route", ROUTES, ids=str)


@EVERY_ROUTE
def test_flipping_the_left_out_label_changes_nothing_for_that_patient(route: Route, small_cohort: Cohort) -> None:
    before = as_it_is(route, small_cohort)
    for row in PATIENTS:
        after = route.run(flipped(small_cohort, row), row)
        assert after.probability[row] == before.probability[row]
        assert after.fitted[row].model_id == before.fitted[row].model_id


@EVERY_ROUTE
def test_garbage_in_the_left_out_expression_leaves_the_judging_model_alone(route: Route, small_cohort: Cohort) -> None:
    for row in PATIENTS:
        after = route.run(garbled(small_cohort, row), row)
        assert changed(after, as_it_is(route, small_cohort), [row]) == [False]


@pytest.mark.parametrize(("name", "route"), PREPARED, ids=str)
def test_neither_reaches_the_judging_model_where_counts_are_filtered_and_gaps_filled(name: str, route: Route) -> None:
    cohort = COHORTS[name]
    before = as_it_is(route, cohort)
    for row in (0, 13):
        after = route.run(flipped(cohort, row), row)
        assert after.probability[row] == before.probability[row]
        assert changed(after, before, [row]) == [False]
        assert changed(route.run(garbled(cohort, row), row), before, [row]) == [False]
    # and the models of the others do change, so that this can fail
    assert sum(changed(route.run(garbled(cohort, 0), *OTHERS), before, OTHERS)) > len(OTHERS) // 2


@EVERY_ROUTE
def test_the_other_models_do_change_so_the_two_tests_above_can_fail(route: Route, small_cohort: Cohort) -> None:
    before = as_it_is(route, small_cohort)
    assert sum(changed(route.run(flipped(small_cohort, 0), *OTHERS), before, OTHERS)) > len(OTHERS) // 2
    reached = sum(changed(route.run(garbled(small_cohort, 0), *OTHERS), before, OTHERS))
    if route.learner.name in READS_GENES:
        assert reached > len(OTHERS) // 2
    else:
        assert reached == 0, "it is said to look at no gene"


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_the_number_of_threads_and_processes_changes_no_bit(learner: Learner, small_cohort: Cohort) -> None:
    for pair in same_bits(learner):
        first, second = (as_it_is(route, small_cohort) for route in pair)
        assert first.probability.tobytes() == second.probability.tobytes()
        assert [fitted.model_id for fitted in first.fitted] == [fitted.model_id for fitted in second.fitted]


def test_a_learner_without_a_loop_of_its_own_is_run_by_the_plain_one_whatever_the_threads(small_cohort: Cohort) -> None:
    """So that the routes of such learners are two and not four."""
    without = [learner for learner in LEARNERS if not learner.owns_folds]
    assert len(without) == len(LEARNERS) - 3
    learner = next(learner for learner in without if learner.name == "naive-bayes")
    streams = fold_streams(0, learner.name, small_cohort.n)
    plain = leave_one_out(small_cohort, learner, streams)
    own = held_out(small_cohort, learner, streams, threads=2)
    assert own.probability.tobytes() == plain.probability.tobytes()


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_shuffled_labels_are_at_chance(learner: Learner, small_cohort: Cohort) -> None:
    """Over 12 shuffles fixed in advance the left-out patients called right stay within 4 standard errors of chance."""
    random = np.random.default_rng(20260202)
    share_right = []
    for run in range(12):
        shuffled = small_cohort.with_positive(random.permutation(small_cohort.positive))
        judged = in_folds(shuffled, learner, run)
        share_right.append(np.mean((judged > 0.5) == shuffled.positive))
    # the classes are 11 and 9, so the best constant call is right in 0.55; leave-one-out is a little below one half
    four_errors = 4 * np.sqrt(0.25 / 20 / 12)
    assert np.mean(share_right) < 0.55 + four_errors


@dataclass(frozen=True)
class ParrotModel:
    """Repeats what it was taught of a patient; of a stranger it says the prevalence."""

    known: dict[tuple[float, ...], bool]
    prevalence: float
    family: Family = "tree"
    genes: tuple[str, ...] = ()
    model_id: str = "parrot"

    def probability(self, expression: Expression) -> FloatArray:
        return np.array([float(self.known.get(tuple(row), self.prevalence)) for row in expression.values])

    def facts(self) -> dict[str, float]:
        return {}


@dataclass(frozen=True)
class Parrot:
    name: str = "parrot"
    title: str = "Parrot"
    method: str = ""
    owns_folds: bool = False

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> ParrotModel:
        del stream
        known = {tuple(row): bool(label) for row, label in zip(train.expression.values, train.positive, strict=True)}
        return ParrotModel(known, train.n_positive / train.n)


def test_a_parrot_scores_chance_left_out_and_everything_when_let_in(small_cohort: Cohort) -> None:
    streams = fold_streams(0, "parrot", small_cohort.n)
    judged = leave_one_out(small_cohort, Parrot(), streams)
    expected = (small_cohort.n_positive - small_cohort.positive) / (small_cohort.n - 1)
    np.testing.assert_array_equal(judged.probability, expected)
    let_in = Parrot().fit(small_cohort, streams[0]).probability(small_cohort.expression)
    np.testing.assert_array_equal(let_in, small_cohort.positive.astype(float))
