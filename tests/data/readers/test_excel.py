"""Excel workbooks: read like text, and refused where they are damaged or traps."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from data.readers.written import GENES, SAMPLES, SHEET, VALUES, check, read, with_sheet

from interpret.data.readers import content
from interpret.errors import InputError

Rows = list[list[object]]


def rows(*, turned: bool = False) -> Rows:
    names, columns, cells = (SAMPLES, GENES, VALUES) if turned else (GENES, SAMPLES, VALUES.T)
    return [["name", *columns], *([name, *row] for name, row in zip(names, cells.tolist(), strict=True))]


def write(path: Path, *sheets: Rows) -> Path:
    book = openpyxl.Workbook()
    for i, lines in enumerate(sheets):
        sheet = book.active if i == 0 else book.create_sheet(f"other {i}")
        assert sheet is not None
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Rewrite each part of the archive."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))
    return path


@pytest.mark.parametrize("name", ["m.xlsx", "m.csv"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_workbook_is_read_whatever_its_name(tmp_path: Path, name: str, *, turned: bool) -> None:
    study = with_sheet(write(tmp_path / name, rows(turned=turned)))
    check(study)
    assert study.layout.startswith("Sheet Sheet of an Excel workbook")


def test_the_first_filled_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    study = with_sheet(write(tmp_path / "m.xlsx", [], [[], ["", None], *rows()], [["x"]]))
    check(study)
    assert "Sheet other 1 of an Excel workbook (sheets not read: Sheet, other 2)" in study.layout


def test_the_sample_sheet_may_be_a_workbook(tmp_path: Path) -> None:
    path = write(tmp_path / "m.xlsx", rows())
    sheet = write(tmp_path / "s.xlsx", [list(line.split(",")) for line in SHEET.splitlines()])
    check(read(path, samples=sheet, outcome="status", positive="sick"))


def test_dates_in_the_column_of_genes_are_pointed_out(tmp_path: Path) -> None:
    lines = rows()
    lines.append([dt.datetime(2024, 9, 2), 1, 2, 3, 4])  # noqa: DTZ001  a workbook knows no zones
    study = with_sheet(write(tmp_path / "m.xlsx", lines))
    assert study.training.genes[-1] == "2024-09-02"
    assert any("SEPT2 (now SEPTIN2)" in note for note in study.notes)


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("high", "'high'"),
        (True, "'TRUE'"),
        ("#DIV/0!", "'#DIV/0!'"),
        (dt.datetime(2024, 9, 2), "'2024-09-02'"),  # noqa: DTZ001  a workbook knows no zones
    ],
)
def test_cells_without_a_number_are_named_by_their_row(tmp_path: Path, cell: object, words: str) -> None:
    lines = rows()
    lines[2][2] = cell
    with pytest.raises(InputError, match=rf"line 3, gene HLA-A, B, sample P2 has the text {words}"):
        with_sheet(write(tmp_path / "m.xlsx", lines))


@pytest.mark.parametrize(("old", "new"), [('<row r="3"', '<row r="1"'), ('r="C2"', 'r="B2"'), ('r="B3"', 'r="B2"')])
def test_rows_and_cells_out_of_order_are_not_lost(tmp_path: Path, old: str, new: str) -> None:
    whole = write(tmp_path / "m.xlsx", rows())
    damaged = tmp_path / "damaged.xlsx"
    with zipfile.ZipFile(whole) as book, zipfile.ZipFile(damaged, "w") as other:
        for name in book.namelist():
            part = book.read(name)
            if name.endswith("sheet1.xml"):
                assert old.encode() in part
                part = part.replace(old.encode(), new.encode())
            other.writestr(name, part)
    with pytest.raises(InputError, match="stands below a later one, or has a cell twice or out of order"):
        with_sheet(damaged)


def test_empty_cells_are_missing_and_long_rows_are_refused(tmp_path: Path) -> None:
    lines = rows()
    lines[3][-1] = None
    assert int(with_sheet(write(tmp_path / "m.xlsx", lines)).training.expression.incomplete.sum()) == 1
    lines[2].append(1.0)
    with pytest.raises(InputError, match="line 3 has 6 cells, the header has 5"):
        with_sheet(write(tmp_path / "m.xlsx", lines))


def test_a_formula_without_a_stored_value_is_refused(tmp_path: Path) -> None:
    lines = rows()
    lines[2][2] = "=1+1"
    with pytest.raises(InputError, match=r"(?s)formula '=1\+1' has no value.*row 3, column 3"):
        with_sheet(write(tmp_path / "m.xlsx", lines))


def test_a_formula_with_a_stored_value_is_read(tmp_path: Path) -> None:
    lines = rows()
    lines[2][2] = "=1+1"
    path = write(tmp_path / "m.xlsx", lines)
    stored = changed(path, lambda _, data: data.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>500.25</v>"))
    check(with_sheet(stored))


def test_digits_of_other_scripts_are_no_numbers(tmp_path: Path) -> None:
    path = write(tmp_path / "m.xlsx", rows())
    foreign = changed(path, lambda _, data: data.replace(b"<v>100</v>", "<v>٣</v>".encode()))
    with pytest.raises(InputError, match="has a cell of a number that holds '٣'"):
        with_sheet(foreign)


def test_entities_are_refused_before_anything_reads_them(tmp_path: Path) -> None:
    head = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;">]>'

    def trap(name: str, data: bytes) -> bytes:
        return head + data.partition(b"?>")[2] if name.endswith("sheet1.xml") else data

    with pytest.raises(InputError, match=r"sheet1\.xml declares a document type"):
        with_sheet(changed(write(tmp_path / "m.xlsx", rows()), trap))


def test_what_would_fill_the_memory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "m.xlsx", rows())
    for number in (b"99999999999", b"1e300", b"1_000_000_000"):
        far = changed(path, lambda _, data, number=number: data.replace(b'<row r="4"', b'<row r="' + number + b'"'))
        with pytest.raises(InputError, match="a row beyond 1,048,576 or without a plain number: "):
            with_sheet(far)
    stuffed = io.BytesIO()
    with zipfile.ZipFile(stuffed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 10**7)
    path.write_bytes(stuffed.getvalue())
    monkeypatch.setattr(content, "NO_BOMB", 10**5)
    with pytest.raises(InputError, match="unpacked, the file is larger than"):
        with_sheet(path)


def test_damaged_workbooks_and_other_archives_are_named(tmp_path: Path) -> None:
    path = write(tmp_path / "m.xlsx", rows())
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(InputError, match=r"(?s)the workbook cannot be read.*m\.xlsx"):
        with_sheet(path)
    with pytest.raises(InputError, match="no sheet of the workbook holds anything"):
        with_sheet(write(tmp_path / "empty.xlsx", []))
    other = tmp_path / "m.csv"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("table.csv", "a,b\n1,2\n")
    with pytest.raises(InputError, match=r"(?s)not a text file but a zip archive.*unpack it"):
        with_sheet(other)
