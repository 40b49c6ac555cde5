from __future__ import annotations

import dataclasses
import io
import logging
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path
from types import ModuleType

import page
import pydyf
import pypdf
import pytest

from interpret.errors import OutputError
from interpret.report.blocks import Prose, Report, Section, Table, TableColumn
from interpret.report.render import page_library, svg_runs
from interpret.report.render.archive import claim_accessibility
from interpret.report.render.pdf import Attachment, render_pdf

# misfires on a stream whose last byte is 0x0D; the lengths are checked below instead
LENGTH_RULE = "STREAM-LENGTH"


def _failures(pdf: bytes, profile: str) -> list[str]:
    found = page.validate_pdf_bytes(pdf, profile=profile).failures
    return [f"{failure.rule_id}: {failure.message}" for failure in found if LENGTH_RULE not in failure.rule_id]


def _read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def _text(pdf: bytes) -> list[str]:
    return [sheet.extract_text() for sheet in _read(pdf).pages]


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_archival_and_accessible_at_once(small_pdf: bytes, profile: str) -> None:
    assert _failures(small_pdf, profile) == []


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_single_pages_too(sample: ModuleType, profile: str) -> None:
    assert _failures(render_pdf(sample.patient_pages(2)), profile) == []


def test_no_drawn_page_ends_in_a_carriage_return() -> None:
    # 256 contents give every last byte that the checksum at the end of a packed stream can have
    for letter in range(256):
        pdf = pydyf.PDF()
        pdf.add_object(metadata := pydyf.Stream([b"</rdf:RDF>"], compress=True))
        pdf.catalog["Metadata"] = metadata.reference
        pdf.add_object(content := pydyf.Stream([bytes([letter])], compress=True))
        claim_accessibility(None, pdf)
        (packed,) = content.stream
        assert not packed.endswith(b"\r")
        assert zlib.decompress(packed).rstrip(b"\n") == bytes([letter]).rstrip(b"\n")


def test_a_p_value_stays_on_one_line(small_report: Report) -> None:
    section = Section("s", "S", (Prose(("It was so (p = 0.091) and p < 0.001.",)),))
    (text, *_) = _text(render_pdf(dataclasses.replace(small_report, headline="", sections=(section,))))
    assert "p\u00a0=\u00a00.091" in text
    assert "p\u00a0<\u00a00.001" in text


def test_stream_lengths_are_true(small_pdf: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(small_pdf), strict=True)
    streams = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    assert sum(isinstance(stream, pypdf.generic.StreamObject) for stream in streams) > 10


def test_same_report_same_bytes(small_report: Report, small_pdf: bytes, attachment: Attachment) -> None:
    assert render_pdf(small_report, None, [attachment]) == small_pdf


def test_the_date_is_the_reports_and_not_the_clocks(small_pdf: bytes) -> None:
    information = _read(small_pdf).metadata
    assert information is not None
    assert information["/CreationDate"] == information["/ModDate"] == "D:20261122000000Z"
    assert information.title == "Leukaemia gene-expression study"


def test_every_page_says_what_it_is_for(small_pdf: bytes) -> None:
    pages = _text(small_pdf)
    for number, text in enumerate(pages, start=1):
        assert "For research. Not for treatment decisions." in text
        assert "SIMULATED" in text
        assert "Leukaemia gene-expression study · report 2026-11-22" in text
        assert f"Page {number} of {len(pages)}" in text


def test_contents_name_the_pages_and_bookmarks_lead_there(small_pdf: bytes) -> None:
    reader = _read(small_pdf)
    bookmarks = [entry for entry in reader.outline if isinstance(entry, pypdf.generic.Destination)]
    titles = [entry.title for entry in bookmarks]
    assert titles[:3] == ["Summary", "Contents", "Differential expression"]
    assert len(titles) == 4
    contents = " ".join(reader.pages[1].extract_text().split())
    start = reader.get_destination_page_number(bookmarks[2])
    assert f"Differential expression {(start or 0) + 1}" in contents


def test_running_head_names_the_section_and_tables_repeat_their_head(small_pdf: bytes) -> None:
    continued = [text for text in _text(small_pdf) if "Symbol" in text and "Probe" in text]
    assert len(continued) >= 2
    assert all("ALL or AML? · Differential expression" in " ".join(text.split()) for text in continued)


def test_a_wide_table_turns_its_page_and_only_its_page(sample: ModuleType, small_report: Report) -> None:
    table = dataclasses.replace(sample.suspects(), wide=True)
    section = Section("s", "S", (Prose(("Before.",)), table, Prose(("After.",))))
    sheets = _read(render_pdf(dataclasses.replace(small_report, sections=(small_report.sections[0], section)))).pages
    shapes = ["wide" if sheet.mediabox.width > sheet.mediabox.height else "tall" for sheet in sheets]
    assert shapes[-3:] == ["tall", "wide", "tall"]


def test_attachments_travel_with_name_type_and_content(small_pdf: bytes, attachment: Attachment) -> None:
    reader = _read(small_pdf)
    assert reader.attachments[attachment.name] == [attachment.content]
    specification = reader.trailer["/Root"]["/AF"][0].get_object()
    assert specification["/AFRelationship"] == "/Data"
    assert specification["/EF"]["/F"]["/Subtype"] == "/text/csv"
    assert specification["/Desc"] == attachment.description
    assert len(reader.trailer["/Root"]["/AF"]) == 1


