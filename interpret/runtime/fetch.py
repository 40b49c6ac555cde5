"""Download a data set with kagglehub and put it into a folder, whole and as it is known, or not at all."""

from __future__ import annotations

import hashlib
import importlib
import os
import shutil
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interpret.errors import FetchError, InterpretError, OutputError, Problems
from interpret.runtime.data_sets import DataSet

_REFUSED = 400  # the first HTTP status that says no
# what stands for a connection that failed, whichever library says so (kagglehub speaks through requests)
_NO_CONNECTION = {"ConnectionError", "Timeout", "TimeoutError", "NewConnectionError", "MaxRetryError", "URLError"}
_SHOWN = 300  # letters of what another program said


@dataclass(frozen=True)
class Fetched:
    """What was done: whether the files were there already, and sentences on what was odd."""

    already_there: bool
    notes: tuple[str, ...] = ()


def fetch(data_set: DataSet, out: Path) -> Fetched:
    """Put the files of a data set into the folder `out`.

    A folder that holds them already is left as it is; one that holds anything else is refused.

    Raises
    ------
    FetchError
        kagglehub is not installed, Kaggle cannot be reached or refuses, or a file is not the one that is known.
    OutputError
        `out` holds something else, or cannot be written.
    """
    if _holds(data_set, out):
        return Fetched(already_there=True)
    _refuse_other(out)
    downloaded = _download(data_set)
    contents, notes = _verified(data_set, downloaded)
    _put(contents, out)
    return Fetched(already_there=False, notes=notes)


def _holds(data_set: DataSet, out: Path) -> bool:
    files = [(out / name, sha256) for name, sha256 in data_set.files.items()]
    return all(path.is_file() and _sha256(_with_plain_ends(path.read_bytes())) == sha256 for path, sha256 in files)


def _refuse_other(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputError("the folder is a file or a link", where=str(out), remedy="give another --out")
    held = sorted(path.name for path in out.iterdir()) if out.is_dir() else []
    if held:
        raise OutputError(
            "the folder holds something else",
            where=f"{out}: {', '.join(held[:5])}",
            wanted="a new or empty folder, or one with the files of this data set as they are known",
            remedy="give another --out or empty the folder yourself",
        )


def _download(data_set: DataSet) -> Path:
    """Return the folder into which kagglehub has put the data set."""
    try:
        kagglehub: Any = importlib.import_module("kagglehub")
    except ImportError as error:
        found = "this needs the package kagglehub, which is not installed"
        if not (isinstance(error, ModuleNotFoundError) and error.name == "kagglehub"):
            found = f"the package kagglehub cannot be used: {_first_line(error)}"
        raise _by_hand(data_set, found, "pip install 'interpret-expression[fetch]'; or") from error
    try:
        return Path(kagglehub.dataset_download(data_set.handle))
    except Exception as error:  # it lets through whatever its own libraries raise
        raise _by_hand(data_set, _what_failed(error), "try again later; or") from error


def _what_failed(error: Exception) -> str:
    status = getattr(getattr(error, "response", None), "status_code", None)
    if isinstance(status, int) and status >= _REFUSED:
        return f"Kaggle refused the download (HTTP status {status})"
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if kinds & _NO_CONNECTION or isinstance(error, socket.gaierror):
        return "Kaggle cannot be reached: no network, or one that does not let it through"
    return f"kagglehub could not download the data set: {type(error).__name__}: {_first_line(error)}"


def _first_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:_SHOWN] or "no reason given"


def _by_hand(data_set: DataSet, found: str, first: str) -> FetchError:
    return FetchError(
        found,
        where=data_set.page,
        wanted=", ".join(data_set.files),
        remedy=f"{first} download these files from that page by hand, and name their folder: interpret report FOLDER",
    )


def _verified(data_set: DataSet, downloaded: Path) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return the content of every file, held against its hash, and what is to be said of them."""
    contents: dict[str, bytes] = {}
    notes: list[str] = []
    problems = Problems(f"what came from {data_set.page}")
    for name, sha256 in data_set.files.items():
        try:
            came = (downloaded / name).read_bytes()
        except OSError as error:
            problems.add(_missing(name, downloaded, error))
            continue
        content = _with_plain_ends(came)
        if _sha256(content) != sha256:
            problems.add(_another(name, sha256, came, downloaded))
        contents[name] = content
        if came != content:
            notes.append(
                f"{name} came with other line ends (expected sha256 {sha256}, came {_sha256(came)}); "
                "apart from them it is the file that is known, and was written with line ends as expected."
            )
    problems.raise_any()
    return contents, tuple(notes)


def _missing(name: str, downloaded: Path, error: OSError) -> FetchError:
    held = sorted(path.name for path in downloaded.iterdir()) if downloaded.is_dir() else []
    return FetchError(
        f"the file {name} did not come ({error.strerror or error})",
        where=f"{downloaded}, which holds {', '.join(held[:5]) or 'nothing'}",
        remedy="delete that folder, and fetch again",
    )


def _another(name: str, sha256: str, came: bytes, downloaded: Path) -> InterpretError:
    return FetchError(
        f"the file {name} is not the one that is known: its sha256 is {_sha256(came)} ({len(came):,} bytes)",
        where=str(downloaded / name),
        wanted=f"sha256 {sha256}, whatever the line ends",
        remedy="delete that folder and fetch again; if it comes again, the data set was changed: look at it before use",
    )


def _with_plain_ends(content: bytes) -> bytes:
    """Return the text with LF at the end of every line, the last one too."""
    lines = content.replace(b"\r\n", b"\n")
    return lines if not lines or lines.endswith(b"\n") else lines + b"\n"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _put(contents: dict[str, bytes], out: Path) -> None:
    """Write the files beside the folder, then rename: the folder is there whole or not at all."""
    out = out.absolute()
    building = out.with_name(f".{out.name}.building")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir()
        _write(contents.items(), building)
        if out.is_dir():
            out.rmdir()  # it is empty: what holds something was refused
        building.rename(out)
    except OSError as error:
        raise OutputError(
            f"the data set cannot be written: {error.strerror or error}",
            where=str(error.filename or out),
            remedy="check free space and permissions, or give another --out",
        ) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _write(contents: Iterable[tuple[str, bytes]], folder: Path) -> None:
    for name, content in contents:
        with (folder / name).open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
