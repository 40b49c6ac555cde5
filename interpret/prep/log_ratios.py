"""From ratios to their logarithms, on which twice and half are equally far from no difference."""

from __future__ import annotations

import numpy as np

from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError


def log_ratios(expression: Expression) -> Expression:
    """Return the logarithm to base 2 of every ratio; what is missing stays missing. Nothing is learnt.

    Raises
    ------
    AnalysisError
        A value that is not above 0 (sample and gene named).
    """
    values = expression.values
    if values.size and np.fmin.reduce(values, axis=None) <= 0.0:  # over the values present
        row, column = np.unravel_index(int(np.nanargmin(values)), values.shape)
        raise AnalysisError(
            f"the ratio {values[row, column]:g} has no logarithm",
            where=f"sample {expression.samples[row]}, gene {expression.genes[column]}",
            wanted="ratios above 0",
            remedy="leave the value empty where it is not known",
        )
    logged = np.log2(values)
    logged.setflags(write=False)  # spares Expression its defensive copy
    return expression.with_values(logged, Scale.LOG_RATIOS)
