"""How a finished report takes its place without touching what is not of a report.

Nothing is ever removed but by its name, and only names that a report can hold: a file of somebody else's cannot be
lost, whenever it came there. Links are removed or refused, never followed.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Collection
from pathlib import Path

from interpret.errors import OutputError

MARK = "study.json"
# one of them stands at the head of every study.json of ours
SCHEMAS = (b'"schema": "interpret-study/', b'"schema": "interpret-study-without-patients/')


def foreign_files(folder: Path, names: Collection[str]) -> list[str]:
    """Return what the folder holds besides files of a report, folders as `name/`; a link is a file, whatever it names.

    Parameters
    ----------
    folder
        An existing folder.
    names
        Every file name that a report can hold; one in a folder within it as `folder/file`.
    """
    return [name for name in present_files(folder, names) if name not in names]


def present_files(folder: Path, names: Collection[str]) -> list[str]:
    """Return the files that the folder holds, with those in folders of a report within it; others as `name/`."""
    folders = _folders(names)
    found: list[str] = []
    for path in sorted(folder.iterdir()):
        name = _shown(path)
        within = [f"{path.name}/{_shown(file)}" for file in sorted(path.iterdir())] if name[:-1] in folders else []
        found += within or [name]
    return found


def is_report(folder: Path) -> bool:
    """Return whether the folder has the study.json of a report."""
    mark = folder / MARK
    if mark.is_symlink() or not mark.is_file():
        return False
    with mark.open("rb") as file:
        head = file.read(200)
    return any(schema in head for schema in SCHEMAS)


def in_the_way(out: Path, names: Collection[str]) -> list[str]:
    """Return what would have to go for a report to be put into the folder: a folder for a file, a link for a folder."""
    files = [name for name in names if (out / name).is_dir() and not (out / name).is_symlink()]
    folders = [name for name in _folders(names) if (out / name).is_symlink() or (out / name).is_file()]
    return sorted([*(f"{name}/" for name in files), *folders])


def require_leftover(folder: Path, names: Collection[str]) -> None:
    """Refuse a folder of this name that no interrupted run of this user left: it is not ours to move or remove.

    Raises
    ------
    OutputError
        It is a file or a link, another user's, or holds something else than parts of a report.
    """
    if not folder.is_symlink() and not folder.exists():
        return
    why = ""
    if folder.is_symlink() or not folder.is_dir():
        why = "is a file or a link"
    elif hasattr(os, "geteuid") and folder.stat().st_uid != os.geteuid():
        why = "belongs to another user"
    elif foreign := [name for name in foreign_files(folder, names) if name[:-1] not in _folders(names)]:
        why = f"holds {', '.join(foreign[:5])}, which is of no report"
    if why:
        raise OutputError(
            f"where the report would be built, {folder.name} {why}",
            where=str(folder),
            wanted="no such name, or what an interrupted run left",
            remedy="look at it and remove it, or give another --out",
        )


def put_in_place(out: Path, ready: Path, old: Path, names: Collection[str]) -> None:
    """Put the finished report `ready` at `out`; can be interrupted anywhere and called again.

    An earlier report is moved to `old`, the new one in, and the old one removed. A folder that holds anything else
    stays where it is: the files of the report are moved into it one by one.

    Raises
    ------
    OutputError
        Something that is not of a report stands in the way.
    OSError
        The folder cannot be written.
    """
    if not out.exists():
        if is_report(ready):
            ready.rename(out)
        clear(ready, names)
    elif not (ready / MARK).exists() or foreign_files(out, names):
        _move_into(out, ready, names)
    else:
        clear(old, names)
        out.rename(old)
        ready.rename(out)
    if out.is_dir():
        give_back(old, out, names)


def clear(folder: Path, names: Collection[str]) -> None:
    """Remove the files of a report, and the folder if nothing else is in it."""
    if folder.is_symlink() or not folder.is_dir():
        return
    for name in names:
        path = folder / name
        if not path.parent.is_symlink() and (path.is_symlink() or path.is_file()):
            path.unlink()
    for within in (*(folder / name for name in _folders(names)), folder):
        with contextlib.suppress(OSError):  # not there, not empty, a link
            within.rmdir()


def give_back(old: Path, out: Path, names: Collection[str]) -> None:
    """Remove the earlier report; whatever was put beside it while the new one was made comes to the new one."""
    clear(old, names)
    for folder, folders, files in os.walk(old, topdown=False):  # links to folders are listed, not entered
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        for path in (here / name for name in [*files, *links]):
            place = out / path.relative_to(old)
            if not place.is_symlink() and not place.exists():
                place.parent.mkdir(parents=True, exist_ok=True)
                path.rename(place)
        with contextlib.suppress(OSError):  # what could not be moved keeps its folder
            here.rmdir()


def _move_into(out: Path, ready: Path, names: Collection[str]) -> None:
    """Move the files of the report into a folder that holds others; the mark goes first and says that it has begun."""
    blocked = in_the_way(out, names)
    if blocked:
        raise blocked_by(out, blocked)
    new = [name for name in names if (ready / name).is_file()]
    if MARK in new:  # nothing has been moved: what the new report does not have is of the earlier one
        for name in names:
            if name not in new and (out / name).is_file():
                (out / name).unlink()
    for name in sorted(new, key=lambda name: (name != MARK, name)):
        (out / name).parent.mkdir(exist_ok=True)
        (ready / name).replace(out / name)
    clear(ready, names)


def blocked_by(out: Path, blocked: Collection[str]) -> OutputError:
    """Return the error for a folder or a link where a file or a folder of the report belongs."""
    return OutputError(
        "folders or links stand where files of the report belong",
        where=f"{out}: {', '.join(list(blocked)[:5])}",
        wanted="a folder without these names",
        remedy="give another --out, or rename them",
    )


def _folders(names: Collection[str]) -> set[str]:
    return {name.split("/")[0] for name in names if "/" in name}


def _shown(path: Path) -> str:
    return path.name + "/" * (path.is_dir() and not path.is_symlink())
