"""Time of the statistics at the size of the model case; run with --benchmark-only."""

from __future__ import annotations

import time

import numpy as np
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from threadpoolctl import threadpool_limits

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.settings import TestSettings
from interpret.stats.comparison import Comparison
from interpret.stats.design import two_groups
from interpret.stats.differential import differential_expression
from interpret.stats.effects import auc, difference_effects, hedges_g
from interpret.stats.log_odds import log_odds
from interpret.stats.multiplicity import ADJUSTMENTS, benjamini_hochberg
from interpret.stats.primary import applicable_tests
from interpret.stats.question import pose_question
from interpret.stats.resampling import resample
from interpret.stats.storey import pi0_smoother, q_values
from interpret.stats.two_group.permutation import PERMUTATION

STREAM = np.random.SeedSequence(1)


def cohort(n: int, p: int, n_positive: int) -> Cohort:
    random = np.random.default_rng(2)
    values = random.normal(9.0, 1.5, size=p) + random.normal(size=(n, p))
    samples, genes = tuple(f"S{i}" for i in range(n)), tuple(f"G{j}" for j in range(p))
    return Cohort(Expression(values, samples, genes, Scale.LOG2), np.arange(n) < n_positive, Labels("a", "b"))


@pytest.mark.benchmark(timer=time.process_time)  # one thread: what a machine with nothing else to do would need
def test_maxt_10_000_permutations(benchmark: BenchmarkFixture) -> None:
    study = cohort(38, 3051, 11)
    with threadpool_limits(limits=1, user_api="blas"):  # as the pipeline does
        result = benchmark.pedantic(
            resample,
            args=(study.expression.values, two_groups(study.positive), STREAM, 10_000),
            rounds=5,
            warmup_rounds=1,
        )
    assert result.draws == 10_001


def test_differential_table_without_maxt(benchmark: BenchmarkFixture) -> None:
    study = cohort(72, 7129, 25)
    annotation = pd.DataFrame({"gene": list(study.genes), "symbol": "", "description": ""})
    settings = TestSettings(maxt_permutations=100)  # the fewest the settings allow
    asked = pose_question(study, annotation, settings)
    found = benchmark.pedantic(
        differential_expression, args=(asked, annotation, asked, settings, STREAM), rounds=5, warmup_rounds=1
    )
    assert len(found.table.frame) == 7129


def test_large_study_every_test_but_permutation(benchmark: BenchmarkFixture) -> None:
    """60,000 genes of 500 samples: every test, effect and correction."""
    study = cohort(500, 60_000, 200)
    comparison = Comparison(study.expression.values, two_groups(study.positive))
    tests = [test for test in applicable_tests(comparison.design) if test is not PERMUTATION]

    def everything() -> int:
        fresh = Comparison(comparison.values, comparison.design)
        results = {test.name: test.run(fresh) for test in tests}
        chosen = results["moderated_t"]
        assert chosen.se is not None
        assert chosen.df is not None
        difference_effects(fresh.fit.effect, chosen.se, chosen.df, Scale.LOG2, 0.95)
        hedges_g(fresh, 0.95)
        auc(fresh, 0.95)
        log_odds(fresh.fit, chosen)
        q_values(chosen.p_value, pi0_smoother(chosen.p_value))
        for result in results.values():
            benjamini_hochberg(result.p_value)
        for each in ADJUSTMENTS:
            each.adjust(chosen.p_value)
        return len(results)

    with threadpool_limits(limits=1, user_api="blas"):
        assert benchmark.pedantic(everything, rounds=3) == len(tests)
