"""Styles that are shared change no page."""

from __future__ import annotations

import pytest

from interpret.report.render import pdf, shared_styles

PAGE = """<html lang="en"><style>
@page { size: A6; @bottom-left { content: string(said) }
  @bottom-right { content: counter(page) " of " counter(pages) } }
@page :first { @bottom-left { color: #f00 } }
@page wide { size: A6 landscape; margin: 3vw }
section { string-set: said attr(data-said); break-before: page } #third { page: wide }
li::before { content: "- " } a::after { content: target-counter(attr(href), page) }
table { border-collapse: collapse; margin: 5mm } #second p { color: #00f }
</style>{sections}</html>"""
SECTION = """<section id="{name}" data-said="{name}"><h1 id="{name}-title">Of <b>{name}</b></h1>
<p style="width:60%" id="{name}-p">words <a href="#{next}">there</a></p><p style="width: 60%">words</p>
<ul><li>one<li style="color:#0f0">two</ul><table id="{name}-t"><caption>c<tr><td style="padding:1px">1<td>2</table>
</section>"""
NAMES = ("first", "second", "third", "fourth")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> dict[bool, tuple[bytes, int]]:
    """Return, with styles shared and without, the pages and how many styles were made for them."""
    weasyprint = pdf._import_weasyprint()  # registers what is tested
    css, page = weasyprint.css, weasyprint.layout.page
    made: list[object] = []
    begin = css.ComputedStyle.__init__

    def counted(style: object, *args: object) -> None:
        made.append(style)
        begin(style, *args)

    monkeypatch.setattr(css.ComputedStyle, "__init__", counted)
    sections = "".join(SECTION.format(name=name, next=NAMES[i - 1]) for i, name in enumerate(NAMES))
    results = {}
    for shared in (True, False):
        if not shared:
            for owner, name in (
                (css, "find_style_attributes"),
                (css.StyleFor, "__init__"),
                (page, "set_page_type_computed_styles"),
            ):
                monkeypatch.setattr(owner, name, getattr(owner, name).__wrapped__)
        made.clear()
        markup = PAGE.replace("{sections}", sections)
        kind = shared_styles.kind_of_document(weasyprint, markup) if shared else weasyprint.HTML
        document = kind(string=markup)
        results[shared] = document.write_pdf(pdf_identifier=b"one", uncompressed_pdf=True), len(made)
    return results


def test_pages_are_the_same_to_the_byte(drawn: dict[bool, tuple[bytes, int]]) -> None:
    assert drawn[True][0] == drawn[False][0]


def test_fewer_styles_are_made(drawn: dict[bool, tuple[bytes, int]]) -> None:
    elements_of_a_section = 12
    assert drawn[True][1] < drawn[False][1] - (len(NAMES) - 2) * elements_of_a_section


@pytest.mark.parametrize("note", ["<i style='float: footnote'>b</i>", "<style>@import 'notes.css'</style>"])
def test_a_page_with_notes_keeps_their_styles(note: str) -> None:
    weasyprint = pdf._import_weasyprint()
    for markup, kept in ((f"<p>a{note}", True), ("<p>a", False)):
        (sheet,) = shared_styles.kind_of_document(weasyprint, markup)(string=markup)._ua_stylesheets()
        assert any(selector[3] == "footnote-call" for selector in sheet.matcher.other_selectors) == kept
