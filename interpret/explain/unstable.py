"""The one rule by which a gene, or a pair of genes, counts as unstable in a model.

A gene that most left-out models do without, or on whose direction they do not agree, is no statement of the method. The
figures show the first 15 places: a gene that could as well stand beyond the hundredth has no place there. Fixed on the
simulated study, with the forest and the sparse model: of the 120 genes in the first 15 places of both in four studies
(117 of them planted) this calls one unstable; of the 90 in three studies with shuffled labels, where nothing is there
to find, 82. A stable gene can still be there by chance, since all left-out models share nearly all patients.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from interpret.contracts import BoolArray, FloatArray

FEWEST_FOLDS = 0.5
LEAST_AGREEMENT = 0.9
FARTHEST_RANK = 100.0

IN_WORDS = (
    "fewer than half of the left-out models use it, fewer than 90% of these agree on its direction, or a 95% range of "
    "its rank reaches beyond place 100"
)
STEADY = (
    "at least half of the left-out models use it, where it points the same way in at least 90% of them, and its 95% "
    "range of rank stays within the first 100 places"
)
COLUMNS = ("fold_use_share", "fold_sign_share", "rank_high", "fold_rank_high")


def unstable(row: Mapping[Any, Any]) -> bool:
    """Tell whether a row of `shap_stability`, or of the table of interactions, is unstable.

    Parameters
    ----------
    row
        May hold `fold_use_share`, `fold_sign_share`, `rank_high` and `fold_rank_high`. What is missing is not held
        against it: a model that shows neither coefficients nor trees is judged by its patients alone.
    """
    return bool(unstable_rows(*(np.array([_number(row, name)]) for name in COLUMNS))[0])


def unstable_rows(
    use: FloatArray, agreement: FloatArray, rank_high: FloatArray, fold_rank_high: FloatArray
) -> BoolArray:
    """Return `(n,)` for `(n,)` values of each of `COLUMNS`; a missing one is neither below nor above anything."""
    beyond = (rank_high > FARTHEST_RANK) | (fold_rank_high > FARTHEST_RANK)
    return np.asarray((use < FEWEST_FOLDS) | (agreement < LEAST_AGREEMENT) | beyond, dtype=np.bool_)


def _number(row: Mapping[Any, Any], name: str) -> float:
    value = row.get(name)
    return float(value) if isinstance(value, (int, float, np.number)) else np.nan
