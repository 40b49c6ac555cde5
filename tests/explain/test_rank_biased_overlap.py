"""Rank-biased overlap against published values, against its definition, and by what must hold for any rankings."""

from __future__ import annotations

import itertools
import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interpret.contracts import FloatArray
from interpret.explain.rank_biased_overlap import expected_by_chance, rank_biased_overlap, weight_of_first

# Rankings (tied items in brackets), persistence and extrapolated overlap by the rule of the 2010 paper for ties, as
# published with Corsi and Urbano 2024 (arXiv:2406.07121), file rbo/test.csv of github.com/julian-urbano/sigir2024-rbo.
PUBLISHED = (
    ("(5 9 13 15 16 19 20) (3 8)", "6 (4 18) 2 7 8 17 14 (11 12) 1", 0.958074765324023, 0.0816485573277354),
    ("13 (1 4 5 6)", "3 14 11 (10 15) 12 (6 9) 4 2", 0.92238320668128, 0.117578490431637),
    ("11 (8 21) (2 18) (6 16 20) (4 10)", "8 (9 20 21) (2 3) 13 1 11 14 19", 0.93912403977192, 0.482369482292872),
    ("(4 7 15) (2 11) 8 18", "4 8 17 11 (2 3 5 7 9 13 14)", 0.955836875418683, 0.601671359995661),
    ("(3 6) (2 7) 10", "(3 6 7 10) (1 2)", 0.965413635276732, 0.946064537517568),
    ("4 (2 14) 7 5 3", "(9 13) (6 8) 1 5 10 15 11", 0.986650551181127, 0.155835200392091),
    ("2 10 (1 4 5 6)", "(2 4 6) 10 7 1 5 12", 0.975209133774857, 0.915421890198304),
    ("(4 14) 10 9 16 1 (11 21) 7", "(4 7 9 10 14 16) 21 (1 11) (3 6 17 18)", 0.980350757903177, 0.95731778452095),
    ("3 (1 5 7) 9", "(1 9) 7 3 4", 0.930093081332594, 0.697096710334179),
    ("21 20 (1 16 19) (5 10) 4", "(12 17) (2 3 8 11) (15 18) (6 13) (7 14) 9", 0.930074017489188, 0.0),
    ("2 5 3 (1 4)", "5 8 2 (3 9)", 0.968922741966306, 0.580287544332462),
)  # fmt: skip


def ranking(text: str, n: int = 30) -> FloatArray:
    """Return the ranks of items 0 to n - 1; tied items share the middle of their places, as our tables have it."""
    ranks, place = np.full(n, np.nan), 0
    for group in re.findall(r"\([^)]*\)|\d+", text):
        items = [int(item) for item in group.strip("()").split()]
        ranks[items] = place + (len(items) + 1) / 2
        place += len(items)
    return ranks


def by_definition(first: list[int], second: list[int], p: float, depths: int = 4000) -> float:
    """Return the mean overlap of two untied orders of the same items, summed as far as any weight is left."""
    shares = [len(set(first[:d]) & set(second[:d])) / min(d, len(first)) for d in range(1, depths)]
    return (1 - p) * sum(share * p**d for d, share in enumerate(shares))


def of_order(order: list[int], n: int) -> FloatArray:
    ranks = np.full(n, np.nan)
    ranks[order] = np.arange(1.0, len(order) + 1)
    return ranks


@pytest.mark.parametrize("case", range(len(PUBLISHED)))
def test_published_values(case: int) -> None:
    first, second, p, overlap = PUBLISHED[case]
    assert rank_biased_overlap(ranking(first), ranking(second), p) == pytest.approx(overlap, abs=1e-12)


def test_by_hand() -> None:
    """Orders A B C and B A D at p = 0.5: shares 0, 1, 2/3; 0.5 x 0 + 0.25 x 1 + 0.125 x 2/3, and 2/3 from there on."""
    a, b = np.array([1.0, 2.0, 3.0, np.nan]), np.array([2.0, 1.0, np.nan, 3.0])
    assert rank_biased_overlap(a, b, 0.5) == pytest.approx(0.25 + 2 / 3 * (0.125 + 0.125))


