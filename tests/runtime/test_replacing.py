"""What is not of a report is never removed or followed, with `force` or without, wherever a run was killed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from interpret.errors import OutputError
from interpret.report.files import study_content, study_without_patients
from interpret.runtime import replacing
from interpret.runtime.delivery import delivering

NAMES = {"study.json", "genes.csv", "strata.csv", "models/forest.skops"}
OURS = '{"schema": "interpret-study/1"}'


def deliver(out: Path, text: str, *, force: bool = False, also: Callable[[], object] = lambda: None) -> None:
    with delivering(out, NAMES, force=force) as folder:
        (folder / "study.json").write_text(OURS + text)
        (folder / "genes.csv").write_text(text)
        (folder / "models").mkdir()
        (folder / "models" / "forest.skops").write_text(text)
        also()


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def contents(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def report(text: str) -> dict[str, str]:
    return {"study.json": OURS + text, "genes.csv": text, "models/forest.skops": text}


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Return a folder of somebody's, with a file named like one of a report."""
    folder = tmp_path / "photos"
    (folder / "summer").mkdir(parents=True)
    (folder / "models").mkdir()
    for name in ("cat.png", "summer/dog.png", "models/train.blend"):
        (folder / name).write_text(name)
    (folder / "strata.csv").write_text("of rocks")
    return folder


KEPT = {name: name for name in ("cat.png", "summer/dog.png", "models/train.blend")}


@pytest.mark.parametrize("schema", [study_content.SCHEMA, study_without_patients.SCHEMA])
def test_a_report_with_or_without_patients_is_known_by_its_study_json(schema: str, tmp_path: Path) -> None:
    (tmp_path / "study.json").write_bytes(study_content.written({"schema": schema}))
    assert replacing.is_report(tmp_path)
    (tmp_path / "study.json").write_bytes(study_content.written({"schema": "study/1"}))
    assert not replacing.is_report(tmp_path)


def test_without_force_nothing_of_a_foreign_folder_changes(photos: Path) -> None:
    before = contents(photos)
    with pytest.raises(OutputError, match="--force"), delivering(photos, NAMES):
        pytest.fail("the block must not run")
    assert contents(photos) == before


def test_with_force_the_names_of_a_report_are_replaced_and_all_else_kept(photos: Path) -> None:
    inode = photos.stat().st_ino
    deliver(photos, "first", force=True)
    assert contents(photos) == {**KEPT, **report("first")}
    assert photos.stat().st_ino == inode, "the folder itself is not exchanged: its rights and what is mounted stay"
    (photos / "strata.csv").write_text("of the first report")
    deliver(photos, "second", force=True)
    assert contents(photos) == {**KEPT, **report("second")}
    assert names(photos.parent) == ["photos"]


def test_a_failure_with_force_changes_nothing(photos: Path) -> None:
    before = contents(photos)
    with pytest.raises(ZeroDivisionError):
        deliver(photos, "first", force=True, also=lambda: 1 / 0)
    assert contents(photos) == before


