"""A person's samples are left out together: nothing of a person reaches the models that judge any of their samples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest
from guarantees.disturb import flipped, garbled
from guarantees.persons import one_to_three, persons_cohort, strangers
from guarantees.routes import LEARNERS, READS_GENES, ROUTES, SETTINGS, Route, as_it_is, changed, in_folds, same_bits

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.learner import Family, Learner
from interpret.settings import ForestSettings
from interpret.validation.leave_one_out import fold_streams, held_out, leave_one_out
from interpret.validation.pairs import left_out_pairs, pairs_within_folds

COHORT = one_to_three()
SIZES = np.bincount(COHORT.persons)
EVERY_ROUTE = pytest.mark.parametrize("route", ROUTES, ids=str)
# one sample each of a person with three of one class, with two of both classes and with one
SAMPLES = [
    int(COHORT.rows_of(int(np.flatnonzero(size == SIZES)[place]))[-1]) for size, place in [(3, 1), (2, 0), (1, 0)]
]


def test_the_cohort_has_persons_of_one_to_three_samples_and_of_both_classes() -> None:
    assert set(SIZES) == {1, 2, 3}
    both = [person for person in range(COHORT.n_persons) if len(set(COHORT.positive[COHORT.rows_of(person)])) == 2]
    assert len(both) == 2


def own_and_others(row: int) -> tuple[list[int], list[int]]:
    """Return the samples of the person of this row, and a sample of each of five other persons."""
    person = int(COHORT.persons[row])
    others = [int(COHORT.rows_of((person + step) % COHORT.n_persons)[0]) for step in (1, 3, 5, 7, 9)]
    return [int(own) for own in COHORT.rows_of(person)], others


@EVERY_ROUTE
def test_a_flipped_label_changes_nothing_for_any_sample_of_the_person(route: Route) -> None:
    before, reached = as_it_is(route, COHORT), list[bool]()
    for row in SAMPLES:
        own, others = own_and_others(row)
        after = route.run(flipped(COHORT, row), row, *others)
        assert after.probability[own].tobytes() == before.probability[own].tobytes()
        assert not any(changed(after, before, own))
        reached += changed(after, before, others)
    assert np.mean(reached) > 0.5, "the label reached nobody's model: the test would not see a leak"


@EVERY_ROUTE
def test_garbage_in_a_sample_leaves_the_model_of_the_person_and_the_other_samples_alone(route: Route) -> None:
    before, reached = as_it_is(route, COHORT), list[bool]()
    for row in SAMPLES:
        own, others = own_and_others(row)
        siblings = [sibling for sibling in own if sibling != row]
        after = route.run(garbled(COHORT, row), row, *others)
        assert after.probability[siblings].tobytes() == before.probability[siblings].tobytes()
        assert not any(changed(after, before, own))
        reached += changed(after, before, others)
    if route.learner.name in READS_GENES:
        assert np.mean(reached) > 0.5
    else:
        assert not any(reached), "it is said to look at no gene"


@EVERY_ROUTE
def test_the_samples_of_a_person_share_one_model(route: Route) -> None:
    found = as_it_is(route, COHORT)
    assert len(found.fitted) == COHORT.n
    assert len(found.models) == COHORT.n_persons
    for person in range(COHORT.n_persons):
        rows = COHORT.rows_of(person)
        assert len({id(found.fitted[row]) for row in rows}) == 1
        again = found.fitted[rows[0]].probability(COHORT.expression.take_samples(rows))
        assert again.tobytes() == found.probability[rows].tobytes()


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_threads_and_processes_change_no_bit(learner: Learner) -> None:
    for pair in same_bits(learner):
        first, second = (as_it_is(route, COHORT) for route in pair)
        assert first.probability.tobytes() == second.probability.tobytes()
        assert [fitted.model_id for fitted in first.fitted] == [fitted.model_id for fitted in second.fitted]


@pytest.mark.parametrize("learner", LEARNERS, ids=lambda learner: learner.name)
def test_persons_of_one_sample_each_are_what_samples_are_without_persons(
    learner: Learner, small_cohort: Cohort
) -> None:
    named = replace(small_cohort, subjects=tuple(f"person {99 - i}" for i in range(small_cohort.n)))
    stream = fold_streams(0, learner.name, 1)[0]
    models = [learner.fit(cohort, stream) for cohort in (small_cohort, named)]
    assert models[0].model_id == models[1].model_id
    if learner.owns_folds or learner.name == "naive-bayes":  # beyond `fit` the others have nothing of their own
        streams = fold_streams(0, learner.name, small_cohort.n)
        plain, persons = (held_out(cohort, learner, streams) for cohort in (small_cohort, named))
        assert plain.probability.tobytes() == persons.probability.tobytes()
        assert [fitted.model_id for fitted in plain.fitted] == [fitted.model_id for fitted in persons.fitted]
        wins = [left_out_pairs(cohort, learner, plain, 0).wins.tobytes() for cohort in (small_cohort, named)]
        assert wins[0] == wins[1]


@dataclass(frozen=True, eq=False)
class ParrotModel:
    """Recognises whom it has met by the pattern of their expression, and repeats what it was taught of them."""

    patterns: FloatArray  # (n, p)
    taught: FloatArray  # (n,)
    subjects: frozenset[str]
    family: Family = "tree"
    genes: tuple[str, ...] = ()
    model_id: str = "parrot"

    def probability(self, expression: Expression) -> FloatArray:
        distance = ((np.log2(expression.values)[:, None, :] - self.patterns) ** 2).sum(axis=2)
        return np.asarray(self.taught[distance.argmin(axis=1)])

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
        return ParrotModel(
            np.log2(train.expression.values), train.positive.astype(float), frozenset(train.subjects or ())
        )


PERSONS_SIZES = (2, 3) * 8
SHUFFLES = 12
# The share of samples called right has at most the variance of persons who are right or wrong in all their samples.
FOUR_ERRORS = 4 * np.sqrt(0.25 * np.square(PERSONS_SIZES).sum() / sum(PERSONS_SIZES) ** 2 / SHUFFLES)


def nothing_to_find(run: int) -> Cohort:
    """Return 16 persons with 2 or 3 samples each, their classes drawn by lot, four of each size in each class."""
    random = np.random.default_rng([20260402, run])
    of_class = np.empty(16, dtype=np.bool_)
    of_class[::2], of_class[1::2] = random.permutation(np.arange(8) < 4), random.permutation(np.arange(8) < 4)
    return persons_cohort(PERSONS_SIZES, of_class, run)


def share_right(learner: Learner, view: Callable[[Cohort], Cohort]) -> float:
    shares = []
    for run in range(SHUFFLES):
        cohort = view(nothing_to_find(run))
        judged = in_folds(cohort, learner, run)
        shares.append(np.mean((judged > 0.5) == cohort.positive))
    return float(np.mean(shares))


@pytest.mark.parametrize("learner", [Parrot(), *LEARNERS], ids=lambda learner: learner.name)
def test_who_recognises_persons_is_at_chance_with_subjects_and_far_above_without(learner: Learner) -> None:
    """Classes drawn by lot between persons: all that can be known of a sample is what its person's others say."""
    assert share_right(learner, lambda cohort: cohort) < 0.5 + FOUR_ERRORS
    let_in = share_right(learner, strangers)
    if learner.name in READS_GENES | {"parrot"}:
        assert let_in > 0.5 + 1.5 * FOUR_ERRORS
    else:
        assert let_in == 0.5, "who looks at no gene recognises nobody"


