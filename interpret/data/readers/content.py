"""The bytes of an input file: read once, unpacked within a bound, and told from what is no data at all."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

from interpret.data.study import SourceFile
from interpret.data.wording import did_you_mean
from interpret.errors import InputError

GZIP = b"\x1f\x8b"
ZIP = b"PK\x03\x04"

LARGEST = 2**31  # bytes unpacked: 60,000 genes of 2,000 samples as text are half of that
NO_BOMB = 2**28  # bytes unpacked that are never suspected
EXPANSION = 200  # expression tables shrink to a third or a tenth; only repetition shrinks this much

_CHUNK = 2**24

# first bytes, what they say, what to do
_OTHER_KINDS = (
    (b"version https://git-lfs", "a Git LFS pointer, not the data", "fetch the file itself: git lfs pull"),
    (b"BZh", "compressed by bzip2", "unpack it, or compress it by gzip"),
    (b"\xfd7zXZ", "compressed by xz", "unpack it, or compress it by gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed by Zstandard", "unpack it, or compress it by gzip"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it and name the table inside"),
    (b"\xd0\xcf\x11\xe0", "a workbook of Excel 97 to 2003", "save it as .xlsx or as CSV"),
    (b"%PDF", "a PDF", "name the file that holds the values"),
    (b"<!DOCTYPE html", "a web page, not the data", "download the file itself"),
    (b"<html", "a web page, not the data", "download the file itself"),
    (b"FEA1", "a Feather file of version 1", "write it again with version 2, or as Parquet"),
    (b"RDX", "a workspace of R", "write the matrix from R with write.csv"),
    (b"X\n\x00\x00\x00", "an object of R", "write the matrix from R with write.csv"),
)


@dataclass(frozen=True, eq=False)
class Content:
    """What a file holds.

    Attributes
    ----------
    path, source
        Where it lies; its name, role, sha256 and size, of the bytes as they lie.
    data
        The bytes, unpacked where they are compressed by gzip.
    packed
        Whether they are.
    """

    path: Path
    source: SourceFile
    data: bytes
    packed: bool

    @property
    def name(self) -> str:
        """Name of the file for messages."""
        return str(self.path)


def read_content(path: Path, role: str) -> Content:
    """Read a file.

    Parameters
    ----------
    path
        The file.
    role
        What it is read as, for messages and for `SourceFile.role`.

    Raises
    ------
    InputError
        No such file, a folder, not readable, empty, damaged, larger unpacked than any table, or a known kind of file
        that is no table.
    """
    raw = _read_bytes(path, role)
    source = SourceFile(_name(path), role, hashlib.sha256(raw).hexdigest(), len(raw))
    packed = raw.startswith(GZIP)
    data = _unpacked(raw, path) if packed else raw
    if not data or data.isspace():
        raise empty(path, role)
    for mark, kind, remedy in _OTHER_KINDS:
        if data[: len(mark)].lower() == mark.lower():
            raise InputError(f"this is {kind}", where=str(path), wanted=f"the {role}", remedy=remedy)
    return Content(path, source, data, packed)


def first_bytes(path: Path, most: int = 2**16) -> bytes:
    """Return the first bytes of a file, unpacked; what can be had of one that is damaged, nothing of none."""
    try:
        with path.open("rb") as stream:
            head = stream.read(max(most, 2**16))
        return zlib.decompressobj(wbits=31).decompress(head, most) if head.startswith(GZIP) else head[:most]
    except (OSError, ValueError, zlib.error):
        return b""


def empty(path: Path, role: str) -> InputError:
    """Return the error that says that there is nothing in the file."""
    return InputError(f"the {role} is empty", where=str(path), wanted="a header line and at least one record")


def largest_unpacked(packed: int) -> int:
    """Return how many bytes this many packed ones may become: more is no table but a trap."""
    return min(LARGEST, max(NO_BOMB, EXPANSION * packed))


def too_large(path: Path, limit: int) -> InputError:
    """Return the error that says that a packed file would fill the memory."""
    return InputError(
        f"unpacked, the file is larger than {limit / 1e6:,.0f} MB",
        where=str(path),
        wanted=f"an expression table: not above {LARGEST / 1e9:.1f} GB, nor packed more than {EXPANSION} to 1",
        remedy="check where the file comes from; a table that is really so large is to be unpacked first",
    )


def _name(path: Path) -> str:
    """Return the name of the file; bytes in it that are no UTF-8 are written as such: no file of ours can hold them."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


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
    if not raw or raw.isspace():
        raise empty(path, role)
    return raw


def _unpacked(raw: bytes, path: Path) -> bytes:
    limit = largest_unpacked(len(raw))
    chunks: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            while chunk := stream.read(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                if size > limit:
                    raise too_large(path, limit)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"the compressed file is damaged: {error}", where=str(path), remedy="download or compress it again"
        ) from error
    return b"".join(chunks)
