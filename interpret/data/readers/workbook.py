"""A sheet of an Excel workbook as lines of text, so that it is understood in the way every other table is."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from interpret.data.readers.content import ZIP, Content, largest_unpacked, too_large
from interpret.data.wording import some
from interpret.errors import InputError

LAST_ROW = 1_048_576  # of a sheet, says Excel
MOST_CELLS = 2**26  # with empty ones between others: 60,000 genes of 1,000 samples are 60 million

# A document type declares entities, by which a few bytes become gigabytes; no spreadsheet program writes one.
_ENTITIES = tuple(word.encode(codec) for word in ("<!DOCTYPE", "<!ENTITY") for codec in ("utf-8", "utf-16-le"))
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\sr\s*=\s*["']([^"'<>]*)""")
_PLACE = re.compile(
    rb"""<(?:\w+:)?(?:row\b[^<>]*?\sr\s*=\s*["'](\d{1,7})(?!\d)|c\b[^<>]*?\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})(?!\d))"""
)
_FOREIGN_VALUE = re.compile(
    rb"""<(?:\w+:)?c\b((?:\s[^<>]*)?)>\s*+(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<>]*</(?:\w+:)?f>))?\s*+"""
    rb"""<(?:\w+:)?v\b[^<>]*+>([\x00-\x3b\x3d\x3f-\x7f]*+[\x80-\xff][^<>]*+)"""
)
_OF_WORDS = re.compile(rb"""\st\s*=\s*["'](?:str|inlineStr)["']""")
_NO_VALUE = re.compile(
    rb"</?(?:\w+:)?f(?:\s[^<>]*)?/?>\s*+(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*+</(?:\w+:)?c>"
)


@dataclass(frozen=True)
class Book:
    """The sheet that was read: its lines, cells separated by tabs; rows above them; and which sheet it is, in words."""

    text: str
    skipped: int
    how: str


def is_workbook(data: bytes) -> bool:
    """Return whether the bytes are an Excel workbook (.xlsx), whatever the file is called."""
    return data.startswith(ZIP) and b"xl/" in data


def workbook_text(content: Content) -> Book:
    """Return the first sheet of the workbook that holds anything.

    Numbers keep all their digits, dates become `YYYY-MM-DD`, formulas the value that the spreadsheet program stored.

    Raises
    ------
    InputError
        A damaged workbook, one without a filled sheet, one that declares entities or would fill the memory, or a
        formula whose value was never stored.
    """
    uncalculated = _checked(content)
    rows, title, others = _first_filled(content, values=True)
    if uncalculated:
        _refuse_uncalculated(content, rows)
    skipped = next(i for i, row in enumerate(rows) if _filled(row))
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter="\t", lineterminator="\n")
    width, limit = _width(rows[skipped]), largest_unpacked(len(content.data))
    for row in rows[skipped:]:
        cells = [_words(cell) for cell in row[: max(width, _width(row))]]
        writer.writerow([*cells, *[""] * (width - len(cells))])
        if lines.tell() > limit:  # a long text is stored once and may stand in every cell
            raise too_large(content.path, limit)
    beside = f" (sheets not read: {some(others)})" if others else ""
    return Book(lines.getvalue(), skipped, f"sheet {title} of an Excel workbook{beside}")


def _checked(content: Content) -> bool:
    """Return whether a formula without value occurs in any sheet; refuse what must not be opened."""
    limit = largest_unpacked(len(content.data))
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) <= limit:
                uncalculated = [_checked_part(content, part.filename, archive.read(part)) for part in parts]
                return any(uncalculated)
    except InputError:
        raise
    except Exception as error:  # damaged archives make zipfile and zlib raise many kinds
        raise _damaged(content, f"{type(error).__name__}: {error}") from error
    raise too_large(content.path, limit)


