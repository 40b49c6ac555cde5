"""The output folder appears whole or not at all.

The files are built in `.NAME.building` beside the folder and renamed to `.NAME.ready` once all are there; then the old
folder is renamed to `.NAME.old`, the new one renamed in, and the old one removed. Every name says how far a swap had
come, so one that was interrupted is finished at the next start.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from interpret.errors import OutputError
from interpret.runtime.replacing import (
    blocked_by,
    clear,
    foreign_files,
    give_back,
    in_the_way,
    is_report,
    present_files,
    put_in_place,
    require_leftover,
)
from interpret.runtime.stopping import half_built, undisturbed

try:
    import fcntl
except ImportError:  # not a Unix: two runs at once are not told apart
    fcntl = None  # type: ignore[assignment]

_HELD = {errno.EACCES, errno.EAGAIN}  # by another process
_OUT_OF_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


@contextmanager
def delivering(out: Path, names: Collection[str], *, force: bool = False) -> Iterator[Path]:
    """Give an empty folder to build in; put it at `out` when the block ends without an error.

    Parameters
    ----------
    out
        Where the report goes. An earlier report is replaced; a folder with anything else in it is refused. Folders
        above it may be links, it may not.
    names
        Every file name that a report can hold; one in a folder within it as `folder/file`.
    force
        Put the report into a folder with anything else too: only files with names of a report are replaced.

    Raises
    ------
    OutputError
        `out` is a file, a link or a folder that holds something else, or cannot be written; or a name beside it that
        is needed for building is taken.
    """
    out = out.absolute()
    building, ready, old = (out.with_name(f".{out.name}.{state}") for state in ("building", "ready", "old"))
    made: list[Path] = []
    try:
        _refuse_link(out)
        made = _make_parents(out.parent)
        for left in (building, ready, old):
            require_leftover(left, names)
        for unfinished in (building, ready):
            os.close(_own(unfinished, out))
        with undisturbed():
            _finish_interrupted(out, building, ready, old, names)
        _refuse_foreign(out, names, force=force)
        building.mkdir()
        held = _own(building, out)
    except OSError as error:
        _remove_empty(made)
        raise _cannot_write(out, error) from error
    try:
        with half_built(building):
            yield building
        with undisturbed():
            building.rename(ready)
            _refuse_link(out)  # anybody may have put one there meanwhile
            put_in_place(out, ready, old, names)
    except OSError as error:
        if error.errno in _OUT_OF_ROOM or str(building) in str(error.filename):
            raise _cannot_write(out, error) from error
        raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
        os.close(held)
        _remove_empty(made)


def _own(folder: Path, out: Path) -> int:
    """Hold the folder (or nothing, where it is not there) until the descriptor returned is closed or we have ended.

    The system lets go of what an ended process held, so a folder that cannot be held is another run's.
    """
    if fcntl is None:
        return os.open(os.devnull, os.O_RDONLY)
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return os.open(os.devnull, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD:
            os.close(descriptor)
            raise OutputError(
                "another run is writing to this folder now",
                where=str(out),
                wanted="one run at a time for a folder",
                remedy="wait until it has ended, or give another --out",
            ) from error
    return descriptor  # a file system that knows no locks goes without


def _make_parents(folder: Path) -> list[Path]:
    """Make the folder and those above it; return the new ones, the deepest first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _remove_empty(folders: list[Path]) -> None:
    """Remove folders that were made for a report that did not come about; one that holds something stays."""
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _finish_interrupted(out: Path, building: Path, ready: Path, old: Path, names: Collection[str]) -> None:
    clear(building, names)
    if ready.exists():
        put_in_place(out, ready, old, names)
    elif out.exists():
        give_back(old, out, names)
    if old.exists() and not out.exists():
        old.rename(out)


def _refuse_link(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputError("the output folder is a file or a link", where=str(out), remedy="give another --out")


def _refuse_foreign(out: Path, names: Collection[str], *, force: bool) -> None:
    """Refuse what is not an earlier report: a study.json of ours, and beside it nothing that a report does not hold."""
    if not out.is_dir():
        return
    if force:
        blocked = in_the_way(out, names)
        if blocked:
            raise blocked_by(out, blocked)
        return
    present, foreign = present_files(out, names), foreign_files(out, names)
    if present and (foreign or not is_report(out)):
        raise OutputError(
            "the output folder holds files that are not a report of this package",
            where=f"{out}: {', '.join((foreign or present)[:5])}",
            wanted="a new or empty folder, or an earlier report (it is replaced)",
            remedy="give another --out, or --force: files named as those of a report are replaced, all others are kept",
        )


def _cannot_write(out: Path, error: OSError) -> OutputError:
    return OutputError(
        f"the report cannot be written: {error.strerror or error}",
        where=str(error.filename or out),
        remedy="check free space and permissions, or give another --out; an earlier report is untouched",
    )
