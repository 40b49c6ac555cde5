"""GEO series matrices with what they say of their samples."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from data.readers.written import GENES, LABELS, SAMPLES, VALUES, check, read, with_sheet

from interpret.data.study import Study
from interpret.errors import InputError, SettingsError

BEGIN, END = "!series_matrix_table_begin", "!series_matrix_table_end"
TURNED = tuple(reversed(range(4)))  # the lines above need not have the order of the table


def lines() -> list[str]:
    def about(key: str, cells: list[str]) -> str:
        return "\t".join([f"!Sample_{key}", *(f'"{cells[i]}"' for i in TURNED)])

    rows = [f'"{gene}"\t' + "\t".join(map(repr, row)) for gene, row in zip(GENES, VALUES.T.tolist(), strict=True)]
    return [
        '!Series_title\t"a ""study"" of two groups"',
        "",
        about("title", [f"title {i}" for i in range(4)]),
        about("geo_accession", list(SAMPLES)),
        about("organism_ch1", ["Homo sapiens"] * 4),
        about("characteristics_ch1", [f"disease: {label}" for label in LABELS]),
        about("characteristics_ch1", ["age: 30", "stage: II", "age: 32", ""]),
        about("supplementary_file", [f"ftp://{i}" for i in range(4)]),
        BEGIN,
        '"ID_REF"\t' + "\t".join(f'"{sample}"' for sample in SAMPLES),
        *rows,
        END,
    ]


def write(path: Path, rows: list[str]) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    return path


def of_disease(path: Path) -> Study:
    return read(path, outcome="disease", positive="sick")


def test_characteristics_are_its_own_sheet(tmp_path: Path) -> None:
    study = of_disease(write(tmp_path / "series.txt", lines()))
    check(study)
    covariates = study.training.covariates  # P1, P2, P3, P10
    assert covariates["age"].fillna(-1.0).tolist() == [32.0, -1.0, -1.0, 30.0]
    assert covariates["stage"].fillna("none").tolist() == ["none", "II", "none", "none"]
    assert covariates["title"].tolist() == ["title 2", "title 1", "title 3", "title 0"]
    assert set(covariates.columns) == {"title", "age", "stage"}
    assert study.layout.startswith("GEO series matrix (text in ASCII), genes in rows")
    assert "column disease of the expression file" in study.layout


def test_compressed_or_with_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "series.txt.gz"
    path.write_bytes(gzip.compress("\r\n".join(lines()).encode()))
    check(of_disease(path))
    check(with_sheet(path))


def test_columns_that_could_be_the_outcome_are_listed(tmp_path: Path) -> None:
    path = write(tmp_path / "series.txt", lines())
    with pytest.raises(SettingsError, match=r"(?s)no outcome.*disease \(sick: 2, well: 2\).*--outcome"):
        read(path)
    with pytest.raises(SettingsError, match=r"(?s)no column 'diseases'.*did you mean disease\?"):
        read(path, outcome="diseases")
    rows = [line.replace("disease: well", "disease: dead", 1) for line in lines()]
    with pytest.raises(
        SettingsError, match=r"3 labels where two groups are compared: dead \(1\), sick \(2\), well \(1\)"
    ):
        of_disease(write(path, rows))


@pytest.mark.parametrize(
    ("line", "old", "new", "words"),
    [
        (8, BEGIN, "", f"there is no line {BEGIN}"),
        (13, END, "", f"without {END}"),
        (5, '\t"disease: sick"', "", "line 6 has 3 values for 4 samples"),
        (3, "P10", "P11", "describe 4 samples, the table has 4, not the same ones"),
        (9, "P10", "P2", "P2 in columns 2, 3"),
        (11, "500.25", "high", "line 12, gene HLA-A, B, sample P2 has the text 'high'"),
        (11, "\t500.25", "", "line 12 has 4 cells"),
        (12, "1007_s_at", "g1", "g1 in lines 11, 13"),
    ],
)
def test_faults_are_named(tmp_path: Path, line: int, old: str, new: str, words: str) -> None:
    rows = lines()
    assert old in rows[line]
    rows[line] = rows[line].replace(old, new, 1)
    with pytest.raises(InputError, match=words) as caught:
        of_disease(write(tmp_path / "series.txt", rows))
    assert "series.txt" in caught.value.where


def test_values_below_the_end_are_not_lost(tmp_path: Path) -> None:
    rows = lines()
    end = rows.index(END)
    rows[end - 1], rows[end] = rows[end], rows[end - 1]
    with pytest.raises(InputError, match=rf"line {end + 1} stands below {END}"):
        of_disease(write(tmp_path / "series.txt", rows))


def test_two_tables_are_refused(tmp_path: Path) -> None:
    rows = lines()
    rows.insert(rows.index(END) - 1, END)
    with pytest.raises(InputError, match=f"the line {END} is in the file more than once"):
        of_disease(write(tmp_path / "series.txt", rows))


def test_a_series_without_values_says_where_they_lie(tmp_path: Path) -> None:
    rows = lines()
    with pytest.raises(InputError, match=r"(?s)table of values is empty.*supplementary files"):
        of_disease(write(tmp_path / "series.txt", [*rows[:10], END]))


def test_the_family_file_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"(?s)SOFT family file.*download the series matrix"):
        read(write(tmp_path / "GSE1_family.soft", ["^SERIES = GSE1", "!Series_title = x"]))


@pytest.mark.shared
def test_the_reference_file_is_read_value_by_value(shared: Path) -> None:
    path = shared / "data" / "formats" / "GSE5583_series_matrix.txt.gz"
    study = read(path, outcome="Genotype", positive="HDAC1 knock out")
    text = gzip.decompress(path.read_bytes()).decode().split("\n")
    rows = list(csv.reader(text[text.index(BEGIN) + 1 : text.index(END)], delimiter="\t"))
    assert study.training.genes == tuple(row[0] for row in rows[1:])
    assert study.training.samples == tuple(rows[0][1:])
    assert study.training.expression.values.T.tolist() == [[float(cell) for cell in row[1:]] for row in rows[1:]]
    assert study.training.positive.tolist() == [False, False, False, True, True, True]
