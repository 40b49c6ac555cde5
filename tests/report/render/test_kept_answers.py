"""Answers that are kept are those that would be given anew."""

from __future__ import annotations

import gc
import weakref

import pydyf
import pytest
import tinyhtml5.inputstream

from interpret.report.render import pdf


@pytest.fixture(autouse=True)
def _registered() -> None:
    pdf._import_weasyprint()


def test_the_parser_finds_the_end_of_a_run_and_keeps_what_finds_it() -> None:
    patterns = tinyhtml5.inputstream.characters_until_regex
    patterns.clear()
    stream = tinyhtml5.inputstream.HTMLUnicodeInputStream("ab-c]<d")
    assert stream.chars_until("<]") == "ab-c"
    assert stream.chars_until("]<", opposite=True) == "]<"
    assert set(patterns) == {("<]", False), ("]<", True)}


def test_references_follow_the_pages() -> None:
    file = pydyf.PDF()
    for pages in (1, 2):
        file.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert len(file.page_references) == pages
        assert file.page_references is file.page_references
    assert file.page_references[-1] == f"{len(file.objects) - 1} 0 R".encode()


def test_the_height_of_an_empty_line_is_asked_once_a_style() -> None:
    weasyprint = pdf._import_weasyprint()
    inline = weasyprint.layout.inline
    (page,) = weasyprint.HTML(string="<p style='font: 20px/30px sans-serif'>a").render().pages
    style = next(box.style for box in page._page_box.descendants() if box.element_tag == "p")
    assert inline.strut(style) == inline.strut.__wrapped__(style)
    assert inline.strut(style) is style.kept_strut


def test_a_document_that_is_drawn_leaves_nothing_behind() -> None:
    weasyprint = pdf._import_weasyprint()
    fonts = weasyprint.text.fonts.FontConfiguration()
    drawing = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><run>a</run></svg>"
    weasyprint.HTML(string=f'<p id="a">words<img src="{drawing}">').write_pdf(font_config=fonts)
    assert fonts.kept_lines.lines
    assert fonts.kept_runs
    gone = weakref.ref(fonts)
    del fonts
    for _ in range(3):  # what has a finaliser goes a round later
        gc.collect()
    assert gone() is None
