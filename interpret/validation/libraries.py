"""Counts of reads: how many each library has in all, and how many genes it never saw."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray

_FEWEST_ZEROS = 0.001  # of all values: intensities rounded to whole numbers have a floor above zero


def are_counts(values: FloatArray) -> bool:
    """Whether `values` `(n, p)` look like counts: whole, nowhere negative, with zeros among them, some above 100.

    Missing values are not looked at. A guess from the values, for as long as nobody says what they are.
    """
    present = values[~np.isnan(values)]
    if not present.size or present.min() < 0.0 or present.max() <= 100.0:  # noqa: PLR2004  else ranks, scores or grades
        return False
    return bool((present == np.floor(present)).all() and (present == 0.0).mean() >= _FEWEST_ZEROS)


def library_sizes(counts: FloatArray) -> FloatArray:
    """Return `(n,)` reads of each library over the genes of the table; missing values count nothing."""
    return np.asarray(np.nansum(counts, axis=1), dtype=np.float64)


def share_of_zeros(counts: FloatArray) -> FloatArray:
    """Return `(n,)` share of the genes present that have no read at all."""
    known = (~np.isnan(counts)).sum(axis=1)
    return np.asarray((counts == 0.0).sum(axis=1) / np.maximum(known, 1), dtype=np.float64)
