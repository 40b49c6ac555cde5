"""How long gene selection takes; compile time not counted. Run with `--benchmark-only`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort
from interpret.data.controls import without_controls
from interpret.data.study import Study
from interpret.models.gene_count_curve import filter_curve, path_curve
from interpret.models.stability_selection import stability_selection
from interpret.settings import PreparationSettings, SparseSettings

pytestmark = pytest.mark.shared

KEEP_ALL = PreparationSettings(min_ratio=1.0, min_difference=0.0)


class NearestMean:
    """A rule that costs next to nothing."""

    def __init__(self, Z: FloatArray, positive: BoolArray) -> None:
        self.high, self.low = Z[positive].mean(axis=0), Z[~positive].mean(axis=0)

    def probability(self, Z: FloatArray) -> FloatArray:
        probabilities: FloatArray = expit(((Z - self.low) ** 2 - (Z - self.high) ** 2).mean(axis=1))
        return probabilities


@pytest.fixture(scope="module")
def everybody(golub: Study) -> Cohort:
    assert golub.independent is not None
    training, independent = golub.training.expression, golub.independent.expression.named(golub.training.genes)
    return Cohort(
        replace(
            training,
            values=np.vstack([training.values, independent.values]),
            samples=(*training.samples, *independent.samples),
        ),
        np.concatenate([golub.training.positive, golub.independent.positive]),
        golub.training.labels,
    )


@pytest.fixture(scope="module", autouse=True)
def compiled(golub: Study) -> None:
    path_curve(golub.training, SparseSettings(lambdas=5), PreparationSettings())


def test_50_pairs_of_38_patients(benchmark: BenchmarkFixture, golub: Study) -> None:
    """100 halves of 19 patients, some 3,000 genes, 100 lambdas."""
    cohort, stream = without_controls(golub).training, np.random.SeedSequence(0)
    found = benchmark.pedantic(
        lambda: stability_selection(cohort, SparseSettings(), PreparationSettings(), stream, threads=2), rounds=2
    )
    assert found.table()["gene"][0] == "M27891_at"


def test_path_curve_of_72_patients_every_varying_probe(benchmark: BenchmarkFixture, everybody: Cohort) -> None:
    curve = benchmark.pedantic(lambda: path_curve(everybody, SparseSettings(), KEEP_ALL, threads=2), rounds=1)
    assert curve.table()["right"].max() >= 60


def test_filter_curve_of_72_patients_every_varying_probe(benchmark: BenchmarkFixture, everybody: Cohort) -> None:
    curve = benchmark.pedantic(lambda: filter_curve(everybody, KEEP_ALL, NearestMean), rounds=1)
    assert curve.table()["right"].max() >= 60
