"""Pairs of patients left out together, for an AUC that leave-one-out cannot give."""

from __future__ import annotations

from functools import partial

import numpy as np

from interpret.contracts import FloatArray, IntArray, Mapper
from interpret.data.cohort import Cohort
from interpret.models.learner import HeldOut, Learner, OwnsPairs
from interpret.scoring.intervals import rank_wins
from interpret.scoring.measures.protocol import PairWins
from interpret.scoring.splits import stratified_folds
from interpret.scoring.streams import named_stream

FOLDS = 5
REPEATS = 5


def left_out_pairs(cohort: Cohort, learner: Learner, held_out: HeldOut, seed: int, *, mapper: Mapper = map) -> PairWins:
    """Return the learner's exact leave-pair-out where it has one, else pairs within folds."""
    if isinstance(learner, OwnsPairs):
        return learner.pair_wins(cohort, held_out)
    # A learner with a kernel of its own fits faster than a process starts.
    return pairs_within_folds(cohort, learner, seed, mapper=map if learner.owns_folds else mapper)


def pairs_within_folds(
    cohort: Cohort, learner: Learner, seed: int, *, folds: int = FOLDS, repeats: int = REPEATS, mapper: Mapper = map
) -> PairWins:
    """Rank the positive against the negative patients of each fold of a repeated stratified k-fold.

    Both patients of such a pair are judged by one model that learnt from neither, so the ranking is free of the bias
    of pooled leave-one-out; the model learnt from fewer patients, so it is a little pessimistic.

    Returns
    -------
    PairWins
        `(n_positive, n_negative)`, averaged over the repeats in which the pair shared a fold; NaN where it never did.

    Source: Airola et al. (2011), doi:10.1016/j.csda.2010.11.018.
    """
    folds = min(folds, cohort.n_positive, cohort.n_negative)
    splits = [
        (np.flatnonzero(member != fold), np.flatnonzero(member == fold), repeat * folds + fold)
        for repeat in range(repeats)
        for member in [stratified_folds(cohort.positive, folds, named_stream(seed, learner.name, "pairs", repeat))]
        for fold in range(folds)
    ]
    judged = mapper(partial(_judge_fold, cohort, learner, seed), splits)
    place = np.where(cohort.positive, np.cumsum(cohort.positive), np.cumsum(~cohort.positive)) - 1  # within the class
    total = np.zeros((cohort.n_positive, cohort.n_negative))
    count = np.zeros_like(total)
    for (_, test, _), probability in zip(splits, judged, strict=True):
        positive = cohort.positive[test]
        cell = np.ix_(place[test[positive]], place[test[~positive]])
        total[cell] += rank_wins(probability[positive], probability[~positive])
        count[cell] += 1.0
    return PairWins(np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0), exact=False)


def _judge_fold(cohort: Cohort, learner: Learner, seed: int, split: tuple[IntArray, IntArray, int]) -> FloatArray:
    train, test, number = split
    fitted = learner.fit(cohort.take(train), named_stream(seed, learner.name, "pairs-fit", number))
    return fitted.probability(cohort.expression.take_samples(test))
