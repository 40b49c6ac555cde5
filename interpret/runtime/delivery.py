"""The output folder appears whole or not at all.

The files are built in `.NAME.building` beside the folder and renamed to `.NAME.ready` once all are there; then the old
folder is renamed to `.NAME.old`, the new one renamed in, and the old one removed. Every name says how far a swap had
come, so one that was interrupted is finished at the next start.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interpret.errors import OutputError

MARK = "study.json"  # a folder with this file is one of ours and may be replaced


@contextmanager
def delivering(out: Path) -> Iterator[Path]:
    """Give an empty folder to build in; put it at `out` when the block ends without an error.

    Raises
    ------
    OutputError
        `out` is a file or a folder that holds something else, or cannot be written.
    """
    out = out.absolute()
    building, ready, old = (out.with_name(f".{out.name}.{state}") for state in ("building", "ready", "old"))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _finish_interrupted(out, building, ready, old)
        _refuse_foreign(out)
        building.mkdir()
    except OSError as error:
        raise _cannot_write(out, error) from error
    try:
        yield building
        building.rename(ready)
        _swap(out, ready, old)
    except OSError as error:
        raise _cannot_write(out, error) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _finish_interrupted(out: Path, building: Path, ready: Path, old: Path) -> None:
    shutil.rmtree(building, ignore_errors=True)
    if ready.exists():
        _swap(out, ready, old)
    elif old.exists():
        if out.exists():
            shutil.rmtree(old)
        else:
            old.rename(out)


def _swap(out: Path, ready: Path, old: Path) -> None:
    if out.exists():
        shutil.rmtree(old, ignore_errors=True)
        out.rename(old)
    ready.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _refuse_foreign(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputError("the output folder is a file or a link", where=str(out), remedy="give another --out")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise OutputError(
            "the output folder holds files that are not a report of this package",
            where=str(out),
            wanted="a new or empty folder, or an earlier report (it is replaced)",
            remedy="give another --out or empty the folder yourself",
        )


def _cannot_write(out: Path, error: OSError) -> OutputError:
    return OutputError(
        f"the report cannot be written: {error.strerror or error}",
        where=str(error.filename or out),
        remedy="check free space and permissions, or give another --out; an earlier report is untouched",
    )
