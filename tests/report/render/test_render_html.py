from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType

import pytest
from fontTools.ttLib import TTFont

from interpret.errors import OutputError
from interpret.report.blocks import Bullets, Report, Section
from interpret.report.render.environment import TemplateFiles, breakable, template_folders
from interpret.report.render.html import render_html

VOID = {"meta", "col", "img", "wbr", "link", "br"}


class _Outline(HTMLParser):
    """Collect what the tests ask of a page, and check that every element is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.addresses: list[str] = []
        self.headings: list[int] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        if tag == "a":
            self.links.append(given["href"] or "")
        self.addresses += [given[name] or "" for name in ("src", "href") if name in given]
        self.scripts += tag == "script"
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    return render_html(report)


@pytest.fixture(scope="module")
def outline(html: str) -> _Outline:
    parser = _Outline()
    parser.feed(html)
    return parser


def test_every_element_is_closed_and_every_id_is_one(outline: _Outline) -> None:
    assert outline.open == []
    assert len(set(outline.ids)) == len(outline.ids)


def test_links_lead_somewhere_on_the_page_and_nothing_is_fetched(outline: _Outline, html: str) -> None:
    assert len(outline.links) == 8  # skip link and seven sections
    assert {link.removeprefix("#") for link in outline.links} <= set(outline.ids)
    assert all(address.startswith(("#", "data:")) for address in outline.addresses)
    assert not re.search(r"url\((?!data:|#)", html)
    assert "@import" not in html


def test_headings_skip_no_level(outline: _Outline) -> None:
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    steps = zip(outline.headings, outline.headings[1:], strict=False)
    assert all(after - before <= 1 for before, after in steps)


def test_policy_admits_only_the_script_that_is_there(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:;")
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in scripts]
    assert re.findall(r"'sha256-([^']+)'", policy[1]) == hashes
    assert len(hashes) == 2, "letters.js and screen.js"


def test_text_of_the_data_is_never_markup(html: str, outline: _Outline) -> None:
    assert outline.scripts == 2
    assert "&lt;script&gt;" in html
    assert "alert('x')" not in html


def test_badge_mark_and_drawings_with_names(html: str, report: Report) -> None:
    assert report.badge in html
    assert '<span class="mark">SIMULATED</span>' in html
    assert html.count('role="img"') == 8
    assert html.count("<desc ") == 8
    assert 'class="mark"' not in render_html(dataclasses.replace(report, mark=""))


def test_tables_scroll_in_named_regions_and_genes_are_italic(html: str) -> None:
    assert html.count('role="region" tabindex="0"') == 5
    assert '<td class="left italic">GENE7</td>' in html
    assert '<th scope="row" class="left">P-19</th>' in html


def test_what_is_wider_than_a_narrow_screen_scrolls_shows_it_and_can_be_reached_by_key(html: str) -> None:
    drawings = re.findall(r'<div class="drawing([^"]*)" style="--drawing-width:([\d.]+)"([^>]*)>', html)
    assert {marks.strip() == "broad" for marks, _, _ in drawings} == {True, False}
    for marks, width, attributes in drawings:
        assert (float(width) > 320) == (marks.strip() == "broad") == ('tabindex="0"' in attributes)
        if marks:
            name = re.search(r'role="group".* aria-labelledby="([^"]+)"', attributes)
            assert name is not None
            assert f'id="{name[1]}"' in html
    css = html[html.index("<style>") : html.index("</style>")]
    [narrow] = re.findall(r"@media screen and \(max-width: 42rem\) \{(.*?)\n\}", css, re.DOTALL)
    assert ".drawing { overflow-x: auto" in narrow
    assert narrow.count("Scroll sideways") == 2
    shadows = css[css.index(".scroll, .drawing.broad {") :]
    assert shadows[: shadows.index("}")].count("no-repeat local") == 2
    assert shadows[: shadows.index("}")].count("no-repeat scroll") == 2


def test_single_pages_have_no_list_of_sections(sample: ModuleType) -> None:
    page = render_html(sample.patient_pages(4))
    assert "<nav" not in page
    assert page.count("<h1") == 4


def test_same_report_same_text(report: Report, html: str) -> None:
    assert render_html(report) == html


def test_long_identifiers_may_break_and_stay_escaped() -> None:
    assert breakable("short_name") == "short_name"
    assert breakable("HAVP_0815_extraordinarily") == "HAVP_<wbr>0815_<wbr>extraordinar<wbr>ily"
    assert breakable("<b>aaaaaaaaaaaaaaaaaaaaa") == "&lt;b&gt;aaaaaaaaa<wbr>aaaaaaaaaaaa"


def test_readers_templates_come_first(report: Report, tmp_path: Path) -> None:
    (tmp_path / "blocks").mkdir()
    (tmp_path / "blocks" / "bullets.html.j2").write_text("<p>ours: {{ item.block.title }}</p>", encoding="utf-8")
    page = render_html(report, tmp_path)
    assert "<p>ours: What this means</p>" in page
    assert "Volcano plot" in page


@pytest.mark.parametrize(("body", "message"), [("{{ nothing }}", "'nothing' is undefined"), ("{% if %}", "line 1")])
def test_a_template_at_fault_is_named(report: Report, tmp_path: Path, body: str, message: str) -> None:
    (tmp_path / "report.html.j2").write_text(body, encoding="utf-8")
    with pytest.raises(OutputError, match=message):
        render_html(report, tmp_path)


def test_a_missing_folder_of_templates_is_named(report: Report, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="elsewhere"):
        render_html(report, tmp_path / "elsewhere")


def test_templates_cannot_reach_outside_their_folders(report: Report, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "report.html.j2").write_text("{{ asset('../secret.txt') }}", encoding="utf-8")
    with pytest.raises(OutputError, match="secret"):
        render_html(report, tmp_path / "mine")


def test_an_empty_report_is_still_a_page(report: Report) -> None:
    bare = dataclasses.replace(report, headline="", lede="", sections=(Section("s", "S", (Bullets("", ("one",)),)),))
    assert "<li>one</li>" in render_html(bare)


@pytest.mark.parametrize("face", ["Regular", "Italic", "SemiBold", "Bold"])
def test_fonts_hold_every_sign_the_words_use(face: str, sample: ModuleType) -> None:
    font = TTFont(TemplateFiles(template_folders()).find(f"fonts/Inter-{face}.woff2"))
    wanted = {ord(sign) for sign in sample.SYMBOLS + "äöüßéøłńžčΩμµ…•«»€‰←↑↓≠√∑\u00a0\u2009\u202f"}
    assert wanted - set(font.getBestCmap()) == set()
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"tnum", "case", "sups"} <= features
