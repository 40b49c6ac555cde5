"""Cells that hold numbers: which texts are numbers, where decimal commas are meant, and what is said of other texts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np

from interpret.data.readers.delimited import DelimitedFile, Record, is_missing
from interpret.data.wording import count
from interpret.errors import InputError, Problems

SHOWN = 5
PROBED = 50
_PROBED_CELLS = 2**18  # a wide table shows in fewer records what its columns hold

# possessive: a cell of 100,000 digits and a letter must not be tried in every way to cut it
_NUMBER = re.compile(r"[+-]?([0-9]++(\.[0-9]*+)?|\.[0-9]++)([eE][+-]?[0-9]++)?")
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+([eE][+-]?[0-9]+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+")
_LARGE = re.compile(r"[+-]?[1-9][0-9]{3,}")


@dataclass(frozen=True)
class Layout:
    """Which columns hold what.

    `numbers` and `texts` are positions in the header; `name` is the column that names the record; `record_is` says
    whether a record is a gene or a sample, for messages.
    """

    numbers: tuple[int, ...]
    texts: tuple[int, ...]
    name: int
    record_is: Literal["gene", "sample"]


class Records(Protocol):
    """An opened table, as far as messages and a first look need it."""

    @property
    def name(self) -> str:
        """Name of the file for messages."""
        ...

    @property
    def header(self) -> tuple[str, ...]:
        """Names of the columns."""
        ...

    def records(self) -> Iterator[Record]:
        """Yield every record."""
        ...


def is_number(cell: str) -> bool:
    """Return whether the cell is a finite number, with a decimal point or a decimal comma."""
    return bool(_NUMBER.fullmatch(cell.strip()) or _DECIMAL_COMMA.fullmatch(cell.strip()))


def first_records(file: Records) -> list[Record]:
    """Return the first records, enough to see what the columns hold."""
    most = min(PROBED, max(2, _PROBED_CELLS // max(1, len(file.header))))
    records: list[Record] = []
    with Problems().gathering():  # lines that do not fit are said when all are read
        for record in itertools.islice(file.records(), most):
            records.append(record)  # noqa: PERF402  what was read before a fault is kept
    return records


def has_decimal_comma(file: DelimitedFile, layout: Layout) -> bool:
    """Return whether the first numbers are written with decimal commas.

    Raises
    ------
    InputError
        Commas that could as well separate thousands, in the whole file.
    """
    if file.separator == ",":
        return False
    cells = [record.cells[j].strip() for record in first_records(file) for j in layout.numbers]
    points = any("." in cell and not is_missing(cell) for cell in cells)
    commas = [cell for cell in cells if _DECIMAL_COMMA.fullmatch(cell)]
    if not commas or points:
        return False
    if all(_THOUSANDS.fullmatch(cell) for cell in commas):
        _refuse_thousands(file, layout)
    return True


def _refuse_thousands(file: DelimitedFile, layout: Layout) -> None:
    """Raise InputError unless some cell of the file shows that its commas are decimal ones."""
    seen = ""
    for record in file.records():
        for j in layout.numbers:
            cell = record.cells[j].strip()
            if "," in cell and not _THOUSANDS.fullmatch(cell):
                return
            if _LARGE.fullmatch(cell):
                return  # a thousand without a comma
            seen = seen or (fault_in(record, j, file, layout) if "," in cell else "")
    raise InputError(
        "the commas in the numbers could be decimal commas or could separate thousands",
        where=f"{file.name}: {seen}",
        wanted="numbers that can be read in one way only",
        remedy="export the table without separators of thousands, or with decimal points",
    )


def refuse_faults(faults: Sequence[str], name: str) -> None:
    """Raise InputError with the first of the cells (`fault_in`) that hold no number, and how many more there are."""
    if not faults:
        return
    more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    raise InputError(
        f"{count(len(faults), 'cell')} without a number",
        where=f"{name}: " + "; ".join([*faults[:SHOWN], *more]),
        wanted="a finite number, or an empty cell or NA where the value is missing",
        remedy="correct these cells, or leave out the genes or samples concerned",
    )


def number_in(cell: str, *, decimal_comma: bool) -> float | None:
    """Return the number, NaN where the cell says that there is none, None where it says something else."""
    text = cell.strip()
    if is_missing(text):
        return np.nan
    if decimal_comma:
        if "." in text:
            return None  # 1.234 is a thousand and more where commas are decimal
        text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if np.isfinite(value) else None


def fault_in(record: Record, column: int, file: Records, layout: Layout) -> str:
    """Return where a cell without a number stands, and what stands there."""
    name, heading = record.cells[layout.name].strip(), file.header[column]
    gene, sample = (name, heading) if layout.record_is == "gene" else (heading, name)
    return f"line {record.line}, gene {gene}, sample {sample} has the text {record.cells[column].strip()[:40]!r}"
