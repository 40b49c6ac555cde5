"""Who is left out together: stratified folds, in which a person's samples are never apart."""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, IntArray
from interpret.errors import AnalysisError
from interpret.nouns import PATIENT, told


def stratified_folds(
    positive: BoolArray, folds: int, stream: np.random.SeedSequence, persons: IntArray | None = None
) -> IntArray:
    """Deal the persons of each class to folds at random, as evenly as can be; a person's samples go together.

    Persons with positive samples only are dealt first, then those with samples of both classes, then those with
    negative ones only, each going on where the dealing stopped. So the folds' numbers of persons, of persons with
    positive and of persons with negative samples each differ by at most one (persons with both count in both). A
    class of fewer persons than there are folds is absent from some folds; it is never absent from what lies outside a
    fold as long as it has two persons and there are two folds. Where persons gave different numbers of samples, the
    folds hold different numbers of them.

    Parameters
    ----------
    positive
        `(n,)` class of each sample.
    folds
        Number of folds, 2 to the number of persons.
    stream
        Decides the dealing, together with `positive` and `persons`, and nothing else; it is not changed.
    persons
        `(n,)` person of each sample, numbered from 0 without a gap; None: each sample is a person of its own.

    Returns
    -------
    IntArray
        `(n,)` fold of each sample, 0 to `folds - 1`.

    Raises
    ------
    AnalysisError
        There are fewer persons than folds, or fewer than two folds.
    """
    if persons is None:
        persons = np.arange(positive.size)
    has_positive, has_negative = _holders(positive, persons)  # (m,)
    if not 2 <= folds <= has_positive.size:  # noqa: PLR2004  one fold leaves nothing to learn from
        raise AnalysisError(
            told(f"{has_positive.size} {PATIENT}s cannot be dealt to {folds} folds"),
            wanted="2 folds or more, none of them empty",
        )
    random = np.random.default_rng(stream)
    strata = (has_positive & ~has_negative, has_positive & has_negative, ~has_positive)
    order = np.concatenate([random.permutation(np.flatnonzero(stratum)) for stratum in strata])
    fold = np.empty(order.size, dtype=np.int64)
    fold[order] = np.arange(order.size) % folds
    return fold[persons]


def persons_of_classes(positive: BoolArray, persons: IntArray) -> tuple[int, int]:
    """Return how many persons gave negative and how many gave positive samples; who gave both counts in both."""
    has_positive, has_negative = _holders(positive, persons)
    return int(has_negative.sum()), int(has_positive.sum())


def _holders(positive: BoolArray, persons: IntArray) -> tuple[BoolArray, BoolArray]:
    """Return `(m,)` twice: the person has a positive sample, a negative one."""
    samples = np.bincount(persons)
    positives = np.bincount(persons[positive], minlength=samples.size)
    return positives > 0, positives < samples
