"""Bring every gene to mean 0 and variance 1 as measured on the training patients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError
from interpret.nouns import PATIENT, told
from interpret.prep.select import select_genes


@dataclass(frozen=True, eq=False)
class GeneScaling:
    """What was learnt: the centre and spread of each gene.

    Attributes
    ----------
    genes
        `p` names.
    mean, sd
        `(p,)`, read-only, in the unit of the training expression; `sd` is 1 where a gene does not vary.
    """

    genes: tuple[str, ...]
    mean: FloatArray
    sd: FloatArray

    def __post_init__(self) -> None:
        for name in ("mean", "sd"):
            array = np.array(getattr(self, name), dtype=np.float64)
            array.setflags(write=False)
            object.__setattr__(self, name, array)

    def of(self, genes: tuple[str, ...]) -> GeneScaling:
        """Return the scaling of these genes."""
        place = {gene: j for j, gene in enumerate(self.genes)}
        columns = [place[gene] for gene in genes]
        return GeneScaling(genes, self.mean[columns], self.sd[columns])


def learn_gene_scaling(training: Expression) -> GeneScaling:
    """Learn each gene's mean and standard deviation (n - 1 in the denominator) over the training patients.

    A gene that does not vary has no spread to divide by: it is only centred, and is 0 in every training patient.
    Missing values are left out; a gene without any value has mean 0 and standard deviation 1.

    Raises
    ------
    AnalysisError
        Fewer than two patients.
    """
    if training.n_samples < 2:  # noqa: PLR2004  a variance needs two values
        raise AnalysisError(
            told(f"scaling genes needs a variance, but there are {training.n_samples} {PATIENT}s"),
            wanted=told(f"at least 2 training {PATIENT}s"),
        )
    values = training.values  # (n, p)
    # decided on the values: the computed variance of equal values need not be exactly 0
    constant = values.max(axis=0) == values.min(axis=0)
    mean = np.where(constant, values[0], values.mean(axis=0))
    sd = np.where(constant, 1.0, values.std(axis=0, ddof=1))
    for j in np.flatnonzero(training.incomplete):
        mean[j], sd[j] = _of_present(values[~np.isnan(values[:, j]), j])
    return GeneScaling(training.genes, mean, sd)


def _of_present(values: FloatArray) -> tuple[float, float]:
    if not values.size:
        return 0.0, 1.0
    if values.max() == values.min():
        return float(values[0]), 1.0
    return float(values.mean()), float(values.std(ddof=1))


def apply_gene_scaling(scaling: GeneScaling, expression: Expression) -> Expression:
    """Return the genes of the scaling, each minus its learnt mean and divided by its learnt standard deviation."""
    chosen = select_genes(expression, scaling.genes)
    scaled = (chosen.values - scaling.mean) / scaling.sd  # (m, p)
    scaled.setflags(write=False)  # spares Expression its defensive copy
    return chosen.with_values(scaled, Scale.STANDARDISED)
