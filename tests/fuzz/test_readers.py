"""Files damaged at random: every one is read right, by an independent plain reading, or refused in one message.

Ten thousand of each form: `pytest -m slow tests/fuzz`, or `python -m fuzz.run 10000 excel` in the folder of the tests.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from fuzz.run import MOST_MEMORY, fuzz
from fuzz.targets import TARGETS

FEW, MANY = 60, 10_000
SLOW = {"h5ad": 10}  # a process for each file


def holds(folder: Path, name: str, count: int) -> None:
    tally = fuzz(TARGETS[name](folder), range(count // SLOW.get(name, 1)))
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
