"""Repeated stratified k-fold: persons dealt to folds, each fold judged by a model learnt from the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from interpret.contracts import FloatArray, IntArray, Mapper, Stage
from interpret.data.cohort import Cohort
from interpret.method import Basis, Method
from interpret.models.learner import HeldOut, Learner
from interpret.scoring.intervals import rank_wins
from interpret.scoring.measures.protocol import PairWins
from interpret.scoring.splits import stratified_folds
from interpret.scoring.streams import named_stream
from interpret.validation.pairs import pairs_within_folds
from interpret.validation.schemes.protocol import Fold, LeftOut, fit_and_judge, only_judge
from interpret.validation.schemes.records import RepeatedFolds, repeated_folds


@dataclass(frozen=True)
class KFold:
    """`folds` folds (as many as there are persons where that is fewer), dealt anew `repeats` times.

    Estimand: the error of the learner on a sample of a new patient, learnt from `1 - 1 / folds` of the patients; so it
    is a little pessimistic, and less so than leave-one-out at the mercy of single patients. How it varies from dealing
    to dealing is luck in who shares a fold, not the uncertainty of a study of this size, which is larger.

    All learners meet the same dealings, so that their calls can be compared patient by patient.

    Sources: Kohavi (1995), IJCAI 14:1137-1143; repeats: Kim (2009), doi:10.1016/j.csda.2009.04.009.
    """

    folds: int
    repeats: int

    @property
    def name(self) -> str:
        """As in the settings."""
        return "k-fold"

    def steps(self, samples: int) -> int:
        """Return one step a sample and dealing."""
        return samples * self.repeats

    def of(self, persons: int) -> int:
        """Return how many folds so many persons are dealt to."""
        return min(self.folds, persons)

    def held_out(
        self, cohort: Cohort, learner: Learner, seed: int, run: str, *, mapper: Mapper, threads: int, stage: Stage
    ) -> HeldOut:
        """Return the first dealing; whoever shares a fold is judged by the same model."""
        del threads  # folds run side by side through the mapper
        folds = self._dealt(cohort, learner, seed, run, 0)
        judged = list(mapper(partial(fit_and_judge, cohort, learner), folds))
        stage.advance(cohort.n)
        member = _members(cohort.n, folds)
        models = [fitted for _, fitted in judged]
        return HeldOut(
            _put_back(cohort.n, folds, [probability for probability, _ in judged]), tuple(models[k] for k in member)
        )

    def judge(
        self, cohort: Cohort, learner: Learner, seed: int, *, mapper: Mapper, threads: int, stage: Stage
    ) -> LeftOut:
        """Return the first dealing with its models, and from all of them the measures and the pairs within folds."""
        first = self.held_out(cohort, learner, seed, "", mapper=mapper, threads=threads, stage=stage)
        others = self._others(cohort, learner, seed, mapper, stage)
        probabilities = [first.probability, *others]
        members = [_members(cohort.n, self._dealt(cohort, learner, seed, "", r)) for r in range(self.repeats)]
        repeated = repeated_folds(learner.name, self.of(cohort.n_persons), cohort.positive, probabilities)
        pairs = pairs_of_dealings(cohort, probabilities, members)
        if np.isnan(pairs.wins).all():  # hardly more persons than folds: no two of different classes ever meet
            pairs = pairs_within_folds(cohort, learner, seed, mapper=mapper)
        return LeftOut(first, pairs, repeated)

    def repeat(self, cohort: Cohort, learner: Learner, seed: int, *, mapper: Mapper, stage: Stage) -> RepeatedFolds:
        """Return the measures of every dealing, without keeping a model."""
        probabilities = [self._probability(cohort, learner, seed, r, mapper, stage) for r in range(self.repeats)]
        return repeated_folds(learner.name, self.of(cohort.n_persons), cohort.positive, probabilities)

    def _others(self, cohort: Cohort, learner: Learner, seed: int, mapper: Mapper, stage: Stage) -> list[FloatArray]:
        return [self._probability(cohort, learner, seed, r, mapper, stage) for r in range(1, self.repeats)]

    def _probability(
        self, cohort: Cohort, learner: Learner, seed: int, repeat: int, mapper: Mapper, stage: Stage
    ) -> FloatArray:
        folds = self._dealt(cohort, learner, seed, "", repeat)
        judged = list(mapper(partial(only_judge, cohort, learner), folds))
        stage.advance(cohort.n)
        return _put_back(cohort.n, folds, judged)

    def _dealt(self, cohort: Cohort, learner: Learner, seed: int, run: str, repeat: int) -> list[Fold]:
        """Return the folds of one dealing, which depends on seed, run and repeat but on no learner."""
        folds = self.of(cohort.n_persons)
        member = stratified_folds(cohort.positive, folds, named_stream(seed, f"folds{run}", repeat), cohort.persons)
        return [
            Fold(
                np.flatnonzero(member != k),
                np.flatnonzero(member == k),
                named_stream(seed, learner.name + run, "k-fold", repeat, k),
            )
            for k in range(folds)
        ]


def _members(n: int, folds: Sequence[Fold]) -> IntArray:
    """Return `(n,)` fold of each sample."""
    member = np.empty(n, dtype=np.int64)
    for k, fold in enumerate(folds):
        member[fold.judge] = k
    return member


def _put_back(n: int, folds: Sequence[Fold], judged: Sequence[FloatArray]) -> FloatArray:
    probability = np.empty(n)
    for fold, theirs in zip(folds, judged, strict=True):
        probability[fold.judge] = theirs
    return probability


def pairs_of_dealings(cohort: Cohort, probabilities: Sequence[FloatArray], members: Sequence[IntArray]) -> PairWins:
    """Rank the positive against the negative samples that shared a fold, averaged over the dealings in which they did.

    Parameters
    ----------
    probabilities, members
        One array `(n,)` a dealing: the probability of each sample, and its fold.

    Source: Airola et al. (2011), doi:10.1016/j.csda.2010.11.018.
    """
    positive = cohort.positive
    total = np.zeros((cohort.n_positive, cohort.n_negative))
    count = np.zeros_like(total)
    for probability, member in zip(probabilities, members, strict=True):
        together = member[positive][:, None] == member[~positive]
        total += np.where(together, rank_wins(probability[positive], probability[~positive]), 0.0)
        count += together
    return PairWins(np.divide(total, count, out=np.full_like(total, np.nan), where=count > 0), exact=False)


RECORD = Method(
    name="k-fold",
    title="Repeated stratified k-fold",
    room="validation",
    about=(
        "Persons were dealt to folds of about the same mix of classes, each fold judged by a model learnt from "
        "the others, and dealt again."
    ),
    basis=Basis(
        estimand="How the whole procedure does on a person it has not seen, learnt from the other folds.",
        formula="estimate = mean over dealings and persons i of loss(model learnt without the fold of i, i).",
        assumptions="As of leave-one-out; with fewer samples learnt from it errs on the dark side.",
        reference="Kohavi 1995, Proceedings of IJCAI 14:1137-1143; Kim 2009, doi:10.1016/j.csda.2009.04.009",
    ),
)
