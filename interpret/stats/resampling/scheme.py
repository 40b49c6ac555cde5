"""What a way to permute is to the rest: its draws, and t squared of every gene under any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

import numpy as np
import numpy.typing as npt

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.stats.design import Design
from interpret.stats.resampling.resampled import Scheme

# One row a draw; what it holds is the scheme's own affair (labels, flips, positions).
Draws = npt.NDArray[Any]
Product = Callable[[FloatArray, FloatArray], FloatArray]

# Smallest residual sum of squares, as a share of a gene's whole. It bounds |t| near 1,000 times the root of the number
# of samples, where rounding in a difference of squares would begin to matter; all larger |t| count as equal.
SMALLEST_REST = 1e-6
# What is left of a gene after a projection is nothing but rounding if it is this small a share of the gene.
ONLY_ROUNDING = 1e-13
# The value of a gene under a draw that leaves it without a t: below every threshold.
NEVER = -1.0


class SquaredT(Protocol):
    """t squared of `p` genes under any draw, divided by `factor`, which is common to all genes and draws."""

    @property
    def factor(self) -> float:
        """What a value is to be multiplied by to be t squared."""
        ...

    def take(self, genes: IntArray) -> Self:
        """Return the same for these genes, in this order."""
        ...

    def of_draws(self, draws: Draws, product: Product = np.matmul) -> FloatArray:
        """Return `(p, b)` for `b` draws; all sums over samples are made by `product`."""
        ...


@dataclass(frozen=True)
class PermutationScheme:
    """A way to permute.

    Attributes
    ----------
    name
        What is permuted.
    statistic_name
        The statistic, for people.
    distinct
        Number of different draws in a design.
    mirrored
        How many of them are certain to share the observed |t|: 2 where a labelling and its mirror image both count.
    every
        All draws, one a row.
    source
        Random draws: a function that gives the next so many, the same whatever the portions.
    observed
        `(1, m)` the draw that changes nothing.
    usable
        `(p,)` genes whose missing values leave them a permutation test.
    statistic
        `(p,)` observed t; NaN where there is none.
    squared_t
        t squared under any draw, for usable genes.
    draws_called, all_called
        What random draws and all distinct draws are called, in the plural.
    method
        Rest of the paragraph for the methods section, with `{which}` for the draws looked at.
    """

    name: Scheme
    statistic_name: str
    distinct: Callable[[Design], int]
    mirrored: Callable[[Design], int]
    every: Callable[[Design], Draws]
    source: Callable[[Design, np.random.SeedSequence], Callable[[int], Draws]]
    observed: Callable[[Design], Draws]
    usable: Callable[[FloatArray, Design], BoolArray]
    statistic: Callable[[FloatArray, Design], FloatArray]
    squared_t: Callable[[FloatArray, Design], SquaredT]
    draws_called: str
    all_called: str
    method: str


def plain_sums(matrix: FloatArray, column: FloatArray) -> FloatArray:
    """Return the product of `(p, n)` and `(n, 1)` by plain sums, which no number of threads can change."""
    return np.asarray((matrix * column[:, 0]).sum(axis=1, keepdims=True), dtype=np.float64)


def ratio_to_rest(projected: FloatArray, total: FloatArray | float, smallest: float = SMALLEST_REST) -> FloatArray:
    """Return projected^2 / (total - projected^2), `(p, b)`; both arguments are overwritten, for speed."""
    np.multiply(projected, projected, out=projected)
    rest = np.subtract(total, projected, out=total if isinstance(total, np.ndarray) else None)
    np.maximum(rest, smallest, out=rest)
    return np.divide(projected, rest, out=projected)


def unit_rows(values: FloatArray, size_before: FloatArray) -> FloatArray:
    """Return `(p, n)` rows of length 1 from `(n, p)` columns; rows of zeros where only rounding was left.

    Parameters
    ----------
    values
        What a projection left of each gene.
    size_before
        `(p,)` length of the gene before it.
    """
    size = np.sqrt((values * values).sum(axis=0))
    vanished = size <= ONLY_ROUNDING * size_before
    rows = np.where(vanished, 0.0, values / np.where(vanished, 1.0, size)).T
    return np.ascontiguousarray(rows)


def complete_genes(values: FloatArray) -> BoolArray:
    """Return `(p,)` True for a gene without a missing value."""
    return np.asarray(~np.isnan(values.sum(axis=0)), dtype=np.bool_)
