"""Everything that a report folder holds, written into an empty folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
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
from interpret.report.render.drawings import Drawings
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
    may_be_told, problem = told(findings), pdf_problem()
    pages = _Pages(templates, findings.date, progress, cache or Forgetful(), mapper)
    patients = build_patients(findings) if findings.settings.report.patient_data else None
    waiting = [pages.document(Document("patients.pdf", patients))] if patients is not None and not problem else []
    report = build_report(findings)  # while the processes draw, and so all that follows
    contents = files_of(may_be_told, attached_names(may_be_told))
    if not problem:
        waiting.append(pages.document(Document("report.pdf", report, attached(may_be_told, contents))))
    waiting.append(pages.figures(report))
    contents |= files_of(may_be_told, but=contents)
    with progress.stage("report.html", 1) as stage:
        contents["report.html"] = render_html(report, templates, explorer_of(may_be_told, patients)).encode()
        stage.advance()
    for drawn in waiting:
        contents |= drawn()
    for name, content in contents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    return Written(tuple(sorted(contents)), problem)


@dataclass(frozen=True)
class _Pages:
    """What draws the PDFs and the figures of the report, or finds them drawn."""

    templates: Path | None
    date: str
    progress: Progress
    cache: Cache
    mapper: Mapper

    def document(self, document: Document) -> Callable[[], dict[str, bytes]]:
        """Begin to draw a PDF, and return what waits for it."""
        return self._begun(document.name, document, lambda: (document,))

    def figures(self, report: Report) -> Callable[[], dict[str, bytes]]:
        """Begin to draw the figures of the report, and return what waits for the files of the folder `figures`."""
        numbered = figures_folder.numbered_figures(report)
        return self._begun("Figures", numbered, lambda: figures_folder.figures_folder(report, self.templates))

    def _begun(
        self, name: str, content: object, pieces: Callable[[], Sequence[Document | Drawings]]
    ) -> Callable[[], dict[str, bytes]]:
        """Begin with the pieces unless the cache has them of the same content."""
        basis = (content, self.date, self._drawn_with)

        def begin() -> Iterator[dict[str, bytes]]:
            return begin_to_draw(pieces(), self.templates, self.date, self.mapper)

        ahead = None if self.cache.remembers(name, basis) else begin()

        def now() -> dict[str, bytes]:
            with self.progress.stage(name, 1) as stage:
                made: dict[str, bytes] = {}
                for files in ahead or begin():
                    made |= files
                stage.advance()
            return made

        return lambda: self.cache.remembered(name, basis, now)

    @cached_property
    def _drawn_with(self) -> str:
        return drawn_with(self.templates)
