"""Whole runs in which something is wrong with the patients: a copy in the independent set, samples of one person."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from contracts.test_small_studies import report, write_study


def with_independent(folder: Path, words: tuple[str, ...]) -> tuple[str, ...]:
    """Write an independent set of eight whose third sample is the training sample s05, scanned once more."""
    random = np.random.default_rng(11)
    training = pd.read_csv(folder / "m.tsv", sep="\t", index_col=0)
    samples = [f"n{i}" for i in range(8)]
    values = 2.0 ** random.normal(9.0, 1.2, size=(40, 8))
    values[:3, 4:] *= 4.0
    values[:, 2] = training["s05"] * (1.0 + 0.05 * random.normal(size=40))
    new = pd.DataFrame(values.round(2), index=training.index, columns=samples)
    new.to_csv(folder / "new.tsv", sep="\t", index_label="gene")
    sheet = pd.read_csv(folder / "sheet.csv")
    more = pd.DataFrame({"id": samples, "group": ["healthy"] * 4 + ["ill"] * 4})
    sheet = pd.concat([sheet, more])
    sheet["centre"] = ["east", "west"] * 12
    sheet.to_csv(folder / "sheet.csv", index=False)
    return (*words, "--independent", "new.tsv")


def test_a_copy_in_the_independent_set_stands_on_page_1_and_the_ledger_in_study_json(tmp_path: Path) -> None:
    words = with_independent(tmp_path, write_study(tmp_path, models='beside = ["diagonal-discriminant"]'))
    (tmp_path / "study.toml").write_text(
        (tmp_path / "study.toml").read_text() + "\n[input]\nindependent_blind = false\n"
    )
    ended = report(tmp_path, *words)
    assert ended.returncode == 0, ended.stderr
    study = json.loads((tmp_path / "report" / "study.json").read_text())
    first = study["cautions"][0]
    assert (first["key"], first["weight"]) == ("duplicates_across", "page1")
    assert "training sample s05 and independent sample n2 are nearly the same" in first["text"]
    assert "independent sample n2 are nearly the same" in " ".join(ended.stdout.split())
    opened = study["data_questioned"]["independent_set"]
    assert (opened["blind"], len(opened["ledger_sha256"])) == (False, 64)
    frozen = {model["name"]: model["model_id"] for model in opened["models_frozen_before"]}
    predictions = pd.read_csv(tmp_path / "report" / "predictions.csv")
    tried = predictions[predictions["set"] == "independent"].groupby("model")["model_id"].unique()
    assert {name: list(ids) for name, ids in tried.items()} == {name: [one] for name, one in frozen.items()}
    assert "not_blind" in {caution["key"] for caution in study["cautions"]}
    table = pd.read_csv(tmp_path / "report" / "influence.csv")
    assert len(table) == 16
    assert table["calls_changed"].notna().all()


def test_samples_of_one_person_may_be_alike_and_four_a_class_are_enough(tmp_path: Path) -> None:
    words = write_study(tmp_path, per_class=8)
    values = pd.read_csv(tmp_path / "m.tsv", sep="\t", index_col=0)
    values["s01"] = values["s00"]
    values.to_csv(tmp_path / "m.tsv", sep="\t")
    sheet = pd.read_csv(tmp_path / "sheet.csv")
    sheet["who"] = [f"p{i // 2}" for i in range(16)]
    sheet.to_csv(tmp_path / "sheet.csv", index=False)
    ended = report(tmp_path, *words, "--subject", "who")
    assert ended.returncode == 0, ended.stderr
    study = json.loads((tmp_path / "report" / "study.json").read_text())
    assert not [caution for caution in study["cautions"] if caution["key"].startswith("duplicates")]
    assert study["data_questioned"]["duplicates"]["pairs_of_one_person"] == 8
    table = pd.read_csv(tmp_path / "report" / "influence.csv")
    assert (len(table), table["person"].nunique()) == (8, 8)
    assert table["genes_called"].notna().all()