@pytest.mark.parametrize("way", ["folder for a file", "link for a folder", "file for a folder"])
def test_what_stands_in_the_way_is_refused_even_with_force(way: str, tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    if way == "folder for a file":
        (out / "genes.csv").mkdir()
    elif way == "link for a folder":
        (out / "models").symlink_to(elsewhere)
    else:
        (out / "models").write_text("somebody's")
    with pytest.raises(OutputError, match="stand where files of the report belong"), delivering(out, NAMES, force=True):
        pytest.fail("the block must not run")
    assert names(elsewhere) == []


def test_a_link_made_while_the_report_was_built_is_not_followed(photos: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def plant() -> None:
        (photos / "models" / "train.blend").unlink()
        (photos / "models").rmdir()
        (photos / "models").symlink_to(elsewhere)

    with pytest.raises(OutputError, match="stand where files"):
        deliver(photos, "first", force=True, also=plant)
    assert names(elsewhere) == []


def test_the_folder_made_a_link_meanwhile_is_not_followed(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(OutputError, match="a file or a link"):
        deliver(out, "first", also=lambda: out.symlink_to(elsewhere))
    assert names(elsewhere) == []


def test_a_file_in_the_report_that_is_a_link_is_replaced_and_its_target_left(tmp_path: Path) -> None:
    out, target = tmp_path / "out", tmp_path / "target"
    deliver(out, "first")
    target.write_text("somebody's")
    (out / "genes.csv").unlink()
    (out / "genes.csv").symlink_to(target)
    deliver(out, "second")
    assert contents(out) == report("second")
    assert not (out / "genes.csv").is_symlink()
    assert target.read_text() == "somebody's"


def test_a_note_put_beside_the_report_during_the_run_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    deliver(out, "first")
    deliver(out, "second", also=lambda: (out / "note.txt").write_text("mine"))
    assert contents(out) == {**report("second"), "note.txt": "mine"}


def test_a_note_that_went_with_the_old_report_comes_back(tmp_path: Path) -> None:
    out, old = tmp_path / "out", tmp_path / ".out.old"
    deliver(out, "second")
    (old / "models").mkdir(parents=True)
    (old / "study.json").write_text(OURS + "first")
    (old / "models" / "forest.skops").write_text("first")
    replacing.give_back(old, out, NAMES)
    assert not old.exists()
    (old / "deep").mkdir(parents=True)
    (old / "deep" / "note.txt").write_text("mine")
    (old / "study.json").write_text(OURS + "first")
    (old / "link").symlink_to(tmp_path)
    replacing.give_back(old, out, NAMES)
    assert contents(out) == {**report("second"), "deep/note.txt": "mine"}
    assert (out / "link").is_symlink()
    assert not old.exists()


@pytest.mark.parametrize("state", ["building", "ready", "old"])
@pytest.mark.parametrize("planted", ["link", "file", "foreign", "another user's"])
def test_a_name_beside_the_folder_that_no_run_left_is_refused(
    state: str, planted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere, taken = tmp_path / "elsewhere", tmp_path / f".out.{state}"
    elsewhere.mkdir()
    (elsewhere / "study.json").write_text(OURS + "somebody's")
    if planted == "link":
        taken.symlink_to(elsewhere)
    elif planted == "file":
        taken.write_text("somebody's")
    else:
        taken.mkdir()
        (taken / ("study.json" if planted == "another user's" else "cat.png")).write_text(OURS)
    if planted == "another user's":
        monkeypatch.setattr(os, "geteuid", lambda: taken.stat().st_uid + 1)
    before = contents(tmp_path)
    with pytest.raises(OutputError, match="where the report would be built"), delivering(tmp_path / "out", NAMES):
        pytest.fail("the block must not run")
    assert contents(tmp_path) == before
    assert not (tmp_path / "out").exists()


class _KilledError(BaseException):
    """The process ended here."""


@pytest.mark.parametrize("foreign", [False, True])
def test_killed_at_any_step_the_next_start_finishes_it(
    foreign: bool,  # noqa: FBT001
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every change to the disk is one step; the run is killed before the first, the second, and so on."""
    for step in range(100):
        out = tmp_path / str(step) / "out"
        deliver(out, "first")
        (out / "strata.csv").write_text("of the first report")
        if foreign:
            (out / "cat.png").write_text("cat.png")
        left = step

        def counted(name: str) -> Callable[..., object]:
            real = getattr(Path, name)

            def changed(self: Path, *given: object) -> object:
                nonlocal left
                left -= 1
                if left < 0:
                    raise _KilledError
                return real(self, *given)

            return changed

        ready, old = out.with_name(".out.ready"), out.with_name(".out.old")
        with delivering(out.with_name("new"), NAMES) as folder:
            (folder / "study.json").write_text(OURS + "second")
            (folder / "genes.csv").write_text("second")
        out.with_name("new").rename(ready)
        with monkeypatch.context() as patch:
            for name in ("rename", "replace", "unlink", "rmdir"):
                patch.setattr(Path, name, counted(name))
            try:
                replacing.put_in_place(out, ready, old, NAMES)
                done = True
            except _KilledError:
                done = False
        with pytest.raises((ZeroDivisionError, OutputError)), delivering(out, NAMES):
            1 / 0  # noqa: B018
        found = contents(out)
        assert found.pop("cat.png", None) == ("cat.png" if foreign else None)
        assert found == {"study.json": OURS + "second", "genes.csv": "second"}, f"killed before step {step}"
        assert names(out.parent) == ["out"]
        if done:
            assert step > 3
            return
    pytest.fail("it never came to an end")
