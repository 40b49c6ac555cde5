"""Over-representation: whether more genes of a set are among the called ones than chance would put there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import hypergeom

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.method import Basis, Method
from interpret.stats.multiplicity import benjamini_hochberg

METHOD = (
    "Over-representation: the hypergeometric probability of as many called genes in the set, or more, were the called "
    "genes drawn from all genes tested (Fisher's exact test, one-sided). It takes genes to be independent, which genes "
    "of a set are not, and so calls too many sets; it also hangs on where the list of genes was cut. Fisher 1922, "
    "doi:10.2307/2340521."
)
RECORD = Method(
    name="over-representation",
    title="Over-representation",
    room="sets",
    about=METHOD,
    basis=Basis(
        estimand="Whether the genes that were called are more frequent in the set than outside it.",
        formula="P(X >= called in the set), X hypergeometric: genes tested, those of them called, size of the set.",
        assumptions=(
            "Genes are independent of each other, which genes of one set rarely are: p-values are then too small. "
            "Every gene tested could have been called."
        ),
        reference="Fisher 1922, doi:10.2307/2340521",
    ),
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
    odds_ratio
        `(s,)` odds of being called, in the set over outside it; where one of the four cells is 0, 0.5 is added to each.
    p_value, q_value
        `(s,)` one-sided, and adjusted for the number of sets (Benjamini-Hochberg).
    universe, n_called
        Genes tested, and called, in all.
    """

    size: IntArray
    called: IntArray
    expected: FloatArray
    odds_ratio: FloatArray
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
    odds = _odds_ratio(hits, size, n_called, universe)
    return OverRepresentation(size, hits, expected, odds, p_value, benjamini_hochberg(p_value), universe, n_called)


def _odds_ratio(hits: IntArray, size: IntArray, n_called: int, universe: int) -> FloatArray:
    cells = np.array([hits, size - hits, n_called - hits, universe - size - n_called + hits], dtype=np.float64)
    cells += np.where((cells == 0.0).any(axis=0), 0.5, 0.0)  # Haldane 1956
    return np.asarray(cells[0] * cells[3] / (cells[1] * cells[2]), dtype=np.float64)
