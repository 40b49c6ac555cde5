"""Whole runs of the command, made once and looked at by many tests."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from interpret.data.demo import simulate_study


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
    """Return the words that ask for the report on the simulated study, every model among them, and sets of genes."""
    folder = tmp_path_factory.mktemp("quick")
    config, sets = folder / "study.toml", folder / "planted.gmt"
    config.write_text(QUICK, encoding="utf-8")
    sets.write_text(planted_sets(), encoding="utf-8")
    return ("--demo", *DATE, "--config", config, "--gene-sets", sets)


def planted_sets() -> str:
    """Return sets of the simulated study: its planted genes by the class in which they are higher, and random ones."""
    study = simulate_study(0)
    assert study.truth is not None
    training = study.training.expression.named(study.truth.differential).values
    positive = study.training.positive
    higher = np.median(training[positive], axis=0) > np.median(training[~positive], axis=0)
    symbol = dict(zip(study.annotation["gene"], study.annotation["symbol"], strict=True))
    planted = [symbol[gene] for gene in study.truth.differential]
    random, every = np.random.default_rng(20261126), sorted(filter(None, symbol.values()))
    sets = {
        "HIGHER": [gene for gene, up in zip(planted, higher, strict=True) if up],
        "LOWER": [gene for gene, up in zip(planted, higher, strict=True) if not up],
        "BLOCK": [symbol[gene] for gene in study.truth.block],
        **{f"RANDOM_{i}": random.choice(every, 100, replace=False).tolist() for i in range(1, 9)},
        "TINY": every[:2],
    }
    return "".join("\t".join((name, "", *genes)) + "\n" for name, genes in sets.items())


@pytest.fixture(scope="session")
def demo_run(quick_demo: tuple[str | Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the report on the simulated study with two jobs."""
    return run(tmp_path_factory.mktemp("demo") / "report", *quick_demo, "--jobs", "2")


@pytest.fixture(scope="session")
def demo_run_again(quick_demo: tuple[str | Path, ...], tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Return the same report made once more, by one job."""
    return run(tmp_path_factory.mktemp("demo-again") / "other-name", *quick_demo, "--jobs", "1")
