"""Bytes to text: which encoding, found out and said."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from interpret.data.readers.content import ZIP, Content
from interpret.errors import InputError

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with a byte order mark"),
    (b"\xff\xfe", "utf-16", "UTF-16"),  # what spreadsheets call Unicode text
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_BINARY = ((ZIP, "a zip archive"), (b"PAR1", "a Parquet file"), (b"ARROW1", "an Arrow file"), (b"\x89HDF", "HDF5"))
_PROBED = 4096
_CHUNK = 2**24
_MOSTLY = 0.4  # of all bytes: text of European languages in UTF-16 has a zero in every second place


@dataclass(frozen=True)
class Text:
    """Text and the name of the encoding it was read in."""

    text: str
    encoding: str

    @property
    def is_closed(self) -> bool:
        """Whether the last line is ended by a line break."""
        return self.text.endswith(("\n", "\r"))


@dataclass(frozen=True, eq=False)
class Utf8:
    """Text as the bytes of UTF-8, from `start` on: a large file is neither copied nor decoded as a whole."""

    data: bytes
    start: int = 0
    encoding: str = "UTF-8"

    @classmethod
    def of(cls, text: str) -> Utf8:
        """Return a text; halves of characters, which workbooks can hold, are written out."""
        return cls(text.encode("utf-8", "backslashreplace"))

    @property
    def is_closed(self) -> bool:
        """Whether the last line is ended by a line break."""
        return self.data.endswith((b"\n", b"\r"))

    @cached_property
    def has_quotes(self) -> bool:
        """Whether there is a quotation mark anywhere."""
        return b'"' in self.data

    def characters(self) -> io.TextIOWrapper:
        """Return a stream of the characters; line breaks are as they are."""
        stream = io.BytesIO(self.data)  # which does not copy them
        stream.seek(self.start)
        return io.TextIOWrapper(stream, "utf-8", newline="")

    def lines(self) -> Iterator[bytes]:
        """Yield each line with its line break."""
        stream = io.BytesIO(self.data)
        stream.seek(self.start)
        yield from stream

    def head(self, lines: int) -> str:
        """Return the first lines."""
        end = self.start
        for _ in range(lines):
            end = self.data.find(b"\n", end) + 1
            if not end:
                return self.data[self.start :].decode()
        return self.data[self.start : end].decode()


def in_words(content: Content, text: Text | Utf8) -> str:
    """Return how the file was read: encoding, compression, and whether its end may be missing."""
    packed = ", compressed by gzip" if content.packed else ""
    cut = "" if text.is_closed else ", the last line not ended by a line break"
    return f"text in {text.encoding}{packed}{cut}"


def decoded(content: Content) -> Text:
    """Return the text of a file.

    A byte order mark decides; without one it is UTF-16 where every second byte is zero, UTF-8 where that is possible,
    else Windows-1252, which agrees with Latin-1 in every character that can be printed.

    Raises
    ------
    InputError
        Not text, or bytes that have no meaning in the encoding (line named).
    """
    data = content.data
    choices = [(codec, name) for mark, codec, name in _BYTE_ORDER_MARKS if data.startswith(mark)] or _unmarked(content)
    for codec, name in choices:
        try:
            return Text(data.decode(codec), name)
        except UnicodeDecodeError as error:
            fault = error
    line = data[: fault.start].count(b"\n") + 1
    raise InputError(
        f"line {line} holds bytes that are no text in {' or '.join(name for _, name in choices)}",
        where=f"{content.name}, line {line}",
        wanted="text in UTF-8",
        remedy="save the file with the encoding UTF-8",
    ) from fault


def as_utf8(content: Content) -> Utf8:
    """Return the text of a file, understood as `decoded` does.

    Raises
    ------
    InputError
        As `decoded`.
    """
    data = content.data
    mark = data.startswith(codecs.BOM_UTF8)
    if mark or not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        choices = [("utf-8", "UTF-8 with a byte order mark")] if mark else _unmarked(content)
        if choices[0][0] == "utf-8" and _is_utf8(data):
            return Utf8(data, len(codecs.BOM_UTF8) * mark, choices[0][1])
    text = decoded(content)
    return Utf8(text.text.encode(), 0, text.encoding)


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _CHUNK) if not data.isascii() else ():
            decoder.decode(view[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _unmarked(content: Content) -> list[tuple[str, str]]:
    start = content.data[:_PROBED]
    kind = next((kind for mark, kind in _BINARY if start.startswith(mark)), "")
    if not kind and start.count(b"\x00") >= _MOSTLY * len(start):
        for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
            if start[offset::2].count(b"\x00") >= 2 * _MOSTLY * len(start[offset::2]):
                return [(codec, "UTF-16 without a byte order mark")]
    if kind or b"\x00" in content.data:
        raise InputError(
            f"this is not a text file{f' but {kind}' if kind else ''}",
            where=content.name,
            wanted="CSV or TSV, compressed by gzip or not",
            remedy="unpack it and name the table inside" if start.startswith(ZIP) else "save the table as CSV",
        )
    name = "ASCII" if content.data.isascii() else "UTF-8"
    return [("utf-8", name), ("cp1252", "Windows-1252")]
