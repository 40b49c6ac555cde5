"""Text of files is text in every output: no element, attribute, address, style, formula or control comes of it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from xml.etree import ElementTree as ET

import openpyxl
import pandas as pd
import pytest
import tinyhtml5
from security.corpus import payloads
from security.hostile import Written

from interpret.report.blocks import (
    Bullets,
    Callout,
    Columns,
    Fact,
    Facts,
    Figure,
    Prose,
    Report,
    Section,
    Table,
    TableColumn,
)
from interpret.report.figures.svg import Drawing
from interpret.report.files.formula_cells import as_read, neutral
from interpret.report.render import render_html, render_text
from interpret.visible import visible

HTML = "{http://www.w3.org/1999/xhtml}"
_DATA = "application/json"
SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = frozenset(
    {"svg", "g", "path", "line", "rect", "circle", "polyline", "text", "tspan", "title", "desc", "image"}
)
_STYLE = re.compile(r"(width|max-width):[\d.]+(%|pt)|--drawing-width:[\d.]+")
_ADDRESS = re.compile(r"#([a-z0-9-]+|(gene|patient)-[A-Za-z0-9_.!~*'()%-]+)")
_NAME = re.compile(r"[a-z][a-z0-9 -]*")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; script-src 'sha256-"


@lru_cache(maxsize=8)
def parsed(html: str) -> ET.Element:
    """Read as a browser does: by the rules of HTML5, errors and all."""
    root: ET.Element = tinyhtml5.parse(html)
    return root


def kinds(root: ET.Element) -> list[tuple[str, tuple[str, ...]]]:
    """Return every element with the names of its attributes, in order; breaks in long words aside."""
    return [
        (str(element.tag), tuple(sorted(str(name) for name in element.attrib)))
        for element in root.iter()
        if element.tag != f"{HTML}wbr"
    ]


def test_the_report_has_the_elements_of_its_templates_alone(hostile: Written, calm: Written) -> None:
    for name in ("report.html", "patients.html"):
        evil, plain = (parsed((written.folder / name).read_text(encoding="utf-8")) for written in (hostile, calm))
        known = {kind for kind in kinds(plain) if kind[0].startswith(HTML)}
        # the class of a piece of page may be without its label where a name is too long: the templates know both
        surplus = {kind for kind in kinds(evil) if kind[0].startswith(HTML)} - known
        assert surplus == set(), name
        for single in ("script", "style", "html", "head", "body", "main", "title", "base", "link", "iframe"):
            number = [len(list(root.iter(HTML + single))) for root in (evil, plain)]
            assert number[0] == number[1], single


@pytest.mark.parametrize("name", ["report.html", "patients.html"])
def test_attributes_hold_what_the_templates_put_there(name: str, hostile: Written) -> None:
    root = parsed((hostile.folder / name).read_text(encoding="utf-8"))
    policies = []
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if str(element.tag).startswith(SVG):
            assert tag in _DRAWN
        for key, value in element.attrib.items():
            attribute = str(key)
            assert not attribute.lower().startswith("on"), (tag, attribute)
            if attribute in {"src", "srcset", "action", "formaction", "data", "poster", "ping", "xlink:href"}:
                pytest.fail(f"<{tag} {attribute}>")
            if attribute == "href":
                assert _ADDRESS.fullmatch(value), value
            if attribute == "style":
                assert _STYLE.fullmatch(value), value
            if attribute in {"class", "id", "role", "aria-labelledby"}:
                assert _NAME.fullmatch(value), value
            if attribute == "http-equiv":
                policies.append((value, element.attrib["content"]))
    assert [kind for kind, _ in policies] == ["Content-Security-Policy"]
    assert policies[0][1].startswith(_POLICY)
    assert policies[0][1].endswith("'; base-uri 'none'; form-action 'none'")


def test_styles_and_scripts_are_those_of_the_templates(hostile: Written, calm: Written) -> None:
    evil, plain = (parsed((each.folder / "report.html").read_text(encoding="utf-8")) for each in (hostile, calm))
    for tag in ("style", "script"):
        texts = [[each.text for each in page.iter(HTML + tag) if each.get("type") != _DATA] for page in (evil, plain)]
        assert texts[0] == texts[1]
    given = [each.text or "" for each in evil.iter(HTML + "script") if each.get("type") == _DATA]
    assert len(given) == 2
    assert not set("<>&") & set("".join(given)), "what the explorer is given is no markup, whatever the names"


def test_the_payloads_are_in_the_report_as_text(hostile: Written) -> None:
    """Or the tests above would hold of an empty page."""
    root = parsed((hostile.folder / "report.html").read_text(encoding="utf-8"))
    text = re.sub(r"\s+", " ", "".join(root.itertext()))
    shown = [gene for gene in hostile.genes if visible(gene) in text]
    assert len(shown) > 25
    assert hostile.labels[1] in text
    assert sum(visible(column) in text for column in hostile.columns) >= 2
    assert sum(name in text for name in ("<script>window.pwned=1_", "<ScRiPt>fetch('http:__")) == 2, "names of files"


def test_every_drawing_is_well_formed_and_has_text_where_text_belongs(hostile: Written) -> None:
    drawings = [path.read_text(encoding="utf-8") for path in hostile.folder.glob("figure-*.svg")]
    assert len(drawings) > 10
    for drawing in drawings:
        for element in ET.fromstring(drawing).iter():  # noqa: S314  our own
            assert str(element.tag).rpartition("}")[2] in _DRAWN
            assert not any(
                str(name).lower().startswith(("on", "href", "{http://www.w3.org/1999/xlink}"))
                for name in element.attrib
            )
            assert not any("pwned" in value or "://" in value for value in element.attrib.values())


def everywhere(texts: tuple[str, ...]) -> Report:
    """Return a report in which each text stands in every field that holds words."""

    def section(number: int, text: str) -> Section:
        drawing = Drawing(400, 100)
        drawing.text(1, 1, text)
        drawing.add("path", d="M0 0", data_marks=text)
        figure = Figure(text, drawing.svg(), text, text)
        table = Table(text, (TableColumn(text), TableColumn(text, italic=True)), ((text, text), (text, "")), text)
        return Section(
            f"s-{number}",
            text,
            (
                Prose((text, text)),
                Bullets(text, (text, text), boxed=True),
                Facts((Fact(text, text),)),
                Callout(text, text),
                Callout(text, text, "note"),
                Columns(table, Prose((text,))),
                figure,
            ),
        )

    head, *rest = texts
    return Report(
        title=head,
        kind_line=head,
        headline=head,
        lede=head,
        badge=head,
        mark=head,
        running=head,
        sections=tuple(section(number, text) for number, text in enumerate([head, *rest])),
        author=head,
        date="2026-01-02",
        attachments=(head,),
    )


def test_no_payload_changes_the_page_in_any_field() -> None:
    """Every payload in every field, some as title and headline too: the same elements and attributes as plain words."""
    texts = tuple(text if len(text) < 500 else text[:50] + text[-80:] for text in payloads())
    assert len(texts) >= 60
    plain = kinds(parsed(render_html(everywhere(("word",) * len(texts)))))
    assert kinds(parsed(render_html(everywhere(texts)))) == plain
    two = kinds(parsed(render_html(everywhere(("word", "word")))))
    for first in texts[::12]:
        assert kinds(parsed(render_html(everywhere((first, "word"))))) == two, first


def test_unseen_marks_are_seen_in_every_form() -> None:
    evil = "a\u202eb\u200bc\x1b[2Jd\x00e\u2028f\ufeffg\u2066h\x85i\U000e0041"
    report = everywhere((evil,))
    for form in (render_html(report), render_text(report)):
        for mark in "\u202e\u200b\x1b\x00\u2028\ufeff\u2066\x85\U000e0041":
            assert mark not in form
        assert "[U+202E]" in form
        assert "[U+200B]" in form


def cells(written: Written) -> Iterator[tuple[str, str]]:
    """Yield every cell of every CSV file with the name of the file."""
    for path in sorted(written.folder.glob("*.csv")):
        for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"))):
            yield from ((path.name, cell) for cell in row)


def test_no_cell_of_a_csv_file_is_a_formula(hostile: Written) -> None:
    begins = re.compile(r"(?:^|[;\t\r\n])[\s\"\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
    number = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?|[-+]+")
    found = list(cells(hostile))
    formulas = [(name, cell) for name, cell in found if begins.search(cell) and not number.fullmatch(cell)]
    assert formulas == []
    assert sum(cell.startswith("'=") for _, cell in found) > 5
    assert any(re.fullmatch(r"-\d.*", cell) for _, cell in found), "numbers stay numbers"


def test_names_in_csv_can_be_got_back(hostile: Written) -> None:
    frame = pd.read_csv(hostile.folder / "genes.csv", keep_default_na=False, dtype={"gene": str})
    assert [as_read(cell) for cell in frame["gene"]] == list(hostile.findings.genes.frame["gene"])
    assert set(map(as_read, frame["gene"])) <= set(hostile.genes)
    assert frame["effect"].dtype == float


@pytest.mark.parametrize("text", [*payloads(), "-", "---", "-5", "+1e3", "'-5", "''", "- 5", "", "a\r\n=1", "ER-"])
def test_a_neutral_cell_gives_back_what_was_read(text: str) -> None:
    assert as_read(neutral(text)) == text
    assert neutral(neutral(text)) != neutral(text) or neutral(text) == text


def test_the_workbook_holds_text_no_formulas_and_no_links(hostile: Written) -> None:
    book = openpyxl.load_workbook(hostile.folder / "genes.xlsx")
    names = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n", "b"}, cell.coordinate
                assert cell.hyperlink is None
        names |= {str(row[0].value) for row in sheet.iter_rows(min_row=2)}
    kept = [gene for gene in hostile.genes if gene in names]
    assert len(kept) > 60
    assert "=1+183" in names, "text in a workbook is text as it was read"


def test_study_json_keeps_names_as_read(hostile: Written) -> None:
    said = json.loads((hostile.folder / "study.json").read_text(encoding="utf-8"))
    assert said["positive"] == hostile.labels[1]
    assert [source["name"] for source in said["inputs"]] == [source.name for source in hostile.findings.sources]
