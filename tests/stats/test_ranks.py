"""Rank sums against scipy's ranks, to the last bit, and both rank tests against R."""

from __future__ import annotations

import json
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort
from interpret.stats import ranks
from interpret.stats.comparison import Comparison
from interpret.stats.design import paired, two_groups
from interpret.stats.ranks import rank_sums, signed_rank_sums
from interpret.stats.two_group import mann_whitney, signed_rank

GOLDEN = Path(__file__).resolve().parents[1] / "reference" / "ranks_effects.json"


@pytest.fixture(scope="module")
def theirs() -> dict[str, Any]:
    return json.loads(GOLDEN.read_text())


def by_rankdata(values: FloatArray, marked: BoolArray) -> tuple[float, float]:
    """Return the rank sum of the marked values and the ties of one gene, missing values left out."""
    present = ~np.isnan(values)
    rank = stats.rankdata(values[present])
    _, counts = np.unique(values[present], return_counts=True)
    return float(rank[marked[present]].sum()), float((counts.astype(float) ** 3 - counts).sum())


def some_values(seed: int, n: int, p: int) -> FloatArray:
    """Return genes without ties, with ties, constant, and with missing values."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(n, p))
    values[:, ::3] = np.round(values[:, ::3] * 2.0) / 2.0  # -0.0 and 0.0 among them
    values[:, 1] = 7.5
    values[random.random(size=(n, p)) < 0.1] = np.nan
    values[:, 2] = np.nan
    return values


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 40))
def test_rank_sums_equal_rankdata_to_the_last_bit(seed: int, n: int) -> None:
    values, positive = some_values(seed, n, 9), np.random.default_rng(seed).random(n) < 0.4
    sums = rank_sums(values, positive)
    for j in range(9):
        present = ~np.isnan(values[:, j])
        total, ties = by_rankdata(values[:, j], positive)
        n_positive = int(present[positive].sum())
        assert (sums.n_positive[j], sums.n_negative[j]) == (n_positive, int(present.sum()) - n_positive)
        assert sums.won[j] == total - n_positive * (n_positive + 1) / 2
        assert sums.ties[j] == ties


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 40))
def test_signed_rank_sums_equal_rankdata_to_the_last_bit(seed: int, n: int) -> None:
    differences = some_values(seed, n, 9)
    sums = signed_rank_sums(differences)
    for j in range(9):
        d = differences[:, j]
        sign = d[~np.isnan(d) & (d != 0.0)]
        total, ties = by_rankdata(np.abs(sign), sign > 0.0)
        assert (sums.n[j], sums.zeros[j]) == (sign.size, (d == 0.0).sum())
        assert (sums.won[j], sums.ties[j]) == (total, ties)


def test_blocks_change_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    values, positive = some_values(5, 21, 50), np.arange(21) < 9
    one, one_signed = rank_sums(values, positive), signed_rank_sums(values)
    monkeypatch.setattr(ranks, "BLOCK", 21 * 7)
    many, many_signed = rank_sums(values, positive), signed_rank_sums(values)
    for name in ("n_negative", "n_positive", "won", "ties"):
        np.testing.assert_array_equal(getattr(one, name), getattr(many, name))
    for name in ("n", "zeros", "won", "ties"):
        np.testing.assert_array_equal(getattr(one_signed, name), getattr(many_signed, name))


def test_no_genes() -> None:
    assert rank_sums(np.empty((6, 0)), np.arange(6) < 3).won.size == 0
    assert signed_rank_sums(np.empty((6, 0))).won.size == 0


def padded(cases: list[dict[str, Any]], key: str) -> FloatArray:
    """Return `(largest n, cases)`, missing values where a case has fewer."""
    columns = [np.array([np.nan if v is None else v for v in case[key]], dtype=float) for case in cases]
    longest = max(column.size for column in columns)
    padding = [np.append(column, np.full(longest - column.size, np.nan)) for column in columns]
    return np.column_stack(padding)


def assert_same_log_p(ours: FloatArray, theirs: FloatArray) -> None:
    one = theirs == 1.0
    assert (ours[one] == 1.0).all()
    np.testing.assert_allclose(np.log(ours[~one]), np.log(theirs[~one]), rtol=1e-8, atol=0.0)


def test_mann_whitney_equals_r(theirs: dict[str, Any]) -> None:
    cases = theirs["two_groups"]
    above, below = padded(cases, "positive"), padded(cases, "negative")
    positive = np.arange(len(above) + len(below)) < len(above)
    sums = rank_sums(np.vstack([above, below]), positive)  # all in one, each with its own numbers of values
    exact = mann_whitney.exact(sums)
    ours = np.where(np.isnan(exact), mann_whitney.approximate(sums), exact)
    np.testing.assert_array_equal(sums.won, [case["statistic"] for case in cases])
    assert_same_log_p(ours, np.array([case["p"] for case in cases]))
    assert np.isnan(exact).sum() >= 9
    assert (~np.isnan(exact)).sum() >= 15
    assert (ours < 1e-6).any()


@pytest.mark.shared
def test_mann_whitney_equals_r_on_golub(golub_log10: tuple[Cohort, Cohort], shared: Path) -> None:
    training = golub_log10[0]
    theirs = pd.read_csv(shared / "reference" / "golub" / "train38_dudoit_log10.csv")
    assert list(theirs["gene"]) == list(training.genes)
    sums = rank_sums(training.expression.values, training.positive)
    np.testing.assert_array_equal(sums.won, theirs["wilcoxon_w"])
    assert_same_log_p(mann_whitney.approximate(sums), theirs["wilcoxon_p"].to_numpy())
    exact, expected = mann_whitney.exact(sums), theirs["wilcoxon_exact_p"].to_numpy()
    np.testing.assert_array_equal(np.isnan(exact), np.isnan(expected))  # R has ties where we have
    known = ~np.isnan(expected)
    assert known.sum() == 774
    assert_same_log_p(exact[known], expected[known])


def test_signed_rank_equals_r(theirs: dict[str, Any]) -> None:
    cases = [case for case in theirs["pairs"] if case["p"] is not None]  # no p-value where every difference is 0
    sums = signed_rank_sums(padded(cases, "differences"))
    exact = signed_rank.exact(sums)
    ours = np.where(np.isnan(exact), signed_rank.approximate(sums), exact)
    np.testing.assert_array_equal(sums.won, [case["statistic"] for case in cases])
    assert_same_log_p(ours, np.array([case["p"] for case in cases]))
    assert np.isnan(exact).sum() >= 15
    assert (~np.isnan(exact)).sum() >= 15


def pair_comparison(differences: FloatArray) -> Comparison:
    """Return pairs with these differences (pairs, p), samples shuffled."""
    pairs = len(differences)
    order = np.random.default_rng(6).permutation(2 * pairs)
    positive, person = np.repeat([True, False], pairs), np.tile(np.arange(pairs), 2)
    values = np.vstack([differences, np.zeros_like(differences)])
    return Comparison(values[order], paired(positive[order], person[order]))


def test_signed_rank_takes_the_differences_of_the_pairs() -> None:
    differences = np.random.default_rng(7).normal(0.5, 1.0, size=(9, 12))
    result = signed_rank.WILCOXON_SIGNED_RANK.run(pair_comparison(differences))
    expected = stats.wilcoxon(differences, alternative="two-sided", method="exact")
    up = np.array([by_rankdata(np.abs(d), d > 0.0)[0] for d in differences.T])
    np.testing.assert_array_equal(result.statistic, up)
    np.testing.assert_allclose(result.p_value, expected.pvalue, rtol=1e-12)


def test_differences_that_are_all_zero_have_p_value_one() -> None:
    result = signed_rank.WILCOXON_SIGNED_RANK.run(pair_comparison(np.zeros((6, 1))))
    assert (result.statistic[0], result.p_value[0]) == (0.0, 1.0)


def test_signed_rank_is_for_pairs_only() -> None:
    positive = np.arange(6) < 3
    assert signed_rank.WILCOXON_SIGNED_RANK.unfit(two_groups(positive))
    assert not signed_rank.WILCOXON_SIGNED_RANK.unfit(paired(positive, np.arange(6) % 3))
    assert mann_whitney.MANN_WHITNEY.unfit(paired(positive, np.arange(6) % 3))
    assert not mann_whitney.MANN_WHITNEY.has_interval
    assert not signed_rank.WILCOXON_SIGNED_RANK.has_interval


def counts_of_u(a: int, b: int) -> list[int]:
    """Return in how many ways of dealing the ranks U = 0, 1, ..., in whole numbers (Gaussian binomial coefficients)."""
    ways = [0] * (a * b + 1)
    ways[0] = 1
    for j in range(1, a + 1):
        for k in range(a * b, b + j - 1, -1):  # times 1 - q^(b + j)
            ways[k] -= ways[k - b - j]
        for k in range(j, a * b + 1):  # divided by 1 - q^j
            ways[k] += ways[k - j]
    return ways


@pytest.mark.parametrize(("a", "b"), [(49, 49), (11, 27), (49, 3), (1, 1), (2, 48)])
def test_exact_null_distribution_against_whole_numbers(a: int, b: int) -> None:
    ways, everything = counts_of_u(a, b), comb(a + b, a)
    assert sum(ways) == everything
    u = np.arange(a * b + 1)
    sizes = np.full(u.shape, a), np.full(u.shape, b)
    ours = mann_whitney.exact(ranks.RankSums(sizes[0], sizes[1], u.astype(float), np.zeros(u.shape)))
    swapped = mann_whitney.exact(ranks.RankSums(sizes[1], sizes[0], u.astype(float), np.zeros(u.shape)))
    tail, running = [], 0
    for count in ways:
        running += count
        tail.append(running)
    exact = [min(Fraction(1), Fraction(2 * tail[min(k, a * b - k)], everything)) for k in u]
    np.testing.assert_allclose(ours, [float(share) for share in exact], rtol=1e-12)  # C(98, 49) is 2.5e28
    np.testing.assert_array_equal(ours, swapped)


def test_exact_where_r_is_exact() -> None:
    for n_negative, n_positive, ties, is_exact in (
        (49, 49, 0, True),
        (50, 3, 0, False),
        (3, 50, 0, False),
        (5, 5, 6, False),
    ):
        sums = ranks.RankSums(
            *(np.array([k]) for k in (n_negative, n_positive)), np.array([6.0]), np.array([float(ties)])
        )
        assert np.isfinite(mann_whitney.exact(sums)[0]) == is_exact
    for n, zeros, ties, is_exact in ((49, 0, 0, True), (50, 0, 0, False), (9, 1, 0, False), (9, 0, 6, False)):
        signed = ranks.SignedRankSums(np.array([n]), np.array([zeros]), np.array([6.0]), np.array([float(ties)]))
        assert np.isfinite(signed_rank.exact(signed)[0]) == is_exact


def test_exact_signed_rank_by_all_signs() -> None:
    signs = (np.arange(2**9)[:, None] >> np.arange(9)) & 1  # (512, 9)
    v = signs @ np.arange(1, 10)
    share = np.bincount(v) / 512
    sums = ranks.SignedRankSums(np.full(46, 9), np.zeros(46, dtype=np.int64), np.arange(46.0), np.zeros(46))
    tail = np.minimum(np.cumsum(share), np.cumsum(share[::-1])[::-1])
    np.testing.assert_allclose(signed_rank.exact(sums), np.minimum(2.0 * tail, 1.0), rtol=1e-15)
