"""A folder of our own that nobody else can read or write, held open: what is checked is what is used."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

HALF = re.compile(r"\.[0-9a-f]{16}\.part")
FORSAKEN = 3600.0  # seconds after which a file that was never finished is nobody's
_DAY = 86_400.0


@dataclass(frozen=True)
class Kept:
    """One file: its name, size in bytes, and seconds since 1970 at which it was last used."""

    name: str
    size: int
    used: float


class PrivateFolder:
    """Files by name; each is there whole or not at all, whenever and however often the writer is ended."""

    def __init__(self, descriptor: int) -> None:
        self._at = descriptor

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the folder, made where it is missing.

        Raises
        ------
        OSError
            It cannot be made, is a link, belongs to somebody else, or others may look into it or write there.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        found = os.fstat(descriptor)
        ours = found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077
        if not (ours and os.access(path, os.W_OK | os.X_OK)):
            os.close(descriptor)
            raise PermissionError(f"{path} is not a folder of your own that nobody else can use (chmod 700)")
        return cls(descriptor)

    def holds(self, name: str) -> bool:
        """Return whether a file of this name is there."""
        try:
            return stat.S_ISREG(os.stat(name, dir_fd=self._at, follow_symlinks=False).st_mode)
        except OSError:
            return False

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, last used from now on; None where it is not there or cannot be read."""
        try:
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=self._at)
        except OSError:
            return None
        try:
            with open(descriptor, "rb") as file:  # noqa: PTH123  opened within the folder already
                found = os.fstat(descriptor)
                if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
                    return None
                content = file.read()
                os.utime(descriptor, ns=(time.time_ns(), found.st_mtime_ns))
        except OSError:
            return None
        return content

    def write(self, name: str, *content: bytes) -> None:
        """Put a file there, whole and on the disk, in place of one of this name.

        Raises
        ------
        OSError
            There is no room, or no permission; then nothing is left behind.
        """
        half = f".{secrets.token_hex(8)}.part"
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600, dir_fd=self._at)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123  opened within the folder already
                file.writelines(content)
                file.flush()
                os.fsync(descriptor)
            os.rename(half, name, src_dir_fd=self._at, dst_dir_fd=self._at)
            os.fsync(self._at)
        except BaseException:
            self.remove(half)
            raise

    def remove(self, name: str) -> None:
        """Remove a file, where it is there."""
        with contextlib.suppress(OSError):
            os.unlink(name, dir_fd=self._at)

    def prune(self, wanted: re.Pattern[str], *, largest: int, oldest_days: float, now: float) -> None:
        """Remove files of these names not used for so long, then the longest unused while all are larger than this.

        Files that were never finished go too; any other file is left alone.
        """
        total = 0
        for kept in sorted(self._files(), key=lambda each: each.used, reverse=True):
            if wanted.fullmatch(kept.name):
                total += kept.size
                if total > largest or now - kept.used > oldest_days * _DAY:
                    self.remove(kept.name)
            elif HALF.fullmatch(kept.name) and now - kept.used > FORSAKEN:
                self.remove(kept.name)

    def _files(self) -> list[Kept]:
        found: list[Kept] = []
        for name in os.listdir(self._at):  # noqa: PTH208  within the folder
            with contextlib.suppress(OSError):  # another run has removed it
                state = os.stat(name, dir_fd=self._at, follow_symlinks=False)
                found.append(Kept(name, state.st_size, max(state.st_atime, state.st_mtime)))
        return found

    def close(self) -> None:
        """Let the folder go."""
        os.close(self._at)
