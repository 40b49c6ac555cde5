"""How the models do within each value of a column that both classes have: there the column cannot be the reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray
from interpret.data.cohort import Cohort
from interpret.scoring.intervals import clopper_pearson
from interpret.scoring.measures.protocol import Part
from interpret.validation.identifiability.column_kind import MOST_LEVELS, ReadColumn
from interpret.validation.identifiability.record import STRATA_COLUMNS

_NAMES = [column.name for column in STRATA_COLUMNS]


def strata_of(
    part: Part, cohort: Cohort, columns: Sequence[ReadColumn], called: Mapping[str, BoolArray]
) -> tuple[pd.DataFrame, int]:
    """Return the rows of one set, and the number of values that only one class has.

    Parameters
    ----------
    columns
        Cells of this set's samples. Those of few categories are asked; one value in all samples is no stratum.
    called
        Model to `(n,)`, True where the positive class is the more probable one.
    """
    rows: list[tuple[object, ...]] = []
    alone = 0
    for column in columns:
        levels = _levels(column)
        if column.kind != "category" or not 1 < len(levels) <= MOST_LEVELS:
            continue
        for level, members in levels.items():
            if len(set(cohort.positive[members].tolist())) == 1:
                alone += 1
                continue
            rows += [(model, part, column.name, level, *counts) for model, counts in _judged(cohort, members, called)]
    return pd.DataFrame(rows, columns=_NAMES), alone


def _levels(column: ReadColumn) -> dict[str, BoolArray]:
    """Return the samples of each value, most frequent value first, then by name."""
    text = np.array(column.text, dtype=object)
    found = {value: np.asarray(text == value, dtype=np.bool_) for value in sorted(set(text[column.known].tolist()))}
    return dict(sorted(found.items(), key=lambda item: -int(item[1].sum())))


def _judged(
    cohort: Cohort, members: BoolArray, called: Mapping[str, BoolArray]
) -> Iterator[tuple[str, tuple[float, ...]]]:
    truth = cohort.positive[members]
    n, persons = truth.size, len(set(cohort.persons[members].tolist()))
    for model, positive in called.items():
        right = positive[members] == truth
        in_negative, in_positive = right[~truth], right[truth]
        found: tuple[float, ...] = (in_negative.size, in_positive.size, persons, int(right.sum()), right.sum() / n)
        found += clopper_pearson(int(right.sum()), n)
        for group in (in_negative, in_positive):
            found += (int(group.sum()), *clopper_pearson(int(group.sum()), group.size))
        yield model, found
