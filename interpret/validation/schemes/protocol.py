"""What a scheme is: a way to leave everybody out once, so that each is judged by a model that never saw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from interpret.contracts import FloatArray, IntArray, Mapper, Stage
from interpret.data.cohort import Cohort
from interpret.models.learner import Fitted, HeldOut, Learner
from interpret.scoring.measures.protocol import PairWins
from interpret.validation.schemes.records import RepeatedFolds


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Everybody left out by a scheme.

    Attributes
    ----------
    held_out
        What predictions, three-way calls and explanations rest on.
    pairs
        Pairs of samples that one of these models judged; None: they need models of their own.
    repeated
        How the measures vary with who shares a fold; None where there is nothing to deal.
    """

    held_out: HeldOut
    pairs: PairWins | None = None
    repeated: RepeatedFolds | None = None


class Scheme(Protocol):
    """A registered scheme. Frozen and picklable."""

    @property
    def name(self) -> str:
        """As in the settings and in study.json."""
        ...

    def steps(self, samples: int) -> int:
        """Return how many steps of progress `judge` takes."""
        ...

    def held_out(
        self, cohort: Cohort, learner: Learner, seed: int, run: str, *, mapper: Mapper, threads: int, stage: Stage
    ) -> HeldOut:
        """Leave everybody out once. `run` names the chance: empty for the labels as they are."""
        ...

    def judge(
        self, cohort: Cohort, learner: Learner, seed: int, *, mapper: Mapper, threads: int, stage: Stage
    ) -> LeftOut:
        """Leave everybody out as often as the scheme asks for."""
        ...


@dataclass(frozen=True, eq=False)
class Fold:
    """Rows to learn from, rows to judge, and the chance that the learner may use."""

    learn: IntArray
    judge: IntArray
    stream: np.random.SeedSequence


def fit_and_judge(cohort: Cohort, learner: Learner, fold: Fold) -> tuple[FloatArray, Fitted]:
    """Return the `(k,)` probabilities of the judged rows, and the model; it is handed nothing of those rows."""
    fitted = learner.fit(cohort.take(fold.learn), fold.stream)
    return fitted.probability(cohort.expression.take_samples(fold.judge)), fitted


def only_judge(cohort: Cohort, learner: Learner, fold: Fold) -> FloatArray:
    """Return the probabilities alone: a model is large to send from one process to another."""
    return fit_and_judge(cohort, learner, fold)[0]
