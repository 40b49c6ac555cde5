"""Bytes to text: which encoding, found out and said."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.data.readers.content import ZIP, Content
from interpret.errors import InputError

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8 with a byte order mark"),
    (b"\xff\xfe", "utf-16", "UTF-16"),  # what spreadsheets call Unicode text
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
_BINARY = ((ZIP, "a zip archive"), (b"PAR1", "a Parquet file"), (b"ARROW1", "an Arrow file"), (b"\x89HDF", "HDF5"))
_PROBED = 4096
_MOSTLY = 0.4  # of all bytes: text of European languages in UTF-16 has a zero in every second place


@dataclass(frozen=True)
class Text:
    """Text and the name of the encoding it was read in."""

    text: str
    encoding: str


def in_words(content: Content, text: Text) -> str:
    """Return how the file was read: encoding, compression, and whether its end may be missing."""
    packed = ", compressed by gzip" if content.packed else ""
    cut = "" if text.text.endswith(("\n", "\r")) else ", the last line not ended by a line break"
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
