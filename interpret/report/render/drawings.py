"""Numbered figures as files, SVG and PNG, some at a time, so that several processes can share them."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.report.blocks import Figure
from interpret.report.render.faces import Face
from interpret.report.render.standalone import faces_on_disk, letters, png, standalone

FOLDER = "figures"


@dataclass(frozen=True)
class Drawings:
    """Some figures, each with what people call it ("Figure 4"), and the faces cut for all figures of the report."""

    figures: tuple[tuple[str, Figure], ...]
    faces: tuple[Face, ...]

    def files(self) -> dict[str, bytes]:
        """Return the content of each file by its name: `figures/figure-4.svg` is Figure 4, and so is its PNG."""
        unknown = frozenset[str]().union(*(face.missing for face in self.faces))
        made: dict[str, bytes] = {}
        with faces_on_disk(self.faces) as on_disk:
            for label, figure in self.figures:
                name = label.lower().replace(" ", "-")
                title = f"{label}. {figure.title}"
                system_fonts = bool(unknown & set(letters(figure.svg)))
                made[f"{FOLDER}/{name}.svg"] = standalone(figure.svg, name, title, figure.alt, self.faces).encode()
                made[f"{FOLDER}/{name}.png"] = png(figure.svg, on_disk, system_fonts=system_fonts)
        return made
