"""Pairs of samples left out together with the patients who gave them, for an AUC that leave-one-out cannot give."""

from __future__ import annotations

from functools import partial

import numpy as np

from interpret.contracts import FloatArray, IntArray, Mapper
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.models.learner import HeldOut, Learner, OwnsPairs
from interpret.scoring.intervals import rank_wins
from interpret.scoring.measures.protocol import PairWins
from interpret.scoring.splits import persons_of_classes, stratified_folds
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
    """Rank the positive against the negative samples of each fold of a repeated stratified k-fold.

    Both samples of such a pair are judged by one model that learnt from neither patient, so the ranking is free of the
    bias of pooled leave-one-out; the model learnt from fewer patients, so it is a little pessimistic. The folds are of
    patients: the samples of one share a fold. Where a patient gave samples of both classes these are pairs too, and
    in every repeat; what patients differ in does not disturb them, so in a paired study they are the easier ones.
    Two patients with both classes may never meet where there are few of them among others.

    Returns
    -------
    PairWins
        `(n_positive, n_negative)`, averaged over the repeats in which the pair shared a fold that left enough to
        learn from; NaN where it never did.

    Source: Airola et al. (2011), doi:10.1016/j.csda.2010.11.018.
    """
    # Where everybody has both classes, a fold of one patient would hold no pair of two: so two at least.
    folds = min(folds, *persons_of_classes(cohort.positive, cohort.persons), max(2, cohort.n_persons // 2))
    splits = [
        (np.flatnonzero(member != fold), np.flatnonzero(member == fold), repeat * folds + fold)
        for repeat in range(repeats)
        for stream in [named_stream(seed, learner.name, "pairs", repeat)]
        for member in [stratified_folds(cohort.positive, folds, stream, cohort.persons)]
        for fold in range(folds)
    ]
    judged = mapper(partial(_judge_fold, cohort, learner, seed), splits)
    place = np.where(cohort.positive, np.cumsum(cohort.positive), np.cumsum(~cohort.positive)) - 1  # within the class
    total = np.zeros((cohort.n_positive, cohort.n_negative))
    count = np.zeros_like(total)
    for (_, test, _), probability in zip(splits, judged, strict=True):
        if probability is None:
            continue
        positive = cohort.positive[test]
        cell = np.ix_(place[test[positive]], place[test[~positive]])
        total[cell] += rank_wins(probability[positive], probability[~positive])
        count[cell] += 1.0
    return PairWins(np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0), exact=False)


def _judge_fold(
    cohort: Cohort, learner: Learner, seed: int, split: tuple[IntArray, IntArray, int]
) -> FloatArray | None:
    """Return the probabilities of the fold; None where too few patients are left to learn from.

    So it is in a paired study of three: one of them is too few to tune on. Their pairs then stay unjudged in this fold.
    """
    train, test, number = split
    try:
        fitted = learner.fit(cohort.take(train), named_stream(seed, learner.name, "pairs-fit", number))
    except AnalysisError:
        return None
    return fitted.probability(cohort.expression.take_samples(test))
