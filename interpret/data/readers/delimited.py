"""Text with one record a line and a separator between its cells: opened, understood, and cut into cells."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import itertools
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from interpret.data.study import SourceFile
from interpret.data.wording import did_you_mean
from interpret.errors import InputError

SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma"}
# neither "none" nor "-": both are honest labels and values of a sample sheet; the dot is that of SAS and Stata
MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "."})

PROBED = 20


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
    text
        The text without byte order mark, decompressed.
    separator
        One of `SEPARATORS`.
    header
        Cells of the first line, without surrounding blanks. Where the header has one cell fewer than the records, as
        R's `write.table` writes it, an empty one stands first.
    skipped
        Empty lines above the header; `text` begins with the header.
    """

    path: Path
    source: SourceFile
    text: str
    separator: str
    header: tuple[str, ...]
    skipped: int

    @property
    def name(self) -> str:
        """Name of the file for messages."""
        return str(self.path)

    def records(self) -> Iterator[Record]:
        """Yield every record that has anything in it, checked for its number of cells.

        Raises
        ------
        InputError
            A record with another number of cells than the header, or text that no reader of CSV can cut.
        """
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)
        try:
            next(reader)
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue  # spreadsheets leave empty last rows
                line = reader.line_num + self.skipped
                if len(cells) != len(self.header):
                    raise InputError(
                        f"line {line} has {len(cells)} cells, the header has {len(self.header)}",
                        where=f"{self.name}, line {line}, which begins with {cells[0][:40]!r}",
                        wanted=f"the same number of cells in every line, separated by {SEPARATORS[self.separator]}s",
                        remedy="look at that line for a missing or extra separator or an open quotation mark",
                    )
                yield Record(line, tuple(cells))
        except csv.Error as error:
            line = reader.line_num + self.skipped
            raise InputError(
                f"line {line} cannot be cut into cells: {error}",
                where=f"{self.name}, line {line}",
                remedy="look for an open quotation mark there or above",
            ) from error


def open_delimited(path: Path, role: str) -> DelimitedFile:
    """Open a text table, compressed by gzip or not, and find out its separator.

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
    raw = _read_bytes(path, role)
    source = SourceFile(path.name, role, hashlib.sha256(raw).hexdigest(), len(raw))
    text = _decoded(_decompressed(raw, path), path)
    if not text.strip():
        raise _empty(path, role)
    body = text.lstrip("\r\n")
    lines = io.StringIO(body, newline=None)
    first = lines.readline()
    below = list(itertools.islice((line for line in lines if line.strip()), PROBED))
    try:
        separator = _separator(first, path)
        header = [cell.strip() for cell in _cut(first, separator)]
        # as R writes row names; a single longer line is no such header but a ragged line
        unnamed_first = {len(_cut(line, separator)) for line in below} == {len(header) + 1}
    except csv.Error as error:
        raise InputError(
            f"the first lines cannot be cut into cells: {error}", where=str(path), wanted="lines of text"
        ) from error
    skipped = text[: len(text) - len(body)].count("\n")
    return DelimitedFile(path, source, body, separator, tuple([""] * unnamed_first + header), skipped)


def _empty(path: Path, role: str) -> InputError:
    return InputError(f"the {role} is empty", where=str(path), wanted="a header line and at least one record")


def _read_bytes(path: Path, role: str) -> bytes:
    if path.is_dir():
        raise InputError(f"the {role} is a folder, not a file", where=str(path), wanted="one file")
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        beside = [entry.name for entry in path.parent.iterdir()] if path.parent.is_dir() else []
        raise InputError(
            f"there is no file {path.name}" if path.parent.is_dir() else f"there is no folder {path.parent}",
            where=str(path),
            wanted=f"the {role}",
            remedy=did_you_mean(path.name, beside, "check the path"),
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(f"the {role} cannot be read: {error}", where=str(path), remedy="check its rights") from error
    if not raw.strip():
        raise _empty(path, role)
    return raw


def _decompressed(raw: bytes, path: Path) -> bytes:
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"the compressed file is damaged: {error}", where=str(path), remedy="download or compress it again"
        ) from error


def _decoded(raw: bytes, path: Path) -> str:
    if raw.startswith(b"version https://git-lfs"):
        raise InputError(
            "this is a Git LFS pointer, not the data", where=str(path), remedy="fetch the file itself: git lfs pull"
        )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]  # what spreadsheets call Unicode text
    elif b"\x00" in raw or raw.startswith(b"PK\x03\x04"):
        raise InputError(
            "this is not a text file",
            where=str(path),
            wanted="CSV or TSV, compressed by gzip or not",
            remedy="save it from the spreadsheet as CSV",
        )
    else:
        encodings = ["utf-8-sig", "cp1252"]  # the second is what older spreadsheets write
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            fault = error
    line = raw[: fault.start].count(b"\n") + 1
    raise InputError(
        f"line {line} holds bytes that are no text in {' or '.join(encodings)}",
        where=f"{path}, line {line}",
        wanted="text in UTF-8",
        remedy="save the file with the encoding UTF-8",
    ) from fault


def _cut(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator), [])


def _separator(first: str, path: Path) -> str:
    cells = {separator: len(_cut(first, separator)) for separator in SEPARATORS}
    separator = max(cells, key=lambda candidate: cells[candidate])  # ties go to the rarer character, the tab first
    if cells[separator] == 1:
        raise InputError(
            f"the first line holds one cell only: {first[:60]!r}",
            where=f"{path}, line 1",
            wanted="a header whose names are separated by tabs, commas or semicolons",
            remedy="export the table as CSV or TSV",
        )
    return separator
