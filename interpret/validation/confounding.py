"""What else tells the classes apart: columns of the sample sheet, their gaps, and the order of the samples.

Where a column coincides with the class, no analysis of these patients can say which of the two the expression follows.
Evidence is counted in patients: many samples of one patient share that patient's values and are no coincidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, IntArray
from interpret.data.cohort import Cohort

SMALLEST_LEVEL = 3  # a level of one or two patients lies within one class by chance


@dataclass(frozen=True)
class Alias:
    """A column (or the sample order) from which the class can be read off without error.

    `how` is `levels` (each value occurs in one class only), `values` (all of one class lie above the other), `gaps`
    (the value is missing in exactly one class) or `order` (the classes follow one another in the order of the names).
    """

    column: str
    how: Literal["levels", "values", "gaps", "order"]


def aliases_of_class(cohort: Cohort) -> tuple[Alias, ...]:
    """Return every column of the sample sheet that gives the class away, and the sample order if it does."""
    found = []
    for name in cohort.covariates.columns:
        how = _how_aliased(cohort.covariates[name], cohort.positive, cohort.persons)
        if how is not None:
            found.append(Alias(str(name), how))
    if _changes(cohort.positive) == 1:
        found.append(Alias("sample order", "order"))
    return tuple(found)


def _how_aliased(
    column: pd.Series, positive: BoolArray, persons: IntArray
) -> Literal["levels", "values", "gaps"] | None:
    missing = column.isna().to_numpy()
    if missing.any() and (np.array_equal(missing, positive) or np.array_equal(missing, ~positive)):
        return "gaps"
    known = ~missing
    # each person once for each class and value: two samples of one person with the same value say it once
    seen = pd.DataFrame({"value": column[known], "positive": positive[known], "person": persons[known]})
    patients = len(seen[["person", "positive"]].drop_duplicates())
    if patients < 2 * SMALLEST_LEVEL or len(set(positive[known])) == 1:
        return None
    if pd.api.types.is_numeric_dtype(column) and column.nunique() > SMALLEST_LEVEL:
        high, low = column[known & positive], column[known & ~positive]
        return "values" if high.min() > low.max() or high.max() < low.min() else None
    seen = seen.drop_duplicates()
    table = pd.crosstab(seen["value"], seen["positive"])
    one_class = (table > 0).sum(axis=1) == 1
    large = table.sum(axis=1) >= SMALLEST_LEVEL
    both_classes_have_a_large_level = bool((table[large] > 0).any(axis=0).all()) if large.any() else False
    return "levels" if bool(one_class.all()) and both_classes_have_a_large_level else None


def _changes(positive: BoolArray) -> int:
    return int((positive[1:] != positive[:-1]).sum())
