"""What a shuffle of the labels keeps, and that it shuffles all the rest."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np
from guarantees.persons import one_to_three, persons_cohort, strangers

from interpret.contracts import BoolArray, QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.models.learner import Family
from interpret.scoring.measures.protocol import Scored
from interpret.validation.permuted_labels import permuted_labels, shuffled_labels


def shuffles(cohort: Cohort, runs: int) -> list[BoolArray]:
    return [shuffled_labels(cohort, np.random.default_rng([20260403, run])) for run in range(runs)]


def paired() -> Cohort:
    """Return five persons with two samples each, one of each class."""
    cohort = persons_cohort((2,) * 5, np.zeros(5, dtype=np.bool_), 1)
    positive = np.zeros(10, dtype=np.bool_)
    positive[[cohort.rows_of(person)[person % 2] for person in range(5)]] = True
    return cohort.with_positive(positive)


def test_samples_that_are_persons_are_shuffled_as_ever(small_cohort: Cohort) -> None:
    named = replace(small_cohort, subjects=small_cohort.samples[::-1])
    for run in range(5):
        expected = np.random.default_rng(run).permutation(small_cohort.positive)
        for cohort in (small_cohort, named):
            assert np.array_equal(shuffled_labels(cohort, np.random.default_rng(run)), expected)


def test_whole_persons_change_class_with_persons_of_as_many_samples() -> None:
    cohort = persons_cohort((1, 1, 1, 2, 2, 2, 2, 3), np.array([1, 1, 0, 1, 0, 0, 0, 1], dtype=np.bool_), 3)
    sizes = np.bincount(cohort.persons)
    first = np.array([cohort.rows_of(person)[0] for person in range(cohort.n_persons)])
    seen: Counter[bytes] = Counter()
    for positive in shuffles(cohort, 600):
        assert all(len(set(positive[cohort.rows_of(person)])) == 1 for person in range(cohort.n_persons))
        for size in (1, 2, 3):
            assert positive[first[sizes == size]].sum() == cohort.positive[first[sizes == size]].sum()
        seen[positive.tobytes()] += 1
    assert len(seen) == 12  # 3 ways for those with one sample, 4 for those with two, 1 for the one with three
    assert max(abs(count - 50) for count in seen.values()) < 4 * np.sqrt(600 / 12 * 11 / 12)


def test_pairs_are_flipped_within_the_person() -> None:
    cohort = paired()
    seen: Counter[bytes] = Counter()
    for positive in shuffles(cohort, 640):
        assert all(positive[cohort.rows_of(person)].sum() == 1 for person in range(5))
        seen[positive.tobytes()] += 1
    assert len(seen) == 2**5
    assert max(abs(count - 20) for count in seen.values()) < 4 * np.sqrt(20 * 31 / 32)


def test_persons_of_both_classes_and_of_one_do_not_mix() -> None:
    cohort = one_to_three()
    samples = np.bincount(cohort.persons)
    positives = np.bincount(cohort.persons[cohort.positive], minlength=samples.size)
    both = (positives > 0) & (positives < samples)
    changed = np.zeros(cohort.n, dtype=np.bool_)
    for positive in shuffles(cohort, 50):
        now = np.bincount(cohort.persons[positive], minlength=samples.size)
        assert np.array_equal(now[both], positives[both])
        assert np.isin(now[~both] / samples[~both], [0.0, 1.0]).all()
        assert positive.sum() == cohort.positive.sum()
        changed |= positive != cohort.positive
    assert changed.all()


@dataclass(frozen=True)
class Nearest:
    """Says the class of the training sample nearest in expression."""

    train: Cohort
    family: Family = "tree"
    genes: tuple[str, ...] = ()
    model_id: str = ""

    def probability(self, expression: Expression) -> np.ndarray:
        away = (np.log2(expression.values)[:, None] - np.log2(self.train.expression.values)) ** 2
        return self.train.positive[away.sum(axis=2).argmin(axis=1)].astype(float)

    def facts(self) -> dict[str, float]:
        return {}


@dataclass(frozen=True)
class NearestLearner:
    name: str = "nearest"
    title: str = "Nearest"
    method: str = ""
    owns_folds: bool = False

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> Nearest:
        del stream
        return Nearest(train)


def right_and_p_value(cohort: Cohort) -> tuple[int, float]:
    judged = [Nearest(cohort.without(row)).probability(cohort.expression)[row] for row in range(cohort.n)]
    observed = Scored(cohort.positive, np.array(judged))
    with QuietProgress().stage("", 99) as stage:
        found = permuted_labels(cohort, NearestLearner(), observed, 99, 0, mapper=map, stage=stage)
    assert len(found.right) == len(found.auc) == 99
    assert found.floor == 0.01
    return found.observed, found.p_value


def test_the_procedure_is_significant_where_a_difference_is_planted_and_not_where_persons_are_recognised() -> None:
    nothing, planted = (persons_cohort((1, 2) * 8, np.arange(16) % 4 < 2, 12, size) for size in (0.0, 9.0))
    assert right_and_p_value(planted)[1] <= 0.02
    observed, p_value = right_and_p_value(nothing)
    assert p_value > 0.05
    # taken as strangers, the two samples of a person tell their class to each other: much is right, and called chance
    leaking, small = right_and_p_value(strangers(nothing))
    assert leaking > observed
    assert small <= 0.02
