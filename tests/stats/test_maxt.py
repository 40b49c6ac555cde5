from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest
from scipy import stats
from threadpoolctl import threadpool_limits

from interpret.contracts import BoolArray, FloatArray
from interpret.stats import maxt
from interpret.stats.maxt import labellings_needed, method_text, step_down_maxt
from interpret.stats.two_group import welch

STREAM = np.random.SeedSequence(17)


class Counter:
    """A stage that counts."""

    def __init__(self) -> None:
        self.steps = 0

    def advance(self, steps: int = 1) -> None:
        self.steps += steps


@pytest.fixture(scope="module")
def small() -> tuple[FloatArray, BoolArray]:
    random = np.random.default_rng(3)
    values, positive = random.normal(size=(8, 7)), np.isin(np.arange(8), [1, 2, 6])
    values[positive, 0] += 4.0
    values[positive, 5] -= 2.0
    values[:, 3] = values[:, 5]  # two genes with one statistic
    return values, positive


def welch_t(values: FloatArray, positive: BoolArray) -> FloatArray:
    return np.abs(stats.ttest_ind(values[positive], values[~positive], equal_var=False).statistic)


def by_definition(values: FloatArray, positive: BoolArray, labellings: list[BoolArray], added: int) -> FloatArray:
    """Return Westfall and Young's adjusted p-values, one gene, one labelling at a time."""
    observed = welch_t(values, positive)
    permuted = [welch_t(values, labels) for labels in labellings]
    adjusted, highest = np.empty(observed.size), 0.0
    for gene in np.argsort(-observed, kind="stable"):
        rest = observed <= observed[gene] * (1 + 1e-12)
        reached = sum(t[rest].max() >= observed[gene] * (1 - 1e-12) for t in permuted)
        highest = max(highest, (reached + added) / (len(permuted) + added))
        adjusted[gene] = highest
    return adjusted


def test_all_labellings_equal_the_loop(small: tuple[FloatArray, BoolArray]) -> None:
    values, positive = small
    result = step_down_maxt(values, positive, STREAM, 1000)
    every = [np.isin(np.arange(8), chosen) for chosen in combinations(range(8), 3)]
    assert result.complete
    assert result.labellings == 56
    np.testing.assert_allclose(result.p_value, by_definition(values, positive, every, 0), rtol=1e-14)
    assert len(np.unique(result.p_value)) > 3
    assert result.p_value.min() == 1 / 56
    assert "over all 56 labellings" in method_text(5, 3, 1000)


def test_equal_groups_count_the_mirrored_labelling_as_equal() -> None:
    random = np.random.default_rng(12)
    values, positive = random.normal(size=(8, 5)), np.arange(8) < 4
    values[positive, 2] += 6.0
    result = step_down_maxt(values, positive, STREAM, 100)
    every = [np.isin(np.arange(8), chosen) for chosen in combinations(range(8), 4)]
    np.testing.assert_allclose(result.p_value, by_definition(values, positive, every, 0), rtol=1e-14)
    assert result.p_value[2] == 2 / 70


def test_random_labellings_equal_the_loop_over_the_same(values: FloatArray, positive: BoolArray) -> None:
    result = step_down_maxt(values, positive, STREAM, 200)
    drawn = list(maxt._random_labellings(positive, 200, STREAM))
    assert not result.complete
    assert result.labellings == 201
    assert all(labels.sum() == 5 for labels in drawn)
    np.testing.assert_allclose(result.p_value, by_definition(values, positive, drawn, 1), rtol=1e-14)
    assert "the observed and 200 randomly drawn labellings" in method_text(8, 5, 200)


def test_random_labellings_are_all_equally_likely() -> None:
    drawn = maxt._random_labellings(np.arange(6) < 2, 15_000, STREAM)
    counts = np.unique(drawn @ (1 << np.arange(6)), return_counts=True)[1]
    assert counts.size == comb(6, 2)
    assert stats.chisquare(counts).pvalue > 1e-4


def test_random_agrees_with_all(values: FloatArray, positive: BoolArray) -> None:
    exact = step_down_maxt(values, positive, STREAM, comb(13, 5))
    drawn = step_down_maxt(values, positive, STREAM, 1200)
    assert exact.complete
    assert not drawn.complete
    error = np.sqrt(exact.p_value * (1 - exact.p_value) / 1200)
    assert (np.abs(drawn.p_value - exact.p_value) <= 4.0 * error + 1 / 1200).all()


def test_statistic_is_welchs(values: FloatArray, positive: BoolArray) -> None:
    result = step_down_maxt(values, positive, STREAM, 100)
    np.testing.assert_array_equal(result.statistic, welch.run(values, positive).statistic)


