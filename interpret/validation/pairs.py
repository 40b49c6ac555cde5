"""Pairs of samples left out together with the patients who gave them, for an AUC that leave-one-out cannot give."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np

from interpret.contracts import FloatArray, IntArray, Mapper
from interpret.data.cohort import Cohort
from interpret.errors import AnalysisError
from interpret.models.learner import HeldOut, JudgesWithout, Learner, OwnsPairs
from interpret.scoring.intervals import rank_wins
from interpret.scoring.measures.protocol import PairWins
from interpret.scoring.splits import persons_of_classes, stratified_folds
from interpret.scoring.streams import named_stream

FOLDS = 5
REPEATS = 5
BATCH = 50  # pairs judged in one go by a learner that shares work between them


def left_out_pairs(
    cohort: Cohort, learner: Learner, held_out: HeldOut, seed: int, *, exact: bool = False, mapper: Mapper = map
) -> PairWins:
    """Return exact leave-pair-out where the learner has a quick form of its own or on demand, else within folds."""
    if isinstance(learner, OwnsPairs) and learner.owns_folds:  # pairs are judged by what its own folds share
        return learner.pair_wins(cohort, held_out)
    if exact or isinstance(learner, JudgesWithout):
        return leave_pair_out(cohort, learner, seed, mapper=mapper)
    return pairs_within_folds(cohort, learner, seed, mapper=mapper)


def leave_pair_out(cohort: Cohort, learner: Learner, seed: int, *, mapper: Mapper = map) -> PairWins:
    """Fit `learner` anew without the patients of each pair and rank the two; true for every learner.

    Whoever is left out is left out with all their samples, so one fit judges every pair of samples that two patients
    gave, and two samples of one patient are judged by a fit without that patient. The chance of a fit depends on the
    seed, the learner's name and the numbers of the two patients (`Cohort.persons`) alone.

    Returns
    -------
    PairWins
        `(n_positive, n_negative)`, exact; NaN for a pair without which too few patients are left to learn from.

    Source: Airola et al. (2011), doi:10.1016/j.csda.2010.11.018.
    """
    persons = cohort.persons
    pairs = sorted({(min(a, b), max(a, b)) for a, b in product(persons[cohort.positive], persons[~cohort.positive])})
    rows_of = [np.flatnonzero((persons == a) | (persons == b)) for a, b in pairs]
    if isinstance(learner, JudgesWithout):
        batches = [rows_of[start : start + BATCH] for start in range(0, len(pairs), BATCH)]
        judged = [each for batch in mapper(partial(learner.judged_without, cohort), batches) for each in batch]
    else:
        numbers = [(int(a), int(b)) for a, b in pairs]
        judged = list(mapper(partial(_judge_pair, cohort, learner, seed), zip(numbers, rows_of, strict=True)))
    place = _place_in_class(cohort)
    wins = np.full((cohort.n_positive, cohort.n_negative), np.nan)
    for (a, b), rows, probability in zip(pairs, rows_of, judged, strict=True):
        if probability is None:
            continue
        positive = cohort.positive[rows]
        # of two patients with both classes only what one gave is ranked against what the other gave
        across = (persons[rows[positive]][:, None] != persons[rows[~positive]]) | (a == b)
        cell = np.ix_(place[rows[positive]], place[rows[~positive]])
        wins[cell] = np.where(across, rank_wins(probability[positive], probability[~positive]), wins[cell])
    return PairWins(wins, exact=True)


def _place_in_class(cohort: Cohort) -> IntArray:
    """Return `(n,)` number of each sample within its class."""
    return np.asarray(np.where(cohort.positive, np.cumsum(cohort.positive), np.cumsum(~cohort.positive)) - 1)


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
    place = _place_in_class(cohort)
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


def _judge_pair(
    cohort: Cohort, learner: Learner, seed: int, pair: tuple[tuple[int, int], IntArray]
) -> FloatArray | None:
    """Return the probabilities of the samples of two patients; None where too few others are left to learn from."""
    numbers, rows = pair
    others = np.setdiff1d(np.arange(cohort.n), rows)
    return _judge(cohort, learner, others, rows, named_stream(seed, learner.name, "pair", *numbers))


def _judge_fold(
    cohort: Cohort, learner: Learner, seed: int, split: tuple[IntArray, IntArray, int]
) -> FloatArray | None:
    """Return the probabilities of the fold; None where too few patients are left to learn from."""
    train, test, number = split
    return _judge(cohort, learner, train, test, named_stream(seed, learner.name, "pairs-fit", number))


def _judge(
    cohort: Cohort, learner: Learner, train: IntArray, test: IntArray, stream: np.random.SeedSequence
) -> FloatArray | None:
    """Return the probabilities of `test` by a fit on `train`; None where these are too few to learn from.

    So it is in a paired study of three: one of them is too few to tune on. Their pairs then stay unjudged.
    """
    try:
        fitted = learner.fit(cohort.take(train), stream)
    except AnalysisError:
        return None
    return fitted.probability(cohort.expression.take_samples(test))
