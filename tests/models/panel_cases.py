"""Small studies and small settings with which every kind of the panel is fitted in milliseconds."""

from __future__ import annotations

from functools import cache

import numpy as np

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.models.kinds import KINDS
from interpret.models.panel import FittedPanel, PanelLearner
from interpret.settings import Settings, make_settings

N_GENES = 40


def settings(**preparation: object) -> Settings:
    return make_settings(
        {
            "preparation": {"min_ratio": 2.0, "min_difference": 50.0, **preparation},
            "models": {"panel": {"genes": 8, "inner_folds": 4, "boosting_rounds": [2, 6]}, "voting": {"each": 4}},
        }
    )


def panel(**preparation: object) -> tuple[PanelLearner, ...]:
    made = (kind.make(settings(**preparation)) for kind in KINDS)
    return tuple(learner for learner in made if isinstance(learner, PanelLearner))


PANEL = panel()
NAMES = [learner.name for learner in PANEL]
READS_GENES = [name for name in NAMES if name != "prevalence"]
STREAM = np.random.SeedSequence(5, spawn_key=(2,))


def named(name: str, **preparation: object) -> PanelLearner:
    return next(learner for learner in (panel(**preparation) if preparation else PANEL) if learner.name == name)


def study(n_negative: int = 11, n_positive: int = 9, seed: int = 1, planted: float = 2.5, p: int = N_GENES) -> Cohort:
    """Return patients on the raw scale; the first four genes differ by `planted` in log2 between the classes."""
    random = np.random.default_rng(seed)
    n = n_negative + n_positive
    positive = np.arange(n) >= n_negative
    log2 = random.normal(9.0, 1.2, size=p) + random.normal(0.0, 1.2, size=(n, p))
    log2[positive, :4] += planted * np.array([1.0, -1.0, 0.8, -0.8])[:p]
    samples, genes = tuple(f"P{i:02d}" for i in range(n)), tuple(f"G{j:02d}" for j in range(p))
    return Cohort(Expression(2.0**log2, samples, genes), positive, Labels("control", "case"))


def strangers(seed: int = 77, n: int = 23, p: int = N_GENES) -> Expression:
    values = study(n - n // 2, n // 2, seed, p=p).expression
    return Expression(values.values, tuple(f"new {i}" for i in range(n)), values.genes)


def shuffled(cohort: Cohort, seed: int) -> Cohort:
    random = np.random.default_rng(seed)
    mixed = cohort.take(random.permutation(cohort.n))
    return mixed.with_expression(mixed.expression.take_genes(random.permutation(len(cohort.genes))))


@cache
def _fitted_once(name: str, preparation: tuple[tuple[str, object], ...]) -> FittedPanel:
    return named(name, **dict(preparation)).fit(study(), STREAM)


def fitted(name: str, cohort: Cohort | None = None, **preparation: object) -> FittedPanel:
    """Return the model of the usual study, fitted once, or that of another."""
    if cohort is None:
        return _fitted_once(name, tuple(preparation.items()))
    return named(name, **preparation).fit(cohort, STREAM)
