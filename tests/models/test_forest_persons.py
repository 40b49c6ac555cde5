"""The forest where persons gave several samples: a bootstrap of persons, and trees that never met them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from guarantees.persons import one_to_three, persons_cohort

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.models.forest import _FOREST_KEY, FittedForest, HeldOutForest
from interpret.models.forest_trees import Draws, Rule, Tree, grow
from interpret.models.kinds.extra_trees import ExtraTrees
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.learner import HeldOut
from interpret.prep.preparation import Preparation, apply_preparation
from interpret.settings import ForestSettings, PreparationSettings

COHORT = one_to_three()
STREAMS = [np.random.SeedSequence(11, spawn_key=(3, k)) for k in range(COHORT.n)]


Kind = type[RandomForest] | type[ExtraTrees]


@pytest.fixture(scope="module", params=[RandomForest, ExtraTrees], ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


def forest(kind: Kind, trees: int = 120) -> HeldOutForest:
    return kind(ForestSettings(trees=trees), PreparationSettings())


def judged(cohort: Cohort, learner: HeldOutForest) -> HeldOut:
    with QuietProgress().stage("forest", cohort.n) as stage:
        return learner.held_out(cohort, STREAMS, 1, stage)


def forests(held_out: HeldOut) -> list[FittedForest]:
    return [fitted for fitted in held_out.fitted if isinstance(fitted, FittedForest)]


def grown(learner: HeldOutForest) -> tuple[list[Tree], Draws, Preparation]:
    """Return the one forest that `judged` grows on `COHORT`."""
    stream = np.random.SeedSequence(11, spawn_key=(3, _FOREST_KEY))
    with QuietProgress().stage("forest", 1) as stage:
        return learner._grow(COHORT, stream, 1, stage)


def test_trees_without_a_person_are_those_grown_without_the_persons_rows(kind: Kind) -> None:
    """Fast form = slow form, bit for bit: the same bootstraps on the study without the person give the same trees."""
    cohort, (trees, draws, preparation) = COHORT, grown(forest(kind))
    values = apply_preparation(preparation, cohort.expression).values.astype(np.float32)
    genes = np.argsort(cohort.genes)
    with QuietProgress().stage("forest", 1) as stage:
        for person in range(cohort.n_persons):
            others = np.flatnonzero(cohort.persons != person)
            without = np.flatnonzero(draws.left_out[:, cohort.rows_of(person)].all(axis=1))
            by_name = others[np.argsort(np.array(cohort.samples)[others])]
            theirs = Draws(draws.counts[np.ix_(without, by_name)], draws.seeds[without])
            again = grow(
                values[np.ix_(by_name, genes)],
                cohort.positive[by_name],
                theirs,
                Rule(forest(kind).splitter, 1),
                1,
                stage,
            )
            assert [tree.digest for tree in again] == [trees[t].digest for t in without]


def test_every_sample_of_a_person_is_drawn_as_often_as_the_person() -> None:
    cohort, (_, draws, _) = COHORT, grown(forest(RandomForest))
    for person in range(cohort.n_persons):
        counts = draws.counts[:, cohort.rows_of(person)]
        assert (counts == counts[:, :1]).all()
    first = [cohort.rows_of(person)[0] for person in range(cohort.n_persons)]
    assert (draws.counts[:, first].sum(axis=1) == cohort.n_persons).all()


def test_a_person_with_half_of_the_samples_is_left_out_by_as_many_trees_as_anybody() -> None:
    """Twelve of 24 samples drawn one by one: one tree in 17 million would leave all twelve out.

    The kind of tree has no part in it.
    """
    cohort = persons_cohort((12, *[1] * 12), np.arange(13) % 2 == 0, 3)
    learner = forest(RandomForest, 1360)
    found = judged(cohort, learner)
    many = cohort.rows_of(int(np.bincount(cohort.persons).argmax()))
    assert many.size == 12
    share = (12 / 13) ** 13
    four_errors = 4 * np.sqrt(share * (1 - share) / 1360)
    trees = [len(fitted.trees) for fitted in forests(found)]
    assert abs(trees[many[0]] / 1360 - share) < four_errors
    assert min(trees) > 400
    left_out = np.array([np.isin(np.arange(1360), [t.number for t in fitted.trees]) for fitted in forests(found)])
    neither = left_out.astype(np.int64) @ left_out.T
    assert neither.min() > 100  # for every pair of persons
    assert np.isfinite(learner.pair_wins(cohort, found).wins).all()


def test_pairs_of_persons_are_judged_by_trees_that_drew_neither(kind: Kind) -> None:
    """Pairs of two persons, and the two samples of one: by the trees that drew no sample of either."""
    cohort, learner = COHORT, forest(kind, 300)
    result = judged(cohort, learner)
    wins = learner.pair_wins(cohort, result).wins
    draws = grown(learner)[1]
    trees = {tree.number: tree for fitted in forests(result) for tree in fitted.trees}
    positive, negative = np.flatnonzero(cohort.positive), np.flatnonzero(~cohort.positive)
    within = 0
    for a, i in enumerate(positive):
        for b, j in enumerate(negative):
            rows = np.flatnonzero(np.isin(cohort.persons, cohort.persons[[i, j]]))
            judges = tuple(trees[t] for t in np.flatnonzero(draws.left_out[:, rows].all(axis=1)))
            judge = FittedForest(judges, forests(result)[i].preparation, (), "")
            high, low = judge.probability(cohort.expression.take_samples([i, j]))
            assert wins[a, b] == (0.5 if abs(high - low) < 1e-12 else float(high > low))
            within += cohort.persons[i] == cohort.persons[j]
    assert within >= 2


def test_order_of_samples_and_names_of_persons_change_no_bit(kind: Kind) -> None:
    cohort, found = COHORT, judged(COHORT, forest(kind))
    rows = np.random.default_rng(2).permutation(cohort.n)
    renamed = replace(cohort, subjects=tuple(f"other {99 - person}" for person in cohort.persons))
    after = judged(renamed.take(rows), forest(kind))
    assert np.array_equal(after.probability, found.probability[rows])
    assert [fitted.model_id for fitted in after.fitted] == [found.fitted[i].model_id for i in rows]
