"""Whose samples they are: the column that says so, and the question where one looks as if it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpret.data.read import read_study
from interpret.data.readers.kaggle import INDEPENDENT, LABELS, TRAIN
from interpret.data.study import Study
from interpret.errors import InputError, SettingsError
from interpret.settings import InputSettings

MATRIX = "gene,S10,S2,S1,S3\ng1,100,200,300,400\ng2,4000,5000,-600,1\n"
NEW = "gene,T1,T2\ng1,1,2000\ng2,3,4\n"
SHEET = (
    "id,status,person,age\nS1,sick,anna,30\nS2,well,anna,31\nS3,well,bert,32\nS10,sick,bert,33\n"
    "T1,sick,carl,40\nT2,well,dora,41\n"
)


def read(folder: Path, sheet: str = SHEET, *, independent: bool = True, **settings: str) -> Study:
    for name, text in (("matrix.csv", MATRIX), ("new.csv", NEW), ("sheet.csv", sheet)):
        (folder / name).write_text(text, encoding="utf-8")
    return read_study(
        InputSettings(
            expression=folder / "matrix.csv",
            samples=folder / "sheet.csv",
            independent=folder / "new.csv" if independent else None,
            **({"outcome": "status", "positive": "sick"} | settings),
        )
    )


def test_persons_stand_beside_their_samples_and_not_among_the_covariates(tmp_path: Path) -> None:
    study = read(tmp_path, subject="person")
    assert study.training.samples == ("S1", "S2", "S3", "S10")
    assert study.training.subjects == ("anna", "anna", "bert", "bert")
    assert list(study.training.covariates.columns) == ["age"]
    assert study.independent is not None
    assert study.independent.subjects is None  # nobody twice
    assert any(
        "The 4 training samples come from 2 persons (column person" in note and "not independent" in note
        for note in study.notes
    )


def test_persons_with_one_sample_each_are_harmless(tmp_path: Path) -> None:
    study = read(tmp_path, SHEET.replace("S2,well,anna", "S2,well,axel").replace("S10,sick,bert", "S10,sick,b"),
                 subject="person")  # fmt: skip
    assert study.training.subjects is None
    assert any("names another person for every sample" in note for note in study.notes)
    assert read(tmp_path, subject="id").training.subjects is None


@pytest.mark.parametrize("blank", ["", "NA", "."])
def test_a_sample_of_nobody_is_named(tmp_path: Path, blank: str) -> None:
    sheet = SHEET.replace("S2,well,anna", f"S2,well,{blank}").replace("T2,well,dora", f"T2,well,{blank}")
    with pytest.raises(InputError, match=r"(?s)2 samples without a person: S2, T2.*sheet\.csv, column person"):
        read(tmp_path, sheet, subject="person")


def test_a_person_in_both_sets_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"(?s)1 person with samples both in the training.*: bert"):
        read(tmp_path, SHEET.replace("dora", "bert"), subject="person")


def test_an_unknown_column_is_named_with_the_near_miss(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no column 'persn'.*id, person, age.*did you mean person\?"):
        read(tmp_path, subject="persn")


def test_the_class_cannot_name_the_person(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no column 'status' that could name the person"):
        read(tmp_path, subject="status")


@pytest.mark.parametrize("name", ["person", "Patient", "patient_id", "subject.ID", "DONOR", "Individual No."])
def test_a_column_that_looks_like_persons_is_asked_about(tmp_path: Path, name: str) -> None:
    study = read(tmp_path, SHEET.replace("person", name))
    assert study.training.subjects is None
    assert name in study.training.covariates.columns
    (question,) = [note for note in study.notes if "--subject" in note]
    assert f"Column {name} of" in question
    assert "4 names for 6 samples" in question


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("person", "persona", id="another word"),
        pytest.param("person", "patient age", id="a property of the patient"),
        pytest.param("person", "id of sample", id="sample"),
        pytest.param("S2,well,anna", "S2,well,x", id="two values"),
    ],
)
def test_other_columns_are_not(tmp_path: Path, old: str, new: str) -> None:
    sheet = SHEET.replace(old, new)
    if old != "person":
        sheet = sheet.replace("S10,sick,bert", "S10,sick,y")  # everybody once
    assert not any("--subject" in note for note in read(tmp_path, sheet).notes)
    groups = SHEET.replace("anna", "no").replace("bert", "yes").replace("carl", "no").replace("dora", "yes")
    assert not any("--subject" in note for note in read(tmp_path, groups).notes)  # a group, whatever its name


def test_the_kaggle_layout_takes_persons_from_its_sheet(tmp_path: Path) -> None:
    head = "Gene Description,Gene Accession Number"
    (tmp_path / TRAIN).write_text(f"{head},1,2,3\nx,g1,1,2,3\ny,g2,4,5,6\n")
    (tmp_path / INDEPENDENT).write_text(f"{head},4,5\nx,g1,1,2\ny,g2,4,5\n")
    (tmp_path / LABELS).write_text("patient,cancer\n1,ALL\n2,AML\n3,ALL\n4,AML\n5,ALL\n")
    sheet = tmp_path / "clinical.tsv"
    sheet.write_text("sample\tdonor\tsite\n1\tA\tx\n2\tA\ty\n3\tB\tx\n4\tC\ty\n5\tC\tx\n")
    study = read_study(InputSettings(expression=tmp_path, samples=sheet, subject="donor"))
    assert study.independent is not None
    assert (study.training.subjects, study.independent.subjects) == (("A", "A", "B"), ("C", "C"))
    assert list(study.training.covariates.columns) == ["site"]
    assert any("3 training samples come from 2 persons and the 2 independent samples" in note for note in study.notes)
    asked = read_study(InputSettings(expression=tmp_path, samples=sheet))
    assert any("--subject donor" in note for note in asked.notes)
    with pytest.raises(SettingsError, match=r"(?s)no sample sheet.*--samples SHEET --subject donor"):
        read_study(InputSettings(expression=tmp_path, subject="donor"))


@pytest.mark.shared
def test_nobody_gave_two_samples_of_the_leukaemia_study(shared: Path) -> None:
    folder = shared / "data" / "golub"
    study = read_study(InputSettings(expression=folder, samples=folder / "clinical.tsv"))
    assert study.training.subjects is None
    assert not any("--subject" in note for note in study.notes)
