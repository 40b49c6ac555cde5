"""Golub with its clinical sheet: what coincides with the class is found, said on page 1, and adjusted for nowhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pypdf
import pytest
from contracts.conftest import DATE, Run, run

pytestmark = pytest.mark.shared
QUICK = """
[models]
beside = []
[models.forest]
trees = 200
[models.selection]
pairs = 2
[tests]
maxt_permutations = 100
[validation]
label_permutations = 1
"""


@pytest.fixture(scope="module")
def with_sheet(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder, golub = tmp_path_factory.mktemp("sheet"), shared / "data" / "golub"
    (folder / "study.toml").write_text(QUICK)
    words = (golub, "--metadata", golub / "clinical.tsv", "--result", "PS", "--config", folder / "study.toml", *DATE)
    return run(folder / "report", *words)


def test_page_1_says_what_cannot_be_concluded(with_sheet: Run) -> None:
    pages = pypdf.PdfReader(with_sheet.folder / "report.pdf").pages
    first = " ".join(pages[0].extract_text().split())
    assert "class and column Source coincide (DFCI in all 27 ALL, CALGB in all 11 AML)" in first
    assert "whether the genes and the models follow ALL against AML or Source cannot be concluded" in first
    assert "What it does not mean" in first
    assert "What it does not mean" not in pages[1].extract_text()


def test_the_report_lists_what_it_left_out(with_sheet: Run) -> None:
    study = json.loads((with_sheet.folder / "study.json").read_text())
    assert study["identifiability"]["results_left_out"] == ["PS"]
    assert "PS" not in {each["column"] for each in study["identifiability"]["columns"]}
    assert "declared as a result: PS." in (with_sheet.folder / "report.html").read_text()


def test_the_one_centre_with_both_classes_is_there(with_sheet: Run) -> None:
    strata = pd.read_csv(with_sheet.folder / "strata.csv")
    rows = strata[strata["column"] == "Source"]
    assert set(rows["model"]) == {"sparse-logistic", "random-forest"}
    assert {tuple(row) for row in rows[["set", "level", "n_negative", "n_positive"]].to_numpy()} == {
        ("independent", "St-Jude", 3, 5)
    }
    calls = pd.read_csv(with_sheet.folder / "predictions.csv", dtype={"sample": str})
    there = calls[calls["sample"].isin(["54", "55", "56", "57", "58", "59", "60", "61"])]  # the sheet's St-Jude
    right = (there["argmax_call"] == there["truth"]).groupby(there["model"]).sum()
    assert rows.set_index("model")["right"].to_dict() == right.to_dict()


def test_a_centre_that_is_the_class_is_not_adjusted_for(shared: Path, tmp_path: Path) -> None:
    golub = shared / "data" / "golub"
    given = ("report", golub, "--metadata", golub / "clinical.tsv", "--design", "~ group + Source", "--out", "r")
    ended = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "interpret.cli", *map(str, given)],
        capture_output=True, text=True, cwd=tmp_path, timeout=300, check=False,
    )  # fmt: skip
    assert ended.returncode == 2
    said = " ".join(ended.stderr.split())
    assert "cannot be estimated: the class is a combination of Source" in said
    assert "correcting for it would take the difference between the classes away with it" in said
    assert not (tmp_path / "r").exists()
