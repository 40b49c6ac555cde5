"""What is worked out from two shares of different patients, such as sensitivity and specificity, and its interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray
from interpret.scoring.intervals import CONFIDENCE, clopper_pearson

Function = Callable[[FloatArray, FloatArray], FloatArray]

_DIRECTIONS = 181  # half a degree apart


@dataclass(frozen=True)
class TwoShares:
    """`found` of the `n_positive` positive patients, and `spared` of the `n_negative` negative ones."""

    found: int
    n_positive: int
    spared: int
    n_negative: int

    @property
    def shares(self) -> tuple[float, float]:
        """Sensitivity and specificity."""
        return self.found / self.n_positive, self.spared / self.n_negative

    @property
    def called_positive(self) -> int:
        """Patients of both classes who were called positive."""
        return self.found + self.n_negative - self.spared


def combined(counts: TwoShares, function: Function, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
    """Return a function of the two shares with its interval, squared and added from their exact ones.

    The limits of each share by itself tell how far it may lie below and above; the two being independent, they are
    taken to be off together as far as the ellipse with these distances as half-axes, and the interval is what the
    function reaches on its lower and on its upper quarter. For a sum this is the interval of Zou and Donner. The
    limits of Clopper and Pearson rather than Wilson's are put in: with 11 against 27 patients the coverage of
    balanced accuracy, MCC and predictive values was then never below 95 % at any of the shares tried (with Wilson's
    down to 89 %), and where everybody is called right the interval still has a width.

    Parameters
    ----------
    counts
        Each class has a patient.
    function
        Of arrays `(k,)` of sensitivities and specificities, increasing in both; NaN where it is not defined.

    Source: Zou & Donner (2008), doi:10.1002/sim.3095; Newcombe (2013), ISBN 978-1-4398-1278-5, chapter 7.
    """
    angle = np.linspace(0.0, np.pi / 2.0, _DIRECTIONS)
    found, spared = counts.shares
    (low_found, high_found) = clopper_pearson(counts.found, counts.n_positive, confidence)
    (low_spared, high_spared) = clopper_pearson(counts.spared, counts.n_negative, confidence)
    across, along = np.cos(angle), np.sin(angle)
    below = function(found - (found - low_found) * across, spared - (spared - low_spared) * along)
    above = function(found + (high_found - found) * across, spared + (high_spared - spared) * along)
    value = float(function(np.array([found]), np.array([spared]))[0])
    # a rounding must not leave the estimate outside
    return value, min(value, float(np.nanmin(below))), max(value, float(np.nanmax(above)))
