"""The order in which genes enter the path of a sparse logistic regression: what stability selection repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.models.single_paths import SinglePath, TrainingSet, sets_at_once, single_paths
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.settings import PreparationSettings, SparseSettings


@dataclass(frozen=True)
class Ranking:
    """What a base procedure makes of one half of the patients.

    Attributes
    ----------
    entered
        Genes in the order in which it would select them, any number; ties are already broken, by nothing that depends
        on the order of the genes.
    offered
        Genes it could have selected.
    """

    entered: tuple[str, ...]
    offered: tuple[str, ...]


@dataclass(frozen=True)
class LassoEntry:
    """Ranks genes by where they enter the path, the preparation being learnt from the same patients.

    Of genes that enter at the same lambda the one with the larger coefficient per standard deviation comes first, then
    by name. A gene that enters and leaves again has entered.

    Attributes
    ----------
    settings
        The path's `lambdas` and `smallest_lambda_ratio`; of several alphas the largest, which is the sparsest.
    preparation
        Learnt anew on each half.
    threads
        Paths run side by side; changes no number.
    """

    settings: SparseSettings
    preparation: PreparationSettings
    threads: int = 1

    def __call__(self, halves: Sequence[Cohort]) -> list[Ranking]:
        """Return the order of entry on each half, whose genes stand in the order of their names."""
        prepared = [
            apply_preparation(learn_preparation(half.expression, self.preparation, half.smaller_class), half.expression)
            for half in halves
        ]
        sets = [
            TrainingSet(each.values, half.positive, np.ones(half.n, dtype=np.bool_))
            for each, half in zip(prepared, halves, strict=True)
        ]
        step = sets_at_once([each.values.shape for each in prepared], self.settings)
        rankings: list[Ranking] = []
        for start in range(0, len(halves), step):
            batch = slice(start, start + step)
            paths = single_paths(sets[batch], self.settings, self.threads)
            rankings += [_ranking(path, each) for path, each in zip(paths, prepared[batch], strict=True)]
        return rankings


def _ranking(path: SinglePath, prepared: Expression) -> Ranking:
    inside = path.coefficients != 0.0  # (l, p)
    entered = np.flatnonzero(inside.any(axis=0))  # (k,)
    first = inside[:, entered].argmax(axis=0)
    size = np.abs(path.coefficients[first, entered]) * prepared.values[:, entered].std(axis=0)
    order = entered[np.lexsort((entered, -size, first))]
    return Ranking(tuple(prepared.genes[j] for j in order), prepared.genes)
