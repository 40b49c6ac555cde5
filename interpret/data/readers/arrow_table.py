"""Tables of Apache Arrow: Parquet and Feather."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from interpret.contracts import FloatArray
from interpret.data.readers.arrow_bounds import (
    require_bounded_feather,
    require_bounded_parquet,
    require_bounded_table,
)
from interpret.data.readers.block import Block, check_names
from interpret.data.readers.cells import PROBED, Layout, fault_in, number_in, refuse_faults
from interpret.data.readers.content import Content, read_content
from interpret.data.readers.delimited import Record
from interpret.data.study import SourceFile
from interpret.errors import InputError

PARQUET = b"PAR1"
FEATHER = b"ARROW1"


@dataclass(frozen=True, eq=False)
class ArrowFile:
    """An opened table: the column that names its rows stands first, as in a table of text."""

    path: Path
    source: SourceFile
    table: pa.Table
    header: tuple[str, ...]
    how: str

    @property
    def name(self) -> str:
        """Name of the file for messages."""
        return str(self.path)

    def row_names(self) -> list[str]:
        """Return the first cell of every row."""
        return _cells(self.table.column(0))

    def records(self) -> Iterator[Record]:
        """Yield every row as text, the first as line 2 as if the names of the columns were line 1."""
        for start in itertools.count(0, PROBED):
            if start >= self.table.num_rows:
                return
            columns = [_cells(column) for column in self.table.slice(start, PROBED).columns]
            for i, cells in enumerate(zip(*columns, strict=True)):
                yield Record(start + i + 2, cells)

    def block(self, layout: Layout) -> Block:
        """Return the columns that the layout names.

        Raises
        ------
        InputError
            No row, a name that is missing or repeats, an infinite value, or another thing than a number.
        """
        names = tuple(cell.strip() for cell in _cells(self.table.column(layout.name)))
        check_names(self, layout, names)
        numbers = np.empty((len(names), len(layout.numbers)))  # (r, k)
        faults: list[str] = []
        for k, j in enumerate(layout.numbers):
            numbers[:, k], faulty = _numbers(self.table.column(j))
            for row in faulty:
                cells = tuple(_cells(column.slice(row, 1))[0] for column in self.table.columns)
                faults.append(fault_in(Record(row + 2, cells), j, self, layout))
        refuse_faults(faults, self.name)
        texts = np.empty((len(names), len(layout.texts)), dtype=object)  # (r, t)
        for k, j in enumerate(layout.texts):
            texts[:, k] = [cell.strip() for cell in _cells(self.table.column(j))]
        return Block(numbers, texts, names)


def open_arrow(path: Path, role: str) -> ArrowFile:
    """Open a Parquet or Feather file; an index that pandas wrote becomes the first column.

    Raises
    ------
    InputError
        The file is damaged, or has a single column.
    """
    content = read_content(path, role)
    table = _table(content)
    index = [name for name in _index(table) if name in table.column_names]
    order = [*index, *(name for name in table.column_names if name not in index)]
    if len(set(order)) == len(table.column_names):  # repeated names are refused when they are looked at
        table = table.select(order)
    if table.num_columns < 2:  # noqa: PLR2004  names and at least one of what they name
        raise InputError(
            f"the table has {table.num_columns} column{'s' * (table.num_columns != 1)}",
            where=content.name,
            wanted="a column of names and columns of numbers",
            remedy="export it again, with the names as a column or as the index",
        )
    header = tuple(("" if name.startswith("__index_level_") else name).strip() for name in table.column_names)
    kind = "a Parquet file" if content.data.startswith(PARQUET) else "a Feather file"
    return ArrowFile(path, content.source, table, header, kind)


def _table(content: Content) -> pa.Table:
    import pyarrow.parquet as pa_parquet  # noqa: PLC0415  slow to import, and few studies are tables of Arrow

    stream = io.BytesIO(content.data)
    try:
        if content.data.startswith(FEATHER):
            require_bounded_feather(content)
            table = pa.ipc.open_file(stream).read_all()
        else:
            about = pa_parquet.read_metadata(io.BytesIO(content.data))
            require_bounded_parquet(content, about)
            # as a dictionary a long word that stands in every row is in memory once
            words = [field.name for field in about.schema.to_arrow_schema() if pa.types.is_string(field.type)]
            table = pa_parquet.read_table(stream, page_checksum_verification=True, read_dictionary=words)
        require_bounded_table(content, table)
        table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError, MemoryError) as error:
        raise InputError(
            f"the table cannot be read: {' '.join(str(error).split())[:200]}",
            where=content.name,
            wanted="a Parquet or Feather file",
            remedy="write or download it again",
        ) from error
    return table


def _index(table: pa.Table) -> list[str]:
    """Return the columns that were the index of a pandas frame."""
    try:
        noted: Any = json.loads((table.schema.metadata or {}).get(b"pandas", b"{}"))
        columns = noted.get("index_columns", [])
        return [name for name in columns if isinstance(name, str)]
    except (ValueError, AttributeError, TypeError, RecursionError):
        return []


def _cells(column: pa.ChunkedArray) -> list[str]:
    return ["" if cell is None else str(cell) for cell in column.to_pylist()]


def _numbers(column: pa.ChunkedArray) -> tuple[FloatArray, list[int]]:
    """Return the numbers of a column, NaN where missing, and the rows that hold something else."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind) or pa.types.is_null(kind):
        try:
            values = np.array(column.cast(pa.float64()).to_numpy(), dtype=np.float64)
        except pa.ArrowException:  # whole numbers that float64 cannot hold
            return np.full(len(column), np.nan), list(range(len(column)))
        return values, np.flatnonzero(np.isinf(values)).tolist()
    read = [number_in(cell, decimal_comma=False) for cell in _cells(column)]
    if pa.types.is_boolean(kind):
        read = [None] * len(read)
    faulty = [row for row, value in enumerate(read) if value is None]
    return np.array([np.nan if value is None else value for value in read], dtype=np.float64), faulty
