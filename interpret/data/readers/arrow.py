"""Parquet and Feather: a column (or the index) of names and columns of numbers."""

from __future__ import annotations

from pathlib import Path

from interpret.data.readers.arrow_table import FEATHER, PARQUET, open_arrow
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import Asked, Matrix
from interpret.data.readers.plain import read_table


def recognises(start: Start) -> bool:
    """Return whether it begins like one of the two."""
    return start.data.startswith((PARQUET, FEATHER))


def read(path: Path, asked: Asked) -> Matrix:
    """Read a matrix, genes or samples in rows."""
    return read_table(open_arrow(path, asked.role), asked).matrix()


ARROW = Format("arrow", "Parquet or Feather", recognises, read)