def _checked_part(content: Content, name: str, data: bytes) -> bool:
    """Return whether the part has a formula without value."""
    if any(mark in data for mark in _ENTITIES):  # whatever it is called: the workbook itself says which parts are XML
        raise _damaged(content, f"{name} declares a document type")
    for row in _ROW_NUMBER.findall(data):  # openpyxl also takes 1e300, and fills up the rows before it
        if not (row.isdigit() and len(row) <= len(str(LAST_ROW)) and int(row) <= LAST_ROW):
            number = row[:20].decode("utf-8", "replace")
            raise _damaged(content, f"{name} has a row beyond {LAST_ROW:,} or without a plain number: {number}")
    for attributes, value in _FOREIGN_VALUE.findall(data):  # openpyxl takes the digits of every script
        if not _OF_WORDS.search(attributes):
            raise _damaged(
                content, f"{name} has a cell of a number that holds {value.decode('utf-8', 'replace')[:20]!r}"
            )
    places = _places(data)
    fault = next((after for before, after in itertools.pairwise(places) if before >= after), None)
    if fault is not None:
        # openpyxl would leave out such a row, and put such a cell over another one
        raise _damaged(content, f"{name}: row {fault[0]} stands below a later one, or has a cell twice or out of order")
    return bool(_NO_VALUE.search(data))


def _places(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield the place of each row and cell of a sheet in the order of the file: row, length of the column, column."""
    for row, column, row_of_cell in _PLACE.findall(data):
        yield (int(row), 0, b"") if row else (int(row_of_cell), len(column), column)


def _first_filled(content: Content, *, values: bool) -> tuple[list[tuple[Any, ...]], str, list[str]]:
    """Return the rows of the first sheet that holds anything, its title and those of the other sheets."""
    import openpyxl  # noqa: PLC0415  slow to import, and few studies are workbooks

    filled: list[tuple[Any, ...]] = []
    title = ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and validations that are of no concern here
            book = openpyxl.load_workbook(io.BytesIO(content.data), read_only=True, data_only=values, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what the file says of its size need not be true
                filled = _rows(content, sheet)
                title = sheet.title
                if any(_filled(row) for row in filled):
                    break
            others = [sheet.title for sheet in book.worksheets if sheet.title != title]
    except InputError:
        raise
    except Exception as error:  # a damaged workbook makes openpyxl raise nearly anything
        raise _damaged(content, f"{type(error).__name__}: {error}") from error
    if not any(_filled(row) for row in filled):
        raise InputError(
            "no sheet of the workbook holds anything",
            where=content.name,
            wanted=f"the {content.source.role} in its first sheet",
        )
    return filled, title, others


def _rows(content: Content, sheet: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401  a sheet or a chart, as openpyxl has it
    """Return the rows of a sheet up to their last filled cells; one filled cell far to the right makes a long row."""
    rows: list[tuple[Any, ...]] = []
    cells = 0
    for row in sheet.iter_rows(values_only=True):
        rows.append(tuple(row[: _width(row)]))
        cells += len(rows[-1])
        if cells > MOST_CELLS:
            raise _damaged(content, f"sheet {sheet.title} has more than {MOST_CELLS:,} cells")
    return rows


def _refuse_uncalculated(content: Content, rows: list[tuple[Any, ...]]) -> None:
    formulas, title, _ = _first_filled(content, values=False)
    for i, (row, written) in enumerate(zip(rows, formulas, strict=False)):
        for j, (value, formula) in enumerate(zip(row, written, strict=False)):
            if value is None and formula is not None:
                raise InputError(
                    f"the formula {str(formula)[:40]!r} has no value",
                    where=f"{content.name}, sheet {title}, row {i + 1}, column {j + 1}",
                    wanted="formulas whose values a spreadsheet program has stored, or plain numbers",
                    remedy="open the workbook in a spreadsheet program and save it, or paste the values only",
                )


def _damaged(content: Content, why: str) -> InputError:
    return InputError(
        f"the workbook cannot be read: {' '.join(why.split())[:200]}",
        where=content.name,
        wanted="an Excel workbook (.xlsx) as a spreadsheet program saves it",
        remedy="open and save it again, or save its first sheet as CSV",
    )


def _filled(row: Iterable[Any]) -> bool:
    return any(cell is not None and cell != "" for cell in row)


def _width(row: tuple[Any, ...]) -> int:
    """Return the number of cells up to the last one that holds something."""
    return next((j + 1 for j in range(len(row) - 1, -1, -1) if row[j] is not None and row[j] != ""), 0)


def _words(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return repr(cell)
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return " ".join(_lines(str(cell)))


def _lines(text: str) -> Iterator[str]:
    yield from text.splitlines() if len(text.splitlines()) > 1 else [text]
