"""Designs with known effects, for the tests of effects and their intervals."""

from __future__ import annotations

import math

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.comparison import Comparison
from interpret.stats.design import Design, paired, two_groups


def groups(values: FloatArray, positive: BoolArray) -> Comparison:
    return Comparison(values, two_groups(positive))


def pairs(differences: FloatArray) -> Comparison:
    """Return pairs with these differences (pairs, p) and an own level each, samples shuffled."""
    n = len(differences)
    random = np.random.default_rng(6)
    order, level = random.permutation(2 * n), random.normal(8.0, 2.0, size=(n, 1))
    positive, person = np.repeat([True, False], n), np.tile(np.arange(n), 2)
    values = np.vstack([level + differences, np.broadcast_to(level, differences.shape)])
    return Comparison(values[order], paired(positive[order], person[order]))


def covariates(values: FloatArray, positive: BoolArray, covariate: FloatArray) -> Comparison:
    n = positive.size
    nuisance = np.column_stack([np.ones(n), covariate])
    design = Design(
        positive, nuisance, ("intercept", "age"), "covariates", np.zeros(n, dtype=np.int64), "~ group + age"
    )
    return Comparison(values, design)


def assert_covers(low: FloatArray, high: FloatArray, truth: float, share: float) -> None:
    covered = float(((low <= truth) & (truth <= high)).mean())
    assert abs(covered - share) < 4.0 * math.sqrt(share * (1.0 - share) / low.size)


def two_normal_groups(sizes: tuple[int, int], delta: float, spread: float = 1.0) -> Comparison:
    """Return 40,000 genes; the positive group lies `delta` higher and varies `spread` times as much."""
    random = np.random.default_rng(20260210)
    positive = np.arange(sum(sizes)) < sizes[0]
    values = random.normal(size=(positive.size, 40_000))
    values[positive] = values[positive] * spread + delta
    return groups(values, positive)
