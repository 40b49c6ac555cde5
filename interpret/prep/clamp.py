"""Raise what lies below the floor of the scanner's range and lower what lies above its ceiling."""

from __future__ import annotations

import numpy as np

from interpret.data.expression import Expression
from interpret.method import Basis, Method


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


RECORD = Method(
    name="clamp",
    title="Limits of the scanner",
    room="preparation",
    about="Every intensity below the floor was set to the floor, every one above the ceiling to the ceiling.",
    basis=Basis(
        estimand="What the scanner can tell: values outside its range are not told apart.",
        formula="x' = min(max(x, floor), ceiling).",
        assumptions="Differences below the floor and above the ceiling are noise.",
        reference="Dudoit, Fridlyand and Speed 2002, doi:10.1198/016214502753479248",
    ),
)
