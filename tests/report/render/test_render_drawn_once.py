"""What is drawn by a shorter way looks as WeasyPrint's own way."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from interpret.report.render import svg, svg_shapes

NAMESPACE = f"{{{svg.SVG}}}"


def _drawn(*shapes: str) -> list[ET.Element]:
    root = ET.fromstring(f'<svg xmlns="{svg.SVG}" viewBox="0 0 9 9">{"".join(shapes)}</svg>')  # noqa: S314  ours
    svg_shapes.mark_shapes(root, svg.SVG)
    return list(root)


@pytest.mark.parametrize(
    ("shape", "operators"),
    [
        ('<line x1="1" y1="2" x2="3.5" y2="2" stroke="#ff0000" stroke-width="0.7"/>', "1 2 m 3.5 2 l S"),
        ('<rect x="1" y="2" width="3" height="4" fill="#00ff00"/>', "q 0 1 0 rg 1 2 3 4 re f Q"),
        ('<path d="M1 2h0M3 4v-1.5z" fill="none" stroke="#0000ff"/>', "1 2 m 1 2 l 3 4 m 3 2.5 l h S"),
        ('<path d="M1 2l1 -1 1 1z" fill="#000000"/>', "1 2 m 2 1 l 3 2 l h f"),
        ('<path d="M1 2V5H4" fill="none" stroke="#000000" stroke-dasharray="2 1"/>', "[2 1] 0 d 1 2 m 1 5 l 4 5 l S"),
    ],
)
def test_a_plain_shape_is_written_as_a_page_draws_it(shape: str, operators: str) -> None:
    (made,) = _drawn(shape)
    assert made.tag == NAMESPACE + svg_shapes.TAG
    assert operators in made.attrib["operators"]


def test_a_circle_passes_through_its_four_ends() -> None:
    (made,) = _drawn('<path d="M1 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z" fill="#000000"/>')
    curves = made.attrib["operators"].split(" c")
    assert [curve.split()[-2:] for curve in curves[:4]] == [["3", "7"], ["5", "5"], ["3", "3"], ["1", "5"]]


@pytest.mark.parametrize(
    "shape",
    [
        '<path d="M1 2C1 2 3 4 5 6" fill="#000000"/>',
        '<path d="M1 2a2 3 0 1 0 4 0" fill="#000000"/>',
        '<path d="M1 2L3 4" stroke="#000000" stroke-opacity="0.5"/>',
        '<rect x="1" y="2" width="3" height="4" fill="url(#x)"/>',
        '<rect x="1" y="2" width="50%" height="4" fill="#000000"/>',
        '<rect x="1" y="2" width="3" height="4" fill="#000000" transform="rotate(3)"/>',
    ],
)
def test_any_other_shape_is_left_as_it_is(shape: str) -> None:
    (made,) = _drawn(shape)
    assert made.tag != NAMESPACE + svg_shapes.TAG


def test_shapes_keep_their_place_between_words() -> None:
    rect = '<rect x="1" y="2" width="3" height="4" fill="#000000"/>'
    made = _drawn(rect, rect, "<text>a</text>", rect)
    assert [each.tag.removeprefix(NAMESPACE) for each in made] == [svg_shapes.TAG, "text", svg_shapes.TAG]
    assert made[0].attrib["operators"].count("re") == 2
