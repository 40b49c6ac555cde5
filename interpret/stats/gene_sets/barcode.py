"""Where the genes of a set stand among all genes: the marks of a barcode plot and how dense they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray, IntArray

SPAN = 0.45  # of all genes: the window over which the density of marks is averaged
POINTS = 201


@dataclass(frozen=True, eq=False)
class Barcode:
    """One set among `p` genes, from the most down (place 0) to the most up (place p - 1).

    Attributes
    ----------
    place
        `(m,)` ascending places of the set's genes.
    at
        `(POINTS,)` places at which the density is given.
    density
        `(POINTS,)` marks near there, divided by what an even spread would give: 1 is even.
    """

    place: IntArray
    at: FloatArray
    density: FloatArray


def barcode(statistic: FloatArray, rows: IntArray, span: float = SPAN) -> Barcode:
    """Return the marks of one set, and their density: a moving average with tricube weights, cut at the ends.

    Parameters
    ----------
    statistic
        `(p,)` statistic of each gene; genes of equal statistic stand in their order.
    rows
        Row numbers of the set's genes.
    span
        Share of the genes that the window covers.
    """
    p = statistic.size
    order = np.argsort(statistic, kind="stable")
    place_of = np.empty(p, dtype=np.int64)
    place_of[order] = np.arange(p)
    place = np.sort(place_of[rows])
    at = np.linspace(0.0, p - 1.0, POINTS)
    half = max(1.0, span * p / 2.0)
    marks = _tricube(at, place.astype(np.float64), half)
    even = _tricube(at, np.arange(p, dtype=np.float64), half)
    return Barcode(place, at, marks / even * (p / max(1, rows.size)))


def _tricube(at: FloatArray, places: FloatArray, half: float) -> FloatArray:
    """Return the summed weights of the places around each point."""
    sums = [(np.clip(1.0 - (np.abs(places - point) / half) ** 3, 0.0, None) ** 3).sum() for point in at]
    return np.array(sums, dtype=np.float64)
