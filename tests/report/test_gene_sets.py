"""Gene sets in the report: the answer, the table and what its rows open to, the figure, the files, the cautions."""

from __future__ import annotations

import dataclasses
import io
import json
import os
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
from report.explorer.decoded import Decoded
from report.sample_sets import answered, with_sets

from interpret.report import inline, set_words, words
from interpret.report.blocks import Bullets, Figure, Prose, Report, Section, Table
from interpret.report.build import build_report
from interpret.report.explorer import explorer_of
from interpret.report.files import FILES
from interpret.report.files.spreadsheet import genes_xlsx
from interpret.report.files.study_json import study_json
from interpret.report.files.study_without_patients import study_without_patients
from interpret.report.files.tables import gene_sets_csv
from interpret.report.findings import Findings
from interpret.report.method_registry import method_named
from interpret.report.render.html import render_html
from interpret.report.render.text import render_text
from interpret.report.sections import gene_sets
from interpret.report.set_cautions import set_cautions
from interpret.stats.gene_sets.answer import SET_COLUMNS

SNAPSHOT = Path(__file__).with_name("gene_sets.txt")


@pytest.fixture(scope="module")
def asked(findings: Findings) -> Findings:
    return with_sets(findings)


@pytest.fixture(scope="module")
def section(asked: Findings) -> Section:
    made = gene_sets.section(asked)
    assert made is not None
    return made


def of_kind(section: Section, kind: type) -> list:
    return [block for block in section.blocks if isinstance(block, kind)]


def test_the_words_are_those_agreed_on(asked: Findings, section: Section) -> None:
    """INTERPRET_WRITE_SNAPSHOTS=1 writes what is said now, to be read before it is committed."""
    methods = gene_sets.methods(asked)
    report = Report("", "", "", "", "", "", "", (section, Section("methods", "Methods", tuple(methods))))
    text = inline.bare(render_text(report))
    if os.environ.get("INTERPRET_WRITE_SNAPSHOTS") == "1":
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text.splitlines() == SNAPSHOT.read_text(encoding="utf-8").splitlines()


def test_where_nobody_asked_there_is_no_section_no_file_and_no_method(findings: Findings) -> None:
    assert gene_sets.section(findings) is None
    assert gene_sets.methods(findings) == []
    assert "gene_sets.csv" not in {file.name for file in FILES if file.wanted(findings)}
    assert json.loads(study_json(findings))["gene_sets"] is None


def test_the_answer_says_tend_and_never_why(asked: Findings, section: Section) -> None:
    said = of_kind(section, Prose)[0].paragraphs[0]
    assert said.startswith(
        "Of the 4 sets of genes asked about, two have genes that tend to be higher in AML and one has"
    )
    assert "PLANTED_HIGHER, " in said
    text = render_text(Report("", "", "", "", "", "", "", (section,)))
    assert "nor that it is a cause of the difference" in " ".join(text.split())
    nothing = dataclasses.replace(answered(asked), table=answered(asked).table.assign(camera_q=0.7))
    assert "does not show that no set differs" in set_words.answer(asked, nothing)


def test_every_row_opens_to_the_genes_of_its_set(asked: Findings, section: Section) -> None:
    table: Table = of_kind(section, Table)[0]
    found = asked.gene_sets
    assert found is not None
    assert len(table.rows) == len(table.inside) == len(found.table)
    frame = asked.genes.frame.set_index("gene")
    for row, inside in enumerate(table.inside):
        genes = [found.universe[i] for i in found.members[row]]
        assert len(inside.rows) == len(genes)
        p = [frame.loc[gene, "p_value"] for gene in genes]
        first = genes[p.index(min(p))]
        assert first in set(map(inline.bare, inside.rows[0]))
    html = render_html(build_report(asked), None)
    assert html.count("<details><summary>") == len(table.rows)
    assert html.count('<tr class="inside">') == len(table.rows)


def test_the_figure_describes_what_it_draws(section: Section) -> None:
    figure: Figure = of_kind(section, Figure)[0]
    assert figure.how_to_read
    for name in ("PLANTED_HIGHER", "PLANTED_LOWER"):
        assert name in figure.alt
    assert figure.alt.count("called by themselves") == 3
    assert of_kind(section, Bullets)


def test_the_files_hold_every_set(asked: Findings) -> None:
    assert "gene_sets.csv" in {file.name for file in FILES if file.wanted(asked)}
    table = pd.read_csv(io.BytesIO(gene_sets_csv(asked)))
    assert table.columns.tolist() == [column.name for column in SET_COLUMNS]
    assert asked.gene_sets is not None
    assert table["set"].tolist() == asked.gene_sets.table["set"].tolist()
    assert set(table["description"]) == {"'=about"}, "no spreadsheet may compute it"
    with ZipFile(io.BytesIO(genes_xlsx(asked))) as book:
        assert 'name="gene sets"' in book.read("xl/workbook.xml").decode()
    held = json.loads(study_json(asked))["gene_sets"]
    assert (held["sets"], held["asked"], held["sets_called"]) == (6, 4, 3)
    assert [each["set"] for each in held["too_small"]] == ["TWO_GENES", "STRANGERS"]
    assert held["near_misses"] == [{"named": "cd33", "here": "CD33"}]
    assert json.loads(study_without_patients(asked))["gene_sets"] == held
    assert gene_sets_csv(asked) == gene_sets_csv(asked)


def test_the_explorer_offers_the_sets_under_a_heading_of_their_own(asked: Findings) -> None:
    lists = Decoded(explorer_of(asked, None).payload).json("lists")
    offered = [each for each in lists if each.get("group")]
    assert asked.gene_sets is not None
    assert [each["title"] for each in offered] == [words.shorten(name, 60) for name in asked.gene_sets.table["set"]]
    assert {each["group"] for each in offered} == {"Sets of sets.gmt"}
    assert [len(each["rows"]) for each in offered] == asked.gene_sets.table["tested"].tolist()


def test_few_genes_tested_a_small_universe_and_a_set_of_everything_are_cautions(asked: Findings) -> None:
    found = answered(asked)
    assert [each.key for each in set_cautions(found)] == ["gene_sets_small_universe"]
    wide = dataclasses.replace(found.matched.universe, rows=tuple(map(str, range(2000))))
    matched = dataclasses.replace(found.matched, universe=wide, n_tested=3, whole=(("ALL", 300),))
    worse = dataclasses.replace(found, matched=matched)
    assert [each.key for each in set_cautions(worse)] == ["gene_sets_few_tested", "gene_sets_whole"]


@pytest.mark.parametrize("name", ["camera", "over-representation", "set-overlap"])
def test_its_methods_are_in_the_registry(name: str, asked: Findings) -> None:
    assert method_named(name) is not None
    titles = [block.title for section in build_report(asked).sections for block in of_kind(section, Bullets)]
    assert "Sets of genes, in full" in titles
