from __future__ import annotations

import dataclasses
from types import ModuleType

import pytest

from interpret.report.blocks import Report, Section, Table, TableColumn
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
