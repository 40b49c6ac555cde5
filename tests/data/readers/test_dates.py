"""Gene names that became dates."""

from __future__ import annotations

from pathlib import Path

import pytest
from data.readers.written import with_sheet

from interpret.data.readers.dates import date_note, probable_gene


@pytest.mark.parametrize(
    ("name", "gene"),
    [
        ("7-Mar", "MARCH7 (now MARCHF7)"),
        ("Mar-01", "MARCH1 (now MARCHF1) or MARC1 (now MTARC1)"),
        ("2-Sep", "SEPT2 (now SEPTIN2)"),
        ("Sep-02", "SEPT2 (now SEPTIN2)"),
        ("15-Sep", "SEP15 (now SELENOF)"),
        ("1-Dec", "DEC1 (now DELEC1)"),
        ("01.Dez", "DEC1 (now DELEC1)"),
        ("1. Dez", "DEC1 (now DELEC1)"),
        ("2006-09-02", "SEPT2 (now SEPTIN2)"),
        ("2006-09-02 00:00:00", "SEPT2 (now SEPTIN2)"),
        ("4-Oct", "another gene"),
        ("30-Sep", "another gene"),
    ],
)
def test_dates_are_traced_back(name: str, gene: str) -> None:
    assert probable_gene(name) == gene


@pytest.mark.parametrize("name", ["MARCH1", "SEPT2", "DEC1", "1007_s_at", "HLA-A", "2006", "2006-13-02", "Mar"])
def test_other_names_are_left_alone(name: str) -> None:
    assert probable_gene(name) == ""


def test_the_note_names_the_first_five() -> None:
    (note,) = date_note([f"{i}-Mar" for i in range(1, 9)], "m.csv")
    assert (
        "turned 8 gene names of m.csv into dates: 1-Mar was probably MARCH1 (now MARCHF1) or MARC1 (now MTARC1), 2-Mar"
        in note
    )
    assert "and 3 more" in note
    assert date_note(["TP53"], "m.csv") == ()


def test_the_study_notes_them_and_keeps_the_names(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("gene,P10,P2,P1,P3\n2-Mar,1,2,3,4\nTP53,4,5,6,7\n", encoding="utf-8")
    study = with_sheet(path)
    assert study.training.genes == ("2-Mar", "TP53")
    assert any("2-Mar was probably MARCH2 (now MARCHF2)" in note for note in study.notes)
