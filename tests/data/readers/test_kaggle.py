"""The Kaggle layout: what is read, and what is said of every fault."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from interpret.data.expression import Scale
from interpret.data.names import said
from interpret.data.read import read_study
from interpret.data.readers.kaggle import INDEPENDENT, LABELS, NOT_BLIND, TRAIN, is_kaggle_folder, read_kaggle
from interpret.data.study import Study
from interpret.errors import InputError, SettingsError
from interpret.settings import InputSettings

TRAIN_TEXT = """\
Gene Description,Gene Accession Number,10,call,2,call,1,call
"first ""quoted"", with comma",g1_at,100,P,20,A,-3,M
second,g2_at,5,A,6.5,A,7,P
AFFX control (endogenous control),AFFX-a_at,1,A,2,A,3,A
"""
INDEPENDENT_TEXT = """\
Gene Description,Gene Accession Number,12,call,11,call
AFFX control (endogenous control),AFFX-a_at,9,A,8,A
second,g2_at,15,A,16,P
first,g1_at,111,P,222,M
"""
LABELS_TEXT = "patient,cancer\n1,ALL \n2, AML\n10,ALL\n11,AML\n12,ALL\n,\n\n"

Change = Callable[[str, str, str], Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / TRAIN).write_text(TRAIN_TEXT, encoding="utf-8")
    (tmp_path / INDEPENDENT).write_text(INDEPENDENT_TEXT, encoding="utf-8")
    (tmp_path / LABELS).write_text(LABELS_TEXT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def change(folder: Path) -> Change:
    def replaced(file: str, old: str, new: str) -> Path:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
        return folder

    return replaced


def test_samples_come_in_natural_order_and_genes_in_that_of_the_file(folder: Path) -> None:
    study = read_kaggle(folder)
    assert study.independent is not None
    assert study.training.samples == ("1", "2", "10")
    assert study.independent.samples == ("11", "12")
    assert study.training.genes == study.independent.genes == ("g1_at", "g2_at", "AFFX-a_at")
    assert study.training.expression.values.tolist() == [[-3.0, 7.0, 3.0], [20.0, 6.5, 2.0], [100.0, 5.0, 1.0]]
    assert study.independent.expression.values.tolist() == [[222.0, 16.0, 8.0], [111.0, 15.0, 9.0]]
    assert study.training.expression.scale is Scale.RAW


def test_labels_lose_their_blanks_and_aml_is_positive(folder: Path) -> None:
    study = read_kaggle(folder)
    assert study.independent is not None
    assert study.training.positive.tolist() == [False, True, False]
    assert study.independent.positive.tolist() == [True, False]
    assert (study.training.labels.negative, study.training.labels.positive) == ("ALL", "AML")
    assert study.title == "AML against ALL"


def test_positive_may_be_overruled(folder: Path) -> None:
    study = read_kaggle(folder, positive="ALL")
    assert study.training.labels.positive == "ALL"
    assert study.training.positive.tolist() == [True, False, True]


def test_calls_and_descriptions_stay_beside_their_genes(folder: Path) -> None:
    study = read_kaggle(folder)
    assert study.detection is not None
    assert list(study.detection.index) == ["1", "2", "10", "11", "12"]
    assert list(study.detection.columns) == ["g1_at", "g2_at", "AFFX-a_at"]
    assert study.detection.to_numpy().tolist() == [
        ["M", "P", "A"], ["A", "A", "A"], ["P", "A", "A"], ["M", "P", "A"], ["P", "A", "A"],
    ]  # fmt: skip
    assert list(study.annotation["description"]) == [
        'first "quoted", with comma', "second", "AFFX control (endogenous control)",
    ]  # fmt: skip
    assert list(study.annotation["symbol"]) == ["", "", ""]


def test_sources_are_the_files_as_they_lie(folder: Path) -> None:
    sources = read_kaggle(folder).sources
    assert [source.name for source in sources] == [TRAIN, INDEPENDENT, LABELS]
    for source in sources:
        raw = (folder / source.name).read_bytes()
        assert (source.sha256, source.size) == (hashlib.sha256(raw).hexdigest(), len(raw))


def test_call_columns_numbered_by_pandas_are_calls(change: Change) -> None:
    study = read_kaggle(change(TRAIN, "2,call,1,call", "2,call.1,1,call.2"))
    assert study.training.samples == ("1", "2", "10")


def test_no_calls_no_detection(folder: Path) -> None:
    text = "\n".join(",".join(line.split(",")[:2] + line.split(",")[2::2]) for line in INDEPENDENT_TEXT.splitlines())
    (folder / INDEPENDENT).write_text(text, encoding="utf-8")
    study = read_kaggle(folder)
    assert study.detection is None
    assert study.independent is not None
    assert study.independent.expression.values.tolist() == [[222.0, 16.0, 8.0], [111.0, 15.0, 9.0]]


@pytest.mark.parametrize("cell", ["", "NA", "NaN", "N/A", "null", "."])
def test_empty_cells_are_missing_values_and_noted(change: Change, cell: str) -> None:
    study = read_kaggle(change(TRAIN, "5,A,6.5,A", f"5,A,{cell},A"))
    assert np.isnan(study.training.expression.values).tolist() == [[False] * 3, [False, True, False], [False] * 3]
    assert study.training.expression.incomplete.tolist() == [False, True, False]
    (note,) = [note for note in study.notes if "missing" in note]
    assert "1 value of the expression is missing (6.7 %), in 1 of 3 genes and 1 of 5 samples; sample 2" in said(
        note, str
    )


def test_no_value_needs_no_call(change: Change) -> None:
    study = read_kaggle(change(TRAIN, "5,A,6.5,A", "5,A,,"))
    assert study.detection is not None
    assert study.detection.loc["2", "g2_at"] == ""
    with pytest.raises(InputError, match=r"gene g2_at, sample 10"):
        read_kaggle(change(TRAIN, "5,A,,", "5,,6,A"))


def test_a_sample_without_any_value_is_named(change: Change) -> None:
    folder = change(TRAIN, "P,20,A", "P,,A")
    (folder / TRAIN).write_text((folder / TRAIN).read_text().replace("6.5", "NA").replace("1,A,2,A", "1,A,.,A"))
    with pytest.raises(InputError, match=rf"(?s)1 sample without any value: 2\n.*{TRAIN}"):
        read_kaggle(folder)


def test_sheet_adds_covariates_without_being_told_the_outcome(folder: Path) -> None:
    sheet = folder / "clinical.tsv"
    sheet.write_text(
        "sample\tSamples\tclass\tage\tsite\tempty\n"
        "12\t12\tALL\t31\tA\tNA\n11\t11\tAML\tNA\tB\t\n"
        "10\t10\tALL\t33\tNA\t\n2\t2\tAML\t34\tA\t\n1\t1\tALL\t35.5\tnone\tNA\n99\t99\tCML\t1\tZ\tx\n",
        encoding="utf-8",
    )
    study = read_study(InputSettings(expression=folder, samples=sheet))
    assert study.independent is not None
    covariates = study.training.covariates
    assert list(covariates.columns) == ["age", "site"]  # neither the name nor the class once more, nor nothing
    assert list(covariates.index) == ["1", "2", "10"]
    assert covariates["age"].tolist() == [35.5, 34.0, 33.0]
    assert covariates["site"].tolist()[:2] == ["none", "A"]
    assert covariates["site"].isna().tolist() == [False, False, True]
    assert study.independent.covariates["age"].isna().tolist() == [True, False]
    assert study.sources[-1].role == "sample sheet"


def test_outcome_may_come_from_the_sheet(folder: Path) -> None:
    sheet = folder / "sheet.csv"
    sheet.write_text("id,site\n1,x\n2,y\n10,y\n11,x\n12,y\n", encoding="utf-8")
    study = read_study(InputSettings(expression=folder, samples=sheet, outcome="site", positive="x"))
    assert study.training.positive.tolist() == [True, False, False]
    assert study.training.covariates.empty


def test_annotation_gives_symbols_and_leaves_gaps_empty(folder: Path) -> None:
    path = folder / "symbols.tsv"
    path.write_text("probe\tsymbol\tdescription\ng2_at\tTP53\ttumour protein\nAFFX-a_at\t\t\n", encoding="utf-8")
    study = read_study(InputSettings(expression=folder, annotation=path))
    assert list(study.annotation["symbol"]) == ["", "TP53", ""]
    assert list(study.annotation["description"])[1:] == ["tumour protein", "AFFX control (endogenous control)"]
    assert study.notes == ("1 of 3 genes are not in the annotation file.",)
    assert study.independent_seen == NOT_BLIND
    assert study.sources[-1].role == "annotation"


def test_a_folder_is_recognised_by_any_of_its_files(folder: Path) -> None:
    assert is_kaggle_folder(folder)
    (folder / TRAIN).unlink()
    assert is_kaggle_folder(folder)
    assert not is_kaggle_folder(folder / LABELS)
    assert not is_kaggle_folder(folder / "nowhere")


def test_missing_files_are_named(folder: Path) -> None:
    (folder / TRAIN).unlink()
    (folder / LABELS).unlink()
    with pytest.raises(InputError) as caught:
        read_kaggle(folder)
    assert f"lacks {TRAIN}, {LABELS}" in caught.value.found
    assert INDEPENDENT not in caught.value.found


def test_a_second_independent_set_is_refused(folder: Path) -> None:
    with pytest.raises(SettingsError, match="a second independent set"):
        read_study(InputSettings(expression=folder, independent=folder / TRAIN))


@pytest.mark.parametrize(
    ("file", "old", "new", "parts"),
    [
        pytest.param(
            TRAIN, "5,A,6.5", "5,A,high", ["line 3", "gene g2_at", "sample 2", "'high'", TRAIN], id="text in a cell"
        ),
        pytest.param(TRAIN, "5,A,6.5", "5,A,inf", ["line 3", "gene g2_at", "sample 2", "'inf'"], id="infinite"),
        pytest.param(TRAIN, "5,A,6.5", "5,A,1e999", ["line 3", "sample 2", "'1e999'"], id="too large"),
        pytest.param(TRAIN, "10,call,2,call", "10,call,10,call", ["10 in columns 3, 5"], id="duplicated sample"),
        pytest.param(TRAIN, "10,call,2,call", "10,call,,call", ["column 5 has no name"], id="nameless sample"),
        pytest.param(TRAIN, "g2_at", "g1_at", ["g1_at in lines 2, 3", "1 gene more than once"], id="duplicated gene"),
        pytest.param(TRAIN, "g2_at", "", ["line 3 names no gene"], id="nameless gene"),
        pytest.param(TRAIN, "7,P\n", "7,P,8\n", ["line 3 has 9 cells, the header has 8", "second"], id="ragged line"),
        pytest.param(TRAIN, "6.5,A,", "6.5,X,", ["line 3", "gene g2_at", "sample 2", "'X'", "A, M, P"], id="call"),
        pytest.param(TRAIN, "Gene Accession Number", "Probe", ["no column Gene Accession Number"], id="no accession"),
        pytest.param(TRAIN, "10,call,2,call", "10,call,12,call", ["independent file: 12"], id="patient in both"),
        pytest.param(TRAIN, "g2_at", "g3_at", ["not in the independent file: g3_at", INDEPENDENT], id="other genes"),
        pytest.param(LABELS, "2, AML", "2,", ["1 patient without a label: 2", LABELS, "cancer"], id="no label"),
        pytest.param(LABELS, "2, AML\n", "", ["not in the labels: 2"], id="patient not in the labels"),
        pytest.param(LABELS, "2, AML", "2,CML", ["3 labels", "ALL (3)", "AML (1)", "CML (1)"], id="three labels"),
        pytest.param(LABELS, "AML", "ALL", ["1 label where", "ALL (5)"], id="one label"),
        pytest.param(LABELS, "2, AML", "2,AML\n2,ALL", ["2 in lines 3, 4"], id="patient labelled twice"),
        pytest.param(LABELS, "1,ALL \n", "1,ALL,x\n", ["line 2 has 3 cells"], id="ragged labels"),
    ],
)
def test_faults_in_files_are_named(change: Change, file: str, old: str, new: str, parts: list[str]) -> None:
    folder = change(file, old, new)
    with pytest.raises((InputError, SettingsError)) as caught:
        read_kaggle(folder)
    for part in parts:
        assert part in str(caught.value)


def test_several_faults_come_in_one_message(change: Change) -> None:
    folder = change(TRAIN, "100,P,20", "a,P,b")
    (folder / TRAIN).write_text(
        (folder / TRAIN).read_text().replace("5,A,6.5,A,7", "x,A,c,A,d").replace("1,A,2", "e,A,f")
    )
    with pytest.raises(InputError) as caught:
        read_kaggle(folder)
    assert "7 cells without a number" in str(caught.value)
    assert len(re.findall(r"line \d+, gene", str(caught.value))) == 5
    assert "and 2 more" in str(caught.value)


def test_labels_without_aml_ask_for_the_positive_one(folder: Path) -> None:
    (folder / LABELS).write_text(LABELS_TEXT.replace("AML", "case").replace("ALL", "control"), encoding="utf-8")
    with pytest.raises(SettingsError, match=r"(?s)no positive label.*case \(2\), control \(3\)"):
        read_kaggle(folder)
    assert read_kaggle(folder, positive="case").training.labels.negative == "control"


def test_unknown_positive_label_lists_those_there_are(folder: Path) -> None:
    with pytest.raises(SettingsError, match=r"(?s)'aml'.*ALL \(3\), AML \(2\).*did you mean AML\?"):
        read_kaggle(folder, positive="aml")


def test_unknown_outcome_lists_the_columns_and_the_near_miss(folder: Path) -> None:
    with pytest.raises(SettingsError, match=r"(?s)no column 'cancr'.*cancer.*did you mean cancer\?"):
        read_kaggle(folder, outcome="cancr")


def test_sheet_of_another_study_is_refused(folder: Path) -> None:
    sheet = folder / "sheet.csv"
    sheet.write_text("id,site\nP1,x\nP2,y\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"(?s)no column of the sample sheet.*id, site.*1, 2, 10"):
        read_study(InputSettings(expression=folder, samples=sheet))


@pytest.mark.shared
def test_golub_is_read_as_the_csv_module_reads_it(golub: Study, shared: Path) -> None:
    assert golub.independent is not None
    assert golub.detection is not None
    assert golub.training.samples == tuple(str(i) for i in range(1, 39))
    assert golub.independent.samples == tuple(str(i) for i in range(39, 73))
    for name, cohort in ((TRAIN, golub.training), (INDEPENDENT, golub.independent)):
        with (shared / "data" / "golub" / name).open(encoding="latin-1", newline="") as lines:
            header, *rows = csv.reader(lines)
        assert cohort.genes == tuple(row[1] for row in rows)
        assert list(golub.annotation["description"]) == [row[0].strip() for row in rows] or name == INDEPENDENT
        for i, sample in enumerate(cohort.samples):
            column = header.index(sample, 2)
            np.testing.assert_array_equal(cohort.expression.values[i], [float(row[column]) for row in rows])
            assert golub.detection.loc[sample].tolist() == [row[column + 1] for row in rows]


@pytest.mark.shared
def test_golub_counts_of_patients(golub: Study) -> None:
    assert golub.independent is not None
    assert (golub.training.labels.negative, golub.training.labels.positive) == ("ALL", "AML")
    assert (golub.training.n_negative, golub.training.n_positive) == (27, 11)
    assert (golub.independent.n_negative, golub.independent.n_positive) == (20, 14)
    assert golub.training.expression.n_genes == 7129
    assert np.flatnonzero(golub.training.positive).tolist() == list(range(27, 38))


@pytest.mark.shared
def test_golub_with_clinical_sheet_and_symbols(shared: Path) -> None:
    folder = shared / "data" / "golub"
    study = read_study(
        InputSettings(expression=folder, samples=folder / "clinical.tsv", annotation=folder / "probe_symbols.tsv")
    )
    covariates = study.training.covariates
    assert "ALL.AML" not in covariates.columns
    assert "Samples" not in covariates.columns
    assert covariates["Source"].value_counts().to_dict() == {"DFCI": 27, "CALGB": 11}
    assert study.annotation.set_index("gene").loc["AC000064_cds2_at", "symbol"] == "PEX1"
    assert (study.annotation["symbol"] == "").sum() > 58
    assert len(study.sources) == 5
