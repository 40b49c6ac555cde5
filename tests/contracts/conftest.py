"""Whole runs of the command, made once and looked at by many tests."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Run:
    """A finished run: its folder and what it printed."""

    folder: Path
    printed: str

    def bytes(self) -> dict[str, bytes]:
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in files}


def run(out: Path, *words: str | Path) -> Run:
    command = [sys.executable, "-m", "interpret.cli", "report", *map(str, words), "--out", str(out)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)  # noqa: S603  our command
    assert ended.returncode == 0, ended.stderr
    return Run(out, ended.stdout)


DATE = ("--date", "2026-01-02")
FEW_RUNS = ("--permutations", "1")  # on shuffled labels, where they are not what is looked at


@pytest.fixture(scope="session")
def golub_run(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the report on the Golub data with every default."""
    return run(tmp_path_factory.mktemp("golub") / "report", shared / "data" / "golub", *DATE)


# Every model, but tuned over less: with one job the panel alone would otherwise take a minute.
QUICK = """
[models.panel]
inner_folds = 2
boosting_rounds = [10]
[models.selection]
pairs = 10
[validation]
label_permutations = 2
"""


@pytest.fixture(scope="session")
def quick_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[str | Path, ...]:
    """Return the words that ask for the report on the simulated study, every model among them."""
    config = tmp_path_factory.mktemp("quick") / "study.toml"
    config.write_text(QUICK, encoding="utf-8")
    return ("--demo", *DATE, "--config", config)


@pytest.fixture(scope="session")
def demo_run(quick_demo: tuple[str | Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the report on the simulated study with two jobs."""
    return run(tmp_path_factory.mktemp("demo") / "report", *quick_demo, "--jobs", "2")


@pytest.fixture(scope="session")
def demo_run_again(quick_demo: tuple[str | Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the same report made once more, by one job."""
    return run(tmp_path_factory.mktemp("demo-again") / "other-name", *quick_demo, "--jobs", "1")
