"""Text with one record a line and a separator between its cells: opened, understood, and cut into cells."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interpret.data.readers.content import Content, empty, read_content
from interpret.data.readers.ragged import Ragged
from interpret.data.readers.text import Utf8, as_utf8, in_words
from interpret.data.readers.workbook import is_workbook, workbook_text
from interpret.data.study import SourceFile
from interpret.errors import InputError, Problems

SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "bar", " ": "blank"}
# neither "none" nor "-": both are honest labels and values of a sample sheet; the dot is that of SAS and Stata
MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "."})

PROBED = 20

# of all its cells; a line of 60,000 names cut at a mark that it does not have is one cell
csv.field_size_limit(2**31 - 1)

_COMMON = ("\t", ";", ",")  # bars and blanks stand inside names too, so they are tried last


def is_missing(cell: str) -> bool:
    """Return whether the cell says that there is no value."""
    return cell.strip().casefold() in MISSING


@dataclass(frozen=True)
class Record:
    """One record and the line of the file on which it ends (1 is the header)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class DelimitedFile:
    """A file whose text and separator are known.

    Attributes
    ----------
    path
        Where it lies.
    source
        Name, role, sha256 and size, of the bytes as they lie (compressed where they are).
    body
        The text without byte order mark, decompressed, from the header on.
    separator
        One of `SEPARATORS`.
    header
        Cells of the first line, without surrounding blanks. Where the header has one cell fewer than the records, as
        R's `write.table` writes it, an empty one stands first.
    skipped
        Lines of the file above the header.
    how
        How the file was understood, in words: encoding, separator, quotation marks.
    """

    path: Path
    source: SourceFile
    body: Utf8
    separator: str
    header: tuple[str, ...]
    skipped: int
    how: str = ""

    @property
    def name(self) -> str:
        """Name of the file for messages."""
        return str(self.path)

    def row_names(self) -> list[str]:
        """Return the first cell of every record."""
        if self.body.has_quotes or b"\n" not in self.body.data:
            names: list[str] = []
            with Problems().gathering():  # lines that do not fit are said when all are read
                for record in self.records():
                    names.append(record.cells[0].strip())  # noqa: PERF401  what was read before a fault is kept
            return names
        # without quotation marks a line is a record; whether all have as many cells is seen when they are read
        mark = self.separator.encode()
        lines = itertools.islice(self.body.lines(), 1, None)
        return [line.partition(mark)[0].decode().strip() for line in lines if not line.isspace()]

    def records(self) -> Iterator[Record]:
        """Yield every record that has anything in it and as many cells as the header; at the end, say of the others.

        Raises
        ------
        InputError
            Records with another number of cells than the header, or text that no reader of CSV can cut.
        """
        reader = csv.reader(self.body.characters(), delimiter=self.separator)
        ragged = Ragged(self.name, len(self.header), SEPARATORS[self.separator])
        try:
            next(reader)
            above = reader.line_num
            for cells in reader:
                first, above = above + 1, reader.line_num
                if not any(cell.strip() for cell in cells):
                    continue  # spreadsheets leave empty last rows
                if len(cells) == len(self.header):
                    yield Record(above + self.skipped, tuple(cells))
                else:
                    ragged.add(cells, first + self.skipped, above + self.skipped)
            ragged.raise_any()
        except csv.Error as error:
            line = reader.line_num + self.skipped
            raise InputError(
                f"line {line} cannot be cut into cells: {error}",
                where=f"{self.name}, line {line}",
                remedy="look for an open quotation mark there or above",
            ) from error


def open_delimited(path: Path, role: str) -> DelimitedFile:
    """Open a table: text, compressed by gzip or not, or the first sheet of an Excel workbook.

    Encoding and separator are found out. The separator is the one that cuts the first lines into equally many cells;
    where several do, the one that gives most. Empty lines and remarks (`#`) above the header are passed over.

    Parameters
    ----------
    path
        The file.
    role
        What it is read as, for messages and for `SourceFile.role`.

    Raises
    ------
    InputError
        No such file, a folder, not readable, not text, empty, or of a single column.
    """
    content = read_content(path, role)
    if is_workbook(content.data):
        book = workbook_text(content)
        return cut_table(content, book.text, separator="\t", skipped=book.skipped, how=book.how)
    text = as_utf8(content)
    start = text.start
    while text.data[start : start + 1] in (b"\r", b"\n"):
        start += 1
    skipped = text.data.count(b"\n", text.start, start)
    body = Utf8(text.data, start, text.encoding)
    if not body.head(2 * PROBED).strip():
        raise empty(path, role)
    for _ in range(remarks := _remarks(body.head(PROBED))):
        start = text.data.index(b"\n", start) + 1
    body = Utf8(text.data, start, text.encoding)
    file = cut_table(content, body, skipped=skipped + remarks)
    quoted = ", cells in quotation marks" if body.has_quotes else ""
    how = f"{in_words(content, body)}, separated by {SEPARATORS[file.separator]}s{quoted}"
    return replace(file, how=how)


