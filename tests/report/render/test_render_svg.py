# ruff: noqa: S314  parses what the test itself wrote
from __future__ import annotations

import base64
import xml.etree.ElementTree as ET

import pytest

from interpret.report.render import svg, svg_runs

DRAWING = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'width="10pt" height="5pt" viewBox="0 0 10 5"><metadata>made by</metadata>'
    '<defs><style type="text/css">*{stroke-linejoin: round} #m, .c {fill: #abc; clip-path: url(#clip)}</style>'
    '<clipPath id="clip"><rect width="5" height="5"/></clipPath><path id="m" d="M0 0h1"/></defs>'
    '<g clip-path="url(#clip)" style="mask: url(\'#clip\')" aria-labelledby="m clip"><use xlink:href="#m"/>'
    '<use href="#m"/><a href="https://example.org/#m"/><text>a &lt; b</text></g></svg>'
)


def test_another_librarys_namespaces_do_not_change_the_markup() -> None:
    expected = svg.isolate(DRAWING, "figure")
    assert expected.startswith("<svg ")
    ET.register_namespace("", "")  # as WeasyPrint does when it is imported
    assert svg.isolate(DRAWING, "figure") == expected
    assert svg.described(DRAWING, "figure", "title", "words").startswith("<svg ")


def test_two_drawings_share_no_id() -> None:
    ids = [
        {element.get("id") for element in ET.fromstring(svg.isolate(DRAWING, prefix)).iter() if element.get("id")}
        for prefix in ("figure-1", "figure-2")
    ]
    assert ids[0] == {"figure-1", "figure-1-clip", "figure-1-m"}
    assert not ids[0] & ids[1]


def test_every_reference_follows_its_id() -> None:
    isolated = svg.isolate(DRAWING, "f")
    assert isolated.count("url(#f-clip)") == 3  # attribute, style attribute, style sheet
    assert isolated.count('href="#f-m"') == 2
    assert 'aria-labelledby="f-m f-clip"' in isolated
    assert 'href="https://example.org/#m"' in isolated


def test_a_style_sheet_inside_keeps_to_its_drawing() -> None:
    isolated = svg.isolate(DRAWING, "f")
    assert "#f * {stroke-linejoin: round}" in isolated
    assert "#f #f-m, #f .c {fill: #abc; clip-path: url(#f-clip)}" in isolated


def test_a_described_drawing_is_an_image_with_a_name() -> None:
    root = ET.fromstring(svg.described(DRAWING, "f", "Calls & rates", "All <right>"))
    assert root.get("role") == "img"
    assert [(child.tag.rpartition("}")[2], child.text) for child in root][:2] == [
        ("title", "Calls & rates"),
        ("desc", "All <right>"),
    ]
    assert root.get("aria-labelledby") == "f-title f-desc"
    assert root.get("width") is None
    assert root.find("{http://www.w3.org/2000/svg}metadata") is None


def test_rasters_in_a_data_address_are_drawn_crisp() -> None:
    markup = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><image href="data:,"/></svg>'
    decoded = base64.b64decode(svg.as_data_uri(markup).partition("base64,")[2]).decode()
    assert 'image-rendering="crisp-edges"' in decoded


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
        ('<svg viewBox="0 0 1 1"/>', "namespace"),
        ("<svg", "well-formed"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script/></svg>', "script"),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g onclick="x()"/></svg>', "script"),
    ],
)
def test_what_is_no_plain_drawing_is_refused(markup: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        svg.isolate(markup, "f")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ('<text x="1" y="2">a</text>', True),
        ('<text x="1" y="2" text-anchor="end" transform="rotate(-90)" style="font-size: 3px">a  b</text>', True),
        ('<text x="1 2" y="2">ab</text>', False),
        ('<text x="1" dy="1em">a</text>', False),
        ('<text x="1" style="letter-spacing: 1px">a</text>', False),
        ('<text x="1"><tspan>a</tspan></text>', False),
        ('<text x="50%">a</text>', False),
    ],
)
def test_only_plain_lines_of_text_are_drawn_by_us(text: str, plain: bool) -> None:  # noqa: FBT001
    root = ET.fromstring(f'<svg xmlns="{svg.SVG}">{text}</svg>')
    svg_runs.mark_runs(root, svg.SVG)
    assert root[0].tag == f"{{{svg.SVG}}}" + ("run" if plain else "text")
    assert "  " not in (root[0].text or "")
