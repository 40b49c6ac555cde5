from __future__ import annotations

import errno
import os
import pickle
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from interpret.runtime.memory import _NAME, Memory, memory_folder, open_memory
from interpret.runtime.private_folder import FORSAKEN, PrivateFolder


class Ran:
    """A stage that counts how often it was computed."""

    def __init__(self, result: object) -> None:
        self.times = 0
        self._result = result

    def __call__(self) -> object:
        self.times += 1
        return self._result


def memory(folder: Path, made_by: str = "code", told: Callable[[str], None] = str, *, fresh: bool = False) -> Memory:
    return Memory(PrivateFolder.open(folder), made_by, told, fresh=fresh)


def entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_stage_is_computed_once_and_told_when_it_is_not(tmp_path: Path) -> None:
    ran, told = Ran((1, "two")), list[str]()
    with memory(tmp_path / "stages") as first:
        assert first.remembered("stage", [1], ran) == (1, "two")
    with memory(tmp_path / "stages", told=told.append) as second:
        assert second.remembered("stage", [1], ran) == (1, "two")
    assert (ran.times, told) == (1, ["stage"])
    assert first.closing_lines() == []
    assert second.closing_lines() == ["1 stage was finished by an earlier run and not repeated."]


@pytest.mark.parametrize(
    ("made_by", "stage", "of"), [("other", "stage", 1), ("code", "other", 1), ("code", "stage", 2)]
)
def test_anything_else_is_computed(made_by: str, stage: str, of: object, tmp_path: Path) -> None:
    ran = Ran(0)
    with memory(tmp_path / "stages") as first:
        first.remembered("stage", [1], ran)
    with memory(tmp_path / "stages", made_by) as second:
        second.remembered(stage, [of], ran)
    assert ran.times == 2


def test_fresh_looks_nothing_up_and_replaces(tmp_path: Path) -> None:
    with memory(tmp_path / "stages") as first:
        first.remembered("stage", [1], Ran("old"))
    with memory(tmp_path / "stages", fresh=True) as second:
        assert second.remembered("stage", [1], Ran("new")) == "new"
    with memory(tmp_path / "stages") as third:
        assert third.remembered("stage", [1], Ran("not run")) == "new"
    assert len(entries(tmp_path / "stages")) == 1


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "of another stage", "no pickle"])
def test_a_damaged_entry_counts_as_not_there(damage: str, tmp_path: Path) -> None:
    with memory(tmp_path / "stages") as first:
        first.remembered("stage", [1], Ran("right"))
    (entry,) = entries(tmp_path / "stages")
    content = entry.read_bytes()
    if damage == "of another stage":
        with memory(tmp_path / "stages") as other:
            other.remembered("stage", [2], Ran("wrong"))
        content = next(path for path in entries(tmp_path / "stages") if path != entry).read_bytes()
    changed = {
        "cut": content[:-3],
        "flipped": content[:-3] + bytes([content[-3] ^ 1]) + content[-2:],
        "empty": b"",
        "of another stage": content,
        "no pickle": b"cos\nsystem\n(S'touch /nowhere'\ntR.",
    }[damage]
    entry.write_bytes(changed)
    ran = Ran("right")
    with memory(tmp_path / "stages") as again:
        assert again.remembered("stage", [1], ran) == "right"
    with memory(tmp_path / "stages") as last:
        assert last.remembered("stage", [1], ran) == "right"
    assert ran.times == 1, "computed once, and kept again"


def test_arrays_come_back_as_they_were_also_from_the_first_run(tmp_path: Path) -> None:
    whole = np.arange(12.0).reshape(3, 4)
    whole.setflags(write=False)
    shared = [1.5]
    result = {
        "locked": whole,
        "open": np.arange(3.0),
        "slice": np.arange(12.0).reshape(3, 4)[:, 1],
        "a": shared,
        "b": shared,
    }
    for _ in range(2):
        with memory(tmp_path / "stages") as each:
            found = each.remembered("stage", [], Ran(result))
        assert isinstance(found, dict)
        assert found["a"] is found["b"]
        assert not found["locked"].flags.writeable
        assert found["open"].flags.writeable
        assert found["slice"].flags.c_contiguous, "in the first run too: it is summed in the same order"


