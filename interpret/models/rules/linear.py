"""A weighted sum of genes: what logistic regression and the linear support vector machine come down to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.models.forms import Line
from interpret.models.rules.protocol import row_sums


@dataclass(frozen=True, eq=False)
class Linear:
    """`score = Z @ coefficient + intercept`, and its logistic transform.

    Attributes
    ----------
    coefficient, intercept
        `(k,)` and scalar.
    """

    coefficient: FloatArray
    intercept: float

    def score(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` weighted sums of `(m, k)` values."""
        return row_sums(Z * self.coefficient) + self.intercept

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities, the score taken as log-odds."""
        probabilities: FloatArray = expit(self.score(Z))
        return probabilities

    def log_odds(self, Z: FloatArray) -> FloatArray:
        """Return the `(m,)` scores."""
        return self.score(Z)

    def form(self) -> Line:
        """Return the columns with a coefficient, the score taken as log-odds."""
        return self.form_of_log_odds(1.0, 0.0)

    def form_of_log_odds(self, slope: float, intercept: float) -> Line:
        """Return a line: what is linear in the score is linear in the genes."""
        return Line(slope * self.coefficient[self.used()], slope * self.intercept + intercept)

    def used(self) -> BoolArray:
        """Return `(k,)`: the coefficient is not zero."""
        return np.asarray(self.coefficient != 0.0, dtype=np.bool_)
