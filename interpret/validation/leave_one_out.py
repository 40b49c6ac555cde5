"""Leave-one-out: every patient judged by a model that never saw them, nor any other sample they gave."""

from __future__ import annotations

from functools import partial

import numpy as np

from interpret.contracts import FloatArray, Mapper, QuietProgress, Stage
from interpret.data.cohort import Cohort
from interpret.method import Basis, Method
from interpret.models.learner import Fitted, HeldOut, Learner, OwnsFolds
from interpret.scoring.streams import named_stream

Streams = tuple[np.random.SeedSequence, ...]


def fold_streams(seed: int, learner: str, folds: int) -> Streams:
    """Return one stream a fold; they depend on the seed, the learner's name and the fold alone."""
    return tuple(named_stream(seed, learner, "fold", fold) for fold in range(folds))


def leave_one_out(cohort: Cohort, learner: Learner, streams: Streams, mapper: Mapper = map) -> HeldOut:
    """Fit `learner` once without each patient and judge that patient: the plain form, true for every learner.

    A patient who gave several samples is left out with all of them, and one model judges them all.

    Estimand: the error of the learner on a sample of a patient drawn like those of the cohort, learnt from the `m - 1`
    others. The `m` models share nearly all their patients, so the judgements are not independent, and those of one
    patient least of all.

    Parameters
    ----------
    cohort
        `n` samples of `m` patients as read; preparation, screening and tuning happen inside `learner.fit`.
    learner
        What to fit.
    streams
        `m` streams, one a patient in the order of `Cohort.persons`.
    mapper
        Where the folds run.

    Raises
    ------
    ValueError
        There are not as many streams as patients.

    Source: Stone (1974), doi:10.1111/j.2517-6161.1974.tb00994.x.
    """
    folds = list(zip(range(cohort.n_persons), streams, strict=True))
    judged = list(mapper(partial(_judge_without, cohort, learner), folds))
    probability = np.empty(cohort.n)
    for person, (theirs, _) in enumerate(judged):
        probability[cohort.rows_of(person)] = theirs
    return HeldOut(probability, tuple(judged[person][1] for person in cohort.persons))


def _judge_without(
    cohort: Cohort, learner: Learner, fold: tuple[int, np.random.SeedSequence]
) -> tuple[FloatArray, Fitted]:
    person, stream = fold
    rows = cohort.rows_of(person)
    fitted = learner.fit(cohort.without(int(rows[0])), stream)
    return fitted.probability(cohort.expression.take_samples(rows)), fitted


def held_out(
    cohort: Cohort,
    learner: Learner,
    streams: Streams,
    *,
    mapper: Mapper = map,
    threads: int = 1,
    stage: Stage | None = None,
) -> HeldOut:
    """Return leave-one-out by the learner's own fast form where it has one, else by the plain form.

    `stage` is advanced by one step a sample.
    """
    if stage is None:
        with QuietProgress().stage("", 0) as quiet:
            return held_out(cohort, learner, streams, mapper=mapper, threads=threads, stage=quiet)
    if isinstance(learner, OwnsFolds) and learner.owns_folds:
        return learner.held_out(cohort, streams, threads, stage)
    result = leave_one_out(cohort, learner, streams, mapper)
    stage.advance(cohort.n)
    return result


RECORD = Method(
    name="leave-one-out",
    title="Leave-one-out",
    room="validation",
    about=(
        "Each person was left out in turn: filter, choice of genes, tuning and fit were repeated without them, "
        "and the model then judged them."
    ),
    basis=Basis(
        estimand="How the whole procedure does on a person it has not seen, learnt from one person fewer.",
        formula="estimate = mean over persons i of loss(model learnt without i, i).",
        assumptions=(
            "Persons are independent and drawn like those on whom the model will be used. Left-out judgements "
            "share their training persons, so intervals are approximate."
        ),
        reference=(
            "Stone 1974, doi:10.1111/j.2517-6161.1974.tb00994.x; Ambroise and McLachlan 2002, "
            "doi:10.1073/pnas.102102699"
        ),
    ),
)
