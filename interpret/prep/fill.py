"""Fill what is missing with each gene's median over the training patients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.errors import AnalysisError
from interpret.nouns import PATIENT, told
from interpret.prep.select import select_genes


@dataclass(frozen=True, eq=False)
class Medians:
    """What was learnt.

    Attributes
    ----------
    genes
        `p` names.
    median
        `(p,)`, read-only, in the unit of the values that are filled.
    """

    genes: tuple[str, ...]
    median: FloatArray

    def __post_init__(self) -> None:
        median = np.array(self.median, dtype=np.float64)
        median.setflags(write=False)
        object.__setattr__(self, "median", median)

    def of(self, genes: tuple[str, ...]) -> Medians:
        """Return the medians of these genes."""
        place = {gene: j for j, gene in enumerate(self.genes)}
        return Medians(genes, self.median[[place[gene] for gene in genes]])


def genes_to_fill(training: Expression, most_missing: float) -> tuple[str, ...]:
    """Return the genes that at most this share of the training patients lack, in their order.

    Raises
    ------
    AnalysisError
        None is left.
    """
    if not training.incomplete.any():
        return training.genes
    lacking = np.isnan(training.values).mean(axis=0)  # (p,)
    kept = np.flatnonzero(lacking <= most_missing)
    if not kept.size:
        raise AnalysisError(
            told(
                f"every one of {training.n_genes:,} genes lacks the value of more than {100 * most_missing:g} % of the "
                f"{training.n_samples} training {PATIENT}s"
            ),
            wanted=told(f"genes that few {PATIENT}s lack the value of"),
            remedy="raise [preparation] most_missing, or leave out samples that lack many values",
        )
    return tuple(training.genes[j] for j in kept)


def learn_medians(training: Expression) -> Medians:
    """Learn each gene's median over the values present; every gene needs one.

    The median is that of the training patients alone, so it is learnt anew in every fold, and a patient who is left out
    has no say in what they are filled with.
    """
    complete = ~training.incomplete
    median = np.empty(training.n_genes)
    median[complete] = np.median(training.values[:, complete], axis=0)
    for j in np.flatnonzero(training.incomplete):
        column = training.values[:, j]
        median[j] = np.median(column[~np.isnan(column)])
    return Medians(training.genes, median)


def fill(medians: Medians, expression: Expression) -> Expression:
    """Return the genes of the medians with every gap filled; the same values where there is none."""
    chosen = select_genes(expression, medians.genes)
    if not chosen.incomplete.any():
        return chosen
    values = np.where(np.isnan(chosen.values), medians.median, chosen.values)
    values.setflags(write=False)  # spares Expression its defensive copy
    return chosen.with_values(values, chosen.scale)
