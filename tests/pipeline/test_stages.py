"""The stages of a whole analysis, kept: what is found is the same to the byte, and only what changed is repeated."""

from __future__ import annotations

import datetime as dt
import pickle
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import FrameType

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import QuietProgress, Result, Stage
from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.pipeline import analyse
from interpret.report import output
from interpret.report.findings import Findings
from interpret.report.output import write_report
from interpret.report.render import documents
from interpret.runtime.making import SAYING
from interpret.runtime.mappers import Processes, Serial
from interpret.runtime.memory import Memory
from interpret.runtime.private_folder import PrivateFolder
from interpret.settings import Settings, make_settings
from interpret.validation.judgement import Workers

GROUPS = {
    "models": {
        "beside": ["xgboost", "prevalence"],
        "preset": "notebook",
        "forest": {"trees": 50},
        "sparse": {"lambdas": 20, "inner_folds": 3},
        "panel": {"inner_folds": 2, "boosting_rounds": [5]},
        "selection": {"pairs": 2},
    },
    "tests": {"maxt_permutations": 100},
    "validation": {"label_permutations": 2, "also": ["k-fold"], "folds": 3, "repeats": 1},
}


@pytest.fixture(scope="module")
def study(small_cohort: Cohort) -> Study:
    genes = list(small_cohort.genes)
    annotation = pd.DataFrame({"gene": genes, "symbol": genes, "description": ""})
    seen, new = small_cohort.take(np.r_[0:8, 11:18]), small_cohort.take(np.r_[8:11, 18:20])
    return Study(seen, new, annotation, (), "A small study.", "Small study")


def settings(**changes: dict[str, object]) -> Settings:
    groups = {name: {**group, **changes.get(name, {})} for name, group in GROUPS.items()}
    return make_settings({**groups, **{name: change for name, change in changes.items() if name not in GROUPS}})


class Run:
    """An analysis with a memory: its findings, what it looked up, what it computed."""

    def __init__(self, study: Study, chosen: Settings, folder: Path, jobs: int = 1) -> None:
        self.stages: list[str] = []
        before = set(folder.glob("*")) if folder.exists() else set()
        mapper = Serial() if jobs == 1 else Processes(jobs)
        with Memory(PrivateFolder.open(folder), "this code", str) as memory:
            workers = Workers(mapper, jobs, self, memory)
            self.findings = analyse(study, chosen, workers, date=dt.date(2026, 1, 2))
        self.recalled = memory.recalled
        self.computed = len(set(folder.glob("*")) - before)

    def stage(self, name: str, steps: int) -> AbstractContextManager[Stage]:
        """Write down what is computed, as a progress."""
        self.stages.append(name)
        return QuietProgress().stage(name, steps)


