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
from interpret.stats.gene_table import PRIMARY_TEST
from interpret.stats.group_moments import group_moments, two_sided_t
from interpret.stats.two_group import TESTS, TwoGroupTest, mann_whitney, student, welch

every_test = pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
T_TESTS = [test for test in TESTS if test.name != "mann_whitney"]


def test_registry_names_are_unique_and_the_primary_test_is_first() -> None:
    assert TESTS[0].name == PRIMARY_TEST
    assert len({test.name for test in TESTS}) == len(TESTS)


@every_test
def test_method_names_its_source(test: TwoGroupTest) -> None:
    assert "doi:10." in test.method
    assert test.title


@every_test
def test_order_of_genes_changes_no_bit(test: TwoGroupTest, values: FloatArray, positive: BoolArray) -> None:
    order = np.random.default_rng(1).permutation(values.shape[1])
    plain, shuffled = test.run(values, positive), test.run(np.ascontiguousarray(values[:, order]), positive)
    np.testing.assert_array_equal(shuffled.statistic, plain.statistic[order])
    np.testing.assert_array_equal(shuffled.p_value, plain.p_value[order])


@every_test
def test_order_of_patients_changes_nothing(test: TwoGroupTest, values: FloatArray, positive: BoolArray) -> None:
    order = np.random.default_rng(2).permutation(values.shape[0])
    plain, shuffled = test.run(values, positive), test.run(values[order], positive[order])
    np.testing.assert_allclose(shuffled.statistic, plain.statistic, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(shuffled.p_value, plain.p_value, rtol=1e-9)


@every_test
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(6, 20), shift=st.floats(-50.0, 50.0), scale=st.floats(0.1, 20.0))
def test_axioms(test: TwoGroupTest, seed: int, n: int, shift: float, scale: float) -> None:
    random = np.random.default_rng(seed)
    values, positive = random.normal(8.0, 1.5, size=(n, 15)), np.arange(n) % 3 == 0
    plain = test.run(values, positive)
    assert ((plain.p_value > 0.0) & (plain.p_value <= 1.0)).all()
    moved = test.run(values * scale + shift, positive)
    np.testing.assert_allclose(moved.statistic, plain.statistic, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(moved.p_value, plain.p_value, rtol=1e-6)
    swapped = test.run(values, ~positive)
    np.testing.assert_allclose(swapped.p_value, plain.p_value, rtol=1e-9)
    middle = positive.sum() * (~positive).sum() / 2.0 if test.name == "mann_whitney" else 0.0
    np.testing.assert_allclose(swapped.statistic - middle, middle - plain.statistic, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("run", "equal"), [(student.run, True), (welch.run, False)])
def test_t_equals_scipy(run: object, equal: bool, values: FloatArray, positive: BoolArray) -> None:  # noqa: FBT001
    ours = run(values, positive)  # type: ignore[operator]
    theirs = stats.ttest_ind(values[positive], values[~positive], equal_var=equal)
    np.testing.assert_allclose(ours.statistic, theirs.statistic, rtol=1e-10)
    np.testing.assert_allclose(ours.p_value, theirs.pvalue, rtol=1e-10)
    np.testing.assert_allclose(ours.df, theirs.df, rtol=1e-12)


def test_mann_whitney_equals_scipy_with_ties(values: FloatArray, positive: BoolArray) -> None:
    coarse = np.round(values)
    ours = mann_whitney.run(coarse, positive)
    theirs = stats.mannwhitneyu(coarse[positive], coarse[~positive], method="asymptotic", use_continuity=True)
    off_centre = ours.statistic != 20.0  # at the centre R does not correct, scipy gives more than one half
    np.testing.assert_array_equal(ours.statistic, theirs.statistic)
    np.testing.assert_allclose(ours.p_value[off_centre], theirs.pvalue[off_centre], rtol=1e-12)
    assert (ours.p_value[~off_centre] == 1.0).all()


def test_p_values_are_accurate_far_in_the_tail() -> None:
    # closed form with 2 degrees of freedom: 1 - t / sqrt(t^2 + 2), expanded where it cancels
    t = np.array([3.0, 1e3, 1e8, 1e80])
    exact = np.array([1.0 - 3.0 / np.sqrt(11.0), *(1.0 / t[1:] ** 2 * (1.0 - 1.5 / t[1:] ** 2))])
    np.testing.assert_allclose(two_sided_t(-t, 2.0), exact, rtol=1e-11)
    # Welch's t of two well separated groups keeps its digits: against exact rational arithmetic of the statistic
    values = np.array([[0.0], [1.0], [2.0], [1000.0], [1001.0], [1002.0]])
    result = welch.run(values, np.arange(6) >= 3)
    statistic = 1000.0 / float(Fraction(2, 3)) ** 0.5
    np.testing.assert_allclose(result.statistic, statistic, rtol=1e-14)
    # 4 degrees of freedom, e = 4 / (t^2 + 4): p = 1 - (3 - (1 - e)) sqrt(1 - e) / 2 = 3 e^2 / 8 + e^3 / 8 + O(e^4)
    e = 4.0 / (statistic**2 + 4.0)
    np.testing.assert_allclose(result.p_value, 0.375 * e**2 + 0.125 * e**3, rtol=1e-10)


@pytest.mark.parametrize("run", [student.run, welch.run])
def test_a_gene_constant_in_both_groups_has_no_t(run: object) -> None:
    positive = np.arange(9) < 4
    values = np.column_stack([positive * 1.7 + 0.1, np.arange(9.0)])
    result = run(values, positive)  # type: ignore[operator]
    assert np.isnan(result.statistic[0])
    assert np.isnan(result.p_value[0])
    assert np.isfinite(result.p_value[1])


def test_a_constant_gene_has_mann_whitney_p_value_one() -> None:
    result = mann_whitney.run(np.full((9, 1), 3.3), np.arange(9) < 4)
    assert result.p_value[0] == 1.0
    assert result.statistic[0] == 10.0


def test_groups_without_variance_are_refused() -> None:
    with pytest.raises(ValueError, match="groups of 5 and 1"):
        group_moments(np.ones((6, 2)), np.arange(6) == 2)


@pytest.mark.parametrize("test", [t for t in T_TESTS if t.name != "welch"], ids=lambda test: test.name)
def test_uniform_under_the_null(test: TwoGroupTest) -> None:
    random = np.random.default_rng(20260203)
    genes = 40_000
    sd = np.sqrt(0.25 * 7.5 / random.chisquare(7.5, size=genes))
    values = random.normal(size=(38, genes)) * sd
    p = test.run(values, np.arange(38) < 11).p_value
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


def p_of_every_u(n_positive: int, n_negative: int) -> FloatArray:
    """Return the test's p-value for U = 0, 1, ..., each from a gene with such ranks."""
    n = n_positive + n_negative
    columns = []
    for u in range(n_positive * n_negative + 1):
        full, rest = divmod(u, n_negative)
        lead = [0] * (n_positive - full - (rest > 0)) + [rest] * (rest > 0) + [n_negative] * full
        chosen = [i + shift for i, shift in enumerate(lead)]
        columns.append([*chosen, *(rank for rank in range(n) if rank not in chosen)])
    result = mann_whitney.run(np.array(columns, dtype=float).T, np.arange(n) < n_positive)
    np.testing.assert_array_equal(result.statistic, np.arange(len(columns)))
    return result.p_value


@pytest.mark.parametrize(("n_positive", "n_negative"), [(11, 27), (14, 20), (25, 47), (8, 8)])
@pytest.mark.parametrize("a", [0.05, 0.01, 0.001])
def test_mann_whitney_rejects_at_most_as_often_as_it_says(n_positive: int, n_negative: int, a: float) -> None:
    p = p_of_every_u(n_positive, n_negative)
    probability = exact_null(n_positive, n_negative)
    rejected = sum(share for u, share in probability.items() if p[u] <= a)
    assert 0.0 < float(rejected) <= a


def test_mann_whitney_normal_approximation_is_never_far_off_at_11_against_27() -> None:
    p, probability = p_of_every_u(11, 27), exact_null(11, 27)
    shares = np.array([float(probability[u]) for u in range(p.size)])
    for limit in np.unique(p[p <= 0.1]):
        assert shares[p <= limit].sum() <= 1.004 * limit
