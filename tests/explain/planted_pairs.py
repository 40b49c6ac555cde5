"""Small studies with and without two genes that act together, judged by held-out forests."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray, QuietProgress
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.explain.attribution import Attribution
from interpret.explain.interactions import Interactions, find_interactions
from interpret.models.forest import FittedForest
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.learner import HeldOut
from interpret.settings import ForestSettings, PreparationSettings

Truth = Literal["either, not both", "odds that add up", "two strong genes", "classes that differ"]
PLANTED = ("G000", "G001")


def simulate(truth: Truth, n: int, p: int, seed: int) -> Cohort:
    """Simulate `n` patients and `p` genes, log2; the pair `PLANTED` acts together in the first kind alone."""
    random = np.random.default_rng([seed, n, p])
    values = random.normal(size=(n, p))
    positive = _classes(truth, values, random)
    if truth == "classes that differ":
        values[:, :8] += np.where(positive, 0.5, -0.5)[:, None] * np.linspace(2.0, 0.8, 8)
    names = tuple(f"G{j:03d}" for j in range(p))
    samples = tuple(f"S{i:03d}" for i in range(n))
    return Cohort(Expression(values + 8.0, samples, names, Scale.LOG2), positive, Labels("no", "yes"))


def _classes(truth: Truth, values: FloatArray, random: np.random.Generator) -> BoolArray:
    if truth == "classes that differ":
        return np.asarray(random.random(len(values)) < 0.35)
    odds = {
        "either, not both": np.where((values[:, 0] > 0) ^ (values[:, 1] > 0), 2.5, -2.5),
        "odds that add up": 1.2 * values[:, ::5].sum(axis=1),
        "two strong genes": 4.0 * values[:, :2].sum(axis=1),
    }[truth]
    return np.asarray(random.random(len(values)) < expit(odds))


def forest(cohort: Cohort, trees: int, seed: int = 2) -> HeldOut:
    """Judge everybody by held-out trees."""
    learner = RandomForest(ForestSettings(trees=trees), PreparationSettings())
    with QuietProgress().stage("forest", cohort.n) as stage:
        return learner.held_out(cohort, np.random.SeedSequence(seed).spawn(cohort.n_persons), 1, stage)


def as_seen(cohort: Cohort, judged: HeldOut) -> Attribution:
    """Return what interactions need of an attribution: output and expression, without the SHAP values."""
    used = {gene for model in judged.models for gene in model.genes}
    genes = tuple(gene for gene in cohort.genes if gene in used)
    design = cohort.expression.named(genes).values.astype(np.float32).astype(np.float64)
    nothing = np.zeros(design.shape)
    return Attribution(
        values=nothing,
        used=nothing != 0.0,
        expression=design,
        baseline=np.zeros(cohort.n),
        output=judged.probability,
        genes=genes,
        samples=cohort.samples,
        model_ids=("id",) * cohort.n,
        unit="probability",
    )


def forests(judged: HeldOut) -> list[FittedForest]:
    """Return the models as what they are."""
    return [model for model in judged.fitted if isinstance(model, FittedForest)]


def pairs_of(cohort: Cohort, trees: int, seed: int = 2) -> Interactions:
    """Return the pairs that a forest's held-out trees make of the cohort."""
    judged = forest(cohort, trees, seed)
    stream = np.random.SeedSequence(7)
    found = find_interactions("forest", judged.fitted, as_seen(cohort, judged), cohort, stream)
    assert found is not None
    return found
