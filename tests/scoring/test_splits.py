from __future__ import annotations

import numpy as np
import pytest

from interpret.errors import AnalysisError
from interpret.scoring.splits import stratified_folds

CLASSES = [(11, 27, 10), (10, 27, 10), (3, 30, 10), (2, 2, 2), (20, 20, 7), (0, 12, 5)]


@pytest.mark.parametrize(("positives", "negatives", "folds"), CLASSES)
def test_sizes_and_classes_differ_by_at_most_one(positives: int, negatives: int, folds: int) -> None:
    positive = np.arange(positives + negatives) < positives
    fold = stratified_folds(positive, folds, np.random.SeedSequence(1))
    assert fold.shape == positive.shape
    for members in (fold, fold[positive], fold[~positive]):
        count = np.bincount(members, minlength=folds)
        assert count.size == folds
        assert count.max() - count.min() <= 1


def test_same_stream_same_folds_other_stream_other_folds() -> None:
    positive = np.arange(38) >= 27
    stream = np.random.SeedSequence(5)
    first = stratified_folds(positive, 10, stream)
    assert np.array_equal(first, stratified_folds(positive, 10, stream))
    assert not np.array_equal(first, stratified_folds(positive, 10, np.random.SeedSequence(6)))


def test_both_classes_remain_outside_every_fold_when_each_has_two() -> None:
    positive = np.array([True, True, *[False] * 9])
    fold = stratified_folds(positive, 5, np.random.SeedSequence(0))
    for k in range(5):
        outside = positive[fold != k]
        assert outside.any()
        assert not outside.all()


def test_every_order_is_dealt_about_equally_often() -> None:
    positive = np.arange(8) >= 4
    folds = np.stack([stratified_folds(positive, 4, np.random.SeedSequence(s)) for s in range(400)])
    share = (folds == 0).mean(axis=0)  # (8,) each expected 1/4, standard error 0.0217
    assert np.all(np.abs(share - 0.25) < 4 * 0.0217)


@pytest.mark.parametrize("folds", [0, 1, 9])
def test_impossible_numbers_of_folds_are_refused(folds: int) -> None:
    with pytest.raises(AnalysisError, match="cannot be dealt"):
        stratified_folds(np.arange(8) >= 4, folds, np.random.SeedSequence(0))
