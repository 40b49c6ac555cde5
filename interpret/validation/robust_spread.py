"""How far a value lies from the middle of others, in robust standard deviations, and how far is too far."""

from __future__ import annotations

import math

import numpy as np

from interpret.contracts import FloatArray

_NORMAL = 1.4826  # median absolute deviation of a normal variable, made a standard deviation


def middle_and_spread(values: FloatArray, least: float) -> tuple[float, float]:
    """Return the median and the median absolute deviation as a standard deviation, at least `least`."""
    middle = float(np.median(values))
    return middle, max(least, _NORMAL * float(np.median(np.abs(values - middle))))


def too_far(n: int, least: float) -> float:
    """Return the robust standard deviations from which one of `n` values is far from the middle, at least `least`.

    Of few values the median absolute deviation is itself a matter of luck. The limit is one that the farthest of `n`
    normal values passes in one set of a hundred or fewer (found by simulation, 6 to 100 values): 9.7 for 8 values,
    7.1 for 12, 5.5 for 20.
    """
    return max(least, 4.3 + 150.0 / math.pow(n, 1.6))
