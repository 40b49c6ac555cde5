"""Locally weighted regression, robust: a smooth curve through a cloud of points (R's lowess)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray

STEPS = 3  # of robustness, after the first fit
# Shares of a distance within which a weight is 1, and beyond which it is 0.
FULL, NONE = 0.001, 0.999
# The curve is worked out at places this share of the range apart and is straight in between.
APART = 0.01
# Residuals whose median is so small beside their mean are those of a perfect fit.
PERFECT = 1e-7
SMALLEST_SPREAD = 0.001  # of the range: a narrower neighbourhood is given its mean, not a line


def lowess(x: FloatArray, y: FloatArray, span: float) -> FloatArray:
    """Return the curve at every x: a line fitted to the nearest points, tricube weights, outliers weighed down.

    Parameters
    ----------
    x, y
        `(p,)`; x in ascending order, and y in ascending order where x is equal.
    span
        Share of the points that each line looks at.

    Notes
    -----
    Cleveland 1979, doi:10.1080/01621459.1979.10481038, with the steps, the distance between fitted places and the
    rounding of the neighbourhood that R's lowess has by default.
    """
    p = x.size
    if p < 2:  # noqa: PLR2004  no line through one point
        return y.copy()
    near = max(2, min(p, int(span * p + 1e-7)))
    places, left = _places(x, near)
    around = [_Neighbours.of(x, place, start, near) for place, start in zip(places, left, strict=True)]
    narrow = SMALLEST_SPREAD * float(x[-1] - x[0])
    curve, robust = y.copy(), np.ones(p)
    for step in range(STEPS + 1):
        heights = np.array([each.height(y, robust, narrow) for each in around])
        curve = np.interp(x, x[places], heights)
        size = np.abs(y - curve)
        middle = 6.0 * float(np.median(size))
        if step == STEPS or middle < PERFECT * math.fsum(size.tolist()) / p:
            break
        robust = np.where(size <= NONE * middle, (1.0 - (size / middle) ** 2) ** 2, 0.0)
        robust[size <= FULL * middle] = 1.0
    return np.asarray(curve, dtype=np.float64)


def _places(x: FloatArray, near: int) -> tuple[list[int], list[int]]:
    """Return the points at which a line is fitted, and where the neighbourhood of each begins."""
    p, apart = x.size, APART * float(x[-1] - x[0])
    places, left = [0], [0]
    while True:
        last = int(np.searchsorted(x, x[places[-1]], side="right")) - 1  # points at the same x have the same height
        if last >= p - 1:
            break
        beyond = int(np.searchsorted(x, x[last] + apart, side="right"))  # the first point farther than `apart`
        place = max(last + 1, beyond - 1)
        start = left[-1]
        while start + near < p and x[place] - x[start] > x[start + near] - x[place]:
            start += 1
        places.append(place)
        left.append(start)
    return places, left


@dataclass(frozen=True, eq=False)
class _Neighbours:
    """The points around one place, and what is the same of them in every step.

    `weight` is the tricube of their distance; `reach` the distance of the farthest.
    """

    place: int
    points: slice
    at: float
    reach: float
    inside: FloatArray
    weight: FloatArray

    @classmethod
    def of(cls, x: FloatArray, place: int, start: int, near: int) -> _Neighbours:
        at = float(x[place])
        reach = max(at - float(x[start]), float(x[start + near - 1]) - at)
        end = int(np.searchsorted(x, at + NONE * reach, side="right"))  # points as far as the farthest belong to them
        inside, distance = x[start:end], np.abs(x[start:end] - at)
        weight = np.where(distance <= NONE * reach, 1.0, 0.0)
        if reach > 0.0:
            weight *= np.where(distance > FULL * reach, (1.0 - (distance / reach) ** 3) ** 3, 1.0)
        return cls(place, slice(start, end), at, reach, inside, weight)

    def height(self, y: FloatArray, robust: FloatArray, narrow: float) -> float:
        """Return the height at the place of the line through the points; their mean where they spread no farther."""
        weight = self.weight * robust[self.points]
        total = float(weight.sum())
        if total <= 0.0:
            return float(y[self.place])
        weight /= total
        if self.reach > 0.0:
            centre = float((weight * self.inside).sum())
            away = self.inside - centre
            spread = float((weight * away**2).sum())
            if math.sqrt(spread) > narrow:
                weight *= (self.at - centre) / spread * away + 1.0
        return float((weight * y[self.points]).sum())
