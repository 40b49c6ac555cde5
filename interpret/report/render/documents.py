"""Several PDFs, and figures beside them, drawn at once in as many processes as there are.

This is all that such a process imports: pages and templates, nothing of the science.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from interpret.contracts import Mapper, begun
from interpret.report.blocks import Report
from interpret.report.render.drawings import Drawings
from interpret.report.render.pdf import Attachment, render_pdf


@dataclass(frozen=True)
class Document:
    """A PDF to be drawn: what it says, and what travels inside it."""

    name: str
    report: Report
    attachments: tuple[Attachment, ...] = ()


def begin_to_draw(
    pieces: Sequence[Document | Drawings], templates: Path | None, date: str, mapper: Mapper
) -> Iterator[dict[str, bytes]]:
    """Begin with every piece at once where the mapper can, and return the files of each by name.

    Parameters
    ----------
    pieces
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
    return begun(mapper, partial(_draw, templates, date), pieces)


def _draw(templates: Path | None, date: str, piece: Document | Drawings) -> dict[str, bytes]:
    if isinstance(piece, Drawings):
        return piece.files()
    return {piece.name: render_pdf(piece.report, templates, piece.attachments, date)}
