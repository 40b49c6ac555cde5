"""How right and how certain the calls of left-out patients are with few genes and with many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
from scipy.special import expit

from interpret.contracts import BoolArray, Column, FloatArray, IntArray, Stage, declared
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.errors import SettingsError
from interpret.models.name_order import by_name
from interpret.models.single_paths import TrainingSet, sets_at_once, single_paths
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.scoring.measures import brier, log_loss, right
from interpret.scoring.measures.protocol import Scored
from interpret.settings import PreparationSettings, SparseSettings
from interpret.stats.group_moments import group_moments

COUNTS: tuple[int | None, ...] = (1, 2, 5, 10, 20, 50, 100, 200, 500, None)
"""Numbers of genes of `filter_curve`; None: all that are left."""
# Folds of which as many as this are prepared at once: bounds the memory and is how often progress is shown.
FOLDS_AT_ONCE = 8

CURVE_COLUMNS = (
    Column("position", "number", "", "lambda relative to the largest of the fold, or number of genes asked for"),
    Column("genes", "number", "genes", "genes in the model, mean over the folds"),
    Column("right", "integer", "samples", "left-out samples whose more probable class is the true one"),
    Column("n", "integer", "samples", "left-out samples"),
    Column("right_low", "number", "", "lower end of the 95 % Clopper-Pearson interval of the share right"),
    Column("right_high", "number", "", "upper end of it"),
    Column("brier", "number", "", "mean squared distance between probability and truth"),
    Column("log_loss", "number", "", "mean of minus the logarithm of the probability given to the true class"),
)


@dataclass(frozen=True, eq=False)
class GeneCountCurve:
    """The error of left-out patients at each of `c` positions.

    It describes and nothing is chosen from it: the smallest error on it is the smallest of many and so too good to be
    true. The error of a model with a chosen number of genes needs the choice inside the folds, as
    `SparseLogistic.held_out` makes it. Neighbouring positions share their patients and go up and down together.

    Attributes
    ----------
    positions
        `(c,)` lambda divided by the largest of the fold, or the number of genes asked for (infinite: all).
    genes
        `(c,)` genes in the model, mean over the folds.
    fewest, most
        `(c,)` in the fold with the fewest and in that with the most.
    samples
        `n` names, in natural order.
    positive
        `(n,)` class.
    probability
        `(c, n)` probability of the positive class, from models that never saw any sample of that person.
    """

    positions: FloatArray
    genes: FloatArray
    fewest: IntArray
    most: IntArray
    samples: tuple[str, ...]
    positive: BoolArray
    probability: FloatArray

    def __post_init__(self) -> None:
        for name in ("positions", "genes", "fewest", "most", "positive", "probability"):
            array = np.array(getattr(self, name))
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def table(self) -> pd.DataFrame:
        """Return the columns `CURVE_COLUMNS`, one row a position."""
        rows = []
        for position, genes, probability in zip(self.positions, self.genes, self.probability, strict=True):
            scored = Scored(self.positive, probability)
            share = right.estimate(scored)
            rows.append(
                (
                    position,
                    genes,
                    int(scored.right.sum()),
                    share.n,
                    share.ci_low,
                    share.ci_high,
                    brier.estimate(scored).value,
                    log_loss.estimate(scored).value,
                )
            )
        return declared(pd.DataFrame(rows, columns=[c.name for c in CURVE_COLUMNS]), CURVE_COLUMNS, "gene count curve")


class Learnt(Protocol):
    """What a two-class rule has learnt."""

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `(m, k)` prepared values."""
        ...


def path_curve(
    cohort: Cohort,
    settings: SparseSettings,
    preparation: PreparationSettings,
    *,
    threads: int = 1,
    stage: Stage | None = None,
) -> GeneCountCurve:
    """Leave out every person in turn and judge them at every position of the path that the others give.

    Position `k` is the same share of the largest lambda in every fold, not the same lambda: the scale of the gradient
    is the fold's own. The preparation is learnt within the fold. Nothing is tuned; of several alphas the largest is
    taken. The order of samples and genes in the cohort changes nothing.

    Parameters
    ----------
    cohort
        `n` samples as read, at least three persons of each class.
    settings
        `lambdas` positions down to `smallest_lambda_ratio`.
    preparation
        Learnt anew in each fold.
    threads
        Paths run side by side; changes no number.
    stage
        Advanced by one step a sample.
    """
    cohort = by_name(cohort)
    cohort.require_both_classes()
    numbers = np.empty((cohort.n_persons, settings.lambdas), dtype=np.int64)
    probability = np.empty((settings.lambdas, cohort.n))
    for start in range(0, cohort.n_persons, FOLDS_AT_ONCE):
        folds = range(start, min(start + FOLDS_AT_ONCE, cohort.n_persons))
        sets = [
            TrainingSet(_prepared(cohort, k, preparation).values, cohort.positive, cohort.persons != k) for k in folds
        ]
        step = sets_at_once([each.values.shape for each in sets], settings)
        paths = [
            path
            for first in range(0, len(sets), step)
            for path in single_paths(sets[first : first + step], settings, threads)
        ]
        for k, path in zip(folds, paths, strict=True):
            rows = cohort.rows_of(k)
            numbers[k] = (path.coefficients != 0.0).sum(axis=1)
            probability[:, rows] = expit(path.margins[:, rows])
        _advance(stage, cohort, folds)
    positions = np.geomspace(1.0, settings.smallest_lambda_ratio, settings.lambdas)
    return _curve(cohort, positions, numbers, probability)


