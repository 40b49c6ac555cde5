"""The folder of figures: which ones, what a file holds, that letters are drawn in our own faces, and the same bytes."""

from __future__ import annotations

import io
import re
import struct
from collections import ChainMap
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from fontTools.ttLib import TTFont
from PIL import Image

from interpret.contracts import FloatArray
from interpret.report.blocks import Columns, Figure, Prose, Report, Section
from interpret.report.figures import style
from interpret.report.figures.svg import Drawing
from interpret.report.files.figures_folder import NAMES, figures_folder, numbered_figures
from interpret.report.output import NAMES as KNOWN
from interpret.report.render.documents import begin_to_draw
from interpret.report.render.faces import cut_faces
from interpret.report.render.standalone import faces_on_disk, letters, png

SVG = "{http://www.w3.org/2000/svg}"


def drawing(text: str, *, bold: bool = False, width: float = style.HALF) -> str:
    made = Drawing(width, 60)
    made.dots([(20.0, 20.0)], 5.0, style.NEGATIVE)
    made.text(30, 40, text, bold=bold, size=14)
    return made.svg()


def figure(title: str, svg: str) -> Figure:
    return Figure(title, svg, "A caption.", f"What is seen in {title}.")


REPORT = Report(
    *("A study", "kind", "An answer.", "Lede", "For research", "", "foot"),
    sections=(
        Section("front", "Front", (figure("On page one", drawing("front")),)),
        Section(
            "first",
            "First",
            (Columns(figure("Plain & <plain>", drawing("Hamburg")), figure("Bold", drawing("Hamburg", bold=True))),),
        ),
        Section("second", "Second", (Prose(("words",)), figure("Wide", drawing("Hamburg 漢", width=style.FULL)))),
    ),
    contents=False,
)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(ChainMap(*begin_to_draw(figures_folder(REPORT, None), None, "", map)))


def root(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314  our own output


def pixels(content: bytes) -> FloatArray:
    return np.asarray(Image.open(io.BytesIO(content)).convert("L"), dtype=np.float64)


def test_every_numbered_figure_is_there_twice_under_its_number(files: dict[str, bytes]) -> None:
    assert [label for label, _ in numbered_figures(REPORT)] == ["Figure 1", "Figure 2", "Figure 3"]
    assert sorted(files, key=list(NAMES).index) == [
        f"figures/figure-{n}.{kind}" for n in (1, 2, 3) for kind in ("svg", "png")
    ]
    assert set(files) <= set(NAMES) <= KNOWN


def test_a_drawing_stands_alone(files: dict[str, bytes]) -> None:
    top = root(files["figures/figure-1.svg"])
    assert (top.attrib["width"], top.attrib["height"]) == ("238pt", "60pt")
    assert [child.tag for child in top][:3] == [f"{SVG}title", f"{SVG}desc", f"{SVG}style"]
    assert top[0].text == "Figure 1. Plain & <plain>"
    assert top[1].text == "What is seen in Plain & <plain>."
    addresses = re.findall(r"(?:href=.|url\()(.{5})", files["figures/figure-1.svg"].decode())
    assert set(addresses) == {"data:"}


def test_a_drawing_brings_the_faces_that_it_uses_with_the_letters_that_it_needs(files: dict[str, bytes]) -> None:
    plain, bold = (root(files[f"figures/figure-{n}.svg"])[2].text or "" for n in (1, 2))
    assert (plain.count("@font-face"), bold.count("@font-face")) == (1, 2)
    assert "font-weight:600" in bold
    assert "font-weight:600" not in plain
    face = cut_faces(["Hamburg", "a"])[0]
    with TTFont(io.BytesIO(face.opentype)) as font:
        assert set(map(chr, font.getBestCmap())) == set("Hamburg")
    assert cut_faces(["漢"])[0].missing == frozenset("漢")


def test_a_picture_has_300_dots_an_inch_and_says_so(files: dict[str, bytes]) -> None:
    for n, width in ((1, style.HALF), (3, style.FULL)):
        content = files[f"figures/figure-{n}.png"]
        picture = Image.open(io.BytesIO(content))
        assert picture.width == round(width / 72 * 300)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert content[37:41] == b"pHYs"
        assert struct.unpack(">II", content[41:49]) == (11811, 11811)
        assert picture.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)


def test_letters_are_drawn_in_our_own_faces(files: dict[str, bytes]) -> None:
    plain, bold = pixels(files["figures/figure-1.png"]), pixels(files["figures/figure-2.png"])
    right = plain[:, 120:]
    assert (right < 128).sum() > 2000, "there are letters"
    assert (bold < 128).sum() > 1.1 * (plain < 128).sum(), "and bold ones are bolder"
    markup = drawing("Hamburg")
    faces = cut_faces([letters(markup)])
    with faces_on_disk(faces) as paths:
        assert png(markup, paths) == files["figures/figure-1.png"]
        assert png(markup, []) != files["figures/figure-1.png"]


def test_same_bytes_however_many_draw(files: dict[str, bytes]) -> None:
    assert len(figures_folder(REPORT, None)) == len(files) // 2, "one figure a portion here"
    assert dict(ChainMap(*begin_to_draw(figures_folder(REPORT, None, 1), None, "", map))) == files
