"""Intervals of what is worked out from sensitivity and specificity: coverage, and the formula for sums."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from interpret.scoring.intervals import clopper_pearson
from interpret.scoring.measures.mcc import correlation
from interpret.scoring.measures.ppv import predictive_value
from interpret.scoring.two_shares import Function, TwoShares, combined

FUNCTIONS: dict[str, Function] = {
    "balanced accuracy": lambda found, spared: (found + spared) / 2.0,
    "mcc": lambda found, spared: correlation(found, spared, 11 / 38),
    "ppv": lambda found, spared: predictive_value(found, spared, 0.1),
    "npv": lambda found, spared: predictive_value(spared, found, 0.9),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_intervals_cover_at_least_nominally(name: str) -> None:
    """Exactly, over all outcomes of 11 against 27 independent patients."""
    function = FUNCTIONS[name]
    ends = np.array(
        [[combined(TwoShares(k, 11, m, 27), function)[1:] for m in range(28)] for k in range(12)]
    )  # (12, 28, 2)
    for sensitivity in (0.3, 0.6, 0.8, 0.95, 0.99):
        for specificity in (0.75, 0.9, 0.97, 0.99):
            true = function(np.array([sensitivity]), np.array([specificity]))[0]
            chance = np.outer(stats.binom.pmf(range(12), 11, sensitivity), stats.binom.pmf(range(28), 27, specificity))
            assert chance[(ends[..., 0] <= true) & (true <= ends[..., 1])].sum() >= 0.95


def test_a_sum_has_the_interval_of_zou_and_donner() -> None:
    value, low, high = combined(TwoShares(9, 11, 25, 27), FUNCTIONS["balanced accuracy"])
    (a, b), (c, d) = clopper_pearson(9, 11), clopper_pearson(25, 27)
    assert value == pytest.approx((9 / 11 + 25 / 27) / 2)
    assert low == pytest.approx(value - math.hypot(9 / 11 - a, 25 / 27 - c) / 2, abs=1e-4)
    assert high == pytest.approx(value + math.hypot(b - 9 / 11, d - 25 / 27) / 2, abs=1e-4)


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_functions_increase_in_both_shares(function: Callable[..., np.ndarray]) -> None:
    """Without that the quarters of the ellipse would not be its lowest and highest."""
    grid = np.linspace(0.01, 0.99, 60)
    found, spared = (each.ravel() for each in np.meshgrid(grid, grid, indexing="ij"))
    table = function(found, spared).reshape(60, 60)
    assert (np.diff(table, axis=0) >= -1e-12).all()
    assert (np.diff(table, axis=1) >= -1e-12).all()
