"""`interpret init`: a study file of what was understood of the input, to be gone on with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from interpret.command.messages import page, wrapped
from interpret.command.study_file import study_file
from interpret.errors import OutputError, UndecidedError
from interpret.settings import InputSettings, Settings

_PATHS = ("expression", "samples", "independent", "annotation", "genes_of_interest", "id_map")


@dataclass(frozen=True)
class _Found:
    """What reading the input gave: settings that it decided, columns of the sheet, and what is left to the author."""

    decided: dict[str, str]
    covariates: tuple[str, ...] = ()
    undecided: UndecidedError | None = None


def write_study_file(settings: Settings, out: Path, *, force: bool) -> None:
    """Read the study and write its study file.

    Raises
    ------
    OutputError
        There is a file already, or it cannot be written.
    InterpretError
        The input cannot be read.
    """
    _refuse_existing(out, force=force)
    found = _found(settings.input)
    here = {key: _relative(path, out) for key in _PATHS if (path := getattr(settings.input, key)) is not None}
    sets = tuple(_relative(path, out) for path in settings.input.gene_sets)
    known = settings.input.model_copy(update={**found.decided, **here, "gene_sets": sets})
    comments = {} if found.undecided is None else {found.undecided.key: _open_question(found.undecided)}
    report = settings.report
    if report.logo is not None:
        report = report.model_copy(update={"logo": _relative(report.logo, out)})
    text = study_file(settings.model_copy(update={"input": known, "report": report}), comments, found.covariates)
    _write(out, text, force=force)
    console = page()
    console.print(f"Written to {out}", soft_wrap=True)
    if found.undecided is not None:
        name = found.undecided.key.rpartition(".")[2]
        lines = f"{found.undecided.found}\nwanted: {found.undecided.wanted}\nto do:  fill in {name} under [input]"
        console.print("\n" + wrapped(lines, console.width - 1), soft_wrap=True)
    console.print(f"\nNext: interpret check {out}", soft_wrap=True)


def _found(settings: InputSettings) -> _Found:
    from interpret.data.read import read_study
    from interpret.data.readers import READERS
    from interpret.data.readers.find import find_format
    from interpret.data.readers.kaggle import is_kaggle_folder

    undecided, study = None, None
    try:
        study = read_study(settings)
    except UndecidedError as error:  # the author's choice: the file is there to make it in
        undecided = error
    paths = [path for path in (settings.expression, settings.independent) if path is not None]
    decided: dict[str, str] = {}
    if not any(is_kaggle_folder(path) for path in paths):
        formats = {find_format(path, "expression", settings.format, READERS).key for path in paths}
        if len(formats) == 1:  # one word is for both files
            decided["format"] = formats.pop()
    if study is None:
        return _Found(decided, (), undecided)
    decided |= {"outcome": study.outcome, "positive": study.training.labels.positive}
    return _Found(decided, tuple(str(name) for name in study.training.covariates.columns))


def _open_question(error: UndecidedError) -> str:
    return f"TO DECIDE: {error.found} ({error.where}). Wanted: {error.wanted}."


def _relative(path: Path, out: Path) -> Path:
    """Return the path as it is seen from the study file; absolute where there is no way from there (another drive)."""
    try:
        absolute = path.absolute()
        return Path(os.path.relpath(absolute.parent.resolve() / absolute.name, out.absolute().parent.resolve()))
    except ValueError:
        return path.absolute()


def _refuse_existing(out: Path, *, force: bool) -> None:
    if out.is_dir():
        raise OutputError("this is a folder", where=str(out), wanted="the name of a file", remedy="give another --out")
    if not out.absolute().parent.is_dir():
        raise OutputError(f"there is no folder {out.parent}", where=str(out), remedy="make it, or give another --out")
    if (out.exists() or out.is_symlink()) and not force:
        raise OutputError(
            "there is a file of this name already",
            where=str(out),
            remedy="give another --out, or --force to write over it",
        )


def _write(out: Path, text: str, *, force: bool) -> None:
    """Write the whole file or nothing; a link of this name is replaced, not followed."""
    building = out.with_name(f".{out.name}.building")
    try:
        building.unlink(missing_ok=True)
        with building.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        _refuse_existing(out, force=force)
        building.replace(out)
    except UnicodeEncodeError as error:
        raise OutputError(
            "the name of a file is not text", where=ascii(text[error.start]), remedy="rename the file"
        ) from error
    except OSError as error:
        raise OutputError(
            f"the study file cannot be written: {error.strerror or error}",
            where=str(out),
            remedy="check that the folder is there and may be written to, or give another --out",
        ) from error
    finally:
        building.unlink(missing_ok=True)
