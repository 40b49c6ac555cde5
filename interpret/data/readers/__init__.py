"""Readers of expression files, one format a file; the first of `READERS` that recognises a file reads it."""

from interpret.data.readers.arrow import ARROW
from interpret.data.readers.delimited_text import TEXT
from interpret.data.readers.excel import EXCEL
from interpret.data.readers.format import Format

READERS: tuple[Format, ...] = (
    EXCEL,
    ARROW,
    TEXT,
)
