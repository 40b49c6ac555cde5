"""Which training patients resemble one patient most: a second look that asks no model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.errors import AnalysisError
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.settings import PreparationSettings

MOST = 5
FEW = 3
SMALL = 20
"""Training samples below which only `FEW` neighbours are named: five would be a quarter of them or more."""

_DIGITS = 10  # of a correlation; closer ones are ties, so that the order of a sum decides nothing


@dataclass(frozen=True)
class Neighbour:
    """One training sample: its name, its class in the sample sheet, and its correlation with the sample at hand."""

    sample: str
    positive: bool
    similarity: float


@dataclass(frozen=True)
class Nearest:
    """The nearest training samples, nearest first.

    Attributes
    ----------
    neighbours
        None where the preparation could not be learnt without the patient.
    genes
        Genes compared.
    n, n_positive
        Training samples of other persons: all, and those of the positive class.
    """

    neighbours: tuple[Neighbour, ...]
    genes: int
    n: int
    n_positive: int

    @property
    def positive(self) -> int:
        """How many of the neighbours are of the positive class."""
        return sum(neighbour.positive for neighbour in self.neighbours)


def nearest_in_training(
    training: Cohort, left_out: Iterable[IntArray], settings: PreparationSettings
) -> dict[int, Nearest]:
    """Return the nearest other training samples of each training sample, by its row.

    The measure is Pearson's correlation over all genes that pass the filter, each gene less its mean. Filter,
    preparation and means are learnt without the rows that were left out together, as a fold learns them. All genes
    and not those of the fold's model: the model has few (it may have none), chosen because they part the classes, so
    likeness by them would only repeat its call. Each gene less its mean: otherwise any two arrays correlate by which
    genes are active in every tissue. The class of nobody takes part in the measure.

    Several samples of a person are no neighbours of one another. Samples that are equally near stand in the order of
    their names.

    Parameters
    ----------
    training
        `n` samples as read, every gene complete unless `settings` fill gaps.
    left_out
        Rows of the samples left out together; each row once.
    settings
        The preparation.
    """
    by_name = training.with_expression(training.expression.take_genes(np.argsort(np.array(training.genes))))
    found: dict[int, Nearest] = {}
    for rows in left_out:
        learnt_from = np.ones(training.n, dtype=np.bool_)
        learnt_from[rows] = False
        others = [training.persons != training.persons[row] for row in rows]
        near = _near(by_name, learnt_from, by_name.expression.take_samples(rows), others, settings)
        found.update(zip(rows.tolist(), near, strict=True))
    return found


def nearest_of_new(training: Cohort, new: Expression, settings: PreparationSettings) -> list[Nearest]:
    """Return the nearest training samples of each of `m` new samples, all learnt from the training samples.

    The measure is that of `nearest_in_training`; `new` holds the genes of `training`.
    """
    by_name = training.with_expression(training.expression.take_genes(np.argsort(np.array(training.genes))))
    everybody = np.ones(training.n, dtype=np.bool_)
    return _near(by_name, everybody, new.named(by_name.genes), [everybody] * new.n_samples, settings)


def _near(
    training: Cohort, learnt_from: BoolArray, judged: Expression, others: list[BoolArray], settings: PreparationSettings
) -> list[Nearest]:
    """Return the nearest of the training samples that `others` allow, of each sample judged."""
    try:
        known = training.take(np.flatnonzero(learnt_from))
        preparation = learn_preparation(known.expression, settings, known.smaller_class)
    except AnalysisError:  # no gene passes without these patients: nothing to compare by, and the rest stands
        return [_named(training, np.zeros(training.n), may, 0, none=True) for may in others]
    values = apply_preparation(preparation, training.expression).values
    middle = values[learnt_from].mean(axis=0)
    similarity = _unit(apply_preparation(preparation, judged).values - middle) @ _unit(values - middle).T
    genes = values.shape[1]
    return [_named(training, row, may, genes) for row, may in zip(similarity, others, strict=True)]


def _unit(values: FloatArray) -> FloatArray:
    """Return `(m, p)` rows of mean 0 and length 1; a row that does not vary stays 0 and resembles nobody."""
    centred = values - values.mean(axis=1, keepdims=True)
    length = np.sqrt((centred**2).sum(axis=1, keepdims=True))
    return np.where(length > 0.0, centred / np.where(length > 0.0, length, 1.0), 0.0)


def _named(training: Cohort, similarity: FloatArray, may: BoolArray, genes: int, *, none: bool = False) -> Nearest:
    n, n_positive = int(may.sum()), int((may & training.positive).sum())
    if none:
        return Nearest((), 0, n, n_positive)
    rounded = np.round(similarity, _DIGITS)
    order = sorted(np.flatnonzero(may).tolist(), key=lambda row: (-rounded[row], training.samples[row]))
    most = MOST if n >= SMALL else FEW
    neighbours = tuple(
        Neighbour(training.samples[row], bool(training.positive[row]), float(rounded[row])) for row in order[:most]
    )
    return Nearest(neighbours, genes, n, n_positive)
