"""What holds for every test in the registry, and each test's own edge cases."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from interpret.contracts import BoolArray, FloatArray
from interpret.settings import TestSettings
from interpret.stats.comparison import Comparison
from interpret.stats.design import paired, two_groups
from interpret.stats.group_moments import group_moments, two_sided_t
from interpret.stats.ranks import SignedRankSums, rank_sums
from interpret.stats.two_group import TESTS, TestResult, TwoGroupTest, mann_whitney, signed_rank, student, welch
from interpret.stats.two_group.signed_rank import WILCOXON_SIGNED_RANK

# What shuffled labels say is tested where the shuffling is.
CLOSED = [test for test in TESTS if test.name != "permutation"]
registered = pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
every_test = pytest.mark.parametrize("test", CLOSED, ids=lambda test: test.name)
# Squeezed variances are sums over all genes: another order of the genes may round them otherwise.
OVER_ALL_GENES = {"moderated_t_trend", "moderated_t_robust"}


def run(test: TwoGroupTest, values: FloatArray, positive: BoolArray) -> TestResult:
    """Return the test of two independent groups, or, for a test that takes only those, of pairs in file order."""
    if test is not WILCOXON_SIGNED_RANK:
        return test.run(Comparison(values, two_groups(positive)))
    pairs = int(min(positive.sum(), (~positive).sum()))
    rows = np.sort(np.concatenate([np.flatnonzero(positive)[:pairs], np.flatnonzero(~positive)[:pairs]]))
    person = np.where(positive[rows], np.cumsum(positive[rows]), np.cumsum(~positive[rows])) - 1
    return test.run(Comparison(values[rows], paired(positive[rows], person)))


def middle(test: TwoGroupTest, positive: BoolArray) -> float:
    """Return the statistic where nothing differs."""
    n_positive, n_negative = int(positive.sum()), int((~positive).sum())
    pairs = min(n_positive, n_negative)
    return {"mann_whitney": n_positive * n_negative / 2.0, "signed_rank": pairs * (pairs + 1) / 4.0}.get(test.name, 0.0)


def test_registry_names_are_unique_and_the_primary_test_is_one_of_them() -> None:
    names = [test.name for test in TESTS]
    assert len(set(names)) == len(names)
    assert TestSettings().primary in [test.name for test in TESTS if test.has_interval]


@registered
def test_method_names_its_source(test: TwoGroupTest) -> None:
    assert "doi:10." in test.method
    assert test.title


@every_test
def test_says_whether_it_has_an_interval(test: TwoGroupTest, values: FloatArray, positive: BoolArray) -> None:
    result = run(test, values, positive)
    assert test.has_interval == (result.se is not None) == (result.df is not None)


@every_test
def test_order_of_genes_changes_no_bit(test: TwoGroupTest, values: FloatArray, positive: BoolArray) -> None:
    order = np.random.default_rng(1).permutation(values.shape[1])
    plain, shuffled = run(test, values, positive), run(test, np.ascontiguousarray(values[:, order]), positive)
    share = 1e-9 if test.name in OVER_ALL_GENES else 0.0
    np.testing.assert_allclose(shuffled.statistic, plain.statistic[order], rtol=share, atol=0.0)
    np.testing.assert_allclose(shuffled.p_value, plain.p_value[order], rtol=share, atol=0.0)


@every_test
def test_order_of_patients_changes_nothing(test: TwoGroupTest, values: FloatArray, positive: BoolArray) -> None:
    order = np.random.default_rng(2).permutation(values.shape[0])
    if test is WILCOXON_SIGNED_RANK:  # keep the pairs together: they are made in file order
        pairs = int(positive.sum())
        rows = np.sort(np.concatenate([np.flatnonzero(positive), np.flatnonzero(~positive)[:pairs]]))
        values, positive = values[rows], positive[rows]
        chosen = np.random.default_rng(2).permutation(pairs)
        order = np.concatenate([np.flatnonzero(~positive)[chosen], np.flatnonzero(positive)[chosen]])
    plain, shuffled = run(test, values, positive), run(test, values[order], positive[order])
    np.testing.assert_allclose(shuffled.statistic, plain.statistic, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(shuffled.p_value, plain.p_value, rtol=1e-9)


@every_test
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(6, 20), shift=st.floats(-50.0, 50.0), scale=st.floats(0.1, 20.0))
def test_axioms(test: TwoGroupTest, seed: int, n: int, shift: float, scale: float) -> None:
    random = np.random.default_rng(seed)
    values, positive = random.normal(8.0, 1.5, size=(n, 15)), np.arange(n) % 3 == 0
    plain = run(test, values, positive)
    assert ((plain.p_value > 0.0) & (plain.p_value <= 1.0)).all()
    moved = run(test, values * scale + shift, positive)
    np.testing.assert_allclose(moved.statistic, plain.statistic, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(moved.p_value, plain.p_value, rtol=1e-6)
    swapped = run(test, values, ~positive)
    np.testing.assert_allclose(swapped.p_value, plain.p_value, rtol=1e-9)
    centre = middle(test, positive)
    np.testing.assert_allclose(swapped.statistic - centre, centre - plain.statistic, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("test", "equal"), [(student.STUDENT, True), (welch.WELCH, False)])
def test_t_equals_scipy(test: TwoGroupTest, equal: bool, values: FloatArray, positive: BoolArray) -> None:  # noqa: FBT001
    ours = run(test, values, positive)
    theirs = stats.ttest_ind(values[positive], values[~positive], equal_var=equal)
    np.testing.assert_allclose(ours.statistic, theirs.statistic, rtol=1e-10)
    np.testing.assert_allclose(ours.p_value, theirs.pvalue, rtol=1e-10)
    np.testing.assert_allclose(ours.df, theirs.df, rtol=1e-12)


def test_mann_whitney_equals_scipy_with_ties(values: FloatArray, positive: BoolArray) -> None:
    coarse = np.round(values)
    ours = run(mann_whitney.MANN_WHITNEY, coarse, positive)
    theirs = stats.mannwhitneyu(coarse[positive], coarse[~positive], method="asymptotic", use_continuity=True)
    off_centre = ours.statistic != 20.0  # at the centre R does not correct, scipy gives more than one half
    np.testing.assert_array_equal(ours.statistic, theirs.statistic)
    np.testing.assert_allclose(ours.p_value[off_centre], theirs.pvalue[off_centre], rtol=1e-12)
    assert (ours.p_value[~off_centre] == 1.0).all()


def test_mann_whitney_equals_scipy_without_ties(positive: BoolArray) -> None:
    smooth = np.random.default_rng(3).normal(size=(13, 40)) + positive[:, None]
    ours = run(mann_whitney.MANN_WHITNEY, smooth, positive)
    theirs = stats.mannwhitneyu(smooth[positive], smooth[~positive], method="exact")
    np.testing.assert_array_equal(ours.statistic, theirs.statistic)
    np.testing.assert_allclose(ours.p_value, theirs.pvalue, rtol=1e-12)


def test_p_values_are_accurate_far_in_the_tail() -> None:
    # closed form with 2 degrees of freedom: 1 - t / sqrt(t^2 + 2), expanded where it cancels
    t = np.array([3.0, 1e3, 1e8, 1e80])
    exact = np.array([1.0 - 3.0 / np.sqrt(11.0), *(1.0 / t[1:] ** 2 * (1.0 - 1.5 / t[1:] ** 2))])
    np.testing.assert_allclose(two_sided_t(-t, 2.0), exact, rtol=1e-11)
    # Welch's t of two well separated groups keeps its digits: against exact rational arithmetic of the statistic
    values = np.array([[0.0], [1.0], [2.0], [1000.0], [1001.0], [1002.0]])
    result = run(welch.WELCH, values, np.arange(6) >= 3)
    statistic = 1000.0 / float(Fraction(2, 3)) ** 0.5
    np.testing.assert_allclose(result.statistic, statistic, rtol=1e-14)
    # 4 degrees of freedom, e = 4 / (t^2 + 4): p = 1 - (3 - (1 - e)) sqrt(1 - e) / 2 = 3 e^2 / 8 + e^3 / 8 + O(e^4)
    e = 4.0 / (statistic**2 + 4.0)
    np.testing.assert_allclose(result.p_value, 0.375 * e**2 + 0.125 * e**3, rtol=1e-10)


@pytest.mark.parametrize("test", [student.STUDENT, welch.WELCH])
def test_a_gene_constant_in_both_groups_has_no_t(test: TwoGroupTest) -> None:
    positive = np.arange(9) < 4
    values = np.column_stack([positive * 1.7 + 0.1, np.arange(9.0)])
    result = run(test, values, positive)
    assert np.isnan(result.statistic[0])
    assert np.isnan(result.p_value[0])
    assert np.isfinite(result.p_value[1])


def test_a_constant_gene_has_mann_whitney_p_value_one() -> None:
    result = run(mann_whitney.MANN_WHITNEY, np.full((9, 1), 3.3), np.arange(9) < 4)
    assert result.p_value[0] == 1.0
    assert result.statistic[0] == 10.0


def test_groups_without_variance_are_refused() -> None:
    with pytest.raises(ValueError, match="and 1 values"):
        group_moments(np.ones((6, 2)), np.arange(6) == 2)


@pytest.mark.parametrize("name", ["moderated_t", "moderated_t_trend", "student"])
def test_uniform_under_the_null(name: str) -> None:
    test = next(test for test in TESTS if test.name == name)
    random = np.random.default_rng(20260203)
    genes = 40_000
    sd = np.sqrt(0.25 * 7.5 / random.chisquare(7.5, size=genes))
    values = random.normal(size=(38, genes)) * sd
    p = run(test, values, np.arange(38) < 11).p_value
    for a in (0.5, 0.1, 0.05, 0.01, 0.001):
        assert abs((p <= a).mean() - a) < 4.0 * np.sqrt(a * (1.0 - a) / genes), a


def exact_null(n_positive: int, n_negative: int) -> dict[int, Fraction]:
    """Return the probability of every U without ties, by counting subsets of the ranks."""
    ways: list[dict[int, int]] = [{0: 1}] + [{} for _ in range(n_positive)]
    for rank in range(1, n_positive + n_negative + 1):
        for size in range(n_positive, 0, -1):
            for total, count in ways[size - 1].items():
                ways[size][total + rank] = ways[size].get(total + rank, 0) + count
    lowest, everything = n_positive * (n_positive + 1) // 2, comb(n_positive + n_negative, n_positive)
    return {total - lowest: Fraction(count, everything) for total, count in ways[n_positive].items()}


def p_of_every_u(n_positive: int, n_negative: int, *, exact: bool) -> FloatArray:
    """Return the p-value of U = 0, 1, ..., each from a gene with such ranks."""
    n = n_positive + n_negative
    columns = []
    for u in range(n_positive * n_negative + 1):
        full, rest = divmod(u, n_negative)
        lead = [0] * (n_positive - full - (rest > 0)) + [rest] * (rest > 0) + [n_negative] * full
        chosen = [i + shift for i, shift in enumerate(lead)]
        columns.append([*chosen, *(rank for rank in range(n) if rank not in chosen)])
    sums = rank_sums(np.array(columns, dtype=float).T, np.arange(n) < n_positive)
    np.testing.assert_array_equal(sums.won, np.arange(len(columns)))
    return mann_whitney.exact(sums) if exact else mann_whitney.approximate(sums)


@pytest.mark.parametrize(("n_positive", "n_negative"), [(11, 27), (14, 20), (25, 47), (8, 8)])
@pytest.mark.parametrize("a", [0.05, 0.01, 0.001])
@pytest.mark.parametrize("exact", [True, False])
def test_mann_whitney_rejects_at_most_as_often_as_it_says(
    n_positive: int,
    n_negative: int,
    a: float,
    exact: bool,  # noqa: FBT001
) -> None:
    p = p_of_every_u(n_positive, n_negative, exact=exact)
    probability = exact_null(n_positive, n_negative)
    rejected = sum(share for u, share in probability.items() if p[u] <= a)
    assert 0.0 < float(rejected) <= a


def test_exact_mann_whitney_is_reached_as_often_as_it_says() -> None:
    p, probability = p_of_every_u(11, 27, exact=True), exact_null(11, 27)
    shares = np.array([float(probability[u]) for u in range(p.size)])
    for limit in np.unique(p[p < 1.0]):
        assert shares[p <= limit * (1.0 + 1e-12)].sum() == pytest.approx(limit, rel=1e-11)


def test_mann_whitney_normal_approximation_is_as_its_caution_says() -> None:
    p, probability = p_of_every_u(11, 27, exact=False), exact_null(11, 27)
    shares = np.array([float(probability[u]) for u in range(p.size)])
    for limit in np.unique(p[p <= 0.1]):
        assert shares[p <= limit].sum() <= 1.004 * limit
    assert round(p_of_every_u(3, 3, exact=False)[0], 3) == 0.081
    assert p_of_every_u(3, 3, exact=True)[0] == pytest.approx(0.1, rel=1e-12)


def test_signed_rank_reaches_what_its_caution_says() -> None:
    for n in range(1, 9):
        signed = SignedRankSums(np.array([n]), np.array([0]), np.array([0.0]), np.array([0.0]))
        assert signed_rank.exact(signed)[0] == 2.0 / 2**n
    assert 2.0 / 2**5 > 0.05 >= 2.0 / 2**6
