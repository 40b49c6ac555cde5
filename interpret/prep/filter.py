"""Keep the genes that vary among the training patients, whoever they are: no label is looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.data.expression import Expression
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.nouns import PATIENT, told
from interpret.prep.select import select_genes


@dataclass(frozen=True)
class GeneFilter:
    """What the filter learnt.

    Attributes
    ----------
    genes
        Names of the genes kept, in the order of the training set.
    min_ratio, min_difference
        The thresholds; the latter in the unit of the expression.
    n_samples, n_genes
        How many patients and genes it was learnt from.
    n_incomplete
        How many of these genes lacked the value of a patient.
    """

    genes: tuple[str, ...]
    min_ratio: float
    min_difference: float
    n_samples: int
    n_genes: int
    n_incomplete: int = 0


def learn_filter(training: Expression, min_ratio: float, min_difference: float) -> GeneFilter:
    """Learn which genes have `max / min > min_ratio` and `max - min > min_difference` over the training patients.

    Both inequalities are strict, as in Dudoit, Fridlyand and Speed (2002), doi:10.1198/016214502753479248. The genes
    kept depend on every patient given, so the filter has to be learnt anew in each fold. A gene's missing values are
    left out; one without any value is not kept.

    Parameters
    ----------
    training
        `(n, p)` clamped, positive intensities.

    Raises
    ------
    AnalysisError
        A value is not positive, so a ratio means nothing; no patient; no gene passes.
    """
    if not training.n_samples:
        raise AnalysisError(
            told(f"the gene filter was given no {PATIENT}"), wanted=told(f"at least one training {PATIENT}")
        )
    smallest, largest = training.values.min(axis=0), training.values.max(axis=0)  # (p,)
    incomplete = np.isnan(smallest)
    if incomplete.any():  # the plain minimum is NaN where a value is missing, but several times as fast
        smallest[incomplete] = np.fmin.reduce(training.values[:, incomplete], axis=0)
        largest[incomplete] = np.fmax.reduce(training.values[:, incomplete], axis=0)
    if (smallest <= 0.0).any():
        raise AnalysisError(
            f"gene {training.genes[int(np.nanargmin(smallest))]} has a value that is not above 0",
            wanted="positive values: the filter compares the largest with the smallest by their ratio",
            remedy="clamp the intensities to a floor above 0 first",
        )
    kept = np.flatnonzero(passing(smallest, largest, min_ratio, min_difference))
    if not kept.size:
        raise AnalysisError(
            told(
                f"none of {training.n_genes} genes has max / min > {min_ratio:g} and max - min > {min_difference:g} "
                f"in the {training.n_samples} training {PATIENT}s"
            ),
            wanted="at least one gene that varies",
            remedy="lower min_ratio and min_difference, or check that the values are raw intensities",
        )
    genes = tuple(map(training.genes.__getitem__, kept.tolist()))
    return GeneFilter(
        genes, min_ratio, min_difference, training.n_samples, training.n_genes, int(np.count_nonzero(incomplete))
    )


def passing(smallest: FloatArray, largest: FloatArray, min_ratio: float, min_difference: float) -> BoolArray:
    """Return `(p,)`: genes with this smallest and largest value over the training patients are kept."""
    return np.asarray((largest / smallest > min_ratio) & (largest - smallest > min_difference), dtype=np.bool_)


def apply_filter(gene_filter: GeneFilter, expression: Expression) -> Expression:
    """Return the genes that the filter kept, in its order; raise InputError naming those that are not there."""
    return select_genes(expression, gene_filter.genes)


RECORD = Method(
    name="gene-filter",
    title="Filter of genes that hardly vary",
    room="preparation",
    about=(
        "Genes were kept that vary enough among the samples learnt from, whatever their class; learnt anew in "
        "every fold."
    ),
    basis=Basis(
        estimand="Which genes vary enough to be of use to anybody; no label is looked at.",
        formula="keep gene j if max_i x_ij / min_i x_ij > r and max_i x_ij - min_i x_ij > d.",
        assumptions="A gene that hardly varies tells no classes apart.",
        reference="Dudoit, Fridlyand and Speed 2002, doi:10.1198/016214502753479248",
    ),
)
