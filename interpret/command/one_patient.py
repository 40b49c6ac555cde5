"""`interpret patient`: the page of one patient in a file of its own, which tells of nobody else."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from interpret.command.messages import PageConsole
from interpret.command.running import refuse_before_reading
from interpret.errors import InputError, OutputError, SettingsError
from interpret.settings import Settings

if TYPE_CHECKING:
    from interpret.report.findings import Findings, Part


def write_patient(  # noqa: PLR0913  the options of the command
    settings: Settings,
    *,
    id: str | None,  # noqa: A002  what the command calls it
    demo: str,
    out: Path | None,
    all: Path | None,  # noqa: A002  what the command calls it
    jobs: int,
    templates: Path | None,
    fresh: bool,
    force: bool,
) -> None:
    """Write the page of the patient `id`, or one file for each patient into the folder `all`.

    Raises
    ------
    SettingsError
        Neither or both were named, or patients are not to be shown.
    InputError
        There is no such patient.
    OutputError
        A file is there already or cannot be written, or no PDF can be made here.
    """
    _refuse(settings, id, out, all)
    from interpret.command.study_asked import study_asked
    from interpret.data.names import names_of
    from interpret.report.render.page_library import require_page_library
    from interpret.runtime.progress import TerminalProgress
    from interpret.runtime.provenance import report_date, versions

    require_page_library()
    refuse_before_reading(settings, templates)
    if out is not None:
        _refuse_existing(out, force=force)
    progress = TerminalProgress(PageConsole(highlight=False, markup=False, emoji=False), settings.study.noun)
    date = report_date(settings.date)
    with progress.stage("Reading", 1):
        study = study_asked(settings, demo)
    if id is not None:  # before the models take their time
        _require_known(id, [study.pseudonyms.get(name, name) for name in names_of(study)])

    from interpret.pipeline import analyse
    from interpret.report.patients import build_patient
    from interpret.report.render.pdf import render_pdf
    from interpret.runtime.mappers import mapper_for
    from interpret.runtime.memory import open_memory
    from interpret.validation.judgement import Workers

    with open_memory(progress.recalled, fresh=fresh) as memory:
        workers = Workers(mapper_for(jobs), jobs, progress, memory)
        findings = analyse(study, settings, workers, date=date, versions=versions())
    wanted = [(part, sample) for part, sample in _judged(findings) if id in {None, sample}]
    if not wanted:
        raise InputError(
            f"no model judged {id!r}", wanted="a sample, not a person", remedy="name one of the person's samples"
        )
    files = _files(wanted, out, all)
    for path in files.values():
        _refuse_existing(path, force=force)
    if all is not None:
        _make(all)
    with progress.stage("Pages", len(files)) as stage:
        for (part, sample), path in files.items():
            _write(path, render_pdf(build_patient(findings, part, sample), templates, (), findings.date))
            stage.advance()
    console = PageConsole(highlight=False, markup=False, emoji=False)
    console.print(f"\nWritten: {next(iter(files.values())) if all is None else f'{len(files)} files in {all}'}")


def _refuse(settings: Settings, id: str | None, out: Path | None, all: Path | None) -> None:  # noqa: A002
    if (id is None) == (all is None):
        raise SettingsError(
            "no patient was named" if id is None else "a patient and --all were given",
            wanted="the name of one sample, or --all FOLDER",
            remedy="for example: interpret patient 5 --demo",
        )
    if all is not None and out is not None:
        raise SettingsError("--all and --out were given", wanted="one of them", remedy="leave out --out")
    if not settings.report.patient_data:
        raise SettingsError(
            "a patient's page was asked for, and that no patient is shown",
            where="--no-patient-data or [report] patient_data",
            wanted="one of the two",
            remedy="leave out --no-patient-data, or set patient_data to true",
        )


def _require_known(id: str, names: list[str]) -> None:  # noqa: A002
    from interpret.data.wording import did_you_mean

    if id not in names:
        raise InputError(
            f"there is no patient {id!r} in the study",
            wanted="the name of a sample as in the report",
            remedy=did_you_mean(id, names, "patients.csv of a report lists the names"),
        )


def _judged(findings: Findings) -> list[tuple[Part, str]]:
    from interpret.report import tally
    from interpret.report.patients import PARTS

    return [(part, sample) for part in PARTS for sample in tally.judgements(findings, part)]


def _files(wanted: list[tuple[Part, str]], out: Path | None, folder: Path | None) -> dict[tuple[Part, str], Path]:
    """Return where each page goes; names that come out alike get a number."""
    files: dict[tuple[Part, str], Path] = {}
    taken: set[str] = set()
    for part, sample in wanted:
        base = re.sub(r"[^A-Za-z0-9]+", "-", sample).strip("-") or "x"
        name, again = base, 1
        while name.casefold() in taken:
            again += 1
            name = f"{base}-{again}"
        taken.add(name.casefold())
        own = Path(f"patient-{name}.pdf")
        files[part, sample] = (out or own) if folder is None else folder / own
    return files


def _refuse_existing(path: Path, *, force: bool) -> None:
    if path.is_dir() or path.is_symlink():
        raise OutputError("this is a folder or a link", where=str(path), remedy="give another --out")
    if path.exists() and not force:
        raise OutputError(
            "there is a file of this name already",
            where=str(path),
            remedy="give another --out, or --force to write over it",
        )


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"the folder cannot be made: {error.strerror or error}", where=str(folder), remedy="give another --all"
        ) from error


def _write(path: Path, content: bytes) -> None:
    """Write the whole file or nothing."""
    building = path.with_name(f".{path.name}.building")
    try:
        with building.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        building.replace(path)
    except OSError as error:
        raise OutputError(
            f"the page cannot be written: {error.strerror or error}",
            where=str(path),
            remedy="check that the folder is there and may be written to, or give another --out",
        ) from error
    finally:
        building.unlink(missing_ok=True)
