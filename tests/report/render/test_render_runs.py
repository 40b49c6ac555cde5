"""What is more than words within a text: genes in italics, references with their number, and nothing from a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interpret.report import words
from interpret.report.blocks import Prose, Report, Section, Table, TableColumn
from interpret.report.inline import bare, changed, cite, gene, part, patient, row_of, see, symbol
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


def _of_patients(*heads: str) -> Report:
    columns = (TableColumn("Patient"),)
    listed = Table("To look at again", columns, ((patient("P <1>", "P <1>"),), (patient("P 2", "P 2"),)))
    rows = Table("All of them", columns, tuple((head,) for head in heads))
    return Report("T", "K", "H", "", "", "", "foot", (Section("f", "F", (listed,)), Section("a", "A", (rows,))))


def test_a_patient_leads_to_their_page_and_on_paper_to_the_row_about_them() -> None:
    report = _of_patients(row_of("P <1>", "P <1>"))
    explorer = Explorer("G", "All.", "P", "P", "P", "{}", "{}", patients=frozenset({"P <1>"}))
    page, paper = render_template(report, "html", None, explorer), render_template(report, "pdf")
    assert page.count('<a href="#patient-P%20%3C1%3E">P &lt;1&gt;</a>') == 2, "from both tables"
    assert '<th scope="row" class="left"><a href="#table-2-row-1">P &lt;1&gt;</a></th>' in paper
    assert '<th scope="row" class="left"><span id="table-2-row-1">P &lt;1&gt;</span></th>' in paper
    assert "#patient-" not in paper
    for made in (page, paper):
        assert '<th scope="row" class="left">P 2</th>' in made, "there is neither page nor row of P 2"


def test_without_the_row_a_patient_on_paper_leads_nowhere() -> None:
    assert "<a href=" not in render_template(_of_patients("P <1>"), "pdf")


def test_a_link_to_a_patient_holds_text_alone_however_long_the_name() -> None:
    name = "sample_" * 20
    report = _of_patients(row_of(name, name))
    listed = Table("To look at again", (TableColumn("Patient"),), ((patient(name, name),),))
    paper = render_template(replace(report, sections=(Section("f", "F", (listed,)), *report.sections[1:])), "pdf")
    assert f'<a href="#table-2-row-1">{name}</a>' in paper
    assert "<wbr>" in paper, "what is no link may be broken"


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
