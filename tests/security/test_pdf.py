"""A PDF with payloads in every text: no script, no action, no address, no file but those attached."""

from __future__ import annotations

import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import page
import pypdf
import pytest
from security.corpus import ODD, payloads
from security.test_escaping import everywhere

from interpret.errors import OutputError
from interpret.report.blocks import Bullets, Report, Section, Table, TableColumn
from interpret.report.render.pdf import Attachment, render_pdf
from interpret.visible import visible

_ACTIVE = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/URI",
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ImportData",
    "/RichMedia",
    "/AA",
}


def hostile_report() -> Report:
    """Return a short report: payloads as cells, the nastiest as title, heading and head of the page."""
    texts = tuple(text for text in payloads() if text not in ODD or len(text) < 500)
    table = Table("</style>", (TableColumn("</table>"), TableColumn("x")), tuple((text, text) for text in texts), "\\")
    evil = "\\22 \"}</style>') /JS (app.alert(1)) <script>window.pwned=1</script> \u202e"
    one = everywhere((evil,))
    sections = (*one.sections, Section("all", evil, (table, Bullets(evil, texts[:9]))))
    return Report(
        title=f"{evil}</rdf:RDF>",
        kind_line=evil,
        headline=evil,
        lede=evil,
        badge="b",
        mark="m",
        running=evil,
        sections=sections,
        author=f"{evil})/JS",
        date="2026-01-02",
    )


@pytest.fixture(scope="module")
def hostile_pdf() -> bytes:
    """Return it as drawn."""
    data = Attachment("genes.csv", b"a,b\n", "genes", "text/csv")
    return render_pdf(hostile_report(), None, [data])


def test_nothing_in_the_file_acts(hostile_pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(hostile_pdf))
    for number in range(1, int(reader.trailer["/Size"])):
        item = reader.get_object(number)
        if isinstance(item, pypdf.generic.DictionaryObject):
            assert not _ACTIVE & set(item), item
            assert item.get("/S") not in _ACTIVE, item
            assert item.get("/Subtype") not in {"/FileAttachment", "/RichMedia", "/Screen"}, item
    assert list(reader.attachments) == ["genes.csv"]
    assert "/OpenAction" not in reader.trailer["/Root"]


def test_names_are_whole_in_bookmarks_and_metadata(hostile_pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(hostile_pdf))
    report = hostile_report()
    assert reader.metadata is not None
    assert reader.metadata.title == visible(report.title)
    assert reader.metadata.author == visible(report.author)
    titles = [entry.title for entry in reader.outline if isinstance(entry, pypdf.generic.Destination)]
    assert visible(report.sections[-1].title) in titles
    packet = re.search(rb"<x:xmpmeta.*</x:xmpmeta>", hostile_pdf, re.DOTALL)
    assert packet is not None
    assert ET.fromstring(packet[0].decode()).tag.endswith("xmpmeta")  # noqa: S314  our own


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_standards_hold(hostile_pdf: bytes, profile: str) -> None:
    failures = page.validate_pdf_bytes(hostile_pdf, profile=profile).failures
    assert [failure.rule_id for failure in failures if "STREAM-LENGTH" not in failure.rule_id] == []


@pytest.mark.parametrize(
    "asks",
    [
        '<style>p { background: url("file:///etc/passwd") }</style>',
        '<style>@import "http://127.0.0.1:9/x.css";</style>',
        '<style>@font-face { font-family: x; src: url("http://127.0.0.1:9/x.woff2") } p { font-family: x }</style>',
        '<link rel="stylesheet" href="//127.0.0.1:9/x.css">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<img alt="x" src="../secret.png">',
        '<img alt="x" src="link.png">',
        '<img alt="x" src="%2e%2e/secret.png">',
        '<object data="data:text/html,x">x</object>',
        '<style>@import "data:text/css,p{}";</style>',
    ],
)
def test_a_template_reaches_nothing_outside_its_folder(asks: str, tmp_path: Path) -> None:
    """Not by a path, an address, a link in the folder, or an embedded page or style."""
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "secret.png").write_bytes(b"secret")
    (own / "link.png").symlink_to(tmp_path / "secret.png")
    (own / "report.html.j2").write_text(f'<html lang="en"><title>t</title>{asks}<p>x</p></html>', encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be had"):
        render_pdf(everywhere(("x",)), own)
