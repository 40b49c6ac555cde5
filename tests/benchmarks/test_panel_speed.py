"""How long every registered model takes on Golub's 38 patients with two processes. Run with `--benchmark-only`."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from threadpoolctl import threadpool_limits

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.controls import without_controls
from interpret.data.study import Study
from interpret.models.kinds import KINDS, learners, learners_beside
from interpret.runtime.mappers import Processes
from interpret.settings import make_settings
from interpret.validation.judgement import Workers, judge
from interpret.validation.leave_one_out import fold_streams, held_out

pytestmark = pytest.mark.shared

SETTINGS = make_settings({})
EVERY = (*learners(SETTINGS), *learners_beside(SETTINGS))


@pytest.fixture(autouse=True)
def one_blas_thread() -> Iterator[None]:
    with threadpool_limits(limits=1, user_api="blas"):
        yield


def nested(cohort: Cohort) -> list[float]:
    """Return each model's share of patients right, leave-one-out with everything inside."""
    right = []
    for learner in EVERY:
        streams = fold_streams(0, learner.name, cohort.n)
        left_out = held_out(cohort, learner, streams, mapper=Processes(2), threads=2)
        right.append(float(np.mean((left_out.probability > 0.5) == cohort.positive)))
    return right


def test_every_model_under_nested_leave_one_out(benchmark: BenchmarkFixture, golub: Study) -> None:
    cohort = without_controls(golub).training
    learners(SETTINGS)[0].fit(cohort, np.random.SeedSequence(0))  # compile first
    Processes(2)(abs, [1, 2])  # start the processes first
    right = benchmark.pedantic(nested, args=(cohort,), rounds=1, iterations=1)
    assert len(right) == len(KINDS)


def test_every_model_judged_in_full(benchmark: BenchmarkFixture, golub: Study) -> None:
    """With pairs and the frozen model: what a report waits for."""
    cohort = without_controls(golub).training
    learners(SETTINGS)[0].fit(cohort, np.random.SeedSequence(0))
    workers = Workers(Processes(2), 2, QuietProgress())
    benchmark.pedantic(lambda: [judge(learner, cohort, SETTINGS, workers) for learner in EVERY], rounds=1, iterations=1)


@pytest.mark.parametrize("learner", EVERY, ids=lambda learner: learner.name)
def test_one_fit(benchmark: BenchmarkFixture, golub: Study, learner: object) -> None:
    cohort = without_controls(golub).training
    benchmark.pedantic(
        learner.fit,  # type: ignore[attr-defined]  a learner
        args=(cohort, np.random.SeedSequence(0)),
        rounds=3,
        warmup_rounds=1,
    )
