"""How far the test and the models agree on which genes come first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from interpret.contracts import FloatArray
from interpret.explain.rank_biased_overlap import expected_by_chance, rank_biased_overlap

TEST = "test"


@dataclass(frozen=True)
class Agreement:
    """Two rankings of the same genes.

    Attributes
    ----------
    first, second
        `test`, or the name of a model.
    overlap
        Extrapolated rank-biased overlap; not a number where one ranks nothing.
    by_chance
        What it would be on average if one ranking named genes at random.
    n_first, n_second
        Genes that each ranks: those tested, and those that the model uses for any left-out patient.
    """

    first: str
    second: str
    overlap: float
    by_chance: float
    n_first: int
    n_second: int


def agreements(rankings: Mapping[str, FloatArray]) -> tuple[Agreement, ...]:
    """Return every two of these rankings, in their order.

    Parameters
    ----------
    rankings
        Name to `(n,)` ranks of the same `n` genes, 1 is best; not a number where it does not rank the gene.
    """
    return tuple(
        Agreement(
            one,
            other,
            rank_biased_overlap(rankings[one], rankings[other]),
            expected_by_chance(rankings[one], rankings[other]),
            int(np.isfinite(rankings[one]).sum()),
            int(np.isfinite(rankings[other]).sum()),
        )
        for one, other in combinations(rankings, 2)
    )
