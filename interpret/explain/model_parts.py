"""What a fitted model shows of its arithmetic: a line, one curve a gene, or a sum of trees; read off it, never stored.

A model may say so by its `form` (anything with the attributes asked for below), or hold coefficients or trees itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.data.expression import Expression
from interpret.models.forest_trees import Tree
from interpret.models.learner import Fitted


@dataclass(frozen=True, eq=False)
class Terms:
    """A model that adds up one term a gene; `of` gives `(m, k)` terms for `(m, k)` values of its `k` genes."""

    of: Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, eq=False)
class TreeSum:
    """A model that is `scale` times the sum of its trees, but for a constant.

    `columns (k,)` are the numbers that the trees give to the model's `k` genes.
    """

    trees: Sequence[Tree]
    columns: IntArray
    scale: float


def terms_of(model: Fitted) -> Terms | None:
    """Return the terms that a model adds up; None where it does not show any."""
    shown: Any = getattr(model, "form", model)
    coefficient = getattr(shown, "coefficient", None)
    if coefficient is not None:
        return Terms(lambda values: np.asarray(values * coefficient, dtype=np.float64))
    terms = getattr(shown, "terms", None)
    return None if terms is None else Terms(terms)


def tree_sum_of(model: Fitted) -> TreeSum | None:
    """Return the trees that a model adds up; None where it does not show any."""
    shown: Any = getattr(model, "form", model)
    trees = getattr(shown, "trees", None)
    if trees is None:
        return None
    used = np.unique(np.concatenate([tree.gene for tree in trees]))
    columns = getattr(shown, "columns", used[used >= 0])
    return TreeSum(tuple(trees), np.asarray(columns, dtype=np.int64), float(getattr(shown, "scale", 1.0 / len(trees))))


def entered(model: Any, expression: Expression) -> FloatArray:  # noqa: ANN401  whatever prepares its own values
    """Return `(m, k)` values of the model's genes as its arithmetic is given them, for `m` samples as read."""
    prepared = getattr(model, "entered", None) or model.design
    return np.asarray(prepared(expression), dtype=np.float64)
