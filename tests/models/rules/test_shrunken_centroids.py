from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.neighbors import NearestCentroid

from interpret.contracts import BoolArray, FloatArray
from interpret.errors import SettingsError
from interpret.models.rules import largest_threshold, learn_shrunken_centroids


@pytest.fixture(scope="module")
def sheet() -> tuple[FloatArray, BoolArray, FloatArray]:
    """Return 21 samples (15 + 6) of 30 genes with unequal spreads, and 8 new samples."""
    random = np.random.default_rng(2002)
    positive = np.arange(21) % 7 < 2
    spread = np.exp(random.normal(size=30))
    values = 7.0 + spread * random.normal(size=(21, 30))
    values[positive, :6] += 2.0 * spread[:6]
    return values, positive, 7.0 + spread * random.normal(size=(8, 30))


def scores_by_loop(
    values: FloatArray, positive: BoolArray, threshold: float, sample: FloatArray
) -> tuple[dict[bool, float], dict[bool, FloatArray]]:
    """Return discriminant score and shrunken centroid of each class, as the paper defines them, gene by gene."""
    n, k = values.shape
    s = np.empty(k)
    for j in range(k):
        within = sum(((values[positive == c, j] - values[positive == c, j].mean()) ** 2).sum() for c in (False, True))
        s[j] = np.sqrt(within / (n - 2))
    s0 = np.median(s)
    scores, centroids = {}, {}
    for c in (False, True):
        members = values[positive == c]
        standard = np.sqrt(1.0 / len(members) - 1.0 / n)
        centroid = np.empty(k)
        score = -2.0 * np.log(len(members) / n)
        for j in range(k):
            d = (members[:, j].mean() - values[:, j].mean()) / (standard * (s[j] + s0))
            kept = np.sign(d) * max(abs(d) - threshold, 0.0)
            centroid[j] = values[:, j].mean() + standard * (s[j] + s0) * kept
            score += (sample[j] - centroid[j]) ** 2 / (s[j] + s0) ** 2
        scores[c], centroids[c] = score, centroid
    return scores, centroids


@pytest.mark.parametrize("threshold", [0.0, 0.7, 1.5, 3.0])
def test_equals_the_definition_written_as_loops(
    sheet: tuple[FloatArray, BoolArray, FloatArray], threshold: float
) -> None:
    values, positive, new = sheet
    rule = learn_shrunken_centroids(values, positive, threshold)
    for sample, probability in zip(new, rule.probability(new), strict=True):
        score, centroid = scores_by_loop(values, positive, threshold, sample)
        weight = {c: np.exp(-score[c] / 2.0) for c in score}
        assert probability == pytest.approx(weight[True] / (weight[True] + weight[False]), rel=1e-9)
        np.testing.assert_allclose(rule.centroid_positive, centroid[True], rtol=1e-12)
        np.testing.assert_allclose(rule.centroid_negative, centroid[False], rtol=1e-12)


@pytest.mark.parametrize("threshold", [0.7, 1.5])
def test_centroids_and_differences_equal_scikit_learn(
    sheet: tuple[FloatArray, BoolArray, FloatArray], threshold: float
) -> None:
    """Its probabilities are not compared: they divide by `s` without `s0`, other than the paper."""
    values, positive, _ = sheet
    rule = learn_shrunken_centroids(values, positive, threshold)
    theirs = NearestCentroid(shrink_threshold=threshold).fit(values, positive)
    np.testing.assert_allclose(theirs.deviations_[1], rule.difference, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(theirs.deviations_[0], -rule.difference, rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(theirs.centroids_, [rule.centroid_negative, rule.centroid_positive], rtol=1e-12)


def test_the_largest_threshold_is_where_the_last_gene_goes(sheet: tuple[FloatArray, BoolArray, FloatArray]) -> None:
    values, positive, new = sheet
    largest = largest_threshold(values, positive)
    assert learn_shrunken_centroids(values, positive, largest * (1.0 - 1e-9)).used().sum() == 1
    empty = learn_shrunken_centroids(values, positive, largest)
    assert not empty.used().any()
    np.testing.assert_allclose(empty.probability(new), 6 / 21, rtol=1e-14)
    assert learn_shrunken_centroids(values, positive, 0.0).used().all()
    assert largest_threshold(values[:, :0], positive) == 0.0


@given(seed=st.integers(0, 2**32 - 1), low=st.floats(0.0, 4.0), more=st.floats(0.0, 2.0))
@settings(deadline=None, max_examples=40)
def test_a_larger_threshold_takes_genes_out_and_puts_none_in(seed: int, low: float, more: float) -> None:
    random = np.random.default_rng(seed)
    positive = np.arange(12) < 5
    values = random.normal(size=(12, 15)) + positive[:, None] * random.normal(size=15)
    before = learn_shrunken_centroids(values, positive, low)
    after = learn_shrunken_centroids(values, positive, low + more)
    assert not (after.used() & ~before.used()).any()
    assert (np.abs(after.difference) <= np.abs(before.difference)).all()


@given(seed=st.integers(0, 2**32 - 1), unit=st.floats(0.01, 100.0), shift=st.floats(-20.0, 20.0))
@settings(deadline=None, max_examples=30)
def test_one_unit_and_origin_for_all_genes_do_not_matter(seed: int, unit: float, shift: float) -> None:
    random = np.random.default_rng(seed)
    positive = np.arange(12) < 5
    values, new = random.normal(size=(12, 15)), random.normal(size=(4, 15))
    before = learn_shrunken_centroids(values, positive, 0.4).probability(new)
    after = learn_shrunken_centroids(values * unit + shift, positive, 0.4).probability(new * unit + shift)
    np.testing.assert_allclose(after, before, rtol=0, atol=1e-7)


def test_genes_constant_within_classes_are_judged_by_the_median_spread_or_not_at_all() -> None:
    positive = np.arange(8) < 3
    step = np.where(positive, 2.0, 0.0)
    varied = np.column_stack([step, np.arange(8.0) % 3, np.arange(8.0) % 4])
    assert learn_shrunken_centroids(varied, positive, 0.0).used()[0]
    rule = learn_shrunken_centroids(np.column_stack([step, step]), positive, 0.0)
    assert not rule.used().any()
    np.testing.assert_allclose(rule.probability(np.array([[2.0, 2.0]])), 3 / 8)


@pytest.mark.parametrize("threshold", [-0.1, float("nan")])
def test_a_threshold_below_0_is_refused(sheet: tuple[FloatArray, BoolArray, FloatArray], threshold: float) -> None:
    with pytest.raises(SettingsError, match="threshold of the shrunken centroids"):
        learn_shrunken_centroids(sheet[0], sheet[1], threshold)
