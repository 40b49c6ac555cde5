from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.feature_selection import f_classif

from interpret.contracts import BoolArray, FloatArray
from interpret.models.kinds.weighted_voting import TopBySignalToNoise
from interpret.models.screening import EveryGene, NoGene, TopByF, between_over_within, largest


@pytest.fixture(scope="module")
def sheet() -> tuple[FloatArray, BoolArray]:
    random = np.random.default_rng(1)
    positive = np.arange(19) % 3 == 0
    X = random.normal(7.0, 2.0, size=(19, 300))
    X[positive, :5] += 2.0
    return X, positive


def test_it_is_f_up_to_the_degrees_of_freedom(sheet: tuple[FloatArray, BoolArray]) -> None:
    X, positive = sheet
    expected, _ = f_classif(X, positive)
    np.testing.assert_allclose(between_over_within(X, positive) * (19 - 2), expected, rtol=1e-10, atol=1e-10)
    np.testing.assert_array_equal(np.argsort(-between_over_within(X, positive)), np.argsort(-expected))


@pytest.mark.parametrize("count", [1, 7, 300, 5000])
def test_the_columns_with_the_largest_f_are_taken_in_increasing_order(
    count: int, sheet: tuple[FloatArray, BoolArray]
) -> None:
    X, positive = sheet
    chosen = TopByF(count).choose(X, positive)
    expected, _ = f_classif(X, positive)
    np.testing.assert_array_equal(chosen, np.sort(np.argsort(-expected)[:count]))
    assert chosen.size == min(count, 300)


@given(
    arrays(
        np.float64, st.integers(0, 40), elements=st.sampled_from([-np.inf, -1.5, -0.0, 0.0, 0.25, 2.0, np.inf, np.nan])
    ),
    st.integers(0, 45),
)
def test_the_largest_are_those_of_a_whole_stable_sort(strength: FloatArray, count: int) -> None:
    assert largest(strength, count).tolist() == np.argsort(-strength, kind="stable")[:count].tolist()


@given(
    arrays(np.float64, (9, 4), elements=st.integers(-10_000, 10_000).map(float)),
    st.integers(1, 8),
    st.integers(-10_000, 10_000),
)
def test_labels_swapped_and_values_shifted_or_turned_round_change_nothing(
    X: FloatArray, n_positive: int, shift: int
) -> None:
    positive = np.arange(9) < n_positive
    ratio = between_over_within(X, positive)
    assert (ratio >= 0.0).all()
    assert not np.isnan(ratio).any()
    np.testing.assert_allclose(between_over_within(X, ~positive), ratio, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(between_over_within(-X, positive), ratio)
    np.testing.assert_array_equal(between_over_within(X + shift, positive), ratio)  # whole numbers shift without loss


@pytest.mark.parametrize("value", [0.1, 7.3, 1e9, 0.0])
def test_a_gene_that_never_varies_has_none_whatever_its_value(value: float) -> None:
    """The mean of 11 times 0.1 is not 0.1: a rounding must not look like a difference."""
    positive = np.arange(20) < 11
    np.testing.assert_array_equal(between_over_within(np.full((20, 3), value), positive), np.zeros(3))


def test_a_gene_that_varies_between_the_classes_only_comes_first(sheet: tuple[FloatArray, BoolArray]) -> None:
    X, positive = sheet[0].copy(), sheet[1]
    X[:, 200] = np.where(positive, 3.1, 2.9)
    assert between_over_within(X, positive)[200] == np.inf
    np.testing.assert_array_equal(TopByF(1).choose(X, positive), [200])


def test_of_equal_columns_the_first_are_taken(sheet: tuple[FloatArray, BoolArray]) -> None:
    same = np.tile(sheet[0][:, :1], (1, 6))
    np.testing.assert_array_equal(TopByF(2).choose(same, sheet[1]), [0, 1])
    np.testing.assert_array_equal(TopByF(2).choose(np.ones((19, 6)), sheet[1]), [0, 1])


def test_all_genes_and_none(sheet: tuple[FloatArray, BoolArray]) -> None:
    np.testing.assert_array_equal(EveryGene().choose(*sheet), np.arange(300))
    assert NoGene().choose(*sheet).size == 0
    assert NoGene().choose(*sheet).dtype == np.int64


@pytest.mark.parametrize("screening", [EveryGene(), NoGene(), TopByF(50), TopBySignalToNoise(25)], ids=str)
def test_screenings_can_be_sent_to_a_process_and_say_what_they_do(screening: TopByF) -> None:
    assert pickle.loads(pickle.dumps(screening)) == screening  # noqa: S301  our own bytes
    assert "gene" in screening.words or "by F" in screening.words or "signal to noise" in screening.words
