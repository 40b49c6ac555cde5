"""Raise what lies below the floor of the scanner's range and lower what lies above its ceiling."""

from __future__ import annotations

import numpy as np

from interpret.data.expression import Expression


def clamp(expression: Expression, floor: float, ceiling: float) -> Expression:
    """Return the expression with every value brought into `[floor, ceiling]`; what is missing stays missing.

    Nothing is learnt: a value's fate depends on itself alone, so held-out patients may be clamped at any time.

    Parameters
    ----------
    expression
        `(n, p)` intensities.
    floor, ceiling
        Limits in the unit of the expression; 100 and 16,000 are those of Dudoit, Fridlyand and Speed (2002),
        doi:10.1198/016214502753479248.
    """
    values = np.clip(expression.values, floor, ceiling)
    values.setflags(write=False)  # spares Expression its defensive copy
    return expression.with_values(values, expression.scale)
