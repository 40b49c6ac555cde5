"""Files damaged at random: every one is read right, by an independent plain reading, or refused in one message.

Ten thousand of each form: `pytest -m slow tests/fuzz`, or `python -m fuzz.run 10000 excel` in the folder of the tests.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from fuzz.forked import programs_in_forks
from fuzz.run import MOST_MEMORY, fuzz
from fuzz.targets import TARGETS, Target

from interpret.errors import InterpretError

FEW, MANY = 60, 10_000
APART = ("h5ad", "feather")  # taken apart by a program of its own


def holds(folder: Path, name: str, count: int) -> None:
    tally = fuzz(TARGETS[name](folder), range(count))
    assert not tally.faults, "\n".join(tally.faults)
    assert tally.read
    assert tally.refused
    assert tally.memory < MOST_MEMORY


@pytest.mark.parametrize("name", TARGETS)
def test_a_damaged_file_is_read_right_or_refused(tmp_path: Path, name: str) -> None:
    holds(tmp_path, name, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_ten_thousand_damaged_files_are_read_right_or_refused(tmp_path: Path, name: str) -> None:
    holds(tmp_path, name, MANY)


def test_a_directory_of_parquet_at_which_arrow_ends_the_process_is_not_asked(tmp_path: Path) -> None:
    assert not fuzz(TARGETS["parquet"](tmp_path), range(2317, 2318)).faults


@pytest.mark.parametrize("name", APART)
def test_a_program_in_a_fork_says_what_it_says_when_started_anew(tmp_path: Path, name: str) -> None:
    target = TARGETS[name](tmp_path)
    for number in range(6):
        target.file.write_bytes(target.damage(random.Random(number), target.whole)[0])  # noqa: S311  damage, no secret
        anew = said(target)
        with programs_in_forks():
            assert said(target) == anew


def said(target: Target) -> str:
    """Return what becomes of the file, in words."""
    try:
        return str(target.read())
    except InterpretError as error:
        return error.message()
