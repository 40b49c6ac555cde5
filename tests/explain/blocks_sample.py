"""A study with a planted block, and quick models of it, for the tests of blocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.explain.attribute import attribute, attribute_one
from interpret.explain.gene_blocks import ExplainedModel
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.kinds.sparse_logistic import SparseLogistic
from interpret.models.learner import Learner
from interpret.scoring.streams import named_stream
from interpret.settings import ForestSettings, PreparationSettings, SparseSettings
from interpret.validation.leave_one_out import fold_streams, held_out

PREPARATION = PreparationSettings()


def cohort(n: int = 24, *, seed: int = 5, genes: int = 40, first: str = "P") -> Cohort:
    """Return `n` patients: G00 differs between the classes, G01 and G02 follow it (G02 downwards), G10 follows G11."""
    random = np.random.default_rng(seed)
    positive = np.arange(n) >= n // 2
    values = random.normal(9.0, 1.0, size=(n, genes))
    values[positive, 0] += 2.0
    values[:, 1] = values[:, 0] + random.normal(0.0, 0.25, n)
    values[:, 2] = 18.0 - values[:, 0] + random.normal(0.0, 0.25, n)
    values[:, 10] = values[:, 11] + random.normal(0.0, 0.35, n)
    names = tuple(f"{first}{i:02d}" for i in range(n)), tuple(f"G{j:02d}" for j in range(genes))
    return Cohort(Expression(values, *names, Scale.LOG2), positive, Labels("control", "case"))


def by_test(training: Cohort) -> list[str]:
    """Return the genes, largest distance between the class means first."""
    values, positive = training.expression.values, training.positive
    apart = np.abs(values[positive].mean(axis=0) - values[~positive].mean(axis=0))
    return sorted(training.genes, key=lambda gene: (-round(apart[training.genes.index(gene)], 9), gene))


def learners() -> tuple[Learner, Learner]:
    """Return a sparse model and a forest, both quick."""
    sparse = SparseLogistic(SparseSettings(lambdas=15, inner_folds=3), PREPARATION)
    return sparse, RandomForest(ForestSettings(trees=120), PREPARATION)


def explained(
    training: Cohort, independent: Cohort | None = None, chosen: Sequence[Learner] | None = None
) -> list[ExplainedModel]:
    """Return both models of this cohort (or those chosen) under leave-one-out, with their SHAP values."""
    return [_explained(learner, training, independent) for learner in chosen or learners()]


def _explained(learner: Learner, training: Cohort, independent: Cohort | None) -> ExplainedModel:
    with QuietProgress().stage("", 0) as stage:
        out = held_out(training, learner, fold_streams(0, learner.name, training.n_persons), stage=stage)
    frozen = learner.fit(training, named_stream(0, learner.name, "frozen"))
    found = {"loo": attribute(out.fitted, training.expression)}
    if independent is not None:
        found["independent"] = attribute_one(frozen, independent.expression)
    return ExplainedModel(learner.name, out.fitted, out.probability, frozen, found)
