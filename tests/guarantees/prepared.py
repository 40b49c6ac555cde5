"""Cohorts whose preparation learns more than a range filter: counts, and gaps that are filled."""

from __future__ import annotations

import numpy as np
from guarantees.routes import SETTINGS, Route, routes_of

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.models.kinds import learners

NAMES = ("sparse-logistic", "random-forest", "weighted-voting", "diagonal-discriminant", "naive-bayes")
FILLED = SETTINGS.model_copy(
    update={
        "preparation": SETTINGS.preparation.model_copy(update={"missing": "median"}),
        "models": SETTINGS.models.model_copy(update={"run": NAMES}),
    }
)


def counted() -> Cohort:
    """Return 20 patients with 60 genes counted, some seldom, so that the filter hangs on who is learnt from."""
    random = np.random.default_rng(20260303)
    positive = np.arange(20) >= 11
    level = np.exp(random.normal(3.0, 2.5, 60))
    expected = level * random.uniform(0.5, 2.0, (20, 1)) * random.gamma(4.0, 0.25, (20, 60))
    expected[positive, :4] *= 6.0
    return _cohort(random.poisson(expected).astype(np.float64), positive, Scale.COUNTS)


def with_gaps() -> Cohort:
    """Return 20 patients with 60 genes on the raw scale, of which every eighth value is missing."""
    random = np.random.default_rng(20260404)
    positive = np.arange(20) >= 11
    log2 = random.normal(9.0, 1.5, 60) + random.normal(0.0, 1.2, (20, 60))
    log2[positive, :4] += np.array([2.5, -2.5, 2.0, -2.0])
    values = 2.0**log2
    values[random.random(values.shape) < 0.125] = np.nan
    return _cohort(values, positive, Scale.RAW)


def _cohort(values: np.ndarray, positive: np.ndarray, scale: Scale) -> Cohort:
    names = tuple(f"P{i:02d}" for i in range(20)), tuple(f"G{j:02d}" for j in range(60))
    return Cohort(Expression(values, *names, scale), positive, Labels("control", "case"))


# nothing to fill: then one forest holds every fold
AS_COUNTED = SETTINGS.model_copy(update={"models": SETTINGS.models.model_copy(update={"run": ("random-forest",)})})
COHORTS = {"counts": counted(), "gaps": with_gaps()}
ROUTES: list[tuple[str, Route]] = [
    (name, route)
    for name in COHORTS
    for learner in learners(FILLED)
    for route in routes_of(learner)
    if route.name in {"plain", "own-2-threads"}
] + [("counts", route) for route in routes_of(learners(AS_COUNTED)[0]) if route.name == "own-2-threads"]
