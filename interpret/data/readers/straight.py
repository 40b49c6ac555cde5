"""The common matrix of text, words and then numbers in every line, read in slices: a large one is held only once.

The numbers of a slice, put one below the other, are a single column, which Arrow turns into float64 on all cores
whether the table is long or wide. Nothing is decided here: where a slice is not as it should be, the caller looks
again.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from interpret.contracts import FloatArray
from interpret.data.readers.cells import Layout
from interpret.data.readers.delimited import MISSING, DelimitedFile

# Arrow compares cells with these as they are, so every way to write them in capitals is listed
MISSING_CELLS = sorted(
    {"".join(letters) for word in MISSING for letters in itertools.product(*zip(word, word.upper(), strict=True))}
)

_SLICE = 2**22  # bytes
_WORTH_THREADS = 2**20  # bytes
_NOWHERE = "\x1f"  # the separator of a table of one column; a cell that has it is no number


@dataclass(frozen=True, eq=False)
class Straight:
    """`numbers` `(r, k)`, NaN where missing, else finite; and the columns of words before them."""

    numbers: FloatArray
    words: list[list[str]]


def straight_columns(layout: Layout, width: int) -> int | None:
    """Return how many columns of words stand before the numbers; None where the numbers do not fill the rest."""
    first = layout.numbers[0] if layout.numbers else 0
    others = {layout.name, *layout.texts}
    fits = first and layout.numbers == tuple(range(first, width)) and max(others) < first
    return first if fits else None


def read_straight(file: DelimitedFile, columns: int, *, turned: bool, decimal_comma: bool) -> Straight | None:
    """Return what the file holds, or None where a line is not so many words and then numbers.

    Parameters
    ----------
    columns
        Number of columns of words.
    turned
        Whether the numbers are laid in memory column by column: then the transpose costs nothing.
    """
    data, mark = file.body.data, file.separator.encode()
    if b"\r" in data and data.count(b"\r") != data.count(b"\r\n"):
        return None
    k = len(file.header) - columns
    start = data.find(b"\n", file.body.start) + 1
    if not start:
        return None
    most = data.count(b"\n", start) + (not data.endswith(b"\n"))  # lines
    numbers = np.empty((k, most)).T if turned else np.empty((most, k))
    words: list[list[str]] = [[] for _ in range(columns)]
    done = 0
    while start < len(data):
        end = data.find(b"\n", start + _SLICE) + 1 or len(data)
        lines = [line for line in data[start:end].split(b"\n") if line and not line.isspace()]
        rests = _cut(lines, mark, words, k)
        values = None if rests is None else _numbers(rests, mark, k, decimal_comma=decimal_comma)
        if values is None:
            return None
        numbers[done : done + len(lines)] = values
        done, start = done + len(lines), end
    return Straight(numbers[:done], words)


def _cut(lines: list[bytes], mark: bytes, words: list[list[str]], k: int) -> list[bytes] | None:
    """Append the words of each line, and return what follows them; None where a line is not as it should be."""
    rests: list[bytes] = []
    for line in lines:
        cells, rest = _leading(line, mark, len(words))
        if rest is None or b'"' in rest or _occurrences(mark, rest) != k - 1:
            return None
        for column, cell in zip(words, cells, strict=True):
            column.append(cell.decode().strip())
        rests.append(rest.removesuffix(b"\r"))
    return rests


def _occurrences(mark: bytes, line: bytes) -> int:
    """Return how often the mark occurs; faster than `bytes.count` where it stands between all numbers."""
    return int(np.count_nonzero(np.frombuffer(line, dtype=np.uint8) == mark[0]))


def _leading(line: bytes, mark: bytes, columns: int) -> tuple[list[bytes], bytes | None]:
    """Return the first cells, without plain quotation marks, and the rest of the line."""
    if b'"' not in line:
        *cells, rest = line.split(mark, columns)
        return cells, rest if len(cells) == columns else None
    cells = []
    rest = line
    for _ in range(columns):
        if rest.startswith(b'"'):
            cell, closed, rest = rest[1:].partition(b'"' + mark)
        else:
            cell, closed, rest = rest.partition(mark)
        if not closed or b'"' in cell:
            return cells, None
        cells.append(cell)
    return cells, rest


def _numbers(rests: list[bytes], mark: bytes, k: int, *, decimal_comma: bool) -> FloatArray | None:
    """Return `(len(rests), k)` numbers; None where a cell is neither a finite number nor missing."""
    if not rests:
        return np.empty((0, k))
    column = b"\n".join(rests).translate(bytes.maketrans(mark, b"\n"))
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(column),
            read_options=pa_csv.ReadOptions(column_names=["v"], use_threads=len(column) >= _WORTH_THREADS),
            parse_options=pa_csv.ParseOptions(delimiter=_NOWHERE, quote_char=False, ignore_empty_lines=False),
            convert_options=pa_csv.ConvertOptions(
                column_types={"v": pa.float64()},
                null_values=MISSING_CELLS,
                decimal_point="," if decimal_comma else ".",
            ),
        )
    except pa.ArrowException:
        return None
    values = table.column("v").to_numpy()
    lacking = table.column("v").null_count
    # a last empty cell is no line of its own
    values = np.append(values, np.nan) if column.endswith(b"\n") and values.size == len(rests) * k - 1 else values
    lacking += values.size - table.num_rows
    if values.size != len(rests) * k or np.count_nonzero(np.isfinite(values)) != values.size - lacking:
        return None
    return np.asarray(values.reshape(len(rests), k), dtype=np.float64)