@pytest.mark.parametrize("how", ["open to others", "a link", "of somebody else"])
def test_nothing_is_read_from_a_folder_that_others_can_use(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is read are pickles: whoever can write there could run code here."""
    folder = tmp_path / "cache" / "stages"
    folder.mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    if how == "open to others":
        folder.chmod(0o770)
    elif how == "a link":
        folder.rename(tmp_path / "elsewhere")
        folder.symlink_to(tmp_path / "elsewhere")
    else:
        monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    monkeypatch.setattr(pickle, "loads", pytest.fail)
    found = open_memory(str, {"INTERPRET_CACHE": str(tmp_path / "cache")}, fresh=False)
    assert found.remembered("stage", [], Ran("computed")) == "computed"
    (line,) = found.closing_lines()
    assert line.startswith("Finished stages are not kept: ")


def test_the_folder_is_made_for_the_user_alone(tmp_path: Path) -> None:
    with open_memory(str, {"INTERPRET_CACHE": str(tmp_path / "deep" / "cache")}, fresh=False) as made:
        made.remembered("stage", [], Ran(1))
    folder = tmp_path / "deep" / "cache" / "stages"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]


def test_where_there_is_no_room_the_run_goes_on_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        del descriptor
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with memory(tmp_path / "stages") as each:
        assert each.remembered("stage", [1], Ran(1)) == 1
        assert each.remembered("stage", [2], Ran(2)) == 2
    assert entries(tmp_path / "stages") == []
    assert each.closing_lines() == ["Finished stages are not kept: No space left on device."]


def test_what_cannot_be_kept_is_computed_each_time(tmp_path: Path) -> None:
    with memory(tmp_path / "stages") as each:
        result = lambda: 3  # noqa: E731  no pickle holds it
        assert each.remembered("stage", [1], Ran(result)) is result
        assert each.remembered("of what cannot be told", [object()], Ran(4)) == 4
    assert entries(tmp_path / "stages") == []


def test_a_stage_that_fails_is_not_kept(tmp_path: Path) -> None:
    def fail() -> int:
        raise ZeroDivisionError

    with memory(tmp_path / "stages") as each, pytest.raises(ZeroDivisionError):
        each.remembered("stage", [1], fail)
    assert entries(tmp_path / "stages") == []


def test_what_is_old_or_too_much_goes_the_longest_unused_first(tmp_path: Path) -> None:
    folder, now = PrivateFolder.open(tmp_path / "stages"), time.time()
    ages = {"a": 0.0, "b": 3.0, "c": 2.0, "d": 31.0}  # days
    for letter, days in ages.items():
        folder.write(f"{letter * 64}.stage", b"x" * 100)
        os.utime(tmp_path / "stages" / f"{letter * 64}.stage", (now - days * 86_400,) * 2)
    folder.write("notes.txt", b"mine")
    for half, age in ((".0123456789abcdef.part", FORSAKEN + 60), (".fedcba9876543210.part", 1.0)):
        folder.write(half, b"half")
        os.utime(tmp_path / "stages" / half, (now - age,) * 2)
    folder.prune(_NAME, largest=250, oldest_days=30.0, now=now)
    assert {path.name[:5] for path in entries(tmp_path / "stages")} == {"aaaaa", "ccccc", "notes", ".fedc"}


def test_a_stage_that_is_used_stays_young(tmp_path: Path) -> None:
    with memory(tmp_path / "stages") as each:
        each.remembered("stage", [1], Ran(1))
        (entry,) = entries(tmp_path / "stages")
        os.utime(entry, (1.0, 1.0))
        each.remembered("stage", [1], Ran(1))
    assert entries(tmp_path / "stages") == [entry]


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"INTERPRET_CACHE": ""}, None),
        ({"INTERPRET_CACHE": "", "XDG_CACHE_HOME": "/x"}, None),
        ({"INTERPRET_CACHE": "/here"}, "/here/stages"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/interpret/stages"),
        ({"XDG_CACHE_HOME": "not/absolute"}, "~/.cache/interpret/stages"),
        ({}, "~/.cache/interpret/stages"),
    ],
)
def test_where_stages_are_kept(environment: dict[str, str], place: str | None) -> None:
    assert memory_folder(environment) == (None if place is None else Path(place).expanduser())


def test_without_a_home_nothing_is_kept_and_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(path: Path) -> Path:
        del path
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "expanduser", homeless)
    found = open_memory(str, {}, fresh=False)
    assert found.remembered("stage", [], Ran(5)) == 5
    assert "home" in found.closing_lines()[0]
