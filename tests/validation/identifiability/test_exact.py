"""Exact p-values against every way to deal the patients, against R, and against scipy."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from scipy import stats

from interpret.stats.ranks import rank_sums
from interpret.stats.two_group import mann_whitney
from interpret.validation.identifiability import exact_tables
from interpret.validation.identifiability.exact_ranks import (
    mann_whitney_exact,
    runs_exact,
    share_by_neighbours,
    share_of_pairs,
)
from interpret.validation.identifiability.exact_tables import freeman_halton, guessed_share

STREAM = np.random.SeedSequence(3)


def table(*rows: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    return tuple(np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))


# R 4.2: fisher.test(rbind(c(5, 1), c(2, 6), c(0, 4)))$p.value and so on
FROM_R = [
    (((5, 1), (2, 6), (0, 4)), 0.0291603821015584),
    (((17, 0), (3, 5), (0, 4), (0, 5)), 1.47272692214642e-07),
    (((3, 3), (1, 5), (4, 0), (2, 2), (1, 1)), 0.162068066092831),
    (((15, 8), (11, 15)), 0.153760402702007),
]


@pytest.mark.parametrize(("rows", "expected"), FROM_R)
def test_tables_have_the_p_value_of_r(rows: tuple[tuple[int, int], ...], expected: float) -> None:
    assert freeman_halton(*table(*rows), STREAM) == pytest.approx(expected, rel=1e-10)
    assert freeman_halton(*table(*rows[::-1]), STREAM) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_two_values_are_fishers_exact_test(seed: int) -> None:
    first, second = np.random.default_rng(seed).integers(0, 12, size=(2, 2)) + 1
    expected = stats.fisher_exact(np.column_stack([first, second])).pvalue
    assert freeman_halton(first, second, STREAM) == pytest.approx(expected, rel=1e-10)


@pytest.mark.parametrize(("rows", "expected"), FROM_R[:3:2])
def test_random_deals_stand_in_for_too_many_tables(
    rows: tuple[tuple[int, int], ...], expected: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exact_tables, "MOST_STATES", 3)
    drawn = freeman_halton(*table(*rows), STREAM)
    assert drawn != pytest.approx(expected, rel=1e-10)
    assert abs(drawn - expected) < 4 * math.sqrt(expected * (1 - expected) / 9999) + 1e-4
    assert freeman_halton(*table(*rows), STREAM) == drawn


def test_a_guess_says_what_the_others_say() -> None:
    assert guessed_share(*table((27, 0), (0, 11))) == 1.0
    assert guessed_share(*table((27, 11))) == 0.5
    assert guessed_share(*table(*[(1, 0)] * 20, *[(0, 1)] * 7)) == 0.5  # nobody else has the value
    assert guessed_share(*table((26, 0), (0, 10), (1, 0), (0, 1))) == pytest.approx((26.5 / 27 + 10.5 / 11) / 2)
    assert guessed_share(*table((9, 3), (3, 9))) == pytest.approx(0.75)
    assert guessed_share(*table((90, 10), (10, 10))) == pytest.approx((0.9 + 0.5) / 2)


@pytest.mark.parametrize("values", [[3, 7, 9, 11.5, 1, 2, 4, 5, 6, 8, 10], [1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 5]])
def test_ranks_are_dealt_in_every_way(values: list[float]) -> None:
    second = np.arange(11) < 4
    ranks = stats.rankdata(values)
    place = ranks[second].sum()
    sums = np.array([ranks[list(rows)].sum() for rows in itertools.combinations(range(11), 4)])
    expected = min(1.0, 2 * min((sums <= place).mean(), (sums >= place).mean()))
    assert mann_whitney_exact(np.array(values, dtype=float), second) == pytest.approx(expected, rel=1e-12)


def test_without_ties_it_is_the_test_of_the_genes_and_of_r() -> None:
    second = np.arange(11) < 4
    values = np.array([3, 7, 9, 11.5, 1, 2, 4, 5, 6, 8, 10.0])
    assert mann_whitney_exact(values, second) == pytest.approx(0.315151515151515, rel=1e-12)  # R's wilcox.test
    random = np.random.default_rng(8)
    large = random.normal(size=58)
    group = random.permutation(58) < 23
    sums = rank_sums(large[:, None], group)
    assert mann_whitney_exact(large, group) == pytest.approx(float(mann_whitney.exact(sums)[0]), rel=1e-10)
    more = random.normal(size=130)
    group = random.permutation(130) < 50
    near = stats.mannwhitneyu(more[group], more[~group], method="asymptotic").pvalue
    assert mann_whitney_exact(more, group) == pytest.approx(near, rel=1e-10)


def test_pairs_are_shared_out_with_ties_half() -> None:
    second = np.array([True, True, False, False])
    assert share_of_pairs(np.array([1.0, 2.0, 2.0, 3.0]), second) == pytest.approx(0.875)
    assert share_of_pairs(np.array([3.0, 2.0, 2.0, 1.0]), second) == pytest.approx(0.875)


@pytest.mark.parametrize("a", [2, 3, 4])
def test_runs_are_counted_over_every_order(a: int) -> None:
    n = 9
    orders = [np.isin(np.arange(n), rows) for rows in itertools.combinations(range(n), a)]
    runs = np.array([1 + int((order[1:] != order[:-1]).sum()) for order in orders])
    for order, own in list(zip(orders, runs, strict=True))[::7]:
        assert runs_exact(order) == pytest.approx((runs <= own).mean(), rel=1e-12)


def test_neighbours_tell_where_groups_stand_together() -> None:
    together = np.arange(40) >= 25
    assert share_by_neighbours(together) == pytest.approx(((24.5 / 25) + (14.5 / 15)) / 2)
    assert share_by_neighbours(np.arange(40) % 2 == 0) == 0.5
