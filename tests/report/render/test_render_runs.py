"""What is more than words within a text: genes in italics, references with their number, and nothing from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpret.report import words
from interpret.report.blocks import Prose, Report, Section, Table, TableColumn
from interpret.report.inline import bare, changed, cite, gene, part, see, symbol
from interpret.report.render.environment import breakable, render_template
from interpret.report.render.exploring import Explorer
from interpret.report.render.place import place
from interpret.report.render.runs import Runs, Target, resolved
from interpret.report.render.text import render_text


def _report(*texts: str) -> Report:
    table = Table("Genes", (TableColumn("Gene"),), ((symbol("CD33"),),), key="genes-found")
    front = Section("front", "Front", (Prose(("First.",)),))
    rest = [
        Section("a", "Genes <all>", (Prose(texts), table)),
        Section("b", "Methods", (Prose(("Made.",)),)),
    ]
    return Report("T", "Kind", "Headline", "", "", "", "foot", (front, *rest), date="2026-01-02")


def test_a_symbol_is_set_in_italics_and_escaped() -> None:
    page = render_template(_report(f"The gene {symbol('<b>X')} leads."), "html")
    assert 'The gene <i class="symbol">&lt;b&gt;X</i> leads.' in page
    assert '<i class="symbol">CD33</i></th>' in page


def test_a_gene_leads_to_its_card_where_the_page_has_one_and_paper_has_none() -> None:
    odd = "G<1>/'%_at"
    report = _report(
        f"{symbol('CD33', odd)} and {gene(odd, odd)}, not {symbol('ZYX', 'X_at')} or {gene('Y_at', 'Y_at')}."
    )
    address = "#gene-G%3C1%3E%2F&#39;%25_at"  # as encodeURIComponent writes it
    page = render_template(report, "html", None, Explorer("G", "All.", "", "", "", "{}", "{}", frozenset({odd})))
    assert f'<p><a href="{address}"><i class="symbol">CD33</i></a> and <a href="{address}">G&lt;1&gt;/' in page
    assert 'not <i class="symbol">ZYX</i> or Y_at.' in page
    assert "#gene-" not in render_template(report, "pdf")
    assert bare(report.sections[1].blocks[0].paragraphs[0]) == f"CD33 and {odd}, not ZYX or Y_at."  # type: ignore[union-attr]


def test_a_reference_has_the_number_and_leads_there() -> None:
    page = render_template(_report(f"See {see('genes-found', 'the genes')} and {see('b', 'the end')}."), "pdf")
    assert '<a href="#table-1">Table 1</a><span class="on-page" data-target="#table-1"></span>' in page
    assert '<a href="#b">Methods</a>' in page
    assert 'id="table-1"' in page


def test_a_section_may_be_called_by_its_number() -> None:
    assert "See section 2." in render_text(_report(f"See {part('b', 'nothing')}."))


def test_what_is_not_there_is_not_linked() -> None:
    page = render_template(_report(f"See {see('gone', 'not in this report')}. Works {cite('4')}."), "html")
    assert "See not in this report. Works [4]." in page


def test_plain_text_has_the_words_alone() -> None:
    text = render_text(_report(f"The gene {symbol('CD33')}: {see('genes-found', 'x')}."))
    assert "The gene CD33: Table 1." in text
    assert not {"\ufff9", "\ufffa", "\ufffb"} & set(text)


def test_marks_in_a_text_from_a_file_are_written_as_codes() -> None:
    forged = "\ufff9click\ufffasee:b\ufffb"
    assert words.plain(forged) == "[U+FFF9]click[U+FFFA]see:b[U+FFFB]"
    halved = place(_report("A \ufff9 alone")).sections[1].blocks[0].block
    assert isinstance(halved, Prose)
    assert halved.paragraphs == ("A [U+FFF9] alone",)


@pytest.mark.parametrize("text", ["", "plain", f"a{symbol('B')}c", f"{symbol('B')}", f"{symbol('')}x"])
def test_a_text_without_its_marks(text: str) -> None:
    assert bare(text) == text.replace("\ufff9", "").replace("\ufffasymbol\ufffb", "")
    assert bare(changed(text, str.upper)) == bare(text).upper()


def test_long_words_of_a_run_may_be_broken_and_links_may_not() -> None:
    text = resolved(f"{symbol('A' * 30)} {see('k', '')}", {"k": Target("B" * 30, "k")})
    assert isinstance(text, Runs)
    assert "AAAA<wbr>" in breakable(text)
    assert f'<a href="#k">{"B" * 30}</a>' in breakable(text)


def test_the_style_sheet_writes_the_page() -> None:
    style = Path(__file__).parents[3] / "templates" / "print.css"
    assert "target-counter(attr(data-target), page)" in style.read_text().split(".on-page::before")[1]
