"""Permutations are honest under the null: simulated studies, seeds fixed in advance, bounds at 4 standard errors.

Run with `-m slow`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from interpret.contracts import FloatArray
from interpret.stats.design import Design, paired, two_groups
from interpret.stats.resampling import resample

pytestmark = pytest.mark.slow

STUDIES, GENES, DRAWS = 1500, 15, 199
LEVELS = (0.01, 0.05, 0.1, 0.25, 0.5)
KINDS = ("groups", "groups with gaps", "pairs", "all pairs", "strata", "covariates")


@dataclass(frozen=True, eq=False)
class Simulated:
    """Raw p-values `(studies, genes)` and the smallest adjusted one of each study."""

    raw: FloatArray
    smallest: FloatArray


def null_study(kind: str, random: np.random.Generator) -> tuple[FloatArray, Design]:
    """Return genes that hang together, have heavy tails, and follow batch and age, but not the class."""
    n = {"groups": 14, "groups with gaps": 14, "pairs": 24, "all pairs": 14, "strata": 18, "covariates": 16}[kind]
    noise = random.standard_t(4, size=(n, GENES)) + random.standard_t(4, size=(n, 1))
    if kind.startswith("groups"):
        noise[random.random(noise.shape) < (0.08 if kind.endswith("gaps") else 0.0)] = np.nan
        return noise, two_groups(np.arange(n) < 6)
    if kind.endswith("pairs"):
        person = np.arange(n) // 2
        return noise + random.normal(size=(n // 2, 1))[person], paired(np.arange(n) % 2 == 0, person)
    batch = np.arange(n) % 2
    if kind == "strata":
        positive = np.arange(n) % 5 < 2 + batch  # more of them in the second batch
        nuisance = np.column_stack([np.ones(n), batch])
        return noise + 2.0 * batch[:, None], Design(positive, nuisance, ("i", "batch"), "strata", batch)
    positive = np.arange(n) < 6
    age = random.normal(50.0, 8.0, n) + 5.0 * positive
    nuisance = np.column_stack([np.ones(n), batch, age])
    follows = noise + 2.0 * batch[:, None] + 0.2 * age[:, None]
    nothing = np.zeros(n, dtype=np.int64)
    return follows, Design(positive, nuisance, ("i", "batch", "age"), "covariates", nothing)


@pytest.fixture(scope="module", params=KINDS)
def simulated(request: pytest.FixtureRequest) -> Simulated:
    random = np.random.default_rng([20260207, KINDS.index(request.param)])
    raw, smallest = np.empty((STUDIES, GENES)), np.empty(STUDIES)
    for study in range(STUDIES):
        values, design = null_study(request.param, random)
        result = resample(values, design, np.random.SeedSequence(int(random.integers(2**32))), DRAWS)
        assert result.complete == (request.param == "all pairs")
        raw[study], smallest[study] = result.p_value, result.adjusted.min()
    return Simulated(raw, smallest)


def test_family_wise_error_is_held(simulated: Simulated) -> None:
    for level in LEVELS:
        wrong = (simulated.smallest <= level).mean()
        assert wrong <= level + 4.0 * np.sqrt(level * (1.0 - level) / STUDIES)
    assert (simulated.smallest <= 0.25).mean() > 0.15  # and not by calling nothing


def test_raw_p_values_do_not_exceed_their_level(simulated: Simulated) -> None:
    for level in LEVELS:
        share = (simulated.raw <= level).mean(axis=1)  # of each study: its genes and its draws hang together
        assert share.mean() <= level + 4.0 * share.std(ddof=1) / np.sqrt(STUDIES)
    assert (simulated.raw <= 0.5).mean() > 0.45
