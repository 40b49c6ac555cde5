"""Whom each fold's model judges, and whom it has learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from interpret.contracts import IntArray
from interpret.models.learner import Fitted


@dataclass(frozen=True, eq=False)
class Fold:
    """Rows of the training cohort, in its order: those left out together, and those that their models learnt from."""

    judged: IntArray
    taught: IntArray

    def taught_by_name(self, samples: Sequence[str]) -> IntArray:
        """Return those learnt from, as `in_order_of_names`; `samples` are those of the cohort."""
        by_name = in_order_of_names(samples)
        return by_name[np.isin(by_name, self.taught)]


def in_order_of_names(samples: Sequence[str]) -> IntArray:
    """Return the rows in the order of their names: a sum over them then does not hang on their order in a file."""
    return np.argsort(np.array(samples, dtype=np.str_)).astype(np.int64)


def folds_of(fitted: Sequence[Fitted]) -> tuple[Fold, ...]:
    """Return the folds in the order of their first rows: what one model judges, and what it learnt from."""
    owner = np.array([id(model) for model in fitted])
    firsts = {model: row for row, model in reversed(list(enumerate(owner.tolist())))}
    return tuple(
        Fold(np.flatnonzero(owner == owner[row]), np.flatnonzero(owner != owner[row]))
        for row in sorted(firsts.values())
    )
