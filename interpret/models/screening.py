"""Which genes a model is given: chosen by their relation to the class, hence anew from the patients of every fold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.method import Basis, Method


class Screening(Protocol):
    """A way to choose columns. Frozen and picklable."""

    @property
    def words(self) -> str:
        """What is chosen, for the table of the methods section."""
        ...

    def choose(self, X: FloatArray, positive: BoolArray) -> IntArray:
        """Return the columns of `(n, p)` that are kept, increasing; of equal ones the first. Nothing else is looked at.

        The caller hands the columns in the order of the genes' names, so that their order in a file changes nothing.
        """
        ...


@dataclass(frozen=True)
class EveryGene:
    """No choice at all."""

    @property
    def words(self) -> str:
        """Say so."""
        return "every gene"

    def choose(self, X: FloatArray, positive: BoolArray) -> IntArray:
        """Return every column."""
        del positive
        return np.arange(X.shape[1])


@dataclass(frozen=True)
class NoGene:
    """For a model that looks at no gene."""

    @property
    def words(self) -> str:
        """Say so."""
        return "no gene"

    def choose(self, X: FloatArray, positive: BoolArray) -> IntArray:
        """Return no column."""
        del X, positive
        return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class TopByF:
    """The `count` genes with the largest F of one-way analysis of variance (the square of Student's t)."""

    count: int

    @property
    def words(self) -> str:
        """Say how many and by what."""
        return f"{self.count} by F"

    def choose(self, X: FloatArray, positive: BoolArray) -> IntArray:
        """Return the columns with the largest F, increasing."""
        return np.sort(largest(between_over_within(X, positive), self.count))


def largest(strength: FloatArray, count: int) -> IntArray:
    """Return the places of the `count` largest of `(p,)`, or of all where there are fewer; of equal ones the first."""
    places = np.arange(strength.size)
    if 0 < count < strength.size and not np.isnan(strength).any():
        border = np.partition(strength, strength.size - count)[strength.size - count]
        places = np.flatnonzero(strength >= border)  # few: to sort all of them would take most of the time
    return places[np.argsort(-strength[places], kind="stable")[:count]]


def between_over_within(X: FloatArray, positive: BoolArray) -> FloatArray:
    """Return `(p,)` sums of squares between the two classes over those within them: F up to a constant factor.

    Infinite where a gene differs between the classes and does not vary within them; 0 where it does not vary at all.

    Parameters
    ----------
    X
        `(n, p)` values.
    positive
        `(n,)` class; both classes are there.

    Source: Dudoit, Fridlyand & Speed (2002), doi:10.1198/016214502753479248, section 3.2.
    """
    n_positive = int(positive.sum())
    n_negative = positive.size - n_positive
    # Differences to the first sample are exactly zero for a constant gene, whatever its value.
    shifted = X - X[0]
    positive_mean, negative_mean = shifted[positive].mean(axis=0), shifted[~positive].mean(axis=0)  # (p,)
    own_mean = np.where(positive[:, None], positive_mean, negative_mean)  # (n, p)
    within = ((shifted - own_mean) ** 2).sum(axis=0)
    between = n_positive * n_negative / positive.size * (positive_mean - negative_mean) ** 2
    ratio = np.divide(between, within, out=np.zeros_like(between), where=within > 0.0)
    return np.where((within == 0.0) & (between > 0.0), np.inf, ratio)


RECORD = Method(
    name="screening",
    title="Genes with the largest F",
    room="models",
    about=(
        "Before some models are fitted, the genes with the largest F of an analysis of variance are chosen; "
        "anew in every fold."
    ),
    basis=Basis(
        estimand="Which genes differ most between the classes among the samples learnt from.",
        formula="F_j = (between-class sum of squares) / (within-class sum of squares / (n - 2)).",
        assumptions="Chosen among all samples it would leak; chosen inside the fold it does not.",
        reference=(
            "Dudoit, Fridlyand and Speed 2002, doi:10.1198/016214502753479248; Ambroise and McLachlan 2002, "
            "doi:10.1073/pnas.102102699"
        ),
    ),
)
