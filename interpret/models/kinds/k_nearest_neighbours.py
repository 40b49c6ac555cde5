"""The class of the nearest patients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.method import Basis
from interpret.models.forms import Anything
from interpret.models.panel import Choice, Plan
from interpret.models.rules.protocol import row_sums
from interpret.models.screening import TopByF
from interpret.settings import PanelSettings

_AT_ONCE = 4_000_000  # differences looked at together: 32 MB


def plan(settings: PanelSettings) -> Plan:
    """Return what is its own."""
    return Plan(
        name="k-nearest-neighbours",
        title="k-nearest neighbours",
        about="The share of positives among the k nearest training patients by Euclidean distance (Fix & Hodges 1951, "
        "doi:10.2307/1403797; Cover & Hart 1967, doi:10.1109/TIT.1967.1053964); genes brought to mean 0 and variance "
        "1, k among 9, 7, 5 and 3.",
        learn=learn,
        screening=TopByF(settings.genes),
        scaling="z-score",
        grid=tuple({"k": k} for k in (9.0, 7.0, 5.0, 3.0)),
    )


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The training patients themselves: `(n, k)` values, `(n,)` class, and how many neighbours are asked."""

    values: FloatArray
    positive: BoolArray
    neighbours: int

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` shares of positives among the nearest; of patients equally far the first of the training set.

        Distances are sums of squared differences and no matrix product, whose last bits would depend on who else is
        asked for.
        """
        shares = np.empty(len(Z))
        for i, row in enumerate(Z):
            distance = row_sums((self.values - row) ** 2)  # (n,)
            shares[i] = self.positive[np.argsort(distance, kind="stable")[: self.neighbours]].mean()
        return shares

    def in_bulk(self, Z: FloatArray) -> FloatArray:
        """Return what `probability` does but for the last bits of distances, thousands of rows at a time."""
        shares = [
            self.positive[np.argsort(((block[:, None] - self.values) ** 2).sum(axis=2), axis=1, kind="stable")][
                :, : self.neighbours
            ].mean(axis=1)
            for block in np.array_split(Z, 1 + len(Z) * self.values.size // _AT_ONCE)
        ]
        return np.concatenate(shares)

    def form(self) -> Anything:
        """Return a form without structure."""
        return Anything(self.in_bulk)

    def used(self) -> BoolArray:
        """Return `(k,)`: every gene counts in the distance."""
        return np.ones(self.values.shape[1], dtype=np.bool_)


def learn(Z: FloatArray, positive: BoolArray, choice: Choice, seed: int) -> Neighbours:
    """Keep the `(n, k)` values; all of them are neighbours where there are fewer than k."""
    del seed
    return Neighbours(Z, positive.copy(), min(int(choice["k"]), len(Z)))


BASIS = Basis(
    estimand="The chance of the positive class, given the genes.",
    formula="p = share of positives among the k samples of least sum of (z_j - z_ij)^2.",
    assumptions="Samples that are alike in the genes chosen are alike in class; every gene counts alike.",
    reference="Fix and Hodges 1951, doi:10.2307/1403797; Cover and Hart 1967, doi:10.1109/TIT.1967.1053964",
)
