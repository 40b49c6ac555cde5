"""Counts of reads: how many each library has in all, and how many genes it never saw."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray


def library_sizes(counts: FloatArray) -> FloatArray:
    """Return `(n,)` reads of each library over the genes of the table; missing values count nothing."""
    return np.asarray(np.nansum(counts, axis=1), dtype=np.float64)


def share_of_zeros(counts: FloatArray) -> FloatArray:
    """Return `(n,)` share of the genes present that have no read at all."""
    known = (~np.isnan(counts)).sum(axis=1)
    return np.asarray((counts == 0.0).sum(axis=1) / np.maximum(known, 1), dtype=np.float64)
