"""Everything that a report folder holds, written into an empty folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from interpret.contracts import Cache, Forgetful, Mapper, Progress
from interpret.report.attached import attached, attached_names
from interpret.report.blocks import Report
from interpret.report.build import build_report
from interpret.report.explorer import explorer_of
from interpret.report.files import FILES, FOLDERS, figures_folder, files_of
from interpret.report.findings import Findings
from interpret.report.patients import build_patients
from interpret.report.render.documents import Document, begin_to_draw
from interpret.report.render.drawn_with import drawn_with
from interpret.report.render.html import render_html
from interpret.report.render.pdf import pdf_problem
from interpret.report.told import told

DOCUMENTS = ("report.html", "report.pdf", "patients.pdf")
NAMES = frozenset(
    (
        *(*DOCUMENTS, *(file.name for file in FILES), *figures_folder.NAMES),
        *(name for folder in FOLDERS for name in folder.names),
    )
)
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
    findings: Findings,
    folder: Path,
    templates: Path | None,
    progress: Progress,
    cache: Cache | None = None,
    mapper: Mapper = map,
) -> Written:
    """Write every file of the report into `folder`; what `cache` has drawn of the same content is not drawn again.

    PDFs and figures are drawn where `mapper` says, side by side if it has two processes: they are most of the work.
    Where the system has no parts to make a PDF, everything else is written and the reason returned.

    Raises
    ------
    OSError
        The folder cannot be written.
    InterpretError
        A template is at fault.
    """
    may_be_told = told(findings)
    report = build_report(findings)
    patients = build_patients(findings) if findings.settings.report.patient_data else None
    contents = files_of(may_be_told, attached_names(may_be_told))
    problem, documents = pdf_problem(), list[Document]()
    if not problem:
        documents = [Document("report.pdf", report, attached(may_be_told, contents))]
        if patients is not None:
            documents.insert(0, Document("patients.pdf", patients))
    pages = _Pages(report, templates, progress, cache or Forgetful(), mapper).begun(tuple(documents))
    contents |= files_of(may_be_told, but=contents)  # while the processes draw
    with progress.stage("report.html", 1) as stage:
        contents["report.html"] = render_html(report, templates, explorer_of(may_be_told, patients)).encode()
        stage.advance()
    contents |= pages()
    for name, content in contents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return Written(tuple(sorted(contents)), problem)


@dataclass(frozen=True)
class _Pages:
    """What draws the PDFs and the figures of the report, or finds them drawn."""

    report: Report
    templates: Path | None
    progress: Progress
    cache: Cache
    mapper: Mapper

    def begun(self, documents: tuple[Document, ...]) -> Callable[[], dict[str, bytes]]:
        """Begin to draw, and return what waits for the PDFs and the files of the folder `figures`.

        What the cache has of the same is not drawn again.
        """
        date, numbered = self.report.date, figures_folder.numbered_figures(self.report)
        basis = (documents, numbered, date, drawn_with(self.templates))

        def begin() -> Iterator[dict[str, bytes]]:
            figures = figures_folder.figures_folder(self.report, self.templates)
            return begin_to_draw((*documents, *figures), self.templates, date, self.mapper)

        ahead = None if self.cache.remembers("Pages", basis) else begin()

        def now() -> dict[str, bytes]:
            with self.progress.stage("Pages and figures", 1) as stage:
                made: dict[str, bytes] = {}
                for files in ahead or begin():
                    made |= files
                stage.advance()
            return made

        return lambda: self.cache.remembered("Pages", basis, now)
