"""The sample sheet: one line a sample, its name, its class and whatever else is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from interpret.data.names import marked
from interpret.data.readers.alike import how_alike
from interpret.data.readers.delimited import Record, is_missing, open_delimited
from interpret.data.study import SourceFile
from interpret.data.wording import count, some
from interpret.errors import InputError, UndecidedError

UNNAMED = "row name"
_LONGEST = 150  # letters of a name in a sentence: one that is cut elsewhere would lose its mark


@dataclass(frozen=True, eq=False)
class SampleSheet:
    """A sheet as text.

    Attributes
    ----------
    name
        Name of the file for messages.
    source
        The file, and what it was read as.
    columns
        Unique names; the nameless first column of an R table is called `UNNAMED`.
    records
        The lines, every cell without surrounding blanks.
    trimmed
        How many cells of a column had blanks around them, for columns that had any.
    """

    name: str
    source: SourceFile
    columns: tuple[str, ...]
    records: tuple[Record, ...]
    trimmed: Mapping[str, int] = field(default_factory=dict)

    def cells(self, column: str) -> list[str]:
        """Return the column's text, one entry a line."""
        place = self.columns.index(column)
        return [record.cells[place] for record in self.records]


def read_sheet(path: Path, role: str = "sample sheet") -> SampleSheet:
    """Read a sheet.

    Raises
    ------
    InputError
        The file cannot be read as a table, holds no line, or has two columns of one name.
    """
    file = open_delimited(path, role)
    columns = list(file.header)
    if not columns[0]:
        columns[0] = UNNAMED
    faults = [f"{name} ({times} times)" for name, times in Counter(columns).items() if times > 1 and name]
    faults += [f"column {j + 1} has no name" for j, name in enumerate(columns) if not name]
    if faults:
        raise InputError(
            f"the columns of the {role} cannot be told apart: {some(faults)}",
            where=f"{file.name}, line 1",
            wanted="every column with a name of its own",
            remedy="rename or remove these columns",
        )
    trimmed: Counter[str] = Counter()
    records = []
    for line in file.records():
        cells = tuple(cell.strip() for cell in line.cells)
        trimmed.update(name for name, cell, was in zip(columns, cells, line.cells, strict=True) if len(cell) < len(was))
        records.append(Record(line.line, cells))
    if not records:
        raise InputError(f"the {role} has a header and nothing else", where=file.name, wanted="one line a sample")
    return SampleSheet(file.name, file.source, tuple(columns), tuple(records), trimmed)


def no_sheet(where: str) -> UndecidedError:
    """Return the error that says that nothing describes the samples."""
    return UndecidedError(
        "no sample sheet was named",
        key="input.samples",
        where=where,
        wanted="a table with one line a sample that gives its class, or a class file (.cls) of the same name beside it",
        remedy="name it: --samples SHEET --outcome COLUMN --positive LABEL",
    )


def id_column(sheet: SampleSheet, names: Collection[str]) -> tuple[str, int]:
    """Return the column whose values match most of the names, and how many; the first column wins a tie."""
    wanted = frozenset(names)
    matches = [len(wanted.intersection(sheet.cells(column))) for column in sheet.columns]
    most = max(matches)
    return sheet.columns[matches.index(most)], most


def matching_column(sheet: SampleSheet, names: Sequence[str]) -> str:
    """Return the column that names the samples.

    Raises
    ------
    InputError
        No column holds any of the names.
    """
    key, matched = id_column(sheet, names)
    if not matched:
        raise InputError(
            f"no column of the {sheet.source.role} names a sample of the expression file",
            where=f"{sheet.name}: its columns are {some(sheet.columns)}; samples are named {some(names, 3)}",
            wanted="the sample names of the expression file in one column",
            remedy="add a column with these names",
        )
    return key


def lines_of(sheet: SampleSheet, column: str, samples: Sequence[str]) -> pd.DataFrame:
    """Return the text of each sample's line, indexed by sample, in the order of `samples`.

    Samples that only the sheet knows are left out: they are used nowhere.

    Raises
    ------
    InputError
        A sample that the sheet does not have, or has twice.
    """
    found: dict[str, list[Record]] = {}
    place = sheet.columns.index(column)
    for record in sheet.records:
        found.setdefault(record.cells[place], []).append(record)
    missing = [sample for sample in samples if sample not in found]
    if missing:
        raise InputError(
            f"{count(len(missing), 'sample')} of the expression files not in the {sheet.source.role}: {some(missing)}",
            where=f"{sheet.name}, column {column}",
            wanted="a line for every sample",
            remedy=how_alike(missing, found.keys() - set(samples))
            or "add these samples to the sheet, or remove them from the expression files",
        )
    repeated = [
        f"{sample} in lines {', '.join(str(record.line) for record in found[sample])}"
        for sample in samples
        if len(found[sample]) > 1
    ]
    if repeated:
        raise InputError(
            f"{count(len(repeated), 'sample')} more than once in the {sheet.source.role}",
            where=f"{sheet.name}, column {column}: {some(repeated)}",
            wanted="one line a sample",
            remedy="remove the lines that are too many",
        )
    cells = [found[sample][0].cells for sample in samples]
    return pd.DataFrame(cells, columns=list(sheet.columns), index=list(samples), dtype=object)


def blanks_note(sheet: SampleSheet, columns: Sequence[str]) -> tuple[str, ...]:
    """Return a sentence on blanks around names or labels in these columns; nothing where there were none."""
    found = [f"{name} ({count(sheet.trimmed[name], 'cell')})" for name in columns if sheet.trimmed.get(name)]
    if not found:
        return ()
    return (f"Blanks before or behind the text were not taken as part of it, in {sheet.source.role}: {some(found)}.",)


def unused_note(sheet: SampleSheet, column: str, samples: Collection[str]) -> tuple[str, ...]:
    """Return a sentence that names the first samples that only the sheet knows; nothing where there are none."""
    known = frozenset(samples)
    unused = [cell for cell in sheet.cells(column) if cell not in known]
    if not unused:
        return ()
    named = some((marked(cell[:_LONGEST]) if cell else "one without a name" for cell in unused), 5)
    return (f"The sample sheet has {count(len(unused), 'line')} for samples that no expression file holds: {named}.",)


def answers_of(lines: pd.DataFrame, column: str) -> list[str]:
    """Return each sample's label, the empty string where it is missing."""
    return ["" if is_missing(cell) else cell for cell in lines[column]]


def covariates_of(lines: pd.DataFrame, leave_out: Collection[str], answers: Sequence[str]) -> pd.DataFrame:
    """Return the columns that say something else than the sample's name and its class.

    Left out are `leave_out`, columns that repeat the sample's name or its class, and empty ones. A column of numbers
    becomes float64 (NaN where missing), any other one text (missing where the cell says so).
    """
    kept: dict[str, pd.Series] = {}
    for column in lines.columns:
        cells = [str(cell) for cell in lines[column]]
        repeats = cells in (list(lines.index), list(answers))
        if column in leave_out or repeats or all(is_missing(cell) for cell in cells):
            continue
        kept[column] = _typed(cells, lines.index)
    return pd.DataFrame(kept, index=lines.index)


def _typed(cells: list[str], index: pd.Index) -> pd.Series:
    values = [None if is_missing(cell) else cell for cell in cells]
    series = pd.Series(values, index=index)
    numbers = pd.to_numeric(series, errors="coerce")
    if bool((numbers.notna() | series.isna()).all()):
        return numbers.astype("float64")
    return series
