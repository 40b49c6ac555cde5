"""What a rule is to the rest of the package: plain arrays learnt from chosen genes, and what they say of a new sample.

A rule is handed numbers and no names. Whoever calls it has prepared, scaled and chosen the genes on the patients learnt
from, and gives the columns in order of gene name, so that a tie that falls to the first column falls to the same gene
however the file was ordered. Values are complete: none is missing or infinite.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.models.forms import Form


class Rule(Protocol):
    """A rule that has learnt from `n` samples of `k` genes."""

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` numbers from 0 to 1 for `Z (m, k)`; each class docstring says whether they are calibrated."""
        ...

    def used(self) -> BoolArray:
        """Return `(k,)` True for the columns that can change the probability."""
        ...

    def form(self) -> Form:
        """Return the form of its arithmetic over the columns that are used, which decides how it is explained."""
        ...


class Scoring(Protocol):
    """A classifier that gives a score instead of a probability: the larger, the more it speaks for the positives."""

    def score(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` scores for `Z (m, k)`."""
        ...

    def used(self) -> BoolArray:
        """Return `(k,)` True for the columns that can change the score."""
        ...

    def form_of_log_odds(self, slope: float, intercept: float) -> Form:
        """Return the form of the rule whose log-odds are `slope * score + intercept`."""
        ...


@runtime_checkable
class ByLogOdds(Protocol):
    """A rule that adds up log-odds, and says so: one whose form is linear, additive or boosted."""

    def log_odds(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` log-odds of the positive class for `Z (m, k)`, whose logistic transform is the probability."""
        ...


def row_sums(terms: FloatArray) -> FloatArray:
    """Return the `(m,)` sums of the rows of `terms (m, k)`, each row added up as if it stood alone.

    NumPy adds in the order in which numbers lie in memory, and `X[:, columns]` lays them out by column: a sample would
    then get other last bits in company than alone. Laid out by row, each row is its own sum.
    """
    sums: FloatArray = np.ascontiguousarray(terms).sum(axis=1)
    return sums
