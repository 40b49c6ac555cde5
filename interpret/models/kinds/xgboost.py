"""Gradient boosting as XGBoost does it: an optional extra."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.forms import Booster
from interpret.models.panel import Choice, Plan, listed
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings

LEARNING_RATE = 0.3
DEPTH = 6


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="xgboost",
        title="XGBoost",
        about=f"Trees of depth {DEPTH} or less by XGBoost (Chen & Guestrin 2016, doi:10.1145/2939672.2939785), "
        f"learning rate {LEARNING_RATE}, {listed(settings.boosting_rounds)} trees, its other settings as they come.",
        learn=learn,
        screening=TopByF(settings.genes),
        grid=tuple({"rounds": float(rounds)} for rounds in settings.boosting_rounds),
        learn_each=learn_each,
    )


@dataclass(frozen=True, eq=False)
class Boosted:
    """Boosted trees.

    Attributes
    ----------
    booster
        XGBoost's own object.
    columns
        `(k,)`: True where a tree splits by the column.
    """

    booster: Any
    columns: BoolArray

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `(m, k)` values."""
        return np.asarray(self.booster.inplace_predict(np.ascontiguousarray(Z)), dtype=np.float64)

    def log_odds(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` sums of the trees, as XGBoost adds them up: in single precision."""
        return np.asarray(self.booster.inplace_predict(np.ascontiguousarray(Z), predict_type="margin"), np.float64)

    def form(self) -> Booster:
        """Return its own object."""
        return Booster(self.booster, self.columns)

    def used(self) -> BoolArray:
        """Return `(k,)`: a tree splits by the column."""
        return self.columns


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Boosted:
    """Fit `(n, k)` values on one thread; with every row and column taken nothing in it is random."""
    from xgboost import XGBClassifier  # noqa: PLC0415  an optional extra

    model = XGBClassifier(
        n_estimators=int(choice["rounds"]), learning_rate=LEARNING_RATE, max_depth=DEPTH, random_state=seed, n_jobs=1
    ).fit(Z, positive)
    return _boosted(model.get_booster(), Z.shape[1])


def learn_each(Z: FloatArray, positive: BoolArray, grid: Sequence[Choice], seed: int) -> list[Boosted]:
    """Return what `learn` gives for each choice: the first trees of the longest fit are those of a shorter one."""
    longest = learn(Z, positive, max(grid, key=lambda choice: choice["rounds"]), seed).booster
    return [_boosted(longest[: int(choice["rounds"])], Z.shape[1]) for choice in grid]


def _boosted(booster: Any, k: int) -> Boosted:  # noqa: ANN401  xgboost is untyped
    used = np.zeros(k, dtype=np.bool_)
    used[[int(name.removeprefix("f")) for name in booster.get_score(importance_type="weight")]] = True
    return Boosted(booster, used)


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula=(
        "logit p = F_0 + rate * sum of trees; a leaf weighs -G / (H + 1), G and H sums of first and second "
        "derivatives of the log loss."
    ),
    assumptions=(
        "Persons who are independent of each other; the number of trees and the penalty of 1 are what hold it back."
    ),
    reference="Chen and Guestrin 2016, doi:10.1145/2939672.2939785",
)