# enough trees that some leave out both samples of any pair
FOREST = RandomForest(ForestSettings(trees=400), SETTINGS.preparation)


@pytest.mark.parametrize("learner", [Parrot(), LEARNERS[0], FOREST], ids=lambda learner: learner.name)
def test_pairs_are_at_chance_with_subjects_and_far_above_without(learner: Learner) -> None:
    def auc(view: Callable[[Cohort], Cohort]) -> float:
        found = []
        for run in range(SHUFFLES // 2):
            cohort = view(nothing_to_find(run))
            judged = held_out(cohort, learner, fold_streams(run, learner.name, cohort.n_persons))
            found.append(np.nanmean(left_out_pairs(cohort, learner, judged, run).wins))
        return float(np.mean(found))

    # 8 persons against 8: the variance of an AUC under the null is (8 + 8 + 1) / (12 * 8 * 8), a little more of pairs
    four_errors = 4 * np.sqrt(1.5 * 17 / (12 * 64) / (SHUFFLES // 2))
    assert abs(auc(lambda cohort: cohort) - 0.5) < four_errors
    assert auc(strangers) > 0.5 + four_errors


def test_a_parrot_is_never_asked_of_a_person_it_has_met(monkeypatch: pytest.MonkeyPatch) -> None:
    whose = dict(zip(COHORT.samples, COHORT.subjects or (), strict=True))
    plain, asked = ParrotModel.probability, []

    def watched(self: ParrotModel, expression: Expression) -> FloatArray:
        asked.append({whose[sample] for sample in expression.samples} & self.subjects)
        return plain(self, expression)

    monkeypatch.setattr(ParrotModel, "probability", watched)
    leave_one_out(COHORT, Parrot(), fold_streams(0, "parrot", COHORT.n_persons))
    pairs_within_folds(COHORT, Parrot(), 0)
    assert len(asked) > COHORT.n_persons
    assert not any(asked)


def test_as_many_streams_as_persons_are_wanted() -> None:
    with pytest.raises(ValueError, match="zip"):
        leave_one_out(COHORT, Parrot(), fold_streams(0, "parrot", COHORT.n))