def filter_curve(
    cohort: Cohort,
    preparation: PreparationSettings,
    learn: Callable[[FloatArray, BoolArray], Learnt],
    counts: Sequence[int | None] = COUNTS,
    *,
    stage: Stage | None = None,
) -> GeneCountCurve:
    """Leave out every person in turn and judge them by a rule on the k genes with the largest t of the others.

    The t statistic is Student's with pooled variance, on prepared values; genes of equal |t| are taken in the order of
    their names, and a gene without variance within the classes comes last. Preparation, choice of genes and rule are
    learnt within the fold. The order of samples and genes in the cohort changes nothing.

    Parameters
    ----------
    cohort
        `n` samples as read, at least three persons of each class.
    preparation
        Learnt anew in each fold.
    learn
        Given `(m, k)` prepared values and `(m,)` classes of the others, best gene first.
    counts
        Numbers of genes, None: all. Where a fold has fewer genes, all it has are taken.
    stage
        Advanced by one step a sample.

    Raises
    ------
    SettingsError
        A count is below 1, or there is none.
    """
    if not counts or any(count is not None and count < 1 for count in counts):
        raise SettingsError(f"numbers of genes {list(counts)} cannot be used", wanted="numbers of 1 or more, or None")
    cohort = by_name(cohort)
    cohort.require_both_classes()
    numbers = np.empty((cohort.n_persons, len(counts)), dtype=np.int64)
    probability = np.empty((len(counts), cohort.n))
    for k in range(cohort.n_persons):
        values, others, rows = _prepared(cohort, k, preparation).values, cohort.persons != k, cohort.rows_of(k)
        best = ranked_by_t(values[others], cohort.positive[others])
        numbers[k] = [best.size if count is None else min(count, best.size) for count in counts]
        for c, number in enumerate(numbers[k]):
            chosen = np.ascontiguousarray(values[:, best[:number]])
            probability[c, rows] = learn(chosen[others], cohort.positive[others]).probability(chosen[rows])
        _advance(stage, cohort, range(k, k + 1))
    positions = np.array([np.inf if count is None else float(count) for count in counts])
    return _curve(cohort, positions, numbers, probability)


def ranked_by_t(values: FloatArray, positive: BoolArray) -> IntArray:
    """Return `(p,)` columns of the `(n, p)` values, largest |t| with pooled variance first, ties in their order."""
    moments = group_moments(values, positive)
    error = np.sqrt(moments.pooled_variance * moments.inverse_size)
    with np.errstate(divide="ignore", invalid="ignore"):  # what has no variance is put last in the next line
        size = np.abs(moments.difference) / error
    size = np.where(moments.only_rounding(error), -1.0, size)
    return np.argsort(-size, kind="stable")


def _prepared(cohort: Cohort, person: int, settings: PreparationSettings) -> Expression:
    """Return everybody, prepared by what the samples of all other persons teach."""
    others = cohort.take(np.flatnonzero(cohort.persons != person))
    return apply_preparation(learn_preparation(others.expression, settings, others.smaller_class), cohort.expression)


def _advance(stage: Stage | None, cohort: Cohort, folds: range) -> None:
    if stage is not None:
        stage.advance(sum(cohort.rows_of(k).size for k in folds))


def _curve(cohort: Cohort, positions: FloatArray, numbers: IntArray, probability: FloatArray) -> GeneCountCurve:
    return GeneCountCurve(
        positions=positions,
        genes=numbers.mean(axis=0),
        fewest=numbers.min(axis=0),
        most=numbers.max(axis=0),
        samples=cohort.samples,
        positive=cohort.positive,
        probability=probability,
    )
