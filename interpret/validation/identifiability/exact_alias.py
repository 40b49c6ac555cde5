"""When the group can be read off a column without error, and when such a finding is no accident.

Evidence is counted in persons: many samples of one person share that person's values and are no coincidence.
"""

from __future__ import annotations

from collections import Counter
from typing import Literal

import numpy as np

from interpret.contracts import BoolArray, IntArray
from interpret.validation.identifiability.column_kind import ReadColumn

SMALLEST_LEVEL = 3  # a value that one or two persons have lies within one group by chance


def exact_gaps(known: BoolArray, second: BoolArray, persons: IntArray) -> bool:
    """Whether the value is known in all samples of one group and in none of the other."""
    one_group_only = bool(np.array_equal(known, second) or np.array_equal(known, ~second))
    return one_group_only and _enough(second, persons)


def exact_order(second: BoolArray) -> bool:
    """Whether all units of one group stand before all of the other; `second` is `(u,)` in that order."""
    together = int((second[1:] != second[:-1]).sum()) == 1
    return together and min(int(second.sum()), int((~second).sum())) >= SMALLEST_LEVEL


def exact_values(column: ReadColumn, second: BoolArray, persons: IntArray) -> Literal["", "levels", "values"]:
    """Return how the values give the group away: each occurs in one only, or all of one lie above the other's."""
    known = column.known
    if len(set(second[known].tolist())) < 2 or not _enough(second[known], persons[known]):  # noqa: PLR2004  two groups
        return ""
    if column.numbers is not None and np.unique(column.numbers[known]).size > SMALLEST_LEVEL:
        high, low = column.numbers[known & second], column.numbers[known & ~second]
        if high.min() > low.max() or high.max() < low.min():
            return "values"
    return "levels" if not column.ordered and _each_in_one_group(column, second, persons) else ""


def _each_in_one_group(column: ReadColumn, second: BoolArray, persons: IntArray) -> bool:
    """Whether each value occurs in one group only, and each group has a value of three persons or more."""
    cells = zip(column.text, second.tolist(), persons.tolist(), column.known.tolist(), strict=True)
    # each person once for each group and value: two samples of one person with the same value say it once
    seen = {(value, group, person) for value, group, person, known in cells if known}
    counted = Counter((value, group) for value, group, _ in seen)  # persons of each value and group
    if len({value for value, _ in counted}) < len(counted):
        return False
    return {group for (_, group), n in counted.items() if n >= SMALLEST_LEVEL} == {False, True}


def _enough(second: BoolArray, persons: IntArray) -> bool:
    """Whether the two groups together have six persons, one with samples in both counted in both."""
    return len(set(zip(persons.tolist(), second.tolist(), strict=True))) >= 2 * SMALLEST_LEVEL