def files(findings: Findings, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    monkeypatch.setattr(output, "pdf_problem", lambda: "not drawn here")
    folder.mkdir()
    write_report(findings, folder, None, QuietProgress())
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def first(study: Study, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Path]:
    folder = tmp_path_factory.mktemp("memory") / "stages"
    return Run(study, settings(), folder), folder


def stages_of(first: tuple[Run, Path], folder: Path) -> tuple[set[str], Path]:
    """Return the names of the stages of the first run, and a copy of what was kept of them."""
    copied = folder / "stages"
    copied.mkdir(mode=0o700)
    for entry in first[1].iterdir():
        (copied / entry.name).write_bytes(entry.read_bytes())
    return set(first[0].stages), copied


def test_every_file_is_the_same_without_memory_with_it_and_half_of_it(
    study: Study, first: tuple[Run, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cold, folder = first
    without = analyse(study, settings(), date=dt.date(2026, 1, 2))
    expected = files(without, tmp_path / "without", monkeypatch)
    assert files(cold.findings, tmp_path / "cold", monkeypatch) == expected
    assert not cold.recalled
    for place in (half := tmp_path / "half", whole := tmp_path / "whole"):
        place.mkdir(mode=0o700)
    for k, entry in enumerate(sorted(folder.iterdir())):
        (whole / entry.name).write_bytes(entry.read_bytes())
        if k % 2:
            (half / entry.name).write_bytes(entry.read_bytes())
    warm, lukewarm = Run(study, settings(), whole), Run(study, settings(), half, jobs=2)
    assert warm.computed == 0
    assert len(warm.recalled) == cold.computed
    assert lukewarm.computed == len(warm.recalled) - len(lukewarm.recalled) > 5
    assert files(warm.findings, tmp_path / "warm", monkeypatch) == expected
    assert files(lukewarm.findings, tmp_path / "lukewarm", monkeypatch) == expected


@pytest.mark.parametrize(
    ("changes", "anew"),
    [
        ({"study": {"title": "Another title"}, "input": {"expression": "elsewhere/other.csv"}}, set()),
        (
            {"models": {"beside": ["prevalence"]}},
            {"Independent set", "The data questioned", "Explanations (SHAP), models beside"},
        ),
        (
            {"validation": {"label_permutations": 1}},
            {"Sparse logistic regression: shuffled labels", "Random forest: shuffled labels", "The data questioned"},
        ),
        # the primary test names the blocks
        (
            {"tests": {"primary": "welch"}},
            {"Differential expression", "The data questioned", "Blocks of correlated genes"},
        ),
    ],
    ids=["title and path", "beside", "permutations", "test"],
)
def test_only_what_changed_is_computed_again(
    study: Study, first: tuple[Run, Path], changes: dict[str, dict[str, object]], anew: set[str], tmp_path: Path
) -> None:
    everything, copied = stages_of(first, tmp_path)
    found = Run(study, settings(**changes), copied)
    beside = {stage for stage in everything if stage.startswith("XGBoost") and "models" in changes}
    assert everything - set(found.recalled) - beside == anew
    assert found.computed == len(anew)


def test_other_patients_are_another_study(study: Study, first: tuple[Run, Path], tmp_path: Path) -> None:
    _, copied = stages_of(first, tmp_path)
    values = study.training.expression.values.copy()
    values[0, 0] *= 1.0001
    changed = study.training.with_expression(replace(study.training.expression, values=values))
    few = settings(models={"beside": [], "preset": ""})
    assert Run(replace(study, training=changed), few, copied).recalled == []


def test_a_page_is_drawn_again_only_when_it_says_something_else(
    first: tuple[Run, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def draw(report: object, *_: object) -> bytes:
        drawn.append(type(report).__name__)
        return pickle.dumps(len(drawn))

    monkeypatch.setattr(output, "pdf_problem", lambda: "")
    monkeypatch.setattr(documents, "render_pdf", draw)
    findings = first[0].findings
    for number, (date, templates) in enumerate(
        [("2026-01-02", None), ("2026-01-02", None), ("2026-01-03", None), ("2026-01-02", tmp_path)]
    ):
        (tmp_path / str(number)).mkdir()
        with Memory(PrivateFolder.open(tmp_path / "kept"), "this code", str) as memory:
            write_report(replace(findings, date=date), tmp_path / str(number), templates, QuietProgress(), memory)
        assert len(drawn) == [2, 2, 4, 6][number]
    assert (tmp_path / "0" / "report.pdf").read_bytes() == (tmp_path / "1" / "report.pdf").read_bytes()


class Watched:
    """A cache that keeps nothing and writes down which modules are at work inside a stage."""

    def __init__(self) -> None:
        self.modules: set[str] = set()

    def remembers(self, _stage: str, _of: Sequence[object], /) -> bool:
        return False

    def remembered(self, _stage: str, _of: Sequence[object], compute: Callable[[], Result], /) -> Result:
        """Compute under a profile."""

        def seen(frame: FrameType, _event: str, _argument: object) -> None:
            self.modules.add(frame.f_globals.get("__name__", ""))

        sys.setprofile(seen)
        try:
            return compute()
        finally:
            sys.setprofile(None)


def test_no_stage_calls_code_that_its_key_leaves_out(study: Study) -> None:
    watched, few = Watched(), settings(models={"beside": ["prevalence"], "preset": ""})
    analyse(study, few, Workers(Serial(), 1, QuietProgress(), watched), date=dt.date(2026, 1, 2))
    names = {name.removeprefix("interpret.").replace(".", "/") for name in watched.modules if "interpret." in name}
    assert "stats/differential" in names
    assert "explain/attribute" in names
    left_out = tuple(name.removesuffix(".py") for name in SAYING)
    assert {name for name in names if f"{name}/".startswith(left_out)} <= {"report/findings"}
