"""How far the whole ROC curve may lie from the one that was found."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.stats import kstwo

from interpret.contracts import FloatArray
from interpret.method import Basis, Method
from interpret.scoring.intervals import CONFIDENCE


@dataclass(frozen=True)
class RocBand:
    """Half the width of the band: across (share of negatives called positive) and up (share of positives found)."""

    across: float
    up: float

    def upper(self, false: FloatArray, true: FloatArray) -> list[tuple[float, float]]:
        """Return the upper edge over the corners `(k,)` of the curve, from (0, 0) to (1, 1)."""
        moved = [
            (max(0.0, float(x) - self.across), min(1.0, float(y) + self.up)) for x, y in zip(false, true, strict=True)
        ]
        return [(0.0, 0.0), *moved, (1.0, 1.0)]

    def lower(self, false: FloatArray, true: FloatArray) -> list[tuple[float, float]]:
        """Return the lower edge over the corners `(k,)` of the curve, from (0, 0) to (1, 1)."""
        moved = [
            (min(1.0, float(x) + self.across), max(0.0, float(y) - self.up)) for x, y in zip(false, true, strict=True)
        ]
        return [(0.0, 0.0), *moved, (1.0, 1.0)]


def roc_band(n_negative: int, n_positive: int, confidence: float = CONFIDENCE) -> RocBand:
    """Return the simultaneous band of a ROC curve, for any distribution of the chances.

    Each class's distribution of chances lies within its Kolmogorov band with probability `sqrt(confidence)`; the
    classes are independent, so both do with probability `confidence`, at all thresholds at once. Whatever the curve, it
    then runs through the boxes around the corners that were found. Exact for continuous chances, too wide for tied
    ones. Assumes independent patients, which those left out in turn are only roughly.

    Parameters
    ----------
    n_negative, n_positive
        Patients of each class, at least one.
    confidence
        Of the whole curve.

    Notes
    -----
    Source: Campbell (1994), doi:10.1002/sim.4780130513.
    """
    each = math.sqrt(confidence)
    return RocBand(float(kstwo.ppf(each, n_negative)), float(kstwo.ppf(each, n_positive)))


RECORD = Method(
    name="roc-band",
    title="Band of a ROC curve",
    room="validation",
    about=(
        "The band holds the whole curve at once (simultaneous), whatever the distribution of the chances: Kolmogorov "
        "bands of both classes, taken together."
    ),
    basis=Basis(
        estimand="The ROC curve in the population: the share of positives found at every share of negatives called.",
        formula=(
            "boxes of half width d(n0) and half height d(n1) around the curve; d(n): quantile sqrt(0.95) of "
            "Kolmogorov's statistic of n values."
        ),
        assumptions=(
            "Independent samples, drawn within each class like those on whom the model will be used; those left out in "
            "turn are so only roughly."
        ),
        reference="Campbell 1994, doi:10.1002/sim.4780130513",
    ),
)
