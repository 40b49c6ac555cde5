"""What a rule is to whoever explains it: the form of its arithmetic, which decides how its SHAP values are had.

A form is read off a rule that has learnt; it is never stored with a model. Its columns are the `k` genes that the rule
uses, in the order of the model's `genes`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.models.forest_trees import Tree

Family = Literal["linear", "additive", "tree", "boosted", "other", "constant"]
"""How a model is explained: linear, a sum of curves, trees in probability, trees in log-odds, by sampling, not at all.

`constant`: it looks at no gene, so there is nothing to explain.
"""


@dataclass(frozen=True, eq=False)
class Line:
    """`log-odds = Z @ coefficient + intercept`, with `(k,)` coefficients."""

    coefficient: FloatArray
    intercept: float

    @property
    def family(self) -> Family:
        """Linear, also without any gene."""
        return "linear"


@dataclass(frozen=True, eq=False)
class Curves:
    """Log-odds that are a sum of one function a gene: `terms` gives `(m, k)` of them for `(m, k)` values."""

    terms: Callable[[FloatArray], FloatArray]
    intercept: float

    @property
    def family(self) -> Family:
        """Additive."""
        return "additive"


@dataclass(frozen=True, eq=False)
class TreeSum:
    """`output = offset + scale * sum of the trees' leaf values`.

    Attributes
    ----------
    trees
        `positive_share` of a tree is the value of its nodes, whatever they mean.
    columns
        `(k,)` column that each gene has in the numbering of the trees.
    scale, offset
        See above.
    of
        What the output is; log-odds make it `boosted`, since trees are boosted on that scale.
    """

    trees: Sequence[Tree]
    columns: IntArray
    scale: float
    offset: float
    of: Literal["probability", "log-odds"]

    @property
    def family(self) -> Family:
        """Trees, by the scale on which they are added up."""
        return "tree" if self.of == "probability" else "boosted"


@dataclass(frozen=True, eq=False)
class Booster:
    """Trees that XGBoost keeps to itself: its object, and `(p,)` which of the columns it is given are the genes."""

    booster: Any
    used: BoolArray

    @property
    def family(self) -> Family:
        """Trees in log-odds."""
        return "boosted"


@dataclass(frozen=True, eq=False)
class Anything:
    """A probability of which nothing is known but that it can be computed: `(m, k)` values to `(m,)` probabilities."""

    probability: Callable[[FloatArray], FloatArray]

    @property
    def family(self) -> Family:
        """Explained by sampling, where that is asked for."""
        return "other"


@dataclass(frozen=True)
class Constant:
    """The same for everybody."""

    @property
    def family(self) -> Family:
        """Not explained."""
        return "constant"


Form = Line | Curves | TreeSum | Booster | Anything | Constant


def of_used(function: Callable[[FloatArray], FloatArray], used: BoolArray) -> Anything:
    """Return the form of a rule that is given `(m, p)` columns and looks at those that are `used (p,)`."""

    def probability(Z: FloatArray) -> FloatArray:
        whole = np.zeros((len(Z), used.size))
        whole[:, used] = Z
        return function(whole)

    return Anything(probability)
