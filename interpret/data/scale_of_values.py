"""Tell raw intensities from logarithms by their range."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Scale


def scale_of_values(values: FloatArray) -> Scale:
    """Return `Scale.RAW` or `Scale.LOG2` for a matrix whose file does not say which.

    The rule is that of the scripts that GEO2R at NCBI GEO writes: raw where the 99 % quantile exceeds 100, or where
    the range exceeds 50 and the lower quartile is above 0. It is a guess, so the study notes it. The base of a
    logarithm cannot be seen; base 2 is the custom of the field. Missing values are not looked at.

    Parameters
    ----------
    values
        Any shape; at least one value is present.
    """
    missing = np.isnan(values)
    present = values[~missing] if missing.any() else values
    low, quarter, high, largest = np.quantile(present, [0.0, 0.25, 0.99, 1.0])
    raw = high > 100.0 or (largest - low > 50.0 and quarter > 0.0)  # noqa: PLR2004  the thresholds are GEO2R's
    return Scale.RAW if raw else Scale.LOG2
