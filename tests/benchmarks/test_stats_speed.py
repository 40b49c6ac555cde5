"""Time of the statistics at the size of the model case; run with --benchmark-only."""

from __future__ import annotations

import numpy as np
import pandas as pd
from pytest_benchmark.fixture import BenchmarkFixture

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.settings import TestSettings
from interpret.stats.differential import differential_expression
from interpret.stats.maxt import step_down_maxt

STREAM = np.random.SeedSequence(1)


def cohort(n: int, p: int, n_positive: int) -> Cohort:
    random = np.random.default_rng(2)
    values = random.normal(9.0, 1.5, size=p) + random.normal(size=(n, p))
    samples, genes = tuple(f"S{i}" for i in range(n)), tuple(f"G{j}" for j in range(p))
    return Cohort(Expression(values, samples, genes, Scale.LOG2), np.arange(n) < n_positive, Labels("a", "b"))


def test_maxt_10_000_permutations(benchmark: BenchmarkFixture) -> None:
    study = cohort(38, 3031, 11)
    result = benchmark.pedantic(
        step_down_maxt, args=(study.expression.values, study.positive, STREAM, 10_000), rounds=3, warmup_rounds=1
    )
    assert result.labellings == 10_001
    assert benchmark.stats.stats.min < 6.0


def test_differential_table_without_maxt(benchmark: BenchmarkFixture) -> None:
    study = cohort(72, 7129, 25)
    annotation = pd.DataFrame({"gene": list(study.genes), "symbol": "", "description": ""})
    settings = TestSettings(maxt_permutations=100)  # the fewest the settings allow
    table = benchmark.pedantic(
        differential_expression, args=(study, annotation, study, settings, STREAM), rounds=5, warmup_rounds=1
    )
    assert len(table.frame) == 7129
