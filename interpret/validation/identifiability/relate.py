"""One thing asked of two groups: a column's values, its gaps, the order of the samples."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from interpret.contracts import BoolArray, IntArray
from interpret.validation.identifiability.column_kind import MOST_LEVELS, ReadColumn
from interpret.validation.identifiability.exact_alias import exact_gaps, exact_order, exact_values
from interpret.validation.identifiability.exact_ranks import (
    mann_whitney_exact,
    runs_exact,
    share_by_neighbours,
    share_of_pairs,
)
from interpret.validation.identifiability.exact_tables import freeman_halton, guessed_share
from interpret.validation.identifiability.record import Aspect, Level, Relation
from interpret.validation.identifiability.units import Units, known_units, numbers_of_units, text_of_units


def of_values(
    column: ReadColumn, second: BoolArray, persons: IntArray, units: Units, stream: np.random.SeedSequence
) -> Relation:
    """Return how the values of a column go with the groups, among the persons who have one."""
    how = exact_values(column, second, persons)
    known = known_units(column, units)
    group = units.second[known]
    counts = (int((~group).sum()), int(group.sum()))
    levels: tuple[Level, ...] = ()
    share, p = math.nan, math.nan
    if column.ordered and column.numbers is not None:
        values = numbers_of_units(column.numbers, units)[known]
        if np.unique(values).size == 1:
            levels = (Level(next(text for text in column.text if text), *counts),)
        elif min(counts):
            share, p = share_of_pairs(values, group), mann_whitney_exact(values, group)
    else:
        text = [value for value in text_of_units(column, units) if value]
        names, first, in_second = _table(text, group)
        if len(names) <= MOST_LEVELS:
            levels = tuple(map(Level, names, first.tolist(), in_second.tolist()))
        # where one value is all there is, or none repeats, no table could be rarer than another
        if min(counts) and 1 < len(names) < len(text):
            share, p = guessed_share(first, in_second), freeman_halton(first, in_second, stream)
    return Relation(
        column.name, "values", *counts, share, p, verdict="exact" if how else "none", how=how, levels=levels
    )


def of_gaps(column: ReadColumn, second: BoolArray, persons: IntArray, units: Units) -> Relation | None:
    """Return how knowing the value at all goes with the groups; None where it is known of all persons, or of none."""
    known = known_units(column, units)
    if known.all() or not known.any():
        return None
    exact = exact_gaps(column.known, second, persons)
    text = ["known" if one else "missing" for one in known]
    names, first, in_second = _table(text, units.second)
    return Relation(
        column.name,
        "gaps",
        int((~units.second).sum()),
        int(units.second.sum()),
        guessed_share(first, in_second),
        freeman_halton(first, in_second, np.random.SeedSequence(0)),
        verdict="exact" if exact else "none",
        how="gaps" if exact else "",
        levels=tuple(map(Level, names, first.tolist(), in_second.tolist())),
    )


def of_order(units: Units) -> Relation:
    """Return whether the groups stand together in the order of the units."""
    exact = exact_order(units.second)
    return Relation(
        "",
        "order",
        int((~units.second).sum()),
        int(units.second.sum()),
        1.0 if exact else share_by_neighbours(units.second),  # one cut tells them apart
        runs_exact(units.second),
        verdict="exact" if exact else "none",
        how="order" if exact else "",
    )


def of_class(positive: BoolArray, labels: tuple[str, str], units: Units) -> Relation:
    """Return how the classes are shared out between the groups (the sets)."""
    text = [labels[bool(positive[rows].mean() > 0.5)] for rows in units.rows]  # noqa: PLR2004  the class of most samples
    names, first, in_second = _table(text, units.second)
    share, p = math.nan, math.nan
    if len(names) > 1:
        share, p = guessed_share(first, in_second), freeman_halton(first, in_second, np.random.SeedSequence(0))
    counts = (int((~units.second).sum()), int(units.second.sum()))
    return Relation("", _CLASS, *counts, share, p, levels=tuple(map(Level, names, first.tolist(), in_second.tolist())))


_CLASS: Aspect = "class"


def _table(text: Sequence[str], group: BoolArray) -> tuple[list[str], IntArray, IntArray]:
    """Return the values, most frequent first (then by name), with the units of each group at each."""
    names, place = np.unique(np.array(text, dtype=object).astype(str), return_inverse=True)
    first = np.bincount(place[~group], minlength=names.size).astype(np.int64)
    second = np.bincount(place[group], minlength=names.size).astype(np.int64)
    order = np.lexsort((np.arange(names.size), -(first + second)))
    return [str(names[i]) for i in order], first[order], second[order]
