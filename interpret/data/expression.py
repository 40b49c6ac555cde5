"""What was measured: a matrix with its names inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, ClassVar, NamedTuple, Self

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.once import Once
from interpret.errors import InputError


class Scale(StrEnum):
    """What a number in the matrix is."""

    RAW = "raw intensity"
    LOG2 = "log2 intensity"
    LOG10 = "log10 intensity"
    STANDARDISED = "standardised log intensity"
    LN = "natural log intensity"
    COUNTS = "count"
    SCALED_COUNTS = "scaled count"
    LOG_CPM = "log2 counts per million"
    LOG_SCALED = "log2 scaled count"
    RATIOS = "ratio"
    LOG_RATIOS = "log2 ratio"
    RANKS = "rank within the sample"
    Z_SCORES = "z-score"

    @property
    def plural(self) -> str:
        """The values in a sentence: `raw intensities`."""
        return _PLURALS.get(self, f"{self}s")


_PLURALS = {
    Scale.RAW: "raw intensities",
    Scale.LOG2: "log2 intensities",
    Scale.LOG10: "log10 intensities",
    Scale.LN: "natural log intensities",
    Scale.STANDARDISED: "standardised log intensities",
    Scale.LOG_CPM: "log2 counts per million",
    Scale.RANKS: "ranks within the sample",
}


class Origin(NamedTuple):
    """The matrix that samples were taken from, all its genes with them, and their rows in it: `(n,)`."""

    whole: Expression
    rows: IntArray


@dataclass(frozen=True, eq=False)
class Expression:
    """Expression of `p` genes in `n` samples, checked once, when it is made.

    Attributes
    ----------
    values
        `(n, p)` float64, read-only, never infinite; NaN where a value is missing.
    samples, genes
        Unique names, `n` and `p` of them.
    scale
        What a value is.

    Raises
    ------
    InputError
        Shapes that do not fit, names that repeat, infinite values.
    """

    values: FloatArray
    samples: tuple[str, ...]
    genes: tuple[str, ...]
    scale: Scale = Scale.RAW

    _origin: ClassVar[Origin | None] = None  # that of a part is its own

    def __post_init__(self) -> None:
        object.__setattr__(self, "samples", tuple(self.samples))
        object.__setattr__(self, "genes", tuple(self.genes))
        _hold(self, self.values)
        _refuse_repeats("sample", self.samples)
        _refuse_repeats("gene", self.genes)
        _refuse_infinite(self)

    @property
    def n_samples(self) -> int:
        """Number of samples, n."""
        return len(self.samples)

    @property
    def n_genes(self) -> int:
        """Number of genes, p."""
        return len(self.genes)

    @cached_property
    def incomplete(self) -> BoolArray:
        """`(p,)`, read-only: True where a sample lacks the gene's value."""
        incomplete = np.isnan(self.values).any(axis=0)
        incomplete.setflags(write=False)
        return np.asarray(incomplete, dtype=np.bool_)

    @property
    def origin(self) -> Origin:
        """Where these samples stand in the matrix that they were taken from: in this one where from none."""
        return self._origin or Origin(self, np.arange(self.n_samples))

    @cached_property
    def once(self) -> Once:
        """What was worked out from samples of this matrix, for those who ask again."""
        return Once()

    def __getstate__(self) -> dict[str, Any]:
        """Return what is sent and copied: neither the matrix that this was taken from nor what was worked out."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def complete_genes(self) -> Self:
        """Return the genes that every sample has a value of; the same object where that is all of them."""
        return self.take_genes(np.flatnonzero(~self.incomplete)) if self.incomplete.any() else self

    def take_samples(self, rows: Sequence[int] | IntArray) -> Self:
        """Return these samples (row numbers), in this order."""
        index = np.asarray(rows, dtype=np.int64)
        if np.array_equal(index, np.arange(self.n_samples)):
            return self
        taken = tuple(self.samples[i] for i in index.tolist())
        _refuse_repeats("sample", taken)
        made = self._checked(_kept(self.values[index]), taken, self.genes, self.scale)
        whole, own = self.origin
        object.__setattr__(made, "_origin", Origin(whole, own[index]))
        return made

    def take_genes(self, columns: Sequence[int] | IntArray) -> Self:
        """Return these genes (column numbers), in this order."""
        index = np.asarray(columns, dtype=np.int64)
        if index.size and np.bincount(index % self.n_genes).max() > 1:
            _refuse_repeats("gene", tuple(self.genes[j] for j in index.tolist()))
        taken = np.take(self.values, index, axis=1)  # laid out by sample, as values[:, index] would not be
        return self._checked(_kept(taken), self.samples, tuple(map(self.genes.__getitem__, index.tolist())), self.scale)

    def genes_by_name(self) -> Expression:
        """Return the same samples with the genes in the order of their names; the same object where they are in it.

        A mean over genes, as where arrays are scaled, depends in its last bits on their order in a file.
        """
        whole, rows = self.origin
        order = whole.order_by_name
        if order is None:
            return self
        ordered = whole.once.of("genes by name", lambda: whole.take_genes(order), lambda made: made.values.nbytes)
        return ordered.take_samples(rows)

    @cached_property
    def order_by_name(self) -> IntArray | None:
        """`(p,)` the genes by name; None where they are in that order."""
        order = np.argsort(self.genes)
        return None if np.array_equal(order, np.arange(order.size)) else order

    def named(self, genes: Sequence[str]) -> Self:
        """Return the genes of these names, in this order; raise InputError naming those that are not here."""
        names, whole = tuple(genes), self.origin.whole  # every fold asks for thousands of names: looked up once
        columns = whole.once.of(("columns", names), lambda: _columns(whole.genes, names), lambda made: made.nbytes)
        if set(map(type, names)) != {str}:
            return self.take_genes(columns)
        return self._checked(_kept(np.take(self.values, columns, axis=1)), self.samples, names, self.scale)

    def with_values(self, values: FloatArray, scale: Scale) -> Self:
        """Return the same samples and genes with other values on another scale."""
        made = self._checked(values, self.samples, self.genes, scale)  # the names were looked at when this was made
        _hold(made, values)
        _refuse_infinite(made)
        return made

    @classmethod
    def _checked(cls, values: FloatArray, samples: tuple[str, ...], genes: tuple[str, ...], scale: Scale) -> Self:
        """Return a part of an expression without asking anew what was asked of the whole: it happens in every fold."""
        made = object.__new__(cls)
        for name, part in (("values", values), ("samples", samples), ("genes", genes), ("scale", scale)):
            object.__setattr__(made, name, part)
        return made


def _hold(expression: Expression, given: FloatArray) -> None:
    """Hold the values so that nobody can change them; raise InputError where they do not fit the names."""
    values = np.ascontiguousarray(given, dtype=np.float64)
    if values is given or values.base is not None:
        values = values.copy() if values.flags.writeable else values
    values.setflags(write=False)
    object.__setattr__(expression, "values", values)
    if values.shape != (len(expression.samples), len(expression.genes)):
        raise InputError(
            f"the matrix has shape {values.shape}, the names say {(len(expression.samples), len(expression.genes))}",
            wanted="one row a sample and one column a gene",
        )


def _refuse_infinite(expression: Expression) -> None:
    infinite = np.isinf(expression.values)
    if infinite.any():
        row, column = np.argwhere(infinite)[0]
        number = int(infinite.sum())
        raise InputError(
            f"{number:,} {'value is' if number == 1 else 'values are'} infinite",
            where=f"first: sample {expression.samples[row]}, gene {expression.genes[column]}",
            wanted="a finite number, or nothing where the value is missing",
            remedy="correct these values, or drop the genes concerned before the analysis",
        )


def _kept(values: FloatArray) -> FloatArray:
    """Return values that nobody else holds, read-only, so that they need not be copied once more."""
    values.setflags(write=False)
    return values


@lru_cache(maxsize=8)  # what is made of one matrix bears the same names
def _places(names: tuple[str, ...]) -> dict[str, int]:
    return {name: place for place, name in enumerate(names)}


def _columns(among: tuple[str, ...], names: tuple[str, ...]) -> IntArray:
    """Return the columns of these genes; raise InputError where one is not there, or named twice."""
    place = _places(among)
    missing = [gene for gene in names if gene not in place]
    if missing:
        raise InputError(
            f"{len(missing)} genes that the model needs are not in the data",
            where="first: " + ", ".join(missing[:5]),
            wanted="the genes of the training set",
            remedy="export the new samples from the same array with the same probe names",
        )
    _refuse_repeats("gene", names)
    return np.fromiter(map(place.__getitem__, names), np.int32, len(names))


def _refuse_repeats(what: str, names: tuple[str, ...]) -> None:
    if len(set(names)) == len(names):  # asked of every copy in every fold, so without counting
        return
    repeated = [name for name, count in Counter(names).items() if count > 1]
    raise InputError(
        f"{len(repeated)} {what} names occur more than once",
        where="first: " + ", ".join(repeated[:5]),
        wanted=f"every {what} once",
        remedy=f"remove or rename the repeated {what}s",
    )
