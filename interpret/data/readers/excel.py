"""Excel workbooks: the matrix in the first sheet that holds anything."""

from __future__ import annotations

from pathlib import Path

from interpret.data.readers.content import ZIP
from interpret.data.readers.delimited import open_delimited
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import Asked, Matrix
from interpret.data.readers.plain import read_table

_SUFFIXES = frozenset({".xlsx", ".xlsm"})


def recognises(start: Start) -> bool:
    """Return whether it is a workbook, whatever its name."""
    return start.data.startswith(ZIP) and (b"xl/" in start.data or start.suffix in _SUFFIXES)


def read(path: Path, asked: Asked) -> Matrix:
    """Read a matrix, genes or samples in rows."""
    return read_table(open_delimited(path, asked.role), asked).matrix()


EXCEL = Format("excel", "Excel workbook (.xlsx)", recognises, read)
