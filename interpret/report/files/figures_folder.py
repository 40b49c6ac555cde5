"""The folder `figures`: every numbered figure as a drawing and as a picture, for a paper or a talk."""

from __future__ import annotations

from pathlib import Path

from interpret.contracts import Stage
from interpret.report.blocks import Figure, Report
from interpret.report.render.faces import cut_faces
from interpret.report.render.place import place
from interpret.report.render.standalone import faces_on_disk, letters, png, standalone

FOLDER = "figures"
MOST = 150  # no report has as many: two a model explained, and some thirty
NAMES = tuple(f"{FOLDER}/figure-{number}.{kind}" for number in range(1, MOST + 1) for kind in ("svg", "png"))


def numbered_figures(report: Report) -> tuple[tuple[str, Figure], ...]:
    """Return every figure that has a number, with what people call it ("Figure 4"), in reading order."""
    return tuple(
        (placed.label, placed.block)
        for section in place(report).sections
        for placed in section.listed
        if isinstance(placed.block, Figure)
    )


def figures_folder(report: Report, templates: Path | None, stage: Stage) -> dict[str, bytes]:
    """Return the content of each file by its name: `figures/figure-4.svg` is Figure 4, and so is its PNG.

    Parameters
    ----------
    report
        The study report; a figure that is left out of it is not here either.
    templates
        The reader's own folder of templates, whose fonts come first; or none.
    stage
        Advanced by one step a figure.
    """
    figures = numbered_figures(report)
    faces = cut_faces((letters(figure.svg) for _, figure in figures), templates)
    unknown = frozenset[str]().union(*(face.missing for face in faces))
    made: dict[str, bytes] = {}
    with faces_on_disk(faces) as files:
        for label, figure in figures:
            name = label.lower().replace(" ", "-")
            title = f"{label}. {figure.title}"
            made[f"{FOLDER}/{name}.svg"] = standalone(figure.svg, name, title, figure.alt, faces).encode()
            made[f"{FOLDER}/{name}.png"] = png(figure.svg, files, system_fonts=bool(unknown & set(letters(figure.svg))))
            stage.advance()
    return made
