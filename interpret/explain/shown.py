"""What a fitted model shows of its arithmetic: a line, one curve a gene, or a sum of trees; read off its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.models.forms import Curves, Line, TreeSum


def line_of(model: object) -> Line | None:
    """Return the line over the model's entered values; None where it is something else."""
    form = getattr(model, "form", None)
    return form if isinstance(form, Line) else None


def trees_of(model: object) -> TreeSum | None:
    """Return the trees that a model adds up; None where it is something else."""
    form = getattr(model, "form", None)
    return form if isinstance(form, TreeSum) else None


def terms_of(model: object) -> Callable[[FloatArray], FloatArray] | None:
    """Return what gives the `(m, k)` terms, one a gene, that a model adds up; None where it does not add up any."""
    form = getattr(model, "form", None)
    if isinstance(form, Curves):
        return form.terms
    if not isinstance(form, Line):
        return None
    coefficient = form.coefficient
    return lambda values: np.asarray(values * coefficient, dtype=np.float64)


def entered(model: Any, expression: Expression) -> FloatArray:  # noqa: ANN401  whatever shows a form also shows these
    """Return `(m, k)` values of the model's genes as its arithmetic is given them, for `m` samples as read."""
    return np.asarray(model.entered(expression), dtype=np.float64)
