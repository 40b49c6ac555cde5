"""One pass over the draws: how often each gene's t is reached by itself, and by the maximum that maxT looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray, Stage
from interpret.stats.resampling.chance import ChanceOrder
from interpret.stats.resampling.scheme import Draws, SquaredT

# A permuted statistic reaches the observed one if it is this close below it: products of matrices differ in the last
# bits between machines and numbers of threads, and equal statistics must count as equal on all of them.
RELATIVE_SLACK = 1e-9
ABSOLUTE_SLACK = 1e-12
# Draws that a counter of one byte can hold.
BYTE = 255


@dataclass(frozen=True, eq=False)
class Reached:
    """Draws that reach each gene's observed |t|.

    Attributes
    ----------
    own
        `(p,)` draws in which the gene's own |t| does.
    successive
        `(p,)` draws in which the largest |t| of the gene and all less significant ones does.
    order
        `(p,)` the genes, most significant first.
    """

    own: IntArray
    successive: IntArray
    order: IntArray

    def p_values(self, added: int, draws: int) -> tuple[FloatArray, FloatArray]:
        """Return raw and step-down adjusted p-values, `(p,)` each: (count + added) / draws."""
        adjusted = np.empty(self.order.size)
        adjusted[self.order] = np.maximum.accumulate((self.successive[self.order] + added) / draws)
        return (self.own + added) / draws, adjusted


def times_reached(
    squared_t: SquaredT, observed: FloatArray, chunks: Iterator[Draws], chance: ChanceOrder, stage: Stage | None
) -> Reached:
    """Count over all draws, and let `chance` see the first of them.

    Parameters
    ----------
    squared_t
        The permuted statistic of `p` genes.
    observed
        `(p,)` its value for the draw that changes nothing.
    chunks
        The draws, in portions.
    """
    order = np.argsort(-observed, kind="stable")
    ascending = order[::-1]
    threshold = (observed[ascending] * (1.0 - RELATIVE_SLACK) - ABSOLUTE_SLACK)[:, None]  # (p, 1)
    squared_t = squared_t.take(ascending)
    own, successive = _Counter(observed.size), _Counter(observed.size)
    for chunk in chunks:
        value = squared_t.of_draws(chunk)  # (p, b)
        chance.see(value)
        own.add(value >= threshold)
        np.maximum.accumulate(value, axis=0, out=value)
        successive.add(value >= threshold)
        if stage is not None:
            stage.advance(chunk.shape[0])
    back = np.argsort(ascending)
    return Reached(own.total()[back], successive.total()[back], order)


class _Counter:
    """Count the True of each row over many tables: column by column in bytes, for that is five times as fast."""

    def __init__(self, rows: int) -> None:
        self._total = np.zeros(rows, dtype=np.int64)
        self._bytes = np.zeros((rows, 0), dtype=np.uint8)
        self._added = 0

    def add(self, table: BoolArray) -> None:
        """Count one more `(p, b)` table."""
        columns = table.shape[1]
        if columns > self._bytes.shape[1] or self._added == BYTE:
            self._flush(max(columns, self._bytes.shape[1]))
        self._bytes[:, :columns] += table.view(np.uint8)
        self._added += 1

    def _flush(self, columns: int) -> None:
        self._total += self._bytes.sum(axis=1, dtype=np.int64)
        self._bytes = np.zeros((self._total.size, columns), dtype=np.uint8)
        self._added = 0

    def total(self) -> IntArray:
        """Return `(p,)` the count so far."""
        self._flush(0)
        return self._total
