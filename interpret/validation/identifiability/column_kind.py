"""What a column of the sample sheet is taken for: categories, numbers, dates, or names that hardly repeat."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, FloatArray

Kind = Literal["category", "number", "date", "names"]

MOST_LEVELS = 12  # numbers and days with no more values than this, each twice on average, are taken as categories
# the first that fits every known cell is taken; a time of day is cut off, since what is done on one day is one batch
_DATES = (
    *("%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%m/%d/%y", "%d/%m/%y", "%d.%m.%y"),
    *("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%B %d, %Y"),
)
_LIKE_A_DATE = re.compile(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d|[A-Z][a-z]+ \d{1,2}, \d")  # spares the forms most columns
_SEPARATORS = (" ", "T")


@dataclass(frozen=True, eq=False)
class ReadColumn:
    """A column with `n` cells.

    Attributes
    ----------
    kind
        `category`: text, truth values, and numbers or days of few values; `number` and `date`: in order; `names`: text
        of which no value repeats.
    known
        `(n,)` False where the cell is empty.
    text
        `n` values as text.
    numbers
        `(n,)` numbers, or days, NaN where missing; None for text.
    """

    name: str
    kind: Kind
    known: BoolArray
    text: tuple[str, ...]
    numbers: FloatArray | None

    @property
    def ordered(self) -> bool:
        """Whether the values are asked by their order instead of one by one."""
        return self.kind in {"number", "date"}

    def take(self, rows: BoolArray) -> ReadColumn:
        """Return the cells of these rows; the kind is that of the whole column."""
        text = tuple(value for value, wanted in zip(self.text, rows, strict=True) if wanted)
        numbers = None if self.numbers is None else self.numbers[rows]
        return ReadColumn(self.name, self.kind, self.known[rows], text, numbers)


def read_column(column: pd.Series) -> ReadColumn:
    """Return what the column is taken for, judged on all its cells."""
    known = column.notna().to_numpy(dtype=np.bool_)
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        numbers = column.to_numpy(dtype=np.float64)
        text = tuple(f"{value:g}" if present else "" for value, present in zip(numbers, known, strict=True))
        return ReadColumn(str(column.name), "category" if _few(numbers[known]) else "number", known, text, numbers)
    cells = tuple(str(value) if present else "" for value, present in zip(column, known, strict=True))
    days = _days([cell for cell in cells if cell])
    if days is not None:
        numbers = np.full(known.size, np.nan)
        numbers[known] = [day.toordinal() for day in days]
        shown = iter(days)
        text = tuple(next(shown).isoformat() if present else "" for present in known)
        return ReadColumn(str(column.name), "category" if _few(numbers[known]) else "date", known, text, numbers)
    distinct = {cell for cell in cells if cell}
    kind: Kind = "names" if len(distinct) == int(known.sum()) else "category"
    return ReadColumn(str(column.name), kind, known, cells, None)


def _few(numbers: FloatArray) -> bool:
    distinct = np.unique(numbers).size
    return distinct <= MOST_LEVELS and 2 * distinct <= numbers.size


def _days(cells: list[str]) -> list[dt.date] | None:
    """Return the days, or None where the cells are no dates of one form."""
    if not cells or not all(_LIKE_A_DATE.match(cell) for cell in cells):
        return None
    for form in _DATES:
        days: list[dt.date] = []
        for cell in cells:
            day = _day(cell, form)
            if day is None:
                break
            days.append(day)
        if len(days) == len(cells):
            return days
    return None


def _day(cell: str, form: str) -> dt.date | None:
    for text in (cell, *(cell.split(mark, 1)[0] for mark in _SEPARATORS)):
        try:
            return dt.datetime.strptime(text, form).date()  # noqa: DTZ007  a sheet gives no time zone
        except ValueError:
            continue
    return None
