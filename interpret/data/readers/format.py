"""What a reader is: how its files are recognised, and how they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from interpret.data.readers.content import first_bytes
from interpret.data.readers.matrix import Asked, Matrix

_UTF_16 = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


@dataclass(frozen=True)
class Start:
    """A file or folder of which only the beginning was looked at."""

    path: Path

    @cached_property
    def data(self) -> bytes:
        """The first bytes, unpacked; nothing of a folder."""
        return first_bytes(self.path)

    @cached_property
    def text(self) -> str:
        """The same as text, good enough to recognise marks in it, without byte order mark."""
        for mark, codec in _UTF_16:
            if self.data.startswith(mark):
                return self.data[2:].decode(codec, errors="replace")
        return self.data.removeprefix(b"\xef\xbb\xbf").decode("latin-1")

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without empty ones."""
        return tuple(line for line in self.text.split("\n") if line.strip())

    @property
    def suffix(self) -> str:
        """What the name ends in, in small letters, `.gz` not counted."""
        return Path(self.path.name.casefold().removesuffix(".gz")).suffix

    @cached_property
    def files(self) -> tuple[Path, ...]:
        """The files of a folder that are not hidden, in the order of their names."""
        if not self.path.is_dir():
            return ()
        return tuple(sorted(file for file in self.path.iterdir() if file.is_file() and not file.name.startswith(".")))


@dataclass(frozen=True)
class Format:
    """One format of expression files.

    Attributes
    ----------
    key
        The word for it in `[input] format`.
    title
        Its name in messages.
    recognises
        Whether a file is of this format, by its first bytes and its name.
    read
        Reads one; the folder itself, for formats of one file a sample.
    """

    key: str
    title: str
    recognises: Callable[[Start], bool]
    read: Callable[[Path, Asked], Matrix]
