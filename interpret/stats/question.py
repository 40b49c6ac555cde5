"""The question that is put to every gene: which samples, which genes, which design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import SMALLEST_CLASS, Cohort
from interpret.data.persons import one_sample_a_class
from interpret.errors import AnalysisError
from interpret.prep.collapse import collapse_probes
from interpret.settings import TestSettings
from interpret.stats.design import Design
from interpret.stats.design_formula import make_design

SMALLEST_GROUP = 2  # values of a gene in a class: fewer have no variance


@dataclass(frozen=True, eq=False)
class Question:
    """Samples, genes and design of one differential expression.

    Attributes
    ----------
    cohort
        The samples tested, at most one of a person and class, in the order of their names, so that sums and
        permutations do not depend on the order of the file; the genes tested.
    design
        The linear model of these samples.
    constant, too_few, other_probes
        Genes that are not tested: one value in all samples; fewer than two values in a class; another probe of the
        same gene was chosen.
    sentences
        What was done to samples that share a person, for the report.
    persons_left_out
        Persons who have samples of one class only, in a study of pairs.
    """

    cohort: Cohort
    design: Design
    constant: tuple[str, ...]
    too_few: tuple[str, ...]
    other_probes: tuple[str, ...]
    sentences: tuple[str, ...] = ()
    persons_left_out: tuple[str, ...] = ()


def pose_question(
    prepared: Cohort, annotation: pd.DataFrame, settings: TestSettings, outcome: str = "", *, drop: bool = False
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
    outcome
        Name of the outcome column, which the design may use in place of `group`.
    drop
        Leave out redundant columns of the design instead of refusing it.

    Raises
    ------
    AnalysisError
        A class is too small, the design cannot be estimated, or no gene can be tested.
    SettingsError
        The design is no formula.
    """
    ordered = prepared.take(sorted(range(prepared.n), key=prepared.samples.__getitem__))
    samples = one_sample_a_class(ordered)
    cohort, pair = samples.cohort, samples.pair
    cohort.require_both_classes(SMALLEST_CLASS)
    design = make_design(cohort, settings.design, pair, outcome, drop=drop)
    enough, varies = _enough_values(cohort), varying_genes(cohort.expression.values)
    tested = cohort.expression.take_genes(np.flatnonzero(enough & varies))
    if not tested.n_genes:
        raise AnalysisError(
            f"none of {cohort.expression.n_genes} genes varies among the training patients",
            wanted="genes whose values differ between patients",
            remedy="check that the file holds the expression values, and the filter limits",
        )
    kept = collapse_probes(tested, annotation, settings.collapse)
    chosen = set(kept)
    names = np.array(cohort.genes, dtype=object)
    return Question(
        cohort=cohort.with_expression(tested if len(kept) == tested.n_genes else tested.named(kept)),
        design=design,
        constant=tuple(names[enough & ~varies]),
        too_few=tuple(names[~enough]),
        other_probes=tuple(gene for gene in tested.genes if gene not in chosen),
        sentences=samples.sentences,
        persons_left_out=samples.left_out,
    )


def varying_genes(values: FloatArray) -> BoolArray:
    """Return `(p,)` True for the genes that have more than one value, missing ones (NaN) not counted."""
    if not values.shape[0]:
        return np.zeros(values.shape[1], dtype=np.bool_)
    return np.asarray(np.fmax.reduce(values, axis=0) > np.fmin.reduce(values, axis=0), dtype=np.bool_)


def _enough_values(cohort: Cohort) -> BoolArray:
    """Return `(p,)` True for the genes with two values or more in each class."""
    present = ~np.isnan(cohort.expression.values)
    positive = cohort.positive
    fewest = np.minimum(present[positive].sum(axis=0), present[~positive].sum(axis=0))
    return np.asarray(fewest >= SMALLEST_GROUP, dtype=np.bool_)
