"""60,000 genes of 500 samples counted: filter, TMM, voom and table, which are to take 20 s and 3 GB at most."""

from __future__ import annotations

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from interpret.contracts import BoolArray
from interpret.data.expression import Expression, Scale
from interpret.prep.filter_by_expression import ExpressionRule, learn_expression_filter
from interpret.prep.tmm import learn_tmm, normalised_libraries
from interpret.stats.design import two_groups
from interpret.stats.gene_sets.camera import camera, rank_genes
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.squeeze import fit_variance_prior
from interpret.stats.two_group.moderated_t import moderate
from interpret.stats.voom import Counts, voom


@pytest.fixture(scope="module")
def counted() -> Expression:
    random = np.random.default_rng(20261126)
    n, p = 500, 60_000
    level = np.exp(random.normal(3.5, 1.5, p))
    values = random.poisson(level * random.uniform(0.5, 2.0, (n, 1)) * random.gamma(5.0, 0.2, (n, p)))
    names = tuple(f"S{i:03d}" for i in range(n)), tuple(f"g{j:05d}" for j in range(p))
    return Expression(values.astype(np.float64), *names, Scale.COUNTS)


def table(counted: Expression, positive: BoolArray) -> int:
    """Return how many genes are called."""
    kept = learn_expression_filter(counted, ExpressionRule(), int(positive.sum()))
    libraries = normalised_libraries(learn_tmm(counted, kept.genes), counted)
    fit = voom(Counts(counted.named(kept.genes).values, libraries.effective), two_groups(positive)).fit
    result = moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(np.float64)))
    return int((benjamini_hochberg(result.p_value) <= 0.05).sum())


def test_counts_of_a_large_study(benchmark: BenchmarkFixture, counted: Expression) -> None:
    called = benchmark.pedantic(table, args=(counted, np.arange(500) % 2 == 1), rounds=1, iterations=1)
    assert called < 30  # nothing was planted


def test_five_thousand_gene_sets(benchmark: BenchmarkFixture) -> None:
    random = np.random.default_rng(1)
    values = random.normal(size=(40, 20_000))
    sets = tuple(np.sort(random.choice(20_000, size, replace=False)) for size in random.integers(5, 300, 5_000))
    design = two_groups(np.arange(40) < 20)
    found = benchmark.pedantic(lambda: camera(rank_genes(values, None, design), sets), rounds=1, iterations=1)
    assert (found.q_value <= 0.05).mean() < 0.01