def test_style_sheets_hold_nothing_the_renderer_ignores(sample: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        render_pdf(sample.patient_pages(1))
    assert [record.getMessage() for record in caplog.records] == []


def test_a_letter_without_a_font_is_spelled_out(small_report: Report) -> None:
    # a letter of a script that no font has, and one for private use; in words and inside a drawing
    figure = small_report.sections[0].blocks[1]
    drawn = dataclasses.replace(
        figure, left=dataclasses.replace(figure.left, svg=figure.left.svg.replace("ALL", "\U00016f00"))
    )
    section = Section("s", "S", (Prose(("Patient \U00016f01\uf8ff.",)), drawn))
    pdf = render_pdf(dataclasses.replace(small_report, headline="", sections=(section,)))
    assert "[U+16F01][U+F8FF]" in _text(pdf)[0]
    assert "[U+16F00]" not in _text(pdf)[0]  # its room was measured for one letter
    assert "?: 46 of" in _text(pdf)[0]
    assert _failures(pdf, "3a") == _failures(pdf, "ua1") == []


SCRIPTS = (
    *("مرحبا", "שלום", "नमस्ते", "สวัสดี", "中文", "한국어", "Привет", "გამარჯობა", "Բարեւ", "வணக்கம்", "ខ្មែរ", "བོད"),
    *("😀 🧬 👩\u200d🔬 ☺\ufe0f", "q\u0307\u0323 Z\u0351", "\U0001d6fc ∑ \u211d", "\uf8ff", "⠓⠑ ⴰⴱ", "abc שלום 123"),
)


@pytest.mark.parametrize("profile", ["3a", "ua1"])
def test_the_standards_hold_in_every_script(small_report: Report, profile: str) -> None:
    # upright, and in italics, where one description of a font can mean two files
    table = Table("c", (TableColumn("a", italic=True), TableColumn("b")), tuple((text, text) for text in SCRIPTS))
    section = Section("s", "S", (Prose(SCRIPTS), table))
    assert _failures(render_pdf(dataclasses.replace(small_report, headline="", sections=(section,))), profile) == []


@pytest.mark.parametrize("address", ["https://example.org/logo.png", "file:///etc/passwd", "../secret.png"])
def test_nothing_outside_the_templates_is_fetched(small_report: Report, tmp_path: Path, address: str) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    own = tmp_path / "own"
    own.mkdir()
    (own / "report.html.j2").write_text(f'<html lang="en"><title>t</title><p><img alt="x" src="{address}">', "utf-8")
    with pytest.raises(OutputError, match="cannot be had"):
        render_pdf(small_report, own)


def test_a_file_of_the_templates_is_fetched(small_report: Report, tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text(small_report.sections[0].blocks[1].left.svg, "utf-8")  # type: ignore[union-attr]
    (tmp_path / "report.html.j2").write_text('<html lang="en"><title>t</title><img alt="x" src="dot.svg">', "utf-8")
    assert "46 of 47 called correctly" in _text(render_pdf(small_report, tmp_path))[0]


def test_text_of_drawings_is_set_in_words(sample: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    # WeasyPrint's own way sets every letter by itself; ours must say the same in fewer pieces
    pieces: dict[bool, list[str]] = {}
    for ours in (True, False):
        found: list[str] = []
        monkeypatch.setattr(svg_runs, "can_draw_runs", lambda ours=ours: ours)
        sheet = _read(render_pdf(sample.patient_pages(1))).pages[0]
        sheet.extract_text(visitor_operand_before=lambda name, _1, _2, _3, found=found: found.append(name))
        pieces[ours] = [name for name in found if name in {b"TJ", b"Tj"}]
        assert "25%" in sheet.extract_text()
    assert len(pieces[True]) < len(pieces[False]) - 20


def test_a_date_that_is_none_is_named(small_report: Report) -> None:
    with pytest.raises(OutputError, match="'yesterday' is no date"):
        render_pdf(small_report, date="yesterday")


def test_missing_system_libraries_are_named(monkeypatch: pytest.MonkeyPatch, small_report: Report) -> None:
    assert page_library.pdf_problem() == ""
    monkeypatch.setattr(page_library, "_LIBRARIES", ("libpango-9.9.so.9",))
    assert page_library.pdf_problem() == "WeasyPrint lacks libpango-9.9.so.9"
    with pytest.raises(OutputError, match=re.escape(page_library.DEBIAN_PACKAGES)):
        render_pdf(small_report)


def test_no_font_on_the_machine_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    settings = f"<fontconfig><dir>{tmp_path}/none</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    (tmp_path / "fonts.conf").write_text(f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">{settings}')
    code = (
        "import importlib.util as u, sys; s = u.spec_from_file_location('sample', sys.argv[1]); "
        "m = u.module_from_spec(s); s.loader.exec_module(m); "
        "from interpret.report.render import render_pdf; "
        "open(sys.argv[2], 'wb').write(render_pdf(m.patient_pages(1)))"
    )
    sample = Path(__file__).with_name("sample_report.py")
    subprocess.run(  # noqa: S603  our own interpreter and code
        [sys.executable, "-c", code, str(sample), str(tmp_path / "out.pdf")],
        env={**os.environ, "FONTCONFIG_FILE": str(tmp_path / "fonts.conf")},
        check=True,
    )
    assert _failures((tmp_path / "out.pdf").read_bytes(), "3a") == []
