"""Several PDFs drawn at once, each in a process of its own where there are processes.

This is all that such a process imports: pages and templates, nothing of the science.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from interpret.contracts import Mapper
from interpret.report.blocks import Report
from interpret.report.render.pdf import Attachment, render_pdf


@dataclass(frozen=True)
class Document:
    """A PDF to be drawn: what it says, and what travels inside it."""

    name: str
    report: Report
    attachments: tuple[Attachment, ...] = ()


def draw(documents: Sequence[Document], templates: Path | None, date: str, mapper: Mapper) -> dict[str, bytes]:
    """Return the PDFs by name; the bytes are the same wherever they are drawn.

    Parameters
    ----------
    documents
        What to draw, the one that takes longest first.
    templates
        The reader's own folder of templates, searched before the package's; or none.
    date
        ISO date of the documents.
    mapper
        Where they are drawn.

    Raises
    ------
    OutputError
        As `render_pdf`.
    """
    drawn = mapper(partial(_draw, templates, date), documents)
    return {document.name: pdf for document, pdf in zip(documents, drawn, strict=True)}


def _draw(templates: Path | None, date: str, document: Document) -> bytes:
    return render_pdf(document.report, templates, document.attachments, date)
