"""The faces of our own letters cut down to those that are used, to travel inside a drawing."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from interpret.report.render.environment import TemplateFiles, template_folders

# of the drawings: attributes that ask for a face, and the weight and style by which a style sheet calls it
REGULAR, STRONG, ITALIC = "Inter-Regular", "Inter-SemiBold", "Inter-Italic"
CALLED = {REGULAR: (400, "normal"), STRONG: (600, "normal"), ITALIC: (400, "italic")}


@dataclass(frozen=True)
class Face:
    """One face with few letters: for a browser (WOFF2), for a renderer of pictures (OpenType), and what it lacks."""

    name: str
    woff2: bytes
    opentype: bytes
    missing: frozenset[str]


def cut_faces(letters: Iterable[str], templates: Path | None = None) -> tuple[Face, ...]:
    """Return every face that drawings ask for, with these letters alone. The same letters give the same bytes.

    Parameters
    ----------
    letters
        All text that will be set, in any order.
    templates
        The reader's own folder of templates, whose fonts come first; or none.
    """
    wanted = frozenset(letter for text in letters for letter in text if letter.isprintable())
    files = TemplateFiles(template_folders(templates))
    return tuple(_cut(name, files.find(f"fonts/{name}.woff2"), wanted) for name in CALLED)


def _cut(name: str, file: Path, wanted: frozenset[str]) -> Face:
    with TTFont(file, recalcTimestamp=False) as font:
        missing = wanted - frozenset(map(chr, font.getBestCmap()))
        # 16 and 17: by them the semi-bold face is one of the same family. Of what shapes letters only kerning is kept:
        # no drawing asks for more, and to sort out the rest took half of the time
        options = Options(
            hinting=False,
            desubroutinize=True,
            notdef_outline=True,
            name_IDs=[1, 2, 4, 6, 16, 17],
            layout_features=["kern"],
        )
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=[ord(letter) for letter in wanted])
        subsetter.subset(font)
        return Face(name, _saved(font, "woff2"), _saved(font, None), missing)


def _saved(font: TTFont, flavour: str | None) -> bytes:
    font.flavor = flavour
    stream = io.BytesIO()
    font.save(stream, reorderTables=None)
    return stream.getvalue()
