"""Every learner by every route its folds can run, small enough to be fitted many times."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from interpret.data.cohort import Cohort
from interpret.models.kinds import KINDS, learners
from interpret.models.learner import HeldOut, Learner
from interpret.runtime.mappers import Processes
from interpret.settings import make_settings
from interpret.validation.leave_one_out import fold_streams, held_out, leave_one_out

SETTINGS = make_settings(
    {
        "preparation": {"min_ratio": 2.0, "min_difference": 50.0},
        "models": {
            "run": [kind.name for kind in KINDS],
            "sparse": {"lambdas": 12, "inner_folds": 3, "smallest_lambda_ratio": 0.05},
            "forest": {"trees": 60},
        },
    }
)
LEARNERS = learners(SETTINGS)


@dataclass(frozen=True)
class Route:
    """A learner and one way of running its leave-one-out."""

    learner: Learner
    name: str
    run: Callable[[Cohort], HeldOut]

    def __str__(self) -> str:
        return f"{self.learner.name}-{self.name}"


def _routes(learner: Learner) -> list[Route]:
    def own(threads: int) -> Callable[[Cohort], HeldOut]:
        return lambda cohort: held_out(
            cohort, learner, fold_streams(0, learner.name, cohort.n_persons), threads=threads
        )

    def plain(cohort: Cohort) -> HeldOut:
        return leave_one_out(cohort, learner, fold_streams(0, learner.name, cohort.n_persons))

    def processes(cohort: Cohort) -> HeldOut:
        return leave_one_out(cohort, learner, fold_streams(0, learner.name, cohort.n_persons), Processes(2))

    return [
        Route(learner, "own-1-thread", own(1)),
        Route(learner, "own-2-threads", own(2)),
        Route(learner, "plain", plain),
        Route(learner, "processes", processes),
    ]


ROUTES = [route for learner in LEARNERS for route in _routes(learner)]
