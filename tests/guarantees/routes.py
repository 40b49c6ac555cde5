"""Every learner by every route its folds can run, small enough to be fitted many times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from interpret.contracts import FloatArray, Mapper
from interpret.data.cohort import Cohort
from interpret.models.kinds import KINDS, learners
from interpret.models.learner import HeldOut, Learner
from interpret.runtime.mappers import Processes
from interpret.scoring.splits import stratified_folds
from interpret.settings import make_settings
from interpret.validation.leave_one_out import fold_streams, held_out, leave_one_out

SETTINGS = make_settings(
    {
        "preparation": {"min_ratio": 2.0, "min_difference": 50.0},
        "models": {
            "run": [kind.name for kind in KINDS],
            "sparse": {"lambdas": 12, "inner_folds": 3, "smallest_lambda_ratio": 0.05},
            "forest": {"trees": 60},
            "panel": {"genes": 8, "inner_folds": 2, "boosting_rounds": [2, 3]},
            "voting": {"each": 4},
        },
    }
)
LEARNERS = learners(SETTINGS)
# The prevalence looks at no gene, so that nothing in the expression of anybody reaches it: the one exception.
READS_GENES = {learner.name for learner in LEARNERS} - {"prevalence"}


@dataclass(frozen=True)
class Only:
    """Run these folds of a leave-one-out and leave the others empty: no fold knows of another."""

    folds: frozenset[int]
    mapper: Mapper

    def __call__(self, function: Callable[[Any], Any], items: Iterable[Any], /) -> list[Any]:
        everything = list(items)
        judged = dict(zip(self.folds, self.mapper(function, [everything[fold] for fold in self.folds]), strict=True))
        return [judged.get(fold, (np.nan, None)) for fold in range(len(everything))]


@dataclass(frozen=True, eq=False)
class Route:
    """A learner and one way of running its leave-one-out."""

    learner: Learner
    name: str
    threads: int = 0
    mapper: Mapper = map

    def __str__(self) -> str:
        return f"{self.learner.name}-{self.name}"

    def run(self, cohort: Cohort, *rows: int) -> HeldOut:
        """Leave out everybody, or at least the persons of these rows; who is not looked at costs no fit then."""
        streams = fold_streams(0, self.learner.name, cohort.n_persons)
        if self.threads:
            return held_out(cohort, self.learner, streams, threads=self.threads)
        folds = frozenset(int(cohort.persons[row]) for row in rows)
        return leave_one_out(cohort, self.learner, streams, Only(folds, self.mapper) if rows else self.mapper)


@cache
def as_it_is(route: Route, cohort: Cohort) -> HeldOut:
    """Return the undisturbed leave-one-out, run once for all tests that look at it."""
    return route.run(cohort)


def changed(after: HeldOut, before: HeldOut, rows: Sequence[int]) -> list[bool]:
    """Return for each of `rows` whether the model that judges it is another one."""
    return [after.fitted[row].model_id != before.fitted[row].model_id for row in rows]


def routes_of(learner: Learner) -> list[Route]:
    everywhere = [Route(learner, "plain"), Route(learner, "processes", mapper=Processes(2))]
    # `held_out` hands a learner without a loop of its own on to the plain one, whatever the threads.
    if not learner.owns_folds:
        return everywhere
    return [Route(learner, "own-1-thread", threads=1), Route(learner, "own-2-threads", threads=2), *everywhere]


ROUTES = [route for learner in LEARNERS for route in routes_of(learner)]


def same_bits(learner: Learner) -> list[tuple[Route, Route]]:
    """Return the pairs of routes that must give the same bits: threads, and processes."""
    routes = [route for route in ROUTES if route.learner is learner]
    return list(zip(routes[::2], routes[1::2], strict=True))


def in_folds(cohort: Cohort, learner: Learner, run: int) -> FloatArray:
    """Return `(n,)` probabilities, each person left out: by leave-one-out where it is fast, else in four folds."""
    if learner.owns_folds:
        return held_out(cohort, learner, fold_streams(run, learner.name, cohort.n_persons)).probability
    streams = fold_streams(run, learner.name, 5)
    fold = stratified_folds(cohort.positive, 4, streams[4], cohort.persons)
    probability = np.empty(cohort.n)
    for k in range(4):
        fitted = learner.fit(cohort.take(np.flatnonzero(fold != k)), streams[k])
        outside = np.flatnonzero(fold == k)
        probability[outside] = fitted.probability(cohort.expression.take_samples(outside))
    return probability
