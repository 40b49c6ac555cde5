"""A learnt classifier of scikit-learn as a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.models.forms import Form, of_used
from interpret.models.rules.estimator_forms import ADDS_LOG_ODDS, form_of, log_odds_of


@dataclass(frozen=True, eq=False)
class Estimated:
    """A classifier that learnt the classes `False` and `True`.

    Attributes
    ----------
    estimator
        Learnt; only read from here on.
    columns
        `(k,)`: True where it uses the column.
    alone
        Each row is handed over by itself. Needed where the estimator multiplies matrices: the last bits of a product
        depend on how many rows it has, and a patient's probability must not depend on who is judged beside them.
    """

    estimator: Any
    columns: BoolArray
    alone: bool = False

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `(m, k)` values."""
        return self._by_rows(lambda rows: self.estimator.predict_proba(rows)[:, 1], Z)

    def score(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` values of the decision function."""
        return self._by_rows(self.estimator.decision_function, Z)

    def log_odds(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` log-odds for `(m, k)` values, of an estimator that adds them up."""
        return log_odds_of(self.estimator, Z)

    def form(self) -> Form:
        """Return the form of the estimator; without structure where it is none of those that add up log-odds."""
        if isinstance(self.estimator, ADDS_LOG_ODDS):
            return form_of(self.estimator, self.columns)
        return of_used(lambda Z: np.asarray(self.estimator.predict_proba(Z)[:, 1], dtype=np.float64), self.columns)

    def form_of_log_odds(self, slope: float, intercept: float) -> Form:
        """Return a form without structure: the decision function may bend."""

        def probability(Z: FloatArray) -> FloatArray:
            probabilities: FloatArray = expit(slope * self.estimator.decision_function(Z) + intercept)
            return probabilities

        return of_used(probability, self.columns)

    def used(self) -> BoolArray:
        """Return `(k,)`: it uses the column."""
        return self.columns

    def _by_rows(self, function: Any, Z: FloatArray) -> FloatArray:  # noqa: ANN401  scikit-learn is untyped
        if self.alone:
            return np.array([function(row[None, :])[0] for row in Z], dtype=np.float64)
        return np.asarray(function(np.ascontiguousarray(Z)), dtype=np.float64)


def split_by(trees: Iterable[Any], k: int) -> BoolArray:
    """Return `(k,)`: one of scikit-learn's `trees`, fitted or bare, splits by the column.

    Importances do not tell: a first split that gains nothing by itself, as where only two genes together tell the
    classes apart, has none and decides all the same.
    """
    used = np.zeros(k, dtype=np.bool_)
    for tree in trees:
        column = getattr(tree, "tree_", tree).feature  # negative in a leaf
        used[column[column >= 0]] = True
    return used
