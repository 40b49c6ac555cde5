"""The .632+ bootstrap: persons drawn with replacement, those not drawn judged, the optimism of the fit weighed in."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy import stats

from interpret.contracts import BoolArray, FloatArray, IntArray, Mapper, Stage
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.models.learner import Fitted, Learner
from interpret.nouns import PERSON, told
from interpret.scoring.intervals import CONFIDENCE, clopper_pearson
from interpret.scoring.splits import persons_of_classes
from interpret.scoring.streams import named_stream
from interpret.validation.schemes.records import Bootstrap, Corrected

Loss = Callable[[BoolArray, FloatArray], FloatArray]
DRAWN = 1.0 - math.exp(-1.0)  # 0.632: the share of persons that a draw holds
_FEWEST = 2  # persons of a class in a draw: what every learner needs
_TRIES = 100  # draws thrown away for each one kept, at most: a study of three persons a class needs about three


@dataclass(frozen=True, eq=False)
class Draws:
    """`counts (b, m)`: how often each of `b` draws holds each of `m` persons; `redrawn` were thrown away."""

    counts: IntArray
    redrawn: int


def draw_persons(cohort: Cohort, draws: int, stream: np.random.SeedSequence) -> Draws:
    """Draw as many persons as there are, with replacement, `draws` times.

    A draw with fewer than two persons of a class, or with everybody, can judge nothing: it is drawn anew and counted.

    Raises
    ------
    AnalysisError
        Hardly any draw can be used.
    """
    random = np.random.default_rng(stream)
    kept: list[IntArray] = []
    thrown = 0
    while len(kept) < draws:
        counts = np.bincount(random.integers(cohort.n_persons, size=cohort.n_persons), minlength=cohort.n_persons)
        if _usable(cohort, counts):
            kept.append(counts.astype(np.int64))
            continue
        thrown += 1
        if thrown > _TRIES * draws:
            raise AnalysisError(
                told(f"hardly any draw holds {_FEWEST} {PERSON}s of each class and leaves somebody out"),
                wanted=told(f"more {PERSON}s in the smaller class"),
                remedy="leave the bootstrap out (validation.also)",
            )
    return Draws(np.stack(kept), thrown)


def _usable(cohort: Cohort, counts: IntArray) -> bool:
    drawn = counts[cohort.persons] > 0  # (n,) samples
    if drawn.all():
        return False
    persons = np.unique(cohort.persons[drawn], return_inverse=True)[1]
    positive = cohort.positive[drawn]
    return bool(positive.any()) and not positive.all() and min(persons_of_classes(positive, persons)) >= _FEWEST


def drawn_cohort(cohort: Cohort, counts: IntArray) -> Cohort:
    """Return the persons drawn, each as often as drawn: copies have names of their own and remain one person.

    So no inner fold learns from a copy of whom it judges.
    """
    copies = np.repeat(np.arange(cohort.n), counts[cohort.persons])
    number = np.concatenate([np.arange(many) for many in counts[cohort.persons]])
    names = tuple(
        cohort.samples[row] if copy == 0 else f"{cohort.samples[row]} (copy {copy + 1})"
        for row, copy in zip(copies.tolist(), number.tolist(), strict=True)
    )
    expression = Expression(cohort.expression.values[copies], names, cohort.genes, cohort.expression.scale)
    subjects = cohort.subjects or cohort.samples
    return Cohort(expression, cohort.positive[copies], cohort.labels, subjects=tuple(subjects[row] for row in copies))


def bootstrap(
    cohort: Cohort, learner: Learner, frozen: Fitted, draws: int, seed: int, *, mapper: Mapper, stage: Stage
) -> Bootstrap:
    """Return the .632+ estimate of the share called wrong and of the Brier score.

    Estimand: the error of the learner, learnt from all these patients, on a sample of a new patient. `frozen` is the
    learner fitted to all of them. Everything is repeated in every draw: preparation, choice of genes, tuning.

    Source: Efron & Tibshirani (1997), doi:10.1080/01621459.1997.10474007.

    Raises
    ------
    AnalysisError
        As `draw_persons`, or the learner cannot learn from a draw.
    """
    drawn = draw_persons(cohort, draws, named_stream(seed, "bootstrap"))  # the same draws for every learner
    items = [(counts, named_stream(seed, learner.name, "bootstrap", b)) for b, counts in enumerate(drawn.counts)]
    judged = np.stack(list(mapper(partial(_judge_left_out, cohort, learner), items)))  # (b, n)
    stage.advance(draws)
    apparent = frozen.probability(cohort.expression)
    error, brier = (
        corrected(loss, cohort.positive, apparent, judged, drawn.counts, cohort.persons) for loss in (_wrong, _squared)
    )
    return Bootstrap(learner.name, draws, drawn.redrawn, cohort.n, error, brier)


def _judge_left_out(cohort: Cohort, learner: Learner, item: tuple[IntArray, np.random.SeedSequence]) -> FloatArray:
    """Return `(n,)` probabilities of the samples whose person was not drawn; NaN for the others."""
    counts, stream = item
    fitted = learner.fit(drawn_cohort(cohort, counts), stream)
    rows = np.flatnonzero(counts[cohort.persons] == 0)
    probability = np.full(cohort.n, np.nan)
    probability[rows] = fitted.probability(cohort.expression.take_samples(rows))
    return probability


def _wrong(positive: BoolArray, probability: FloatArray) -> FloatArray:
    return np.asarray((probability > 0.5) != positive, dtype=np.float64)  # noqa: PLR2004  the more probable class


def _squared(positive: BoolArray, probability: FloatArray) -> FloatArray:
    return np.asarray((probability - positive) ** 2, dtype=np.float64)


def corrected(
    loss: Loss,
    positive: BoolArray,
    apparent: FloatArray,
    judged: FloatArray,
    counts: IntArray,
    persons: IntArray,
) -> Corrected:
    """Return the .632+ estimate of a loss.

    Parameters
    ----------
    loss
        From `(...)` classes and probabilities to the loss of each.
    positive, apparent
        `(n,)` class, and probability by the model that learnt from all.
    judged
        `(b, n)` probability of each sample by each draw, NaN where its person was drawn.
    counts, persons
        `(b, m)` how often each person was drawn, `(n,)` the person of each sample.
    """
    losses = np.where(np.isnan(judged), np.nan, loss(positive, judged))  # (b, n)
    times = (~np.isnan(judged)).sum(axis=0)  # (n,)
    of_sample = np.divide(np.nansum(losses, axis=0), times, out=np.full(positive.size, np.nan), where=times > 0)
    left_out, seen = float(np.nanmean(of_sample)), float(loss(positive, apparent).mean())
    nothing = float(loss(positive[:, None], apparent[None, :]).mean())  # every class against every probability
    value, overfitting = point_632_plus(seen, left_out, nothing)
    error = standard_error(losses, counts, persons) * (value / left_out if left_out > 0.0 else 0.0)
    low, high = _interval(value, error, int(persons.max()) + 1)
    return Corrected(seen, left_out, nothing, overfitting, value, low, high)


def point_632_plus(apparent: float, left_out: float, no_information: float) -> tuple[float, float]:
    """Return the .632+ estimate and the relative overfitting rate (equations 24, 28, 29 and 32 of the paper)."""
    bounded = min(left_out, no_information)
    over = bounded > apparent and no_information > apparent
    rate = (bounded - apparent) / (no_information - apparent) if over else 0.0
    plain = (1.0 - DRAWN) * apparent + DRAWN * left_out
    share = (1.0 - DRAWN) * DRAWN * rate / (1.0 - (1.0 - DRAWN) * rate)
    return plain + (bounded - apparent) * share if over else plain, rate


def standard_error(losses: FloatArray, counts: IntArray, persons: IntArray) -> float:
    """Return the standard error of the mean left-out loss over persons, by the delta method after the bootstrap.

    The influence of a person on the estimate has two parts: their own loss, and how the losses of the others change
    with how often that person was drawn (section 4 of the paper). It counts the chance of having met these persons and
    is inflated a little by the number of draws.

    Parameters
    ----------
    losses
        `(b, n)`, NaN where the person of the sample was drawn.
    counts, persons
        As in `corrected`.
    """
    m = counts.shape[1]
    size = np.bincount(persons, minlength=m)  # samples of each person
    total = np.zeros((losses.shape[0], m))
    np.add.at(total.T, persons, np.nan_to_num(losses).T)
    left_out = counts == 0  # (b, m)
    own = total * (m / persons.size)  # loss of a person's samples; their mean over persons is that over samples
    times = left_out.sum(axis=0)
    of_person = np.divide((own * left_out).sum(axis=0), times, out=np.zeros(m), where=times > 0)
    known = (times > 0) & (size > 0)
    mean = of_person[known].mean()
    of_draw = (own * left_out).sum(axis=1) / m  # (b,)
    change = ((counts - counts.mean(axis=0)) * of_draw[:, None]).sum(axis=0)
    shift = np.divide(change, times, out=np.zeros(m), where=times > 0)
    influence = (2.0 + 1.0 / (m - 1)) * (of_person - mean) / m + shift
    return float(np.sqrt((influence[known] ** 2).sum()))


def _interval(value: float, error: float, persons: int) -> tuple[float, float]:
    """Return the normal interval, kept within 0 and 1; where nobody was ever wrong the exact one of so many persons."""
    if error == 0.0:
        return clopper_pearson(0, persons) if value == 0.0 else (math.nan, math.nan)
    half = float(stats.norm.isf((1.0 - CONFIDENCE) / 2.0)) * error
    return max(0.0, value - half), min(1.0, value + half)


RECORD = Method(
    name="bootstrap",
    title="The .632+ bootstrap",
    room="validation",
    about="Persons were drawn with replacement, those not drawn judged, and the optimism of the fit weighed in.",
    basis=Basis(
        estimand="The error of the procedure on a person it has not seen, learnt from as many persons as there are.",
        formula=(
            "err = (1 - w) * err_fit + w * err_out, w = 0.632 / (1 - 0.368 * R), R = (err_out - err_fit) / "
            "(gamma - err_fit)."
        ),
        assumptions="Persons are independent and drawn like those on whom the model will be used.",
        reference="Efron and Tibshirani 1997, doi:10.1080/01621459.1997.10474007",
    ),
)
