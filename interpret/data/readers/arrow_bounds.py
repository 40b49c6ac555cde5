"""Tables of Arrow that would fill the memory are refused before they do: a few bytes can claim any number of rows."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from interpret.data.readers.content import LARGEST, NO_BOMB, Content, largest_unpacked, too_large

_CELL = 8  # bytes: every number becomes a float64
_ZSTANDARD, _LZ4 = b"\x28\xb5\x2f\xfd", b"\x04\x22\x4d\x18"
_LZ4_AT_MOST = 255  # bytes from one
_ROOM = 2**31  # bytes of address space for the program itself with its libraries
_LONGEST = 300.0  # seconds
_TRIAL = Path(__file__).with_name("arrow_trial.py")


def require_bounded_parquet(content: Content, about: Any) -> None:  # noqa: ANN401  pyarrow has no types
    """Refuse a Parquet file whose own directory says that it is too large unpacked.

    Raises
    ------
    InputError
        It is.
    """
    # not column by column: of a damaged directory Arrow ends the whole process there
    unpacked = sum(about.row_group(group).total_byte_size for group in range(about.num_row_groups))
    _require(content, about.num_rows * about.num_columns * _CELL, LARGEST)
    _require(content, unpacked, largest_unpacked(len(content.data)))


def require_bounded_feather(content: Content) -> None:
    """Refuse a Feather file that cannot be unpacked in bounded memory: it says nowhere how large it will be.

    What could grow is unpacked once in a process of its own, which the system holds to the bound.

    Raises
    ------
    InputError
        It is too large, or damaged in a way that looks so.
    """
    data = content.data
    grows = _ZSTANDARD in data or (_LZ4 in data and _LZ4_AT_MOST * len(data) > NO_BOMB)
    if not grows:
        return
    limit = largest_unpacked(len(data))
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "source.feather"
        source.write_bytes(data)
        command = [sys.executable, "-P", str(_TRIAL), str(source), str(limit), str(_ROOM)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_LONGEST, check=False)  # noqa: S603  our own
        except subprocess.TimeoutExpired as error:
            raise too_large(content.path, limit) from error
    if done.returncode:
        raise too_large(content.path, limit)


def require_bounded_table(content: Content, table: pa.Table) -> None:
    """Refuse a table that would be too large as numbers and words: one long word can stand in every row.

    Raises
    ------
    InputError
        It would.
    """
    _require(content, table.num_rows * table.num_columns * _CELL, LARGEST)
    letters = 0
    for column in table.columns:
        if pa.types.is_dictionary(column.type):
            for chunk in column.chunks:
                length = pc.binary_length(chunk.dictionary.cast(pa.large_utf8()))
                letters += pc.sum(length.take(chunk.indices.drop_null())).as_py() or 0
    _require(content, letters, LARGEST)


def _require(content: Content, size: int, limit: int) -> None:
    if size > limit:
        raise too_large(content.path, limit)
