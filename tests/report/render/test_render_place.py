from __future__ import annotations

import dataclasses
import re
from types import ModuleType

import pytest

from interpret.report.blocks import Prose, Report, Section, Table, TableColumn, only_on_screen
from interpret.report.render.environment import render_template
from interpret.report.render.place import place


def test_front_page_carries_no_numbers_and_the_rest_counts_through(report: Report) -> None:
    placed = place(report)
    assert placed.sections[0].front
    assert placed.sections[0].listed == ()
    assert [section.number for section in placed.sections] == ["", "1", "2", "3", "4", "5", "6"]
    labels = [block.label for section in placed.sections for block in section.listed]
    assert labels == [
        *("Figure 1", "Figure 2", "Figure 3", "Figure 4", "Table 1", "Table 2"),
        *("Figure 5", "Figure 6", "Table 3", "Table 4"),
    ]


def test_contents_only_with_a_headline_and_sections_enough(report: Report, sample: ModuleType) -> None:
    assert place(report).contents
    assert not place(dataclasses.replace(report, contents=False)).contents
    assert not place(dataclasses.replace(report, sections=report.sections[:2])).contents
    assert not place(sample.patient_pages(5)).contents


def test_single_pages_are_not_numbered(sample: ModuleType) -> None:
    for section in place(sample.patient_pages(2)).sections:
        assert not section.front
        assert section.number == ""
        assert section.listed == ()


def test_a_ragged_table_is_named(report: Report) -> None:
    table = Table("Lopsided", (TableColumn("A"), TableColumn("B")), (("1", "2"), ("3",)))
    broken = dataclasses.replace(report, sections=(Section("s", "S", (table,)),))
    with pytest.raises(ValueError, match="'Lopsided': row 2 has 1 cells, not 2"):
        place(broken)


def test_sections_with_one_address_are_refused(report: Report) -> None:
    with pytest.raises(ValueError, match="summary"):
        place(dataclasses.replace(report, sections=(report.sections[0], report.sections[0])))


def test_what_is_not_on_paper_keeps_its_number_and_paper_says_where_it_is(report: Report) -> None:
    columns, rows = (TableColumn("Gene"),), (("A gene of the first table",), ("A gene of the second table",))
    first, second = (Table(caption, columns, (row,)) for caption, row in zip(("One", "Two"), rows, strict=True))
    [aside] = only_on_screen([first])
    section = Section("s", "S", (Prose(("Said.",)), *only_on_screen([Prose(("Looked up.",))]), aside, second))
    made = dataclasses.replace(report, sections=(report.sections[0], section))
    html, paper = render_template(made, "html"), render_template(made, "pdf")
    assert re.search(r'In report.html: <span id="table-\d+"><strong>Table 1</strong> One</span>[.]', paper)
    assert paper.count("In report.html") == 1
    assert "Looked up." not in paper
    assert rows[0][0] not in paper
    for text in ("Looked up.", rows[0][0], rows[1][0], "Table 2"):
        assert text in html
    assert rows[1][0] in paper
    assert "In report.html" not in html
