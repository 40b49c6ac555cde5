"""The model case with every default: counts, reference values and what must be said."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pypdf
import pytest
from contracts.archival import faults
from contracts.conftest import Run
from contracts.page_text import misplaced

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def genes(golub_run: Run) -> pd.DataFrame:
    return pd.read_csv(golub_run.folder / "genes.csv").set_index("gene")


@pytest.fixture(scope="module")
def found(golub_run: Run) -> dict[str, object]:
    return json.loads((golub_run.folder / "study.json").read_text())


def test_the_counts_are_printed(golub_run: Run) -> None:
    for words in ("7,129 probes", "38 + 34 patients", "3,051", "3,031"):
        assert words in golub_run.printed


def test_counts(found: dict[str, object]) -> None:
    counts = found["counts"]
    assert (counts["probes"], counts["filtered_all"], counts["tested"]) == (7129, 3051, 3031)
    assert (counts["train_negative"], counts["train_positive"]) == (27, 11)
    assert (counts["independent_negative"], counts["independent_positive"]) == (20, 14)
    assert (found["negative"], found["positive"]) == ("ALL", "AML")


def test_the_gene_table_equals_limma(genes: pd.DataFrame, found: dict[str, object], shared: Path) -> None:
    reference = pd.read_csv(shared / "reference" / "golub" / "train38_no_controls.csv").set_index("gene")
    assert list(genes.index) == list(reference.index)
    far = reference["moderated_t"].abs() > 1e-6
    np.testing.assert_allclose(
        np.log(genes["p_value"][far]), np.log(reference["moderated_p"][far]), rtol=1e-8, atol=0.0
    )
    np.testing.assert_allclose(genes["p_value"][~far], reference["moderated_p"][~far], atol=1e-12)
    np.testing.assert_allclose(genes["effect"], reference["logFC"] / np.log10(2.0), rtol=1e-9, atol=1e-12)
    assert (genes["q_value"] <= 0.05).sum() == 561
    assert found["differential_expression"]["df_prior"] == pytest.approx(7.606259933396, rel=1e-9)
    assert set(genes["effect_unit"]) == {"log2 fold change"}


def test_inputs_are_named_with_their_hash(found: dict[str, object], shared: Path) -> None:
    hashes = {source["name"]: source["sha256"] for source in found["inputs"]}
    for name in ("data_set_ALL_AML_train.csv", "data_set_ALL_AML_independent.csv", "actual.csv"):
        assert hashes[name] == hashlib.sha256((shared / "data" / "golub" / name).read_bytes()).hexdigest()


def test_both_models_do_better_than_always_saying_all(golub_run: Run) -> None:
    measures = pd.read_csv(golub_run.folder / "models.csv").set_index(["model", "set", "measure"])["ci_low"]
    for model in ("sparse-logistic", "random-forest"):
        assert measures[model, "loo", "right"] > 27 / 38


def test_the_report_is_short_enough_to_be_read(golub_run: Run) -> None:
    assert len(pypdf.PdfReader(golub_run.folder / "report.pdf").pages) <= 25
    assert len(pypdf.PdfReader(golub_run.folder / "patients.pdf").pages) == 72


def test_the_pages_keep_the_standards_and_what_is_attached_can_be_read(golub_run: Run) -> None:
    for name in ("report.pdf", "patients.pdf"):
        assert faults(golub_run.folder / name) == []
    assert misplaced(golub_run.folder / "report.pdf") == []
    attached = pypdf.PdfReader(golub_run.folder / "report.pdf").attachments
    assert len(pd.read_csv(io.BytesIO(attached["genes.csv"][0]))) == 3031
    assert json.loads(attached["study.json"][0])["counts"]


def test_page_one_stands_on_one_page_and_says_what_cannot_be_concluded(golub_run: Run) -> None:
    text = pypdf.PdfReader(golub_run.folder / "report.pdf").pages[0].extract_text()
    assert "Page 1 of" in text
    for words in ("For research", "What it does not mean", "Patients to look at again"):
        assert words in text


def test_where_patient_66_falls_among_the_suspects_is_reported(golub_run: Run, found: dict[str, object]) -> None:
    suspects = found["patients_to_look_at_again"]
    [place] = [rank for rank, one in enumerate(suspects, start=1) if one["sample"] == "66"]
    assert place == 1, "wherever it falls, it is to be known when it moves"
    assert (suspects[0]["truth"], suspects[0]["against"]) == ("AML", suspects[0]["models"] - 1)
    pages = " ".join(page.extract_text() for page in pypdf.PdfReader(golub_run.folder / "report.pdf").pages)
    assert "66 independent AML" in " ".join(pages.split())


def test_the_34_are_said_to_be_not_blind_and_nobody_is_there_twice(golub_run: Run, found: dict[str, object]) -> None:
    pages = [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(golub_run.folder / "report.pdf").pages]
    assert "not blind" in pages[0]
    said = "The 34 independent patients are not blind: they have been public with their diagnoses since 1999"
    assert said in " ".join(pages)
    asked = found["data_questioned"]
    assert (asked["independent_set"]["blind"], asked["duplicates"]["found"]) == (False, [])
    frozen = {model["model_id"] for model in asked["independent_set"]["models_frozen_before"]}
    predictions = pd.read_csv(golub_run.folder / "predictions.csv")
    assert set(predictions.loc[predictions["set"] == "independent", "model_id"]) == frozen
