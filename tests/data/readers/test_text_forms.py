"""Text in every form it comes in: found out, said in the report, and refused where it could be read in two ways."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path

import pytest
from data.readers.written import GENES, SAMPLES, VALUES, check, read, with_sheet

from interpret.errors import InputError, SettingsError


def text(separator: str = ",", *, comma: bool = False, turned: bool = False, quoting: int = csv.QUOTE_MINIMAL) -> str:
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=separator, lineterminator="\n", quoting=quoting)
    rows, columns, cells = (SAMPLES, GENES, VALUES) if turned else (GENES, SAMPLES, VALUES.T)
    writer.writerow(["name", *columns])
    for name, row in zip(rows, cells.tolist(), strict=True):
        writer.writerow([name, *(repr(value).replace(".", ",") if comma else repr(value) for value in row)])
    return lines.getvalue()


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("separator", "comma", "words"),
    [
        (",", False, "separated by commas"),
        (";", False, "separated by semicolons"),
        (";", True, "separated by semicolons, with decimal commas"),
        ("\t", True, "separated by tabs, with decimal commas"),
        ("|", False, "separated by bars"),
        (" ", False, "separated by blanks, cells in quotation marks"),
    ],
)
def test_separators_and_decimal_commas_are_found_and_said(
    tmp_path: Path, separator: str, words: str, *, comma: bool, turned: bool
) -> None:
    path = tmp_path / "m.txt"
    path.write_text(text(separator, comma=comma, turned=turned), encoding="utf-8", newline="")
    study = with_sheet(path)
    check(study)
    assert words in study.layout
    assert ("samples in rows" if turned else "genes in rows") in study.layout


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "UTF-8,"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16,"),
        ("utf-16-le", "UTF-16 without a byte order mark"),
        ("utf-16-be", "UTF-16 without a byte order mark"),
        ("cp1252", "Windows-1252"),
        ("latin-1", "Windows-1252"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_are_found_and_said(tmp_path: Path, encoding: str, words: str, newline: str) -> None:
    path = tmp_path / "m.csv"
    path.write_bytes(text().replace("g1", "g\u00e8ne").replace("\n", newline).encode(encoding))
    study = with_sheet(path)
    check(study, ("g\u00e8ne", *GENES[1:]))
    assert f"Text in {words}" in study.layout


def test_plain_text_is_called_ascii_and_compression_is_said(tmp_path: Path) -> None:
    path = tmp_path / "m.csv.gz"
    path.write_bytes(gzip.compress(text(quoting=csv.QUOTE_ALL).encode()))
    study = with_sheet(path)
    check(study)
    expected = "Text in ASCII, compressed by gzip, separated by commas, cells in quotation marks, genes in rows"
    assert study.layout.startswith(expected)


@pytest.mark.parametrize("above", ["# made by a program\n# 4 samples, all of them, good\n", "\n# one\n"])
def test_remarks_above_the_header_are_passed_over(tmp_path: Path, above: str) -> None:
    path = tmp_path / "m.csv"
    path.write_text(above + text(), encoding="utf-8")
    check(with_sheet(path))
    path.write_text(above + text().replace("500.25", "high"), encoding="utf-8")
    with pytest.raises(InputError, match=f"line {above.count(chr(10)) + 3}, gene HLA-A, B, sample P2 has the text"):
        with_sheet(path)


def test_a_header_may_begin_with_the_sign_of_remarks(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    path.write_text("#" + text("\t"), encoding="utf-8")
    check(with_sheet(path))


@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        ("1,234\t2,345\t3,456\t999", True),
        ("1,234\t2,345,678\t3\t9", True),
        ("1,234\t2,345\t0,456\t999", False),
        ("1,234\t2,34\t3,456\t999", False),
        ("1,234\t2,345\t3,456\t9999", False),
        ("1,234\t2,345\t3,456\t1,2345", False),
    ],
)
def test_commas_that_could_separate_thousands_are_refused(tmp_path: Path, cells: str, *, refused: bool) -> None:
    path = tmp_path / "m.tsv"
    path.write_text("gene\tP10\tP2\tP1\tP3\n" + "g1\t" + cells + "\n", encoding="utf-8")
    if refused:
        with pytest.raises(InputError, match=r"(?s)thousands.*line 2, gene g1, sample P10 has the text '1,234'"):
            with_sheet(path)
    else:
        assert with_sheet(path).training.expression.values[3, 0] == 1.234


def test_what_shows_that_commas_are_decimal_may_stand_far_below(tmp_path: Path) -> None:
    path = tmp_path / "m.tsv"
    rows = [f"g{i}\t1,234\t2,345\t3,456\t4,567" for i in range(300)]
    path.write_text("\n".join(["gene\tP10\tP2\tP1\tP3", *rows, "last\t0,5\t1\t1\t1"]), encoding="utf-8")
    assert with_sheet(path).training.expression.values[3, 0] == 1.234


def test_a_table_without_header_is_told_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("g1,1.5,2.5,3.5,4.5\ng2,1.5,2.5,3.5,4.5\n", encoding="utf-8")
    with pytest.raises(InputError, match="put a line with the names of the samples above it"):
        with_sheet(path)


def test_a_header_over_two_lines_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(text().replace("P10", '"P\n10"', 1), encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)opened in the header is not closed.*line 1"):
        with_sheet(path)


def test_orientation_may_be_told(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(",P1,P2,x\nP1,1,2,3\nP2,4,5,6\n", encoding="utf-8")
    sheet = tmp_path / "s.csv"
    sheet.write_text("id,class\nP1,a\nP2,b\nx,a\n", encoding="utf-8")
    told = {"samples": sheet, "outcome": "class", "positive": "a"}
    assert read(path, **told).training.genes == ("P1", "P2")  # three samples match in the header, two in the column
    assert read(path, **told, orientation="samples").training.genes == ("P1", "P2", "x")


def test_format_may_be_told_and_must_exist(tmp_path: Path) -> None:
    path = tmp_path / "m.gct"
    path.write_text(text(), encoding="utf-8")
    check(with_sheet(path, format="text"))
    with pytest.raises(SettingsError, match=r"(?s)no format 'exel'.*text.*did you mean excel"):
        with_sheet(path, format="exel")


def test_rows_that_sum_up_reads_are_no_genes(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(text() + "__no_feature,1,2,3,4\nN_unmapped,1,2,3,4\n", encoding="utf-8")
    study = with_sheet(path)
    check(study)
    assert any("left out: __no_feature, N_unmapped." in note for note in study.notes)


def test_class_file_beside_a_text_matrix(tmp_path: Path) -> None:
    path = tmp_path / "m.txt"
    (tmp_path / "m.cls").write_text("4 2 1\n# sick well\nsick well sick well\n", encoding="utf-8")
    path.write_text(text("\t"), encoding="utf-8")
    check(read(path, positive="sick"))
    path.write_text(text("\t", turned=True), encoding="utf-8")
    check(read(path, positive="sick", orientation="samples"))
    with pytest.raises(InputError, match=r"(?s)4 labels for 3 samples.*m\.cls, line 3"):
        read(path, positive="sick")


@pytest.mark.parametrize("name", ["list.rnk", "sets.gmt", "scan.CEL", "sheet.ods"])
def test_files_that_are_no_matrix_are_called_what_they_are(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(text(), encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)not an expression matrix.*to do:  name"):
        with_sheet(path)
