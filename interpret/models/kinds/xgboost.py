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


@dataclass(frozen=True, eq=False)
class First:
    """The first `rounds` trees of a booster over `(n, k)` values, `k` the `columns`."""

    booster: Any
    rounds: int
    columns: int

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `(m, k)` values."""
        trees = (0, self.rounds)
        return np.asarray(self.booster.inplace_predict(np.ascontiguousarray(Z), iteration_range=trees), np.float64)

    def used(self) -> BoolArray:
        """Return `(k,)`: a tree splits by the column."""
        return _used(self.booster[: self.rounds], self.columns)


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Boosted:
    """Fit `(n, k)` values on one thread; with every row and column taken nothing in it is random."""
    booster = _booster(Z, positive, int(choice["rounds"]), seed)
    return Boosted(booster, _used(booster, Z.shape[1]))


def learn_each(Z: FloatArray, positive: BoolArray, grid: Sequence[Choice], seed: int) -> list[First]:
    """Return what says, for each choice, the probabilities that `learn` gives: to tune by, not to be kept.

    The first trees of the longest fit are those of a shorter one.
    """
    rounds = [int(choice["rounds"]) for choice in grid]
    longest = _booster(Z, positive, max(rounds), seed)
    return [First(longest, each, Z.shape[1]) for each in rounds]


def _booster(Z: FloatArray, positive: BoolArray, rounds: int, seed: int) -> Any:  # noqa: ANN401  xgboost is untyped
    """Return what `XGBClassifier` would have fitted; on thirty patients its wrapping takes as long as its trees."""
    from xgboost import Booster as Trees  # noqa: PLC0415  an optional extra
    from xgboost import DMatrix  # noqa: PLC0415

    matrix = DMatrix(Z, label=positive.astype(np.float64), nthread=1)
    asked = {"objective": "binary:logistic", "learning_rate": LEARNING_RATE, "max_depth": DEPTH}
    booster = Trees({**asked, "seed": seed, "nthread": 1}, [matrix])
    for step in range(rounds):
        booster.update(matrix, step)
    return booster


def _used(booster: Any, k: int) -> BoolArray:  # noqa: ANN401  xgboost is untyped
    used = np.zeros(k, dtype=np.bool_)
    used[[int(name.removeprefix("f")) for name in booster.get_score(importance_type="weight")]] = True
    return used


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
