"""Leave-one-out as a scheme: each patient's model learnt from all the others."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.contracts import Mapper, Stage
from interpret.data.cohort import Cohort
from interpret.models.learner import HeldOut, Learner
from interpret.validation.leave_one_out import fold_streams, held_out
from interpret.validation.schemes.protocol import LeftOut


@dataclass(frozen=True)
class LeaveOneOut:
    """One person at a time."""

    @property
    def name(self) -> str:
        """As in the settings."""
        return "leave-one-out"

    def steps(self, samples: int) -> int:
        """Return one step a sample."""
        return samples

    def held_out(
        self, cohort: Cohort, learner: Learner, seed: int, run: str, *, mapper: Mapper, threads: int, stage: Stage
    ) -> HeldOut:
        """Return `leave_one_out` by the fastest form that the learner has."""
        streams = fold_streams(seed, learner.name + run, cohort.n_persons)
        return held_out(cohort, learner, streams, mapper=mapper, threads=threads, stage=stage)

    def judge(
        self, cohort: Cohort, learner: Learner, seed: int, *, mapper: Mapper, threads: int, stage: Stage
    ) -> LeftOut:
        """Leave everybody out once: there is nothing to repeat."""
        return LeftOut(self.held_out(cohort, learner, seed, "", mapper=mapper, threads=threads, stage=stage))
