"""How long blocks of genes take, trials among them. Run with `--benchmark-only`."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from explain.blocks_sample import PREPARATION
from pytest_benchmark.fixture import BenchmarkFixture

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort, Labels
from interpret.data.controls import without_controls
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.explain.attribute import attribute
from interpret.explain.gene_blocks import ExplainedModel, gene_blocks
from interpret.models.kinds import learners
from interpret.models.learner import Learner
from interpret.models.screening import between_over_within
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.settings import Settings
from interpret.validation.schemes import scheme_for


def by_test(cohort: Cohort) -> list[str]:
    prepared = apply_preparation(learn_preparation(cohort.expression, PREPARATION), cohort.expression)
    order = np.argsort(-between_over_within(prepared.values, cohort.positive), kind="stable")
    return [prepared.genes[j] for j in order]


def explained(cohort: Cohort, settings: Settings, learner: Learner) -> ExplainedModel:
    scheme = scheme_for(settings.validation, cohort.n_persons)
    with QuietProgress().stage("", 0) as stage:
        out = scheme.held_out(cohort, learner, 0, "", mapper=map, threads=2, stage=stage)
    found = {"loo": attribute(out.fitted, cohort.expression)}
    return ExplainedModel(learner.name, out.fitted, out.probability, out.fitted[0], found)


@pytest.mark.shared
def test_golub_two_models(benchmark: BenchmarkFixture, golub: Study) -> None:
    """38 folds, 3,000 genes that pass the filter, both models run in full."""
    cohort, settings = without_controls(golub).training, Settings()
    models = [explained(cohort, settings, learner) for learner in learners(settings)]
    found = benchmark.pedantic(partial(gene_blocks, cohort, models, by_test(cohort), PREPARATION), rounds=2)
    assert max(sums.efficiency_gap for weights in found.weights for sums in weights.sums.values()) < 1e-10


def test_500_patients_20000_genes(benchmark: BenchmarkFixture) -> None:
    """Ten folds; 100 blocks of five genes, half of them differing between the classes; a forest of 200 trees."""
    random = np.random.default_rng(1)
    positive = np.arange(500) % 2 == 1
    values = random.normal(9.0, 1.0, size=(500, 20_000))
    values[:, 100:500] = np.repeat(values[:, :100], 4, axis=1) + random.normal(0.0, 0.3, size=(500, 400))
    values[positive, :50] += 0.5
    values[positive, 100:300] += 0.5
    names = tuple(f"P{i}" for i in range(500)), tuple(f"G{j}" for j in range(20_000))
    cohort = Cohort(Expression(values, *names, Scale.LOG2), positive, Labels("control", "case"))
    settings = Settings.model_validate({"models": {"forest": {"trees": 200}}})
    models = [explained(cohort, settings, learners(settings)[1])]
    found = benchmark.pedantic(partial(gene_blocks, cohort, models, by_test(cohort), PREPARATION), rounds=1)
    assert len(found.blocks) >= 30
