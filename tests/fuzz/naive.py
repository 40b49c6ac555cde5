"""An independent, plain reading of the same bytes: the judge of a matrix that was read from a damaged file.

It knows no format. A matrix is right where *some* plain way of cutting the text into cells (an encoding, a separator,
a header line) shows all its names in order and all its numbers, and shows no line that the matrix does not have.
"""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import math
import re
from collections.abc import Iterator, Sequence

from interpret.data.expression import Expression

csv.field_size_limit(2**31 - 1)

_CODECS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
_MISSING = {"", "na", "n/a", "#n/a", "nan", "null", ".", "?"}
_SUMS = re.compile(r"__\w+|N_\w+|!\w+table_end|#.*|status")  # the last is the line about samples of `gct 1.3`
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?", re.ASCII)

Table = list[list[str]]


def texts(data: bytes) -> Iterator[str]:
    """Yield the text in every encoding in which the bytes have a meaning."""
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    for codec in _CODECS:
        try:
            yield data.decode(codec)
        except UnicodeDecodeError:
            continue


def tables(data: bytes, quote: str = '"') -> Iterator[Table]:
    """Yield the text cut into cells in every way, empty lines left out."""
    for text in texts(data):
        for separator, quoting in itertools.product("\t;,| ", (csv.QUOTE_MINIMAL, csv.QUOTE_NONE)):
            try:
                rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quotechar=quote, quoting=quoting)
                table = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
            except csv.Error:
                continue
            yield table


def number(cell: str, *, comma: bool) -> float | None:
    """Return the number of a cell, NaN where it is missing, None where it is neither."""
    if cell.casefold() in _MISSING:
        return math.nan
    if comma:
        if "." in cell:
            return None
        cell = cell.replace(",", ".")
    return float(cell) if _NUMBER.fullmatch(cell) else None


def agrees(
    table: Table, names: Sequence[str], records: Sequence[str], values: Sequence[Sequence[float]], left_out: int = 0
) -> str:
    """Return why the table does not hold these records (names of columns, names of lines, `values` line by line).

    Empty where it does. `left_out` lines may be there that the matrix does not have.
    """
    best = "no line has the names of the columns"
    for h, header in enumerate(table):
        for shift in (0, 1):
            if (places := _places(["", *header] if shift else header, names)) is None:
                continue
            best = _differs(table[h + 1 :], places, dict(zip(records, values, strict=True)), left_out)
            if not best:
                return ""
    return best


def _places(header: Sequence[str], names: Sequence[str]) -> list[int] | None:
    """Return where the names stand in the header; a program may write more around a name."""
    found: list[int] = []
    cells = list(header)
    for name in names:
        same = [j for j, cell in enumerate(cells) if cell == name and j not in found]
        # programs write the name of a file, which begins with that of the sample
        same = same or [j for j, cell in enumerate(cells) if cell.startswith(f"{name}.") and j not in found]
        if not same:
            return None
        found.append(same[0])
    return found


def _differs(body: Table, places: Sequence[int], wanted: dict[str, Sequence[float]], left_out: int) -> str:
    seen = set()
    for row in body:
        if row[0] not in wanted and (_SUMS.fullmatch(row[0]) or not any(row[1:])):
            continue
        name = next((cell for cell in row[:2] if cell in wanted), None)
        if name is None and left_out:
            left_out -= 1
            continue
        if name is None or name in seen:
            return f"the line {row[:4]} is not in the matrix, or twice"
        seen.add(name)
        if len(row) <= max(places):
            return f"the line {row[:4]} is short"
        cells = [row[j] for j in places]
        if not any(_same(cells, wanted[name], comma=comma) for comma in (False, True)):
            return f"the line {name} holds {cells[:6]}, the matrix {list(wanted[name])[:6]}"
    return f"not in the file: {sorted(set(wanted) - seen)[:5]}" if len(seen) < len(wanted) else ""


def _same(cells: Sequence[str], values: Sequence[float], *, comma: bool) -> bool:
    read = [number(cell, comma=comma) for cell in cells]
    return all(
        a is not None and (a == b or (math.isnan(a) and math.isnan(b))) for a, b in zip(read, values, strict=True)
    )


def disagreement(data: bytes, expression: Expression, quote: str = '"', left_out: int = 0) -> str:
    """Return why no plain reading of the bytes gives the matrix, `left_out` lines passed over; empty where one does."""
    rows = expression.values.tolist()
    columns = expression.values.T.tolist()
    best = "cannot be cut"
    for table in tables(data, quote):
        for names, records, values in (
            (expression.samples, expression.genes, columns),
            (expression.genes, expression.samples, rows),
        ):
            why = agrees(table, names, records, values, left_out)
            if not why:
                return ""
            best = why if "no line has" not in why or best == "cannot be cut" else best
    return best
