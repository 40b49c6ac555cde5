"""Plain text: CSV, TSV and other separators."""

from __future__ import annotations

from pathlib import Path

from interpret.data.readers.delimited import open_delimited
from interpret.data.readers.format import Format, Start
from interpret.data.readers.matrix import Asked, Matrix
from interpret.data.readers.plain import read_table


def recognises(start: Start) -> bool:
    """Return whether it is a file that may be text; it is the last to be asked."""
    return bool(start.data)


def read(path: Path, asked: Asked) -> Matrix:
    """Read a matrix of text; encoding, separator, decimal commas and orientation are found out."""
    return read_table(open_delimited(path, asked.role), asked).matrix()


TEXT = Format("text", "text with separators (CSV, TSV, TXT)", recognises, read)
