"""Over-representation: whether more genes of a set are among the called ones than chance would put there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.stats.multiplicity import benjamini_hochberg

METHOD = (
    "Over-representation: the hypergeometric probability of as many called genes in the set, or more, were the called "
    "genes drawn from all genes tested (Fisher's exact test, one-sided). It takes genes to be independent, which genes "
    "of a set are not, and so calls too many sets; it also hangs on where the list of genes was cut."
)


@dataclass(frozen=True, eq=False)
class OverRepresentation:
    """The answer for `s` sets.

    Attributes
    ----------
    size, called
        `(s,)` tested members, and how many of them are called.
    expected
        `(s,)` how many chance would call.
    p_value, q_value
        `(s,)` one-sided, and adjusted for the number of sets (Benjamini-Hochberg).
    universe, n_called
        Genes tested, and called, in all.
    """

    size: IntArray
    called: IntArray
    expected: FloatArray
    p_value: FloatArray
    q_value: FloatArray
    universe: int
    n_called: int


def over_representation(called: BoolArray, sets: tuple[IntArray, ...]) -> OverRepresentation:
    """Return the answer for every set.

    Parameters
    ----------
    called
        `(p,)` True for the called ones of the genes tested: these are the universe.
    sets
        Row numbers of each set's members among them.
    """
    universe, n_called = called.size, int(called.sum())
    size = np.array([rows.size for rows in sets], dtype=np.int64)
    hits = np.array([int(called[rows].sum()) for rows in sets], dtype=np.int64)
    p_value = np.asarray(hypergeom.sf(hits - 1, universe, n_called, size), dtype=np.float64)
    p_value = np.where(hits == 0, 1.0, np.minimum(p_value, 1.0))
    expected = size.astype(np.float64) * (n_called / max(1, universe))
    return OverRepresentation(size, hits, expected, p_value, benjamini_hochberg(p_value), universe, n_called)
