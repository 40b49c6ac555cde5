"""Who is left out together: stratified folds."""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, IntArray
from interpret.errors import AnalysisError


def stratified_folds(positive: BoolArray, folds: int, stream: np.random.SeedSequence) -> IntArray:
    """Deal the samples of each class to folds at random, as evenly as can be.

    The positive samples are dealt first and the negative ones go on where the dealing stopped, so that both the folds'
    sizes and their numbers of positives differ by at most one. A class with fewer samples than there are folds is
    absent from some folds; it is never absent from what lies outside a fold as long as it has two samples and there
    are two folds.

    Parameters
    ----------
    positive
        `(n,)` class of each sample.
    folds
        Number of folds, 2 to `n`.
    stream
        Decides the dealing, together with `positive`, and nothing else; it is not changed.

    Returns
    -------
    IntArray
        `(n,)` fold of each sample, 0 to `folds - 1`.

    Raises
    ------
    AnalysisError
        There are fewer samples than folds, or fewer than two folds.
    """
    if not 2 <= folds <= positive.size:  # noqa: PLR2004  one fold leaves nothing to learn from
        raise AnalysisError(
            f"{positive.size} samples cannot be dealt to {folds} folds", wanted="2 folds or more, none of them empty"
        )
    random = np.random.default_rng(stream)
    order = np.concatenate(
        [random.permutation(np.flatnonzero(positive)), random.permutation(np.flatnonzero(~positive))]
    )
    fold = np.empty(positive.size, dtype=np.int64)
    fold[order] = np.arange(positive.size) % folds
    return fold