def test_p_values_follow_the_statistics_and_are_never_zero(values: FloatArray, positive: BoolArray) -> None:
    moved = values + positive[:, None] * np.linspace(0.0, 8.0, values.shape[1])
    result = step_down_maxt(moved, positive, STREAM, 150)
    order = np.argsort(-np.abs(result.statistic))
    assert (np.diff(result.p_value[order]) >= 0.0).all()
    assert result.p_value.min() == 1 / 151
    assert result.p_value.max() <= 1.0


def test_order_of_genes_threads_and_chunks_change_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(41)
    values, positive = random.normal(size=(30, 900)), np.arange(30) < 12
    values[positive, :30] += 1.5
    plain = step_down_maxt(values, positive, STREAM, 500)
    order = random.permutation(900)
    shuffled = step_down_maxt(np.ascontiguousarray(values[:, order]), positive, STREAM, 500)
    np.testing.assert_array_equal(shuffled.p_value, plain.p_value[order])
    with threadpool_limits(1):
        np.testing.assert_array_equal(step_down_maxt(values, positive, STREAM, 500).p_value, plain.p_value)
    monkeypatch.setattr(maxt, "CHUNK", 900 * 7)
    np.testing.assert_array_equal(step_down_maxt(values, positive, STREAM, 500).p_value, plain.p_value)


def test_last_bits_of_the_statistic_change_no_count(values: FloatArray, positive: BoolArray) -> None:
    # what another machine or another product of matrices may do to every statistic
    kernel = maxt._SquaredWelch(values, 8, 5)
    observed, labels = kernel.of_groups(positive), maxt._all_labellings(positive)
    order = np.argsort(-observed, kind="stable")
    plain = maxt._times_reached(kernel, observed, order, labels, None)
    for shift in (1.0 - 1e-11, 1.0 + 1e-11):
        np.testing.assert_array_equal(maxt._times_reached(kernel, observed * shift, order, labels, None), plain)


def test_seed_decides(values: FloatArray, positive: BoolArray) -> None:
    one, again, other = (step_down_maxt(values, positive, np.random.SeedSequence(s), 300).p_value for s in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()


def test_equal_genes_get_equal_p_values(values: FloatArray, positive: BoolArray) -> None:
    twice = step_down_maxt(np.hstack([values, values]), positive, STREAM, 300)
    np.testing.assert_array_equal(twice.p_value[:40], twice.p_value[40:])


def test_genes_constant_in_both_groups_or_altogether() -> None:
    random = np.random.default_rng(44)
    positive = np.arange(10) < 4
    values = random.normal(size=(10, 6))
    values[:, 1] = positive * 0.3 + 0.1  # separated without any variance: as significant as can be
    values[:, 4] = 0.3  # never varies: not significant
    result = step_down_maxt(values, positive, STREAM, 210)
    assert result.complete
    assert np.isnan(result.statistic[[1, 4]]).all()
    assert result.p_value[1] == 1 / 210
    assert result.p_value[4] == 1.0


def test_rounding_decides_nothing_where_no_variance_is_left() -> None:
    random = np.random.default_rng(45)
    positive = np.arange(10) < 4
    values = random.normal(8.0, 2.0, size=300) + positive[:, None] * random.normal(size=300)
    result = step_down_maxt(values, positive, STREAM, 210)
    np.testing.assert_array_equal(result.p_value, 1 / 210)
    for gene in range(60):  # each on its own, so that no other gene's maximum can stand in for it
        assert step_down_maxt(values[:, [gene]], positive, STREAM, 210).p_value[0] == 1 / 210


def test_stage_hears_of_every_labelling(values: FloatArray, positive: BoolArray) -> None:
    for permutations in (150, 5000):
        stage = Counter()
        step_down_maxt(values, positive, STREAM, permutations, stage)
        assert stage.steps == labellings_needed(8, 5, permutations)
    assert labellings_needed(8, 5, 5000) == comb(13, 5)


def test_family_wise_error_is_held_with_correlated_genes() -> None:
    random = np.random.default_rng(20260207)
    positive, studies = np.arange(14) < 6, 400
    wrong = 0
    for _ in range(studies):
        values = random.normal(size=(14, 20)) + random.normal(size=(14, 1))
        wrong += (
            step_down_maxt(values, positive, np.random.SeedSequence(random.integers(2**32)), 199).p_value.min() <= 0.05
        )
    assert wrong / studies <= 0.05 + 4.0 * np.sqrt(0.05 * 0.95 / studies)
    assert wrong > 0
