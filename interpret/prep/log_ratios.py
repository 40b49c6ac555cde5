"""From ratios to their logarithms, on which twice and half are equally far from no difference."""

from __future__ import annotations

import numpy as np

from interpret.data.expression import Expression, Scale
from interpret.prep.logarithm import require_logarithm


def log_ratios(expression: Expression) -> Expression:
    """Return the logarithm to base 2 of every ratio; what is missing stays missing. Nothing is learnt.

    Raises
    ------
    AnalysisError
        A value that is not above 0 (sample and gene named).
    """
    require_logarithm(expression, "ratio", "leave the value empty where it is not known")
    logged = np.log2(expression.values)
    logged.setflags(write=False)  # spares Expression its defensive copy
    return expression.with_values(logged, Scale.LOG_RATIOS)
