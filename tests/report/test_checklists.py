"""The checklists: every item there, answered by a part of this report or honestly left to the authors."""

from __future__ import annotations

import dataclasses
import io
import re

import pytest
from pypdf import PdfReader

from interpret.report.blocks import Prose, Report, Section, Table
from interpret.report.build import build_report
from interpret.report.checklist_items import Item, remark_items, tripod_items
from interpret.report.findings import Findings
from interpret.report.render.pdf import render_pdf
from interpret.report.render.place import place
from interpret.report.sections import checklists

TRIPOD = (
    "1 2 3a 3b 3c 4 5a 5b 6a 6b 6c 7 8a 8b 8c 9a 9b 9c 10 11 12a 12b 12c 12d 12e 12f 12g 13 14 15 16 17 18a 18b 18c "
    "18d 18e 18f 19 20a 20b 20c 21 22 23a 23b 24 25 26 27a 27b 27c"
)


def rows(report: Report, key: str) -> list[tuple[str, ...]]:
    blocks = next(each for each in place(report).sections if each.section.anchor == "checklists").blocks
    [table] = [each.block for each in blocks if isinstance(each.block, Table) and each.block.key == key]
    return list(table.rows)


def test_every_item_of_both_is_there_in_order(findings: Findings) -> None:
    assert [item.number for item in tripod_items(findings)] == TRIPOD.split()
    assert [item.number for item in remark_items(findings)] == [str(n) for n in range(1, 21)]


@pytest.mark.parametrize("key", ["tripod", "remark"])
def test_an_item_leads_to_a_section_or_is_left_to_the_authors(findings: Findings, key: str) -> None:
    for number, _, where in rows(build_report(findings), key):
        assert re.match(rf"section \d+|{checklists.TO_ADD}", where), (number, where)
        assert checklists.MISSING not in where


def test_what_no_file_can_tell_is_left_blank(findings: Findings) -> None:
    answered = {item.number: bool(item.places) for item in tripod_items(findings)}
    for number in ("3a", "5b", "6b", "17", "18a", "18b", "18c", "18d", "19", "25"):
        assert not answered[number], number
    alone = dataclasses.replace(findings, covariates=findings.covariates.iloc[:, :0])
    assert not next(item for item in tripod_items(alone) if item.number == "20b").places
    assert "must add it" in rows(build_report(findings), "tripod")[2][2]


def test_what_is_held_against_the_classes_alone_is_no_answer_about_the_genes(findings: Findings) -> None:
    said = {item.number: item for item in remark_items(findings)}
    assert not said["14"].places
    assert "no intervals" in said["16"].remark


def test_weights_of_classes_are_told_where_their_imbalance_is_asked_for(findings: Findings) -> None:
    sparse = findings.settings.models.sparse.model_copy(update={"class_weight": "balanced"})
    models = findings.settings.models.model_copy(update={"sparse": sparse})
    weighted = dataclasses.replace(findings, settings=findings.settings.model_copy(update={"models": models}))
    remarks = [next(each.remark for each in tripod_items(of) if each.number == "13") for of in (findings, weighted)]
    assert ["weighs both classes" in remark for remark in remarks] == [False, True]


def test_a_section_that_is_left_out_answers_nothing(findings: Findings) -> None:
    report = build_report(findings)
    fewer = dataclasses.replace(report, sections=tuple(each for each in report.sections if each.anchor != "quality"))
    [where] = [row[2] for row in rows(fewer, "tripod") if row[0] == "7"]
    assert where.startswith(f"{checklists.MISSING} and section")


def test_the_page_of_a_section_stands_in_the_pdf() -> None:
    table = checklists.checklist("A list", [Item("1", "What was done", ("methods",))], "list")
    sections = (
        Section("front", "Front", (Prose(("First.",)),)),
        Section("lists", "Checklists", (table,), page=True),
        Section("methods", "Methods", (Prose(("Done.",)),), page=True),
    )
    report = Report("T", "Kind", "Headline", "", "", "", "foot", sections, date="2026-01-02")
    reader = PdfReader(io.BytesIO(render_pdf(report)))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    [methods] = [n for n, text in enumerate(pages, start=1) if "Done." in text]
    assert any(f"section 2 (page {methods})" in text for text in pages)
    titles = [str(mark.title) for mark in reader.outline if not isinstance(mark, list)]
    assert titles[-2:] == ["Checklists", "Methods"]
