from __future__ import annotations

import numpy as np
import pytest

from interpret.errors import AnalysisError
from interpret.scoring.splits import persons_of_classes, stratified_folds

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


def persons_with(only_positive: int, both: int, only_negative: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return class and person of each sample, 1 to 3 samples a person (2 or 3 where of both classes), rows mixed."""
    random = np.random.default_rng(seed)
    kinds = [1] * only_positive + [2] * both + [0] * only_negative
    rows = [
        (person, kind == 1 or (kind == 2 and sample == 0))
        for person, kind in enumerate(kinds)
        for sample in range(random.integers(2 if kind == 2 else 1, 4))
    ]
    rows = [rows[i] for i in random.permutation(len(rows))]
    return np.array([positive for _, positive in rows]), np.array([person for person, _ in rows])


@pytest.mark.parametrize("kinds", [(6, 0, 9), (0, 8, 0), (4, 3, 5), (3, 4, 2), (1, 6, 0), (2, 1, 9)])
@pytest.mark.parametrize("seed", range(4))
def test_persons_stay_together_and_classes_apart_by_at_most_one(kinds: tuple[int, int, int], seed: int) -> None:
    positive, persons = persons_with(*kinds, seed)
    folds = min(kinds[0] + kinds[1], kinds[1] + kinds[2], 5)
    fold = stratified_folds(positive, folds, np.random.SeedSequence(seed), persons)
    assert all(np.unique(fold[persons == person]).size == 1 for person in range(sum(kinds)))
    for members in (persons >= 0, positive, ~positive):
        of_person = {int(person): int(k) for person, k in zip(persons[members], fold[members], strict=True)}
        count = np.bincount(list(of_person.values()), minlength=folds)
        assert count.max() - count.min() <= 1
    for k in range(folds):  # as many folds as the smaller class has persons: both classes inside and outside of each
        assert set(positive[fold == k]) == set(positive[fold != k]) == {True, False}


def test_persons_of_one_sample_each_are_dealt_as_samples() -> None:
    positive = np.arange(38) >= 27
    plain = stratified_folds(positive, 10, np.random.SeedSequence(5))
    assert np.array_equal(plain, stratified_folds(positive, 10, np.random.SeedSequence(5), np.arange(38)))


def test_more_folds_than_persons_are_refused() -> None:
    with pytest.raises(AnalysisError, match="3 patients cannot be dealt to 4 folds"):
        stratified_folds(np.arange(9) >= 4, 4, np.random.SeedSequence(0), np.arange(9) // 3)


def test_who_has_both_classes_counts_in_both() -> None:
    positive = np.array([True, False, True, True, False, False])
    assert persons_of_classes(positive, np.array([0, 0, 1, 1, 2, 3])) == (3, 2)
