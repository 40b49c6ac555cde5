"""Bringing the chosen genes to one scale, as measured on the training patients of the fold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from interpret.contracts import FloatArray

Scaling = Literal["none", "z-score", "0 to 1"]


@dataclass(frozen=True, eq=False)
class Scaled:
    """What was learnt: `(k,)` centre and spread of each column; the scaled value is `(x - centre) / spread`."""

    centre: FloatArray
    spread: FloatArray

    def apply(self, X: FloatArray) -> FloatArray:
        """Return `(m, k)` scaled values of `(m, k)` values."""
        scaled: FloatArray = (np.ascontiguousarray(X) - self.centre) / self.spread
        return scaled


def learn_scaling(X: FloatArray, scaling: Scaling) -> Scaled:
    """Learn centre and spread of `(n, k)` training values.

    `z-score`: mean and standard deviation (n - 1); `0 to 1`: smallest value and range; `none`: 0 and 1. A column that
    does not vary is only centred.
    """
    k = X.shape[1]
    if scaling == "none":
        return Scaled(np.zeros(k), np.ones(k))
    low, high = X.min(axis=0), X.max(axis=0)
    varies = high > low  # decided on the values: the computed variance of equal values need not be exactly 0
    if scaling == "0 to 1":
        return Scaled(low, np.where(varies, high - low, 1.0))
    mean = np.where(varies, X.mean(axis=0), low)
    deviation = X.std(axis=0, ddof=1) if len(X) > 1 else np.ones(k)
    return Scaled(mean, np.where(varies, deviation, 1.0))
