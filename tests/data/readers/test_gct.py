"""GCT 1.2 and 1.3, with and without a class file."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from data.readers.written import GENES, LABELS, SAMPLES, VALUES, check, read, with_sheet

from interpret.data.study import Study
from interpret.errors import InputError, SettingsError

CLASSES = "4 2 1\n# sick well\n0 1 0 1\n"


def lines() -> list[str]:
    rows = [
        f"{gene}\tabout {gene}\t" + "\t".join(map(repr, row))
        for gene, row in zip(GENES, VALUES.T.tolist(), strict=True)
    ]
    return ["#1.2\t\t", "3\t4\t", "NAME\tDescription\t" + "\t".join(SAMPLES), *rows]


def with_annotations() -> list[str]:
    rows = [
        f"{gene}\tna\tS{i}\t" + "\t".join(map(repr, row))
        for i, (gene, row) in enumerate(zip(GENES, VALUES.T.tolist(), strict=True))
    ]
    about = ["status\t\t\t" + "\t".join(LABELS), "age\t\t\t30\t-666\t32\t33", "site\t\t\tX\tX\tX\tX"]
    return ["#1.3", "3\t4\t2\t3", "id\tx\tpr_gene_symbol\t" + "\t".join(SAMPLES), *about, *rows]


def write(path: Path, rows: list[str], classes: str = "") -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8", newline="")
    if classes:
        path.with_suffix(".cls").write_text(classes, encoding="utf-8")
    return path


def test_the_class_file_beside_it_is_found(tmp_path: Path) -> None:
    study = read(write(tmp_path / "m.gct", lines(), CLASSES), positive="sick")
    check(study)
    assert list(study.annotation["description"]) == [f"about {gene}" for gene in GENES]
    assert study.layout.startswith("GCT 1.2 (text in ASCII), genes in rows: 3 genes of 4 training patients")
    assert "column class of the class file" in study.layout
    assert [source.role for source in study.sources] == ["expression", "class file"]


def test_a_named_class_file_or_sheet_goes_before_it(tmp_path: Path) -> None:
    path = write(tmp_path / "m.gct", lines(), "4 2 1\n# a b\n0 0 1 1\n")
    other = tmp_path / "other.cls"
    other.write_text(CLASSES, encoding="utf-8")
    check(read(path, samples=other, positive="sick"))
    check(with_sheet(path))


def test_compressed_with_windows_lines(tmp_path: Path) -> None:
    path = tmp_path / "m.gct.gz"
    path.write_bytes(gzip.compress("\r\n".join(lines()).encode()))
    (tmp_path / "m.cls").write_text(CLASSES.replace("\n", "\r\n"), encoding="utf-8", newline="")
    study = read(path, positive="sick")
    check(study)
    assert "compressed by gzip" in study.layout


def test_without_classes_it_is_said_what_is_needed(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no sample sheet.*class file \(\.cls\).*--samples"):
        read(write(tmp_path / "m.gct", lines()))


def test_an_independent_file_brings_its_own_class_file(tmp_path: Path) -> None:
    path = write(tmp_path / "train.gct", lines(), CLASSES)
    new = [line.replace("P", "Q") if i == 2 else line for i, line in enumerate(lines())]
    study = read(
        path, independent=write(tmp_path / "new.gct", new, "4 2 1\n# sick well\nwell sick well well\n"), positive="sick"
    )
    check(study)
    assert study.independent is not None
    assert dict(zip(study.independent.samples, study.independent.positive.tolist(), strict=True)) == {
        "Q1": False, "Q2": True, "Q3": False, "Q10": False,
    }  # fmt: skip
    assert [source.name for source in study.sources] == ["train.gct", "new.gct", "train.cls", "new.cls"]


def annotated(path: Path, **settings: object) -> Study:
    return read(write(path, with_annotations()), **{"outcome": "status", "positive": "sick"} | settings)


def test_version_1_3_brings_its_own_sheet(tmp_path: Path) -> None:
    study = annotated(tmp_path / "m.gct")
    check(study)
    assert list(study.annotation["symbol"]) == ["S0", "S1", "S2"]
    assert list(study.training.covariates.columns) == ["age"]
    np.testing.assert_array_equal(study.training.covariates["age"], [32.0, np.nan, 33.0, 30.0])  # -666 is none
    assert "The same for all samples, so not looked at: site." in study.notes
    with pytest.raises(SettingsError, match=r"(?s)no outcome.*with two labels: status \(sick: 2, well: 2\).*--outcome"):
        annotated(tmp_path / "m.gct", outcome="")


def test_a_sample_sheet_goes_before_what_the_file_says(tmp_path: Path) -> None:
    path = write(tmp_path / "m.gct", with_annotations())
    study = with_sheet(path)
    check(study)
    assert any("this was left out: status, age, site." in note for note in study.notes)
    sheet = tmp_path / "s.csv"
    sheet.write_text("id,dose\nP1,1\nP2,2\nP3,3\nP10,4\n", encoding="utf-8")
    study = read(path, samples=sheet, outcome="status", positive="sick")
    check(study)
    assert list(study.training.covariates.columns) == ["dose"]


@pytest.mark.parametrize(
    ("line", "old", "new", "words"),
    [
        (0, "#1.2", "#1.4", r"line 1 holds '#1\.4'"),
        (1, "3", "\t3", r"line 2 holds '\\t3\\t4"),
        (1, "3\t4", "3 4", "line 2 holds '3 4"),
        (1, "3", "2", "line 2 says 2 genes, the file holds 3"),
        (1, "4", "5", "line 2 says 5 samples, line 3 has 4 columns"),
        (2, "\tP2", "\t\tP2", "line 2 says 4 samples, line 3 has 5 columns for them, 1 of them without a name"),
        (2, "NAME\t", "", "line 3 begins with"),
        (2, "P2", "P1", "P1 in columns 4, 5"),
        (3, "100.0", "inf", "line 4, gene g1, sample P10 has the text 'inf'"),
        (4, "500.25", "high", "line 5, gene HLA-A, B, sample P2 has the text 'high'"),
        (5, "900.125\t", "", "line 6 has 5 cells, the header has 6"),
        (4, "HLA-A, B", "g1", "g1 in lines 4, 5"),
    ],
)
def test_faults_are_named_by_their_line(tmp_path: Path, line: int, old: str, new: str, words: str) -> None:
    rows = lines()
    assert old in rows[line]
    rows[line] = rows[line].replace(old, new, 1)
    with pytest.raises(InputError, match=words) as caught:
        read(write(tmp_path / "m.gct", rows, CLASSES), positive="sick")
    assert "m.gct" in caught.value.where


@pytest.mark.parametrize(
    ("line", "old", "new", "words"),
    [
        (1, "2\t3", "2\t2", "line 6, gene site, sample P10 has the text 'X'"),
        (1, "2\t3", "2\t4", "line 7 has|line 2 says 3 genes, the file holds 2"),
        (4, "\t32", "", "line 5 has 6 cells, the header has 7"),
        (7, "500.25", "high", "line 8, gene HLA-A, B, sample P2 has the text 'high'"),
    ],
)
def test_faults_of_version_1_3_are_named(tmp_path: Path, line: int, old: str, new: str, words: str) -> None:
    rows = with_annotations()
    assert old in rows[line]
    rows[line] = rows[line].replace(old, new, 1)
    with pytest.raises(InputError, match=words):
        read(write(tmp_path / "m.gct", rows), outcome="status", positive="sick")


@pytest.mark.parametrize("keep", [1, 2, 3, 4, 5])
def test_a_file_that_was_cut_off_is_refused(tmp_path: Path, keep: int) -> None:
    with pytest.raises(InputError, match=r"(?s)where:.*m\.gct"):
        read(write(tmp_path / "m.gct", lines()[:keep], CLASSES), positive="sick")


def test_a_text_table_of_that_name_is_told_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "m.gct", ["name," + ",".join(SAMPLES), "g1,1,2,3,4"])
    with pytest.raises(InputError, match=r"(?s)line 1 holds 'name,P10.*#1\.2.*named \.tsv or \.csv"):
        with_sheet(path)


@pytest.mark.shared
def test_the_reference_files_are_read_value_by_value(shared: Path) -> None:
    folder = shared / "data" / "formats"
    study = read(folder / "all_aml_train.gct", positive="AML")
    plain = list(csv.reader((folder / "all_aml_train.gct").read_text().splitlines()[2:], delimiter="\t"))
    for sample, values in zip(study.training.samples, study.training.expression.values, strict=True):
        column = plain[0].index(sample)
        assert values.tolist() == [float(row[column]) for row in plain[1:]]
    assert list(study.annotation["description"]) == [row[1].strip() for row in plain[1:]]
    labels = (folder / "all_aml_train.cls").read_text().split("\n")[2].split()
    positive = {plain[0][2 + i]: label == "1" for i, label in enumerate(labels)}
    assert dict(zip(study.training.samples, study.training.positive.tolist(), strict=True)) == positive
    assert all(sample.startswith("AML") == is_aml for sample, is_aml in positive.items())


@pytest.mark.shared
def test_the_reference_file_of_version_1_3_is_read_value_by_value(shared: Path) -> None:
    path = shared / "data" / "formats" / "test_p100.gct"
    study = read(path, outcome="pert_type", positive="trt_cp")
    rows = list(csv.reader(path.read_text().splitlines()[2:], delimiter="\t"))
    for sample, values in zip(study.training.samples, study.training.expression.values, strict=True):
        column = rows[0].index(sample)
        wanted = [np.nan if row[column] in {"", "NA", "NaN", "nan"} else float(row[column]) for row in rows[20:]]
        np.testing.assert_array_equal(values, wanted)
    types = next(row for row in rows if row[0] == "pert_type")
    wanted_types = [types[rows[0].index(sample)] == "trt_cp" for sample in study.training.samples]
    assert study.training.positive.tolist() == wanted_types
    assert list(study.annotation["symbol"]) == [row[rows[0].index("pr_gene_symbol")] for row in rows[20:]]
