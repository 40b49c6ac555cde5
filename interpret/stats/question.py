"""The question that is put to every gene: which samples, which genes, which design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import SMALLEST_CLASS, Cohort
from interpret.data.expression import Expression
from interpret.data.persons import one_sample_a_class
from interpret.data.set_aside import FEWEST_VALUES
from interpret.errors import AnalysisError
from interpret.nouns import PATIENT, told
from interpret.prep.collapse import collapse_probes
from interpret.settings import InputSettings, TestSettings
from interpret.stats.design import Design
from interpret.stats.design_formula import make_design
from interpret.stats.linear_fit import fit_linear
from interpret.stats.voom import Counts


@dataclass(frozen=True, eq=False)
class Question:
    """Samples, genes and design of one differential expression.

    Attributes
    ----------
    cohort
        The samples tested, at most one of a person and class, in the order of their names, so that sums and
        permutations do not depend on the order of the file; the genes tested. In pairs a value whose partner is
        missing is missing too: every number of a gene is then of the same pairs.
    design
        The linear model of these samples.
    constant, other_probes
        Genes that are not tested: one value in all samples; another probe of the same gene was chosen.
    sentences
        What was done to samples that share a person, for the report.
    counts
        The counts that the values are the logarithms of; None where they are of something else.
    """

    cohort: Cohort
    design: Design
    constant: tuple[str, ...]
    other_probes: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    counts: Counts | None = None


def pose_question(
    prepared: Cohort,
    annotation: pd.DataFrame,
    settings: TestSettings,
    source: InputSettings | None = None,
    *,
    drop: bool = False,
) -> Question:
    """Return the question for the prepared samples of one set.

    Parameters
    ----------
    prepared
        Prepared and filtered samples, NaN where a value is missing.
    annotation
        Columns `gene, symbol, description`, for the choice among probes of one gene.
    settings
        Design and choice among probes.
    source
        Names of the outcome column, which the design may use in place of `group`, and of the column of persons.
    drop
        Leave out columns of the design that say nothing in these samples, instead of refusing it.

    Raises
    ------
    AnalysisError
        A class is too small, the design cannot be estimated, or no gene can be tested.
    SettingsError
        The design is no formula.
    """
    source = source or InputSettings()
    ordered = prepared.take(sorted(range(prepared.n), key=prepared.samples.__getitem__))
    samples = one_sample_a_class(ordered)
    cohort = samples.cohort
    cohort.require_both_classes(SMALLEST_CLASS)
    design = make_design(
        cohort, settings.design, samples.pair, outcome=source.outcome, subject=source.subject, drop=drop
    )
    if design.person is not None:
        cohort = cohort.with_expression(_complete_pairs(cohort.expression, design))
    values = cohort.expression.values
    varies = varying_genes(values)
    tested = cohort.expression.take_genes(np.flatnonzero(varies & _estimable_genes(values, design)))
    if not tested.n_genes:
        raise AnalysisError(
            told(f"none of {cohort.expression.n_genes} genes varies among the training {PATIENT}s"),
            wanted=told(f"genes whose values differ between {PATIENT}s"),
            remedy="check that the file holds the expression values, and the filter limits",
        )
    kept = collapse_probes(tested, annotation, settings.collapse)
    chosen = set(kept)
    return Question(
        cohort=cohort.with_expression(tested if len(kept) == tested.n_genes else tested.named(kept)),
        design=design,
        constant=tuple(gene for gene, moves in zip(cohort.genes, varies, strict=True) if not moves),
        other_probes=tuple(gene for gene in tested.genes if gene not in chosen),
        sentences=samples.sentences,
    )


def _complete_pairs(expression: Expression, design: Design) -> Expression:
    """Return the values with those blanked whose partner is missing."""
    if design.person is None or not expression.incomplete.any():
        return expression
    order = np.lexsort((design.positive, design.person))  # the two samples of a person side by side
    values = expression.values.copy()
    missing = np.isnan(values[order])
    either = missing[::2] | missing[1::2]
    values[order] = np.where(np.repeat(either, 2, axis=0), np.nan, values[order])
    return expression.with_values(values, expression.scale)


def _estimable_genes(values: FloatArray, design: Design) -> BoolArray:
    """Return `(p,)` True for the genes whose values present can be tested.

    That takes two values in each class, and where something is adjusted for, an effect and a variance that these
    samples can tell.
    """
    present = ~np.isnan(values)
    positive = design.positive
    enough = np.minimum(present[positive].sum(axis=0), present[~positive].sum(axis=0)) >= FEWEST_VALUES
    gaps = np.flatnonzero(enough & ~present.all(axis=0))
    if gaps.size and design.kind != "groups":
        fit = fit_linear(values[:, gaps], design)
        enough[gaps] = ~np.isnan(fit.effect) & (fit.df > 0)
    return np.asarray(enough, dtype=np.bool_)


def varying_genes(values: FloatArray) -> BoolArray:
    """Return `(p,)` True for the genes that have more than one value, missing ones (NaN) not counted."""
    if not values.shape[0]:
        return np.zeros(values.shape[1], dtype=np.bool_)
    return np.asarray(np.fmax.reduce(values, axis=0) > np.fmin.reduce(values, axis=0), dtype=np.bool_)
