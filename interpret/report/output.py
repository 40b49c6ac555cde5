"""Everything that a report folder holds, written into an empty folder."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from interpret.contracts import Cache, Forgetful, Progress
from interpret.report.attached import attached
from interpret.report.blocks import Report
from interpret.report.build import build_report
from interpret.report.files import FILES, FOLDERS
from interpret.report.findings import Findings
from interpret.report.patients import build_patients
from interpret.report.render.drawn_with import drawn_with
from interpret.report.render.html import render_html
from interpret.report.render.pdf import Attachment, pdf_problem, render_pdf

DOCUMENTS = ("report.html", "report.pdf", "patients.pdf")
NAMES = frozenset((*DOCUMENTS, *(file.name for file in FILES), *(name for folder in FOLDERS for name in folder.names)))
"""Every file that a report folder can hold, those of a folder within it as `folder/file`."""


@dataclass(frozen=True)
class Written:
    """What was written, and why the PDFs were not where they could not be."""

    names: tuple[str, ...]
    pdf_problem: str

    @property
    def listed(self) -> tuple[str, ...]:
        """The files, and each folder within the report once with how many files it holds."""
        folders = Counter(name.split("/")[0] for name in self.names if "/" in name)
        counted = [f"{folder}/ ({n} file{'s' if n > 1 else ''})" for folder, n in folders.items()]
        return tuple(sorted([name for name in self.names if "/" not in name] + counted))


def write_report(
    findings: Findings, folder: Path, templates: Path | None, progress: Progress, cache: Cache | None = None
) -> Written:
    """Write every file of the report into `folder`; a PDF that `cache` has of the same content is not drawn again.

    Where the system has no parts to make a PDF, everything else is written and the reason returned.

    Raises
    ------
    OSError
        The folder cannot be written.
    InterpretError
        A template is at fault.
    """
    contents = {file.name: file.content(findings) for file in FILES}
    for within in FOLDERS:
        contents |= within.contents(findings)
    report, patients = build_report(findings), build_patients(findings)
    with progress.stage("report.html", 1) as stage:
        contents["report.html"] = render_html(report, templates).encode()
        stage.advance()
    problem = pdf_problem()
    if not problem:
        attachments = attached(findings, contents)
        drawn = _Pages(templates, findings.date, progress, cache or Forgetful())
        contents["report.pdf"] = drawn.pdf("report.pdf", report, attachments)
        contents["patients.pdf"] = drawn.pdf("patients.pdf", patients, ())
    for name, content in contents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return Written(tuple(sorted(contents)), problem)


@dataclass(frozen=True)
class _Pages:
    """What draws a PDF, or finds it drawn."""

    templates: Path | None
    date: str
    progress: Progress
    cache: Cache

    def pdf(self, name: str, report: Report, attachments: tuple[Attachment, ...]) -> bytes:
        def drawn() -> bytes:
            with self.progress.stage(name, 1) as stage:
                pdf = render_pdf(report, self.templates, attachments, self.date)
                stage.advance()
            return pdf

        made_of = (report, attachments, self.date, drawn_with(self.templates))
        return self.cache.remembered(name, made_of, drawn)
