"""Leave-one-out: every patient judged by a model that never saw them."""

from __future__ import annotations

from functools import partial

import numpy as np

from interpret.contracts import Mapper, QuietProgress, Stage
from interpret.data.cohort import Cohort
from interpret.models.learner import Fitted, HeldOut, Learner, OwnsFolds
from interpret.scoring.streams import named_stream

Streams = tuple[np.random.SeedSequence, ...]


def fold_streams(seed: int, learner: str, folds: int) -> Streams:
    """Return one stream a fold; they depend on the seed, the learner's name and the fold alone."""
    return tuple(named_stream(seed, learner, "fold", fold) for fold in range(folds))


def leave_one_out(cohort: Cohort, learner: Learner, streams: Streams, mapper: Mapper = map) -> HeldOut:
    """Fit `learner` once without each patient and judge that patient: the plain form, true for every learner.

    Estimand: the error of the learner on a patient drawn like those of the cohort, learnt from n - 1 patients. The n
    models share nearly all their patients, so the n judgements are not independent.

    Parameters
    ----------
    cohort
        `n` patients as read; preparation, screening and tuning happen inside `learner.fit`.
    learner
        What to fit.
    streams
        `n` streams, one a fold.
    mapper
        Where the folds run.

    Source: Stone (1974), doi:10.1111/j.2517-6161.1974.tb00994.x.
    """
    judged = list(mapper(partial(_judge_without, cohort, learner), list(enumerate(streams))))
    return HeldOut(np.array([probability for probability, _ in judged]), tuple(fitted for _, fitted in judged))


def _judge_without(cohort: Cohort, learner: Learner, fold: tuple[int, np.random.SeedSequence]) -> tuple[float, Fitted]:
    row, stream = fold
    fitted = learner.fit(cohort.without(row), stream)
    return float(fitted.probability(cohort.expression.take_samples([row]))[0]), fitted


def held_out(
    cohort: Cohort,
    learner: Learner,
    streams: Streams,
    *,
    mapper: Mapper = map,
    threads: int = 1,
    stage: Stage | None = None,
) -> HeldOut:
    """Return leave-one-out by the learner's own fast form where it has one, else by the plain form."""
    if stage is None:
        with QuietProgress().stage("", 0) as quiet:
            return held_out(cohort, learner, streams, mapper=mapper, threads=threads, stage=quiet)
    if isinstance(learner, OwnsFolds) and learner.owns_folds:
        return learner.held_out(cohort, streams, threads, stage)
    result = leave_one_out(cohort, learner, streams, mapper)
    stage.advance(cohort.n)
    return result