def cut_table(
    content: Content, body: str | Utf8, *, separator: str = "", skipped: int = 0, how: str = ""
) -> DelimitedFile:
    """Return the table that begins with the header `body` begins with.

    Parameters
    ----------
    content
        The file it was taken from.
    body
        The lines of the table.
    separator
        One of `SEPARATORS`; empty finds it out.
    skipped, how
        As `DelimitedFile`.

    Raises
    ------
    InputError
        The first lines are no table.
    """
    body = Utf8.of(body) if isinstance(body, str) else body
    head = body.head(2 * PROBED)  # some may be empty
    lines = io.StringIO(head, newline=None)
    first = lines.readline()
    below = list(itertools.islice((line for line in lines if line.strip()), PROBED))
    place = f"{content.name}, line {skipped + 1}"
    told = bool(separator)  # by the format, which then has a name for every column too
    try:
        separator = separator or _separator(first, below, place)
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        header = [cell.strip() for cell in next(reader, [])]
        open_quotation = reader.line_num > 1
        # as R writes row names; a single longer line is no such header but a ragged line
        unnamed_first = not told and {len(_cut(line, separator)) for line in below} == {len(header) + 1}
    except csv.Error as error:
        raise InputError(
            f"the first lines cannot be cut into cells: {error}", where=content.name, wanted="lines of text"
        ) from error
    if open_quotation:
        raise InputError(
            "a quotation mark that is opened in the header is not closed there",
            where=place,
            wanted="every name of the header in its first line",
            remedy="close the quotation mark, or remove the line break from the name",
        )
    return DelimitedFile(
        content.path, content.source, body, separator, tuple([""] * unnamed_first + header), skipped, how
    )


def _remarks(body: str) -> int:
    """Return how many lines that begin with # stand above the header: a header may begin so too."""
    lines = body.split("\n", PROBED)[:PROBED]
    remarks = next((i for i, line in enumerate(lines) if not line.startswith("#")), 0)
    if not remarks:
        return 0
    widths = {mark: lines[remarks].count(mark) for mark in SEPARATORS}
    mark = max(widths, key=lambda candidate: widths[candidate])
    is_header = widths[mark] > 0 and lines[remarks - 1].count(mark) in {widths[mark], widths[mark] - 1}
    return remarks - is_header


def cut_line(line: str, separator: str, where: str) -> list[str]:
    """Return the cells of one line; raise InputError where there is no way to cut it."""
    try:
        return _cut(line, separator)
    except csv.Error as error:
        raise InputError(
            f"the line cannot be cut into cells: {error}", where=where, remedy="look for an open quotation mark there"
        ) from error


def _cut(line: str, separator: str) -> list[str]:
    if line.strip() and '"' not in line and separator not in line:
        return [line.rstrip("\r\n")]
    return next(csv.reader([line], delimiter=separator), [])


def _separator(first: str, below: Sequence[str], place: str) -> str:
    cells = {separator: len(_cut(first, separator)) for separator in SEPARATORS}
    several = [separator for separator in SEPARATORS if cells[separator] > 1]
    common = [mark for mark in several if mark in _COMMON]
    even = [mark for mark in several if _is_even(cells[mark], below, mark)]
    most = max((cells[mark] for mark in common), default=1)
    rare = [mark for mark in even if mark not in _COMMON and cells[mark] > most]
    among = [mark for mark in even if mark in _COMMON] or rare or common
    if not among:
        raise InputError(
            f"the first line holds one cell only: {first[:60].strip()!r}",
            where=place,
            wanted="a header whose names are separated by tabs, commas or semicolons",
            remedy="export the table as CSV or TSV",
        )
    return max(among, key=lambda mark: cells[mark])  # ties go to the rarer character, the tab first


def _is_even(width: int, below: Sequence[str], separator: str) -> bool:
    return {len(_cut(line, separator)) for line in below} in (set(), {width}, {width + 1})
