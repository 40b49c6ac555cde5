from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

import interpret
from interpret.data.cohort import Cohort
from interpret.models.kinds import KINDS, learners
from interpret.report.files.models_folder import models_folder
from interpret.report.output import NAMES, Written
from interpret.settings import make_settings

RUN = ["prevalence", "naive-bayes", "decision-tree"]


def findings_of(cohort: Cohort) -> Any:
    """Return as much of findings as the folder looks at: one model run in full and two beside it."""
    found = [
        SimpleNamespace(name=learner.name, frozen=learner.fit(cohort, np.random.SeedSequence(0)))
        for learner in learners(make_settings({"models": {"run": RUN}}))
    ]
    beside = SimpleNamespace(models=tuple(found[1:]))
    return SimpleNamespace(models=(found[0],), beside=beside, labels=cohort.labels, settings=make_settings({}))


def test_every_model_that_ran_has_its_file(small_cohort: Cohort, tmp_path: Path) -> None:
    files = models_folder(findings_of(small_cohort))
    assert list(files) == [f"models/{name}.skops" for name in RUN]
    for name, content in files.items():
        (tmp_path / "file").write_bytes(content)
        assert f"models/{interpret.read_model(tmp_path / 'file').kind}.skops" == name


def test_a_report_folder_may_hold_one_file_of_every_registered_kind() -> None:
    assert {name for name in NAMES if name.startswith("models/")} == {
        "models/sparse-logistic.json",
        *(f"models/{kind.name}.skops" for kind in KINDS if kind.name != "sparse-logistic"),
    }


def test_a_folder_is_listed_once() -> None:
    assert Written(("genes.csv", "models/a.json", "models/b.skops"), "").listed == ("genes.csv", "models/ (2 files)")
