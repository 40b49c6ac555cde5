"""Whole runs on studies that lack something: no independent set, no gene that varies, very few patients."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from contracts.conftest import FEW_RUNS


def write_study(
    folder: Path, *, per_class: int = 8, signal: float = 4.0, models: str = "beside = []"
) -> tuple[str, ...]:
    random = np.random.default_rng(7)
    samples = [f"s{i:02d}" for i in range(2 * per_class)]
    values = 2.0 ** random.normal(9.0, 1.2, size=(40, len(samples)))
    values[:3, per_class:] *= signal
    names = [f"g{j}" for j in range(40)]
    pd.DataFrame(values.round(2), index=names, columns=samples).to_csv(folder / "m.tsv", sep="\t", index_label="gene")
    sheet = pd.DataFrame({"id": samples, "group": ["healthy"] * per_class + ["ill"] * per_class})
    sheet.to_csv(folder / "sheet.csv", index=False)
    (folder / "study.toml").write_text(
        f"[models]\n{models}\n\n[models.forest]\ntrees = 200\n\n[preparation]\nmin_ratio = 2\nmin_difference = 9\n"
    )
    return ("m.tsv", "--samples", "sheet.csv", "--outcome", "group", "--positive", "ill", "--config", "study.toml")


def report(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "interpret.cli", "report", *FEW_RUNS, *words, "--date", "2026-01-02"]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=300, check=False)  # noqa: S603


def test_a_study_without_independent_patients_is_reported_and_says_so(tmp_path: Path) -> None:
    ended = report(tmp_path, *write_study(tmp_path), "--permutations", "2")
    assert ended.returncode == 0, ended.stderr
    study = json.loads((tmp_path / "report" / "study.json").read_text())
    assert (study["negative"], study["positive"]) == ("healthy", "ill")
    assert "no_independent" in {caution["key"] for caution in study["cautions"]}
    assert [len(runs["right"]) for runs in study["permuted_labels"]] == [2, 2]
    genes = pd.read_csv(tmp_path / "report" / "genes.csv")
    assert genes["independent_p"].isna().all()
    predictions = pd.read_csv(tmp_path / "report" / "predictions.csv")
    assert set(predictions["set"]) == {"loo"}
    assert len(predictions) == 2 * 16


def test_with_eight_a_class_the_lowest_error_rate_is_used_and_named(tmp_path: Path) -> None:
    assert report(tmp_path, *write_study(tmp_path)).returncode == 0
    study = json.loads((tmp_path / "report" / "study.json").read_text())
    (caution,) = [caution for caution in study["cautions"] if caution["key"] == "error_rate_floor"]
    assert "11%" in caution["text"]
    calls = pd.read_csv(tmp_path / "report" / "predictions.csv")["call"]
    assert (calls != "uncertain").any(), "not everybody is in doubt for want of patients"


def test_values_read_as_logarithms_are_not_counted_as_constant(tmp_path: Path) -> None:
    """The limits of raw intensities mean nothing to them: clamping to 100 would make every gene constant."""
    words = write_study(tmp_path)
    frame = pd.read_csv(tmp_path / "m.tsv", sep="\t", index_col=0)
    np.log2(frame).to_csv(tmp_path / "m.tsv", sep="\t")
    assert report(tmp_path, *words).returncode == 0
    counts = json.loads((tmp_path / "report" / "study.json").read_text())["counts"]
    assert (counts["constant"], counts["tested"]) == (0, 40)


@pytest.mark.parametrize("text", ["5", "700"])
def test_values_that_never_vary_are_refused(tmp_path: Path, text: str) -> None:
    words = write_study(tmp_path)
    frame = pd.read_csv(tmp_path / "m.tsv", sep="\t", index_col=0)
    frame.loc[:, :] = float(text)
    frame.to_csv(tmp_path / "m.tsv", sep="\t")
    ended = report(tmp_path, *words)
    assert ended.returncode == 2, ended.stderr
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "report").exists()


def test_the_folder_of_the_input_is_never_the_output(tmp_path: Path) -> None:
    ended = report(tmp_path, *write_study(tmp_path), "--out", str(tmp_path))
    assert ended.returncode == 2
    assert (tmp_path / "m.tsv").is_file()


def test_a_reader_who_leaves_does_not_cost_the_report(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "interpret.cli", "report", *FEW_RUNS, *write_study(tmp_path)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603
        running.stdout.close()
        assert running.wait(timeout=300) == 0, running.stderr.read()
    assert (tmp_path / "report" / "study.json").is_file()


def test_three_patients_a_class_are_enough_for_every_model_of_the_panel(tmp_path: Path) -> None:
    """Left out, two are left; in an inner fold, one."""
    ended = report(tmp_path, *write_study(tmp_path, per_class=3, models="[models.panel]\nboosting_rounds = [3]"))
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "report" / "study.json").is_file()


def test_a_model_without_its_package_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    """The package is hidden from the command as if it had never been installed."""
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "sitecustomize.py").write_text(
        "import importlib.util as util\nfind = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'xgboost' else find(name, *rest)\n"
    )
    paths = os.pathsep.join([str(tmp_path / "hidden"), os.environ.get("PYTHONPATH", "")])
    command = [sys.executable, "-m", "interpret.cli", "report", *write_study(tmp_path, models='beside = ["xgboost"]')]
    ended = subprocess.run(  # noqa: S603  our own command
        command, capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr
    said = " ".join(ended.stderr.split())
    assert "needs the package xgboost, which is not installed" in said
    assert "pip install 'interpret-expression[xgboost]'" in said
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "report").exists()


def test_a_model_that_is_not_explained_can_run_alone(tmp_path: Path) -> None:
    ended = report(tmp_path, *write_study(tmp_path, models='run = ["weighted-voting"]\nbeside = []'))
    assert ended.returncode == 0, ended.stderr
    explanations = pd.read_csv(tmp_path / "report" / "explanations.csv")
    assert explanations.empty
    assert set(pd.read_csv(tmp_path / "report" / "predictions.csv")["model"]) == {"weighted-voting"}
    assert {"report.pdf", "report.html", "patients.pdf", "evidence.csv"} <= {
        path.name for path in (tmp_path / "report").iterdir()
    }


def test_a_stated_prevalence_and_exact_pairs_reach_every_model(tmp_path: Path) -> None:
    models = 'run = ["sparse-logistic"]\nbeside = ["linear-svm", "prevalence"]\n[models.sparse]\nlambdas = 10'
    ended = report(
        tmp_path, *write_study(tmp_path, per_class=4, models=models), "--prevalence", "0.1", "--leave-pair-out"
    )
    assert ended.returncode == 0, ended.stderr
    measures = pd.read_csv(tmp_path / "report" / "models.csv").set_index(["model", "measure"])["value"]
    assert {name for _, name in measures.index if name.startswith("auc")} == {"auc_within_pairs", "auc_pooled"}
    assert measures["prevalence", "auc_within_pairs"] == 0.5
    assert measures["prevalence", "auc_pooled"] == 0.0
    rates = measures["linear-svm"]
    assert rates["npv"] == pytest.approx(
        0.9 * rates["specificity"] / (0.9 * rates["specificity"] + 0.1 * (1.0 - rates["sensitivity"]))
    )
    study = json.loads((tmp_path / "report" / "study.json").read_text())
    assert study["settings"]["validation"]["prevalence"] == 0.1
    assert study["settings"]["validation"]["leave_pair_out"] is True
    assert {each["measure"] for each in study["measures_not_taken"]} <= {"calibration_slope", "ppv", "npv"}


@pytest.mark.parametrize("share", ["0", "1", "1.5", "-0.1"])
def test_a_prevalence_that_is_no_share_is_refused(tmp_path: Path, share: str) -> None:
    ended = report(tmp_path, *write_study(tmp_path), "--prevalence", share)
    assert ended.returncode == 2
    assert "validation.prevalence" in ended.stderr
    assert not (tmp_path / "report").exists()
