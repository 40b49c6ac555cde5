"""How long the default runs on shuffled labels take, both models and both arms. Run with `--benchmark-only`."""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.controls import without_controls
from interpret.data.study import Study
from interpret.models.kinds import learners
from interpret.models.learner import HeldOut, Learner
from interpret.runtime.mappers import Processes
from interpret.scoring.measures.protocol import Scored
from interpret.settings import Settings
from interpret.validation.leave_one_out import fold_streams, held_out
from interpret.validation.permuted_labels import permuted_labels

pytestmark = pytest.mark.shared

RUNS = 20
JOBS = 2


def real(cohort: Cohort, learner: Learner) -> HeldOut:
    return held_out(cohort, learner, fold_streams(0, learner.name, cohort.n_persons), threads=JOBS)


def shuffled(cohort: Cohort, judged: list[tuple[Learner, HeldOut]]) -> None:
    for learner, found in judged:
        observed = Scored(cohort.positive, found.probability)
        with QuietProgress().stage("", 0) as stage:
            permuted_labels(cohort, learner, observed, RUNS, 0, mapper=Processes(JOBS), stage=stage)


def test_twenty_permutations_of_sparse_logistic_and_forest(benchmark: BenchmarkFixture, golub: Study) -> None:
    cohort = without_controls(golub).training
    judged = [(learner, real(cohort, learner)) for learner in learners(Settings())]  # compiles too
    benchmark.pedantic(shuffled, args=(cohort, judged), rounds=1, iterations=1)
