"""ARFF."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from data.readers.written import LABELS, SAMPLES, VALUES, check, read, with_sheet

from interpret.errors import InputError, SettingsError

HEAD = """% a remark
@RELATION study

@attribute name string
@ATTRIBUTE g1 numeric
@attribute 'HLA-A, B' REAL
@attribute "1007_s_at" integer
@attribute site {X, 'Y and Z'}
@attribute class{sick,well}

@DATA
% the samples
"""


def text() -> str:
    rows = [
        ",".join([f"'{name}'", *map(repr, row), "X" if i % 3 else "'Y and Z'", label])
        for i, (name, row, label) in enumerate(zip(SAMPLES, VALUES.tolist(), LABELS, strict=True))
    ]
    return HEAD + "\n".join(rows) + "\n"


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("name", ["m.arff", "m.txt"])
def test_the_class_is_the_outcome(tmp_path: Path, name: str) -> None:
    study = read(write(tmp_path / name, text()), positive="sick")
    check(study)
    assert study.training.covariates["site"].tolist() == ["X", "X", "Y and Z", "Y and Z"]
    assert study.layout.startswith("ARFF (text in ASCII), samples in rows")
    assert "column class of the expression file" in study.layout


def test_another_attribute_or_a_sheet_may_be_the_outcome(tmp_path: Path) -> None:
    path = write(tmp_path / "m.arff", text())
    study = read(path, outcome="site", positive="X")
    assert study.training.positive.tolist() == [True, True, False, False]
    check(with_sheet(path))


def test_missing_values_sparse_lines_and_windows(tmp_path: Path) -> None:
    sparse = text().replace("'P3',1.5,2.5,70000.0,'Y and Z',well", "{0 P3, 1 1.5, 3 70000, 4 'Y and Z', 5 well}")
    values = read(write(tmp_path / "m.arff", sparse.replace("\n", "\r\n")), positive="sick").training.expression.values
    assert values[2].tolist() == [1.5, 0.0, 70000.0]
    missing = text().replace("500.25", "?")
    values = read(write(tmp_path / "m.arff", missing), positive="sick").training.expression.values
    assert np.argwhere(np.isnan(values)).tolist() == [[1, 1]]


def test_samples_without_names_are_numbered(tmp_path: Path) -> None:
    nameless = text().replace("@attribute name string\n", "")
    for sample in SAMPLES:
        nameless = nameless.replace(f"'{sample}',", "")
    study = read(write(tmp_path / "m.arff", nameless), positive="sick")
    assert study.training.samples == ("row 1", "row 2", "row 3", "row 4")
    assert study.training.expression.values.tolist() == VALUES.tolist()
    assert any("names no samples" in note for note in study.notes)


def test_without_a_class_the_outcome_has_to_be_named(tmp_path: Path) -> None:
    other = text().replace("class{sick,well}", "kind{sick,well}").replace(",sick\n", ",sick,9\n")
    other = other.replace(",well\n", ",well,9\n").replace("\n@DATA", "@attribute last numeric\n@DATA")
    with pytest.raises(SettingsError, match=r"(?s)no outcome.*site.*kind"):
        read(write(tmp_path / "m.arff", other))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("@DATA", "", "line 13 cannot be understood"),
        ("@attribute 'HLA", "@atribute 'HLA", "line 6 cannot be understood"),
        ("@attribute 'HLA-A, B'", "@attribute 'HLA-A, B", "line 6 cannot be understood"),
        (",well\n", ",dead\n", "'dead' is no label of the attribute class"),
        (",sick", "", "line 13 has 5 values for 6 attributes"),
        ("500.25", "high", "line 14, gene HLA-A, B, sample P2 has the text 'high'"),
        ("'P2'", "'P2", "line 14 cannot be understood"),
        ("'P3',1.5,2.5,70000.0,'Y and Z',well", "{9 1}", "line 16 cannot be understood"),
        ("numeric", "numbers", "line 5 cannot be understood"),
        ('"1007_s_at"', "g1", "g1 in columns 2, 4"),
        ("{sick,well}", "{sick,well,dead}\n@attribute x {a}", "line 14 has 6 values for 7 attributes"),
    ],
)
def test_faults_are_named(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in text()
    with pytest.raises(InputError, match=words) as caught:
        read(write(tmp_path / "m.arff", text().replace(old, new, 1)), positive="sick")
    assert "m.arff" in caught.value.where


def test_a_file_that_was_cut_off_above_the_data_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no line @data below attributes"):
        read(write(tmp_path / "m.arff", HEAD.partition("@DATA")[0]), positive="sick")


def test_attributes_without_data_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="attributes and no data"):
        read(write(tmp_path / "m.arff", HEAD), positive="sick")
