"""Whole runs on studies with a design: pairs with repeats and gaps, strata, covariates, probes of one gene."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from contracts.conftest import FEW_RUNS

PERSONS, GENES = 9, 60
SETTINGS = """
[models]
beside = []
[models.forest]
trees = 200
[models.sparse]
lambdas = 20
[tests]
maxt_permutations = 400
"""


def write_study(folder: Path) -> None:
    """Write nine persons before and after, P0 twice before, one person only before, some values missing."""
    random = np.random.default_rng(11)
    rows = [(f"x{i}b", f"P{i}", "before") for i in range(PERSONS)] + [
        (f"x{i}a", f"P{i}", "after") for i in range(PERSONS)
    ]
    rows += [("x0c", "P0", "before"), ("y", "P99", "before")]
    sheet = pd.DataFrame(rows, columns=["sample", "patient", "time"])
    sheet["batch"] = np.resize(["one", "two"], len(sheet))
    sheet["age"] = random.integers(30, 70, size=len(sheet))
    sheet["again"] = np.where(sheet["time"] == "after", "yes", "no")
    person = {name: random.normal(0.0, 2.0, GENES) for name in sheet["patient"].unique()}
    values = np.array([8.0 + person[name] for name in sheet["patient"]]) + random.normal(0.0, 0.4, (len(sheet), GENES))
    values[sheet["time"] == "after", :4] += 2.0
    frame = pd.DataFrame(values.T.round(3), columns=sheet["sample"], index=[f"g{j}_at" for j in range(GENES)])
    frame.loc["g10_at", ["x1b", "x2a"]] = np.nan
    frame.loc["g58_at"] = 0.0
    frame.loc["g59_at"] = np.nan
    frame.to_csv(folder / "m.csv", index_label="gene")
    sheet.to_csv(folder / "sheet.csv", index=False)
    (folder / "study.toml").write_text(SETTINGS)
    symbols = [f"GENE{j // 2}" for j in range(GENES)]
    pd.DataFrame({"probe": frame.index, "symbol": symbols}).to_csv(folder / "symbols.csv", index=False)


def report(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    given = ("m.csv", "--samples", "sheet.csv", "--outcome", "time", "--positive", "after", "--config", "study.toml")
    command = [sys.executable, "-m", "interpret.cli", "report", *FEW_RUNS, *given, *words, "--date", "2026-01-02"]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=300, check=False)  # noqa: S603


def made(folder: Path, *words: str) -> tuple[dict[str, Any], pd.DataFrame]:
    ended = report(folder, *words)
    assert ended.returncode == 0, ended.stderr
    study = json.loads((folder / "report" / "study.json").read_text())
    return study, pd.read_csv(folder / "report" / "genes.csv").set_index("gene")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("designs")
    write_study(place)
    return place


@pytest.fixture(scope="module")
def in_pairs(folder: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    return made(folder, "--subject", "patient")


def test_pairs_are_found_within_persons_and_the_report_says_how(in_pairs: tuple[dict[str, Any], pd.DataFrame]) -> None:
    study, genes = in_pairs
    found = study["differential_expression"]
    assert found["design"]["kind"] == "pairs"
    assert found["design"]["samples"] == 2 * PERSONS
    assert set(genes.index[genes["q_value"] <= 0.05]) >= {"g0_at", "g1_at", "g2_at", "g3_at"}
    assert "signed_rank_p" in genes
    assert {entry["test"] for entry in found["tests_not_run"]} == {"Welch's t-test", "Mann-Whitney test"}
    said = " ".join(caution["text"] for caution in study["cautions"])
    assert "P99" in said
    assert "averaged" in said
    assert f"{2 * PERSONS + 2} training samples come from {PERSONS + 1} persons" in said
    # nine pairs: 512 flips are more than the 400 draws allowed
    assert found["resampling"]["scheme"] == "sign flips"


def test_missing_values_are_counted_gene_by_gene(in_pairs: tuple[dict[str, Any], pd.DataFrame]) -> None:
    study, genes = in_pairs
    assert tuple(genes.loc["g10_at", ["n_negative", "n_positive"]]) == (7, 7)  # two persons lack a partner
    assert tuple(genes.loc["g11_at", ["n_negative", "n_positive"]]) == (9, 9)
    reasons = {entry["reason"]: entry["genes"] for entry in study["differential_expression"]["set_aside"]}
    assert reasons == {"all zero": ["g58_at"], "all missing": ["g59_at"]}
    assert not {"g58_at", "g59_at"} & set(genes.index)


def test_samples_of_a_person_are_left_out_together(folder: Path, in_pairs: tuple[dict[str, Any], pd.DataFrame]) -> None:
    del in_pairs  # it made the files
    calls = pd.read_csv(folder / "report" / "predictions.csv")
    person = pd.read_csv(folder / "sheet.csv").set_index("sample")["patient"]
    models = calls.groupby(["model", calls["sample"].map(person)])["model_id"].nunique()
    assert set(models) == {1}


def test_strata_and_covariates_are_adjusted_for(tmp_path: Path) -> None:
    write_study(tmp_path)
    study, genes = made(
        tmp_path, "--design", "~ group + batch", "--annotation", "symbols.csv", "--collapse", "max-mean"
    )
    found = study["differential_expression"]
    assert (found["design"]["kind"], found["resampling"]["scheme"]) == ("strata", "labels within strata")
    assert genes["symbol"].is_unique
    reasons = {entry["reason"]: entry["count"] for entry in found["set_aside"]}
    assert reasons["another probe of the gene was chosen"] == len(genes) == 29
    study, _ = made(tmp_path, "--design", "~ time + batch + age")
    assert study["differential_expression"]["resampling"]["scheme"] == "residuals"
    assert "Welch's t-test" in {entry["test"] for entry in study["differential_expression"]["tests_not_run"]}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--design", "~ group + again"), "the class is a combination of again[T.yes]"),
        (("--design", "~ group + bacth"), "did you mean batch?"),
        (("--design", "~ batch"), "does not hold the class"),
        (("--subject", "nobody"), "there is no column 'nobody'"),
        (("--collapse", "best"), "tests.collapse"),
        (("--design", ""), "--design given without a word"),
        (("--subject", "patient", "--design", "~ group + patient"), "leave 'patient' out of --design"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_written(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    write_study(tmp_path)
    ended = report(tmp_path, *words)
    assert ended.returncode == 2, ended.stderr
    assert said in " ".join(ended.stderr.split())
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "report").exists()
