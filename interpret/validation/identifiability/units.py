"""Who is counted: a person once in each group, however many samples they gave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.validation.identifiability.column_kind import ReadColumn


@dataclass(frozen=True, eq=False)
class Units:
    """One entry a person and group, in the order of their first samples: `rows` are the samples of each."""

    second: BoolArray
    rows: tuple[IntArray, ...]

    @property
    def n(self) -> int:
        """Number of units."""
        return len(self.rows)


def units_of(second: BoolArray, persons: IntArray) -> Units:
    """Return the units of `(n,)` samples; who has samples in both groups is counted in both."""
    found: dict[tuple[int, bool], list[int]] = {}
    for row, key in enumerate(zip(persons.tolist(), second.tolist(), strict=True)):
        found.setdefault(key, []).append(row)
    return Units(
        np.array([group for _, group in found], dtype=np.bool_),
        tuple(np.array(rows, dtype=np.int64) for rows in found.values()),
    )


def known_units(column: ReadColumn, units: Units) -> BoolArray:
    """Return `(u,)` whether any sample of the unit has a value."""
    return np.array([bool(column.known[rows].any()) for rows in units.rows], dtype=np.bool_)


def text_of_units(column: ReadColumn, units: Units) -> list[str]:
    """Return the value that most samples of each unit have, the first by name of several; empty where none is known."""
    found = []
    for rows in units.rows:
        values = Counter(column.text[row] for row in rows if column.known[row])
        found.append(min(values, key=lambda value: (-values[value], value)) if values else "")
    return found


def numbers_of_units(numbers: FloatArray, units: Units) -> FloatArray:
    """Return `(u,)` the mean of each unit's known values, NaN where none is known."""
    means = np.full(units.n, np.nan)
    for i, rows in enumerate(units.rows):
        values = numbers[rows]
        values = values[~np.isnan(values)]
        if values.size:
            means[i] = values.mean()
    return means
