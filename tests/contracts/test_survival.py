"""Nothing is lost: a run ended at any moment leaves the old report whole, and the next goes on where it was."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pytest
from contracts.killing import Killed, bytes_of, kill_at_random, processes_of, until

SMALL = """
[models]
beside = ["diagonal-discriminant"]
[models.forest]
trees = 60
[models.sparse]
lambdas = 20
inner_folds = 3
[models.selection]
pairs = 3
[tests]
maxt_permutations = 100
[validation]
label_permutations = 2
also = ["bootstrap"]
bootstrap_draws = 25
"""


@pytest.fixture(scope="session")
def small_study(tmp_path_factory: pytest.TempPathFactory) -> tuple[str | Path, ...]:
    """Return the words that ask for the report on 14 patients with 60 genes."""
    folder = tmp_path_factory.mktemp("small-study")
    chance = np.random.default_rng(20260303)
    log2 = chance.normal(9.0, 1.5, size=60) + chance.normal(0.0, 1.2, size=(14, 60))
    log2[7:, :6] += 2.5
    values = np.round(2.0**log2, 1)
    lines = [",".join(["gene", *(f"S{i:02d}" for i in range(14))])]
    lines += [",".join([f"G{j:02d}", *map(str, values[:, j])]) for j in range(60)]
    (folder / "matrix.csv").write_text("\n".join(lines) + "\n")
    (folder / "sheet.csv").write_text("sample,group\n" + "".join(f"S{i:02d},{'ab'[i >= 7]}\n" for i in range(14)))
    (folder / "study.toml").write_text(SMALL)
    return (
        *(folder / "matrix.csv", "--samples", folder / "sheet.csv", "--outcome", "group", "--positive", "b"),
        *("--config", folder / "study.toml"),
    )


def earlier_report(folder: Path) -> Path:
    """Return a folder that passes for a report made before."""
    report = folder / "earlier"
    report.mkdir()
    (report / "study.json").write_text('{"schema": "interpret-study/1", "title": "the report of last week"}')
    (report / "genes.csv").write_text("gene\n")
    return report


def test_a_run_killed_at_any_moment_goes_on_and_ends_in_the_same_bytes(
    small_study: tuple[str | Path, ...], tmp_path: Path
) -> None:
    words = (*small_study, "--date", "2026-01-02")
    first = Killed(words, tmp_path / "undisturbed", tmp_path / "first", without_pages=True)
    assert "earlier run" not in first.finish("--jobs", "1")
    undisturbed = bytes_of(first.out)
    killed = Killed(words, tmp_path / "report", tmp_path / "kept", without_pages=True)
    kill_at_random(killed, undisturbed, earlier_report(tmp_path), kills=3, stages=8, within=1.0, seed=20260101)
    assert set(killed.entries()) == set(first.entries())


@pytest.mark.parametrize(("number", "said"), [(signal.SIGINT, "stopped by you"), (signal.SIGTERM, "SIGTERM")])
def test_a_run_that_is_stopped_says_so_in_one_message_and_leaves_nothing_behind(
    number: int, said: str, small_study: tuple[str | Path, ...], tmp_path: Path
) -> None:
    earlier = earlier_report(tmp_path)
    run = Killed(small_study, earlier, tmp_path / "kept", without_pages=True)
    before = bytes_of(earlier)
    process = run.start()
    assert process.stdout is not None
    process.stdout.readline()
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as the terminal does: to every process of the run
    else:
        process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    message = " ".join(errors.split())  # wrapped to the page
    assert message.startswith("interpret: stopped")
    assert message.endswith("the same command goes on from the stages kept")
    assert said in message
    assert message.count("interpret:") == 1
    assert bytes_of(earlier) == before
    assert sorted(path.name for path in tmp_path.iterdir()) in (["earlier"], ["earlier", "kept"])
    assert until(lambda: not processes_of(process.pid))


@pytest.mark.slow
@pytest.mark.shared
def test_a_golub_run_killed_at_twenty_random_moments(shared: Path, tmp_path: Path) -> None:
    # every default takes hours on two slow cores: INTERPRET_SURVIVAL may hold the settings of a shorter run
    (tmp_path / "study.toml").write_text(os.environ.get("INTERPRET_SURVIVAL", "seed = 0\n"))
    words = (shared / "data" / "golub", "--date", "2026-01-02", "--config", tmp_path / "study.toml")
    first = Killed(words, tmp_path / "undisturbed", tmp_path / "first")
    first.finish()
    killed = Killed(words, tmp_path / "report", tmp_path / "kept")
    kill_at_random(killed, bytes_of(first.out), earlier_report(tmp_path), kills=20, stages=5, within=5.0, seed=20260102)
    assert set(killed.entries()) == set(first.entries())
