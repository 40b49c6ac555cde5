"""From what the readers of expression found to the two cohorts of a study; the same for every layout."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression, Scale
from interpret.data.natural_order import natural_order
from interpret.data.outcome import Outcome
from interpret.data.readers.missing import missing_notes, refuse_empty_samples
from interpret.data.readers.subjects import Subjects
from interpret.data.wording import count, some
from interpret.errors import InputError
from interpret.nouns import PATIENT, told

_ALIKE = (
    {Scale.LOG2, Scale.LN, Scale.LOG10, Scale.LOG_RATIOS},
    {Scale.LOG_RATIOS, Scale.Z_SCORES},
)


@dataclass(frozen=True, eq=False)
class ExpressionPair:
    """Training and independent expression with the same genes in the same order, samples in natural order."""

    training: Expression
    independent: Expression | None
    notes: tuple[str, ...] = ()

    @property
    def samples(self) -> tuple[str, ...]:
        """All samples, training first."""
        return self.training.samples + (self.independent.samples if self.independent is not None else ())


def in_natural_order(expression: Expression) -> Expression:
    """Return the samples in the natural order of their names (1, 2, 10); genes stay as they are."""
    return expression.take_samples(natural_order(expression.samples))


def pair(training: Expression, independent: Expression | None, where: str) -> ExpressionPair:
    """Return both sets with the genes of the training set.

    Parameters
    ----------
    where
        Name of the independent file, for messages.

    Raises
    ------
    InputError
        A patient in both sets, a gene that only the training set has, values on different scales, or an independent
        sample without a value of these genes.
    """
    training = in_natural_order(training)
    if independent is None:
        return ExpressionPair(training, None, missing_notes(training, None))
    both = sorted(set(training.samples) & set(independent.samples), key=training.samples.index)
    if both:
        raise InputError(
            f"{count(len(both), 'sample')} both in the training and in the independent file: {some(both)}",
            where=where,
            wanted=told(f"an independent set of other {PATIENT}s"),
            remedy="remove them from one of the files",
        )
    here = set(independent.genes)
    missing = [gene for gene in training.genes if gene not in here]
    if missing:
        raise InputError(
            f"{count(len(missing), 'gene')} of the training file not in the independent file: {some(missing)}",
            where=where,
            wanted="the genes of the training file",
            remedy="export both files from the same array with the same gene names",
        )
    independent = on_scale_of(training, independent, where)
    surplus = independent.n_genes - training.n_genes
    notes = (f"Left out: {count(surplus, 'gene')} that only the independent file has.",) if surplus else ()
    aligned = independent if independent.genes == training.genes else independent.named(training.genes)
    refuse_empty_samples(aligned.values, aligned.samples, where)
    return ExpressionPair(training, in_natural_order(aligned), (*notes, *missing_notes(training, aligned)))


def on_scale_of(training: Expression, independent: Expression, where: str) -> Expression:
    """Return the independent samples on the scale of the training samples, where their values do not belie it.

    Logarithms look alike whatever their base, and so do log ratios and z-scores of other samples: there the training
    file, which has been looked at first, decides for both.

    Raises
    ------
    InputError
        The two files are on different scales.
    """
    if independent.scale is training.scale:
        return independent
    if any({training.scale, independent.scale} <= alike for alike in _ALIKE):
        return independent.with_values(independent.values, training.scale)
    raise InputError(
        f"the values look like {training.scale.plural} in the training file and like {independent.scale.plural} here",
        where=where,
        wanted="both files on the same scale",
        remedy="export both files in the same way, or say what both are: --scale",
    )


def of_classes(expressions: ExpressionPair, kept: BoolArray, where: str) -> ExpressionPair:
    """Return the samples of the two classes that are compared, `kept` `(n,)` of all samples, training first.

    Raises
    ------
    InputError
        No training sample, or none of an independent file, is of either class.
    """
    if kept.all():
        return expressions
    n = expressions.training.n_samples
    training = _of_rows(expressions.training, kept[:n], "training", where)
    if expressions.independent is None:
        return replace(expressions, training=training)
    independent = _of_rows(expressions.independent, kept[n:], "independent", where)
    return replace(expressions, training=training, independent=independent)


def _of_rows(expression: Expression, rows: BoolArray, name: str, where: str) -> Expression:
    if not rows.any():
        raise InputError(
            f"no {name} sample is of the two classes that are compared",
            where=where,
            wanted="samples of both classes",
            remedy="choose other classes, or leave out the file",
        )
    return expression.take_samples(np.flatnonzero(rows))


def cohorts(
    expressions: ExpressionPair, outcome: Outcome, covariates: pd.DataFrame, subjects: Subjects
) -> tuple[Cohort, Cohort | None]:
    """Return the two cohorts.

    `outcome` and `covariates` have one entry for each of `expressions.samples`; `subjects` were read for these samples.
    """
    training, independent = expressions.training, expressions.independent
    n = training.n_samples
    learning = Cohort(training, outcome.positive[:n], outcome.labels, covariates.iloc[:n], subjects.training)
    if independent is None:
        return learning, None
    return learning, Cohort(
        independent, outcome.positive[n:], outcome.labels, covariates.iloc[n:], subjects.independent
    )
