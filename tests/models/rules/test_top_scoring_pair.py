from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from interpret.contracts import BoolArray, FloatArray
from interpret.models.rules import top_scoring_pair
from interpret.models.rules.top_scoring_pair import NO_GENE, TopScoringPair, learn_top_scoring_pair


def pair_by_loop(values: FloatArray, positive: BoolArray) -> tuple[float, float, int, int]:
    """Return Delta, rank score and columns of the best ordered pair, rounded so that equal ones are equal."""
    ranks = np.array([rankdata(row) for row in values])
    best = (0.0, -1.0, NO_GENE, NO_GENE)
    for i in range(values.shape[1]):
        for j in range(values.shape[1]):
            less, apart = values[:, i] < values[:, j], ranks[:, i] - ranks[:, j]
            delta = round(abs(less[positive].mean() - less[~positive].mean()), 9)
            gamma = round(abs(apart[positive].mean() - apart[~positive].mean()), 9)
            if delta > 0.0 and (delta, gamma) > best[:2]:
                best = (delta, gamma, i, j)
    return best


@pytest.mark.parametrize("levels", [2, 3, 6, 10**9])  # few levels: ties within samples and between pairs
@pytest.mark.parametrize("block", [1, 12, 1 << 18])
def test_the_pair_is_that_of_the_obvious_loop(levels: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(top_scoring_pair, "_BLOCK", block)
    random = np.random.default_rng(levels)
    for n, k in [(2, 2), (9, 0), (9, 1), *random.integers([3, 2], [15, 8], size=(60, 2))]:
        values = random.integers(levels, size=(n, k)).astype(np.float64)
        positive = np.arange(n) < random.integers(1, n)
        rule = learn_top_scoring_pair(values, positive)
        delta, _, i, j = pair_by_loop(values, positive)
        assert (rule.lower, rule.upper) == (i, j)
        assert rule.score == pytest.approx(delta, abs=1e-8)


def test_more_samples_than_a_byte_counts() -> None:
    random = np.random.default_rng(9)
    positive = np.arange(600) < 290
    values = random.normal(size=(600, 4))
    values[:, 3] = values[:, 0] + np.where(positive, 1.0, 0.1)  # gene 0 is below gene 3 in all 290 and all 310
    values[:5, 3] -= 3.0
    delta, _, i, j = pair_by_loop(values, positive)
    rule = learn_top_scoring_pair(values, positive)
    assert (rule.lower, rule.upper, rule.score) == (i, j, pytest.approx(delta, abs=1e-8))


def test_long_ranks_give_the_same_pair_as_short_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(4)
    values, positive = random.integers(20, size=(15, 40)).astype(np.float64), np.arange(15) < 6
    short = learn_top_scoring_pair(values, positive)
    monkeypatch.setattr(top_scoring_pair, "_SHORT_RANKS", 0)
    assert learn_top_scoring_pair(values, positive) == short


def test_probability_is_the_share_with_the_same_order_and_one_of_each_more() -> None:
    values = np.array([[1.0, 2.0], [1.0, 2.0], [2.0, 1.0], [2.0, 1.0], [2.0, 1.0], [1.0, 1.0], [1.0, 2.0]])
    positive = np.array([True, True, False, False, False, False, False])
    rule = learn_top_scoring_pair(values, positive)
    assert rule == TopScoringPair(0, 1, 1.0 - 1.0 / 5.0, 3 / 5, 1 / 6, 2)  # an equal pair is not lower
    np.testing.assert_array_equal(
        rule.probability(np.array([[0.0, 9.0], [9.0, 0.0], [3.0, 3.0]])), [3 / 5, 1 / 6, 1 / 6]
    )


def test_equal_pairs_are_decided_by_ranks_and_then_by_column() -> None:
    positive = np.arange(4) < 2
    # Columns 0 and 1 change places between the classes, and so do 2 and 3, but across the genes between them.
    values = np.array([[4.0, 5.0, 1.0, 9.0], [4.0, 5.0, 1.0, 9.0], [5.0, 4.0, 9.0, 1.0], [5.0, 4.0, 9.0, 1.0]])
    rule = learn_top_scoring_pair(values, positive)
    assert (rule.lower, rule.upper, rule.score) == (2, 3, 1.0)
    twice = learn_top_scoring_pair(np.column_stack([values[:, 2:], values[:, 2:]]), positive)
    assert (twice.lower, twice.upper) == (0, 1)


@given(seed=st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=40)
def test_only_the_order_within_a_sample_is_read(seed: int) -> None:
    """Each array may have its own scale, as long as the order of its genes is kept."""
    random = np.random.default_rng(seed)
    positive = np.arange(13) < 5
    values, new = random.integers(-8, 8, size=(2, 13, 9)).astype(np.float64)
    gain, offset = 2.0 ** random.integers(-3, 4, size=(13, 1)), random.integers(-9, 9, size=(13, 1))
    before = learn_top_scoring_pair(values, positive)
    after = learn_top_scoring_pair(np.sinh(values) * gain + offset, positive)
    assert after == before
    np.testing.assert_array_equal(after.probability(new**3 * gain), before.probability(new))


def test_without_a_pair_that_tells_the_classes_apart_no_gene_is_used() -> None:
    positive = np.array([True, False, False])
    for values in (np.arange(3.0)[:, None], np.tile(np.arange(5.0), (3, 1))):
        rule = learn_top_scoring_pair(values, positive)
        assert (rule.lower, rule.upper, rule.score) == (NO_GENE, NO_GENE, 0.0)
        assert rule.used().tolist() == [False] * values.shape[1]
        np.testing.assert_array_equal(rule.probability(values), [2 / 5] * 3)
