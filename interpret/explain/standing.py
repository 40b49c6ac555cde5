"""Where one patient's expression of a gene stands among the training patients of each class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.prep.preparation import Preparation, apply_preparation, narrowed


@dataclass(frozen=True)
class Place:
    """One value among `n` others: `below` are smaller, `level` the same."""

    below: int
    level: int
    n: int

    @property
    def count(self) -> float:
        """How many of the others it is higher than, those of the same value counted as half (mid-rank)."""
        return self.below + self.level / 2

    @property
    def share(self) -> float:
        """The mid-percentile as a share; NaN among nobody."""
        return self.count / self.n if self.n else float("nan")


@dataclass(frozen=True)
class Standing:
    """One gene of one patient: the value as the patient's own model sees it, and its place in each class."""

    gene: str
    value: float
    negative: Place
    positive: Place


def standings(
    preparation: Preparation, genes: Sequence[str], sample: Expression, training: Cohort, others: BoolArray
) -> tuple[Standing, ...]:
    """Return where a sample stands among the training samples of other persons, gene by gene.

    Both are prepared by what the patient's own model learnt. Values that are the same stay the same under it, so ties
    at the floor are ties here and count as half.

    Parameters
    ----------
    preparation
        Of the model that judged the sample.
    genes
        Genes of that preparation.
    sample
        The one sample, as read.
    training
        All training samples, as read.
    others
        `(n,)` training samples of other persons: the sample is never counted among those it is compared with.
    """
    if not genes:
        return ()
    prepared = prepared_genes(preparation, genes, training.expression)  # (n, k)
    own = prepared_genes(preparation, genes, sample)[0]
    members = (others & ~training.positive, others & training.positive)
    return tuple(
        Standing(gene, float(own[j]), *(place(float(own[j]), prepared[rows, j]) for rows in members))
        for j, gene in enumerate(genes)
    )


def prepared_genes(preparation: Preparation, genes: Sequence[str], expression: Expression) -> FloatArray:
    """Return `(m, k)` values of these genes as a model of that preparation sees them."""
    own = narrowed(preparation, tuple(genes))
    return np.asarray(apply_preparation(own, expression).named(genes).values, dtype=np.float64)


def place(value: float, others: FloatArray) -> Place:
    """Return the place of a value among others."""
    return Place(int((others < value).sum()), int((others == value).sum()), int(others.size))
