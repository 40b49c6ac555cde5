"""Whether a number of many arrays falls into two groups, and in which of them each array lies."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray, IntArray

FEWEST = 6  # arrays of a set: among fewer no two groups can be told from chance
LEAST = 2.0
"""How far apart the means of the two groups must lie: on the log2 scale, four-fold."""
_STANDARD = 5.0
HIGH, LOW, BETWEEN, UNKNOWN = 1, -1, 0, 9


@dataclass(frozen=True)
class TwoLevels:
    """Two groups: their means, and how many pooled standard deviations within the groups these lie apart.

    `apart` is NaN where the two levels were not learnt from the values but are given.
    """

    low: float
    high: float
    apart: float

    @property
    def limits(self) -> tuple[float, float]:
        """Up to where a value is low, and from where on it is high: a quarter of the way from either mean."""
        quarter = (self.high - self.low) / 4.0
        return self.low + quarter, self.high - quarter

    def levels(self, values: FloatArray) -> IntArray:
        """Return `(n,)` HIGH or LOW; BETWEEN in the middle half between the means, UNKNOWN where missing."""
        low, high = self.limits
        side = np.where(values >= high, HIGH, np.where(values <= low, LOW, BETWEEN))
        return np.where(np.isnan(values), UNKNOWN, side).astype(np.int64)


def limit(n: int) -> float:
    """Return how many standard deviations apart the groups of `n` arrays must lie.

    Any numbers can be cut in two, and the halves of few lie far apart: of normal values that form one group, one set
    in a thousand reaches this limit (found by simulation, 6 to 500 arrays): 17.2 for 6, 9.5 for 10, 5.5 for 20, and 5
    from 24 on.
    """
    return max(_STANDARD, 3.5 + 240.0 / math.pow(n, 1.6))


def two_levels(values: FloatArray) -> TwoLevels | None:
    """Return the two groups of `values` `(n,)`, NaN where missing; None where there are no two.

    The cut is the one with the least sum of squares within the groups (Fisher 1958, doi:10.2307/2281952), neither
    group smaller than two arrays or one in ten. The groups count where their means lie at least `LEAST` apart and
    at least `limit(n)` standard deviations within them.
    """
    x = np.sort(values[~np.isnan(values)])
    n = x.size
    least = max(2, math.ceil(0.1 * n))  # fewer may be outliers that say nothing of the others
    if n < FEWEST:
        return None
    sizes = np.arange(least, n - least + 1)
    sizes = sizes[x[sizes - 1] < x[sizes]]  # equal values stay together
    if not sizes.size:
        return None
    total = np.cumsum(x)
    low = total[sizes - 1] / sizes
    high = (total[-1] - total[sizes - 1]) / (n - sizes)
    between = sizes * (n - sizes) / n * (high - low) ** 2
    best = int(between.argmax())
    within = max(0.0, float(((x - x.mean()) ** 2).sum() - between[best]))
    distance = float(high[best] - low[best])
    spread = max(math.sqrt(within / (n - 2)), 1e-9)
    apart = distance / spread
    return TwoLevels(float(low[best]), float(high[best]), apart) if distance >= LEAST and apart >= limit(n) else None