def test_a_ranking_that_ends_goes_on_as_it_agreed() -> None:
    """A B against A B C D: the short one agreed down to its end, so it is taken to go on agreeing."""
    short, long = np.array([1.0, 2.0, np.nan, np.nan]), np.array([1.0, 2.0, 3.0, 4.0])
    assert rank_biased_overlap(short, long, 0.9) == pytest.approx(1.0)


def test_weight_of_the_first_places() -> None:
    """The paper: with p = 0.9 the first ten places carry 86 % of the weight. By definition: what they add to it."""
    assert weight_of_first(10, 0.9) == pytest.approx(0.856, abs=5e-4)
    p, depth = 0.8, 7
    added = (1 - p) * sum(p ** (d - 1) * min(d, depth) / d for d in range(1, 2000))
    assert weight_of_first(depth, p) == pytest.approx(added)
    assert 0.85 < weight_of_first(25) < 0.86


def test_nothing_ranked_has_no_overlap() -> None:
    nothing, one = np.full(4, np.nan), np.array([1.0, np.nan, np.nan, np.nan])
    assert math.isnan(rank_biased_overlap(nothing, one))
    assert math.isnan(expected_by_chance(one, nothing))


def test_chance_is_the_mean_over_all_exchanges() -> None:
    """Every one of the 120 ways to name five items, two rankings with ties and of two lengths."""
    first, second = np.array([1.5, 1.5, 3.0, 4.0, np.nan]), np.array([1.0, 2.5, 2.5, np.nan, np.nan])
    every = [rank_biased_overlap(first[list(order)], second, 0.8) for order in itertools.permutations(range(5))]
    assert expected_by_chance(first, second, 0.8) == pytest.approx(np.mean(every))


RANKINGS = st.lists(st.one_of(st.none(), st.integers(1, 6)), min_size=8, max_size=8).filter(
    lambda ranks: any(rank is not None for rank in ranks)
)
PERSISTENCES = st.floats(0.05, 0.99)


def as_ranks(drawn: list[int | None]) -> FloatArray:
    return np.array([np.nan if rank is None else rank for rank in drawn], dtype=np.float64)


@settings(max_examples=150, deadline=None)
@given(RANKINGS, RANKINGS, PERSISTENCES)
def test_symmetric_within_0_and_1_and_1_for_equals(one: list[int | None], two: list[int | None], p: float) -> None:
    first, second = as_ranks(one), as_ranks(two)
    overlap = rank_biased_overlap(first, second, p)
    assert overlap == pytest.approx(rank_biased_overlap(second, first, p), abs=1e-12)
    assert -1e-12 <= overlap <= 1.0 + 1e-12
    assert rank_biased_overlap(first, first, p) == pytest.approx(1.0)


@settings(max_examples=60, deadline=None)
@given(RANKINGS, PERSISTENCES, st.integers(1, 7))
def test_0_for_rankings_without_a_common_item(one: list[int | None], p: float, cut: int) -> None:
    first = as_ranks(one)
    left, right = first.copy(), first.copy()
    left[cut:], right[:cut] = np.nan, np.nan
    if np.isfinite(left).any() and np.isfinite(right).any():
        assert rank_biased_overlap(left, right, p) == pytest.approx(0.0, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(9)), st.permutations(range(9)), PERSISTENCES)
def test_untied_orders_agree_with_the_definition(one: list[int], two: list[int], p: float) -> None:
    assert rank_biased_overlap(of_order(one, 9), of_order(two, 9), p) == pytest.approx(by_definition(one, two, p))


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(9)), st.integers(0, 7), PERSISTENCES)
def test_an_exchange_costs_the_more_the_higher_up(order: list[int], place: int, p: float) -> None:
    def exchanged(at: int) -> FloatArray:
        other = list(order)
        other[at], other[at + 1] = other[at + 1], other[at]
        return of_order(other, 9)

    original = of_order(list(order), 9)
    overlaps = [rank_biased_overlap(original, exchanged(at), p) for at in (place, min(place + 1, 7))]
    assert overlaps[0] <= overlaps[1] + 1e-12 < 1.0 + 1e-12
    assert overlaps[0] < 1.0
