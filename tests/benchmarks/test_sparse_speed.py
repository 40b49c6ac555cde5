"""How long nested leave-one-out takes; compile time not counted. Run with `--benchmark-only`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.controls import without_controls
from interpret.data.study import Study
from interpret.models.kinds.sparse_logistic import SparseLogistic
from interpret.models.learner import HeldOut
from interpret.settings import PreparationSettings, SparseSettings

pytestmark = pytest.mark.shared

KEEP_ALL = PreparationSettings(min_ratio=1.0, min_difference=0.0)


def nested(cohort: Cohort, learner: SparseLogistic) -> HeldOut:
    streams = [np.random.SeedSequence(entropy=0, spawn_key=(i,)) for i in range(cohort.n)]
    with QuietProgress().stage("leave-one-out", cohort.n) as stage:
        return learner.held_out(cohort, streams, threads=2, stage=stage)


def timed(benchmark: BenchmarkFixture, cohort: Cohort, learner: SparseLogistic) -> HeldOut:
    replace(learner, settings=SparseSettings(lambdas=5)).fit(cohort, np.random.SeedSequence(0))  # compile first
    found: HeldOut = benchmark.pedantic(nested, args=(cohort, learner), rounds=1, iterations=1)
    assert max(model.facts()["worst_kkt_violation"] for model in found.fitted) <= 1e-6
    return found


def test_38_patients_filtered_two_alphas(benchmark: BenchmarkFixture, golub: Study) -> None:
    """38 folds x 2 alphas x (1 + 10 inner folds) x 100 lambdas at about 3,031 genes."""
    timed(benchmark, without_controls(golub).training, SparseLogistic())


def test_72_patients_every_varying_probe_lasso(benchmark: BenchmarkFixture, golub: Study) -> None:
    """The setting in which R's cv.glmnet needs 27 s."""
    assert golub.independent is not None
    training, independent = golub.training.expression, golub.independent.expression.named(golub.training.genes)
    everybody = Cohort(
        replace(
            training,
            values=np.vstack([training.values, independent.values]),
            samples=(*training.samples, *independent.samples),
        ),
        np.concatenate([golub.training.positive, golub.independent.positive]),
        golub.training.labels,
    )
    timed(benchmark, everybody, SparseLogistic(SparseSettings(alphas=(1.0,)), KEEP_ALL))
