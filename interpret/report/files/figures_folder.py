"""The folder `figures`: every numbered figure as a drawing and as a picture, for a paper or a talk."""

from __future__ import annotations

from pathlib import Path

from interpret.report.blocks import Figure, Report
from interpret.report.render.drawings import FOLDER, Drawings
from interpret.report.render.faces import cut_faces
from interpret.report.render.place import place
from interpret.report.render.standalone import letters

MOST = 150  # no report has as many: two a model explained, and some thirty
NAMES = tuple(f"{FOLDER}/figure-{number}.{kind}" for number in range(1, MOST + 1) for kind in ("svg", "png"))
PORTIONS = 4  # drawn beside the PDFs, so that no process waits long for another


def numbered_figures(report: Report) -> tuple[tuple[str, Figure], ...]:
    """Return every figure that has a number, with what people call it ("Figure 4"), in reading order."""
    return tuple(
        (placed.label, placed.block)
        for section in place(report).sections
        for placed in section.listed
        if isinstance(placed.block, Figure)
    )


def figures_folder(report: Report, templates: Path | None, portions: int = PORTIONS) -> tuple[Drawings, ...]:
    """Return what is to be drawn, in so many portions; no byte of a file depends on their number.

    Parameters
    ----------
    report
        The study report; a figure that is left out of it is not here either.
    templates
        The reader's own folder of templates, whose fonts come first; or none.
    """
    figures = numbered_figures(report)
    faces = cut_faces((letters(figure.svg) for _, figure in figures), templates)
    dealt = (figures[first::portions] for first in range(portions))
    return tuple(Drawings(portion, faces) for portion in dealt if portion)
