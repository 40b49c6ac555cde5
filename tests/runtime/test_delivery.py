from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from interpret.errors import OutputError
from interpret.runtime.delivery import delivering

NAMES = {"study.json", "genes.csv", "models/forest.skops"}
OURS = '{"schema": "interpret-study/1"}'


def deliver(out: Path, text: str) -> None:
    with delivering(out, NAMES) as folder:
        (folder / "study.json").write_text(OURS + text)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_appears_whole_and_replaces_an_earlier_report(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report"
    deliver(out, "first")
    (out / "genes.csv").write_text("of the first report")
    deliver(out, "second")
    assert names(out) == ["study.json"]
    assert (out / "study.json").read_text() == OURS + "second"
    assert names(out.parent) == ["report"]


def test_a_failure_leaves_the_earlier_report_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "report"
    deliver(out, "first")

    def fail_half_way() -> None:
        with delivering(out, NAMES) as folder:
            (folder / "study.json").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert names(tmp_path) == ["report"]
    assert (out / "study.json").read_text() == OURS + "first"


@pytest.mark.parametrize("moved_aside", [False, True])
def test_an_interrupted_swap_is_finished_at_the_next_start(tmp_path: Path, moved_aside: bool) -> None:  # noqa: FBT001
    old = tmp_path / (".report.old" if moved_aside else "report")
    for folder, text in ((old, "first"), (tmp_path / ".report.ready", "second")):
        folder.mkdir()
        (folder / "study.json").write_text(OURS + text)
    with pytest.raises(ZeroDivisionError), delivering(tmp_path / "report", NAMES):
        1 / 0  # noqa: B018
    assert names(tmp_path) == ["report"]
    assert (tmp_path / "report" / "study.json").read_text() == OURS + "second"


def test_an_old_folder_without_a_new_one_is_put_back(tmp_path: Path) -> None:
    (tmp_path / ".report.old").mkdir()
    (tmp_path / ".report.old" / "study.json").write_text(OURS + "first")
    with pytest.raises(ZeroDivisionError), delivering(tmp_path / "report", NAMES):
        1 / 0  # noqa: B018
    assert (tmp_path / "report" / "study.json").read_text() == OURS + "first"


def test_a_folder_that_is_not_ours_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.png").write_text("cat")
    with pytest.raises(OutputError, match="not a report of this package"), delivering(tmp_path / "photos", NAMES):
        pytest.fail("the block must not run")
    assert names(tmp_path / "photos") == ["cat.png"]


@pytest.mark.parametrize("mark", ["{}", OURS])
def test_a_folder_with_more_than_a_report_is_not_touched(tmp_path: Path, mark: str) -> None:
    """Somebody's own study.json makes no report, and a report with somebody's data beside it is not ours to remove."""
    (tmp_path / "study.json").write_text(mark)
    (tmp_path / ("genes.csv" if mark == "{}" else "matrix.csv")).write_text("data")
    before = names(tmp_path)
    with pytest.raises(OutputError, match="not a report of this package"), delivering(tmp_path, NAMES):
        pytest.fail("the block must not run")
    assert names(tmp_path) == before


def test_a_folder_within_the_report_is_replaced_with_it(tmp_path: Path) -> None:
    deliver(tmp_path / "report", "first")
    (tmp_path / "report" / "models").mkdir()
    (tmp_path / "report" / "models" / "forest.skops").write_text("of the first report")
    deliver(tmp_path / "report", "second")
    assert names(tmp_path / "report") == ["study.json"]


@pytest.mark.parametrize(
    "foreign", ["models/mine.skops", "models/deeper/forest.skops", "models/forest.skops/cat.png", "other/forest.skops"]
)
def test_a_foreign_file_within_a_folder_of_the_report_is_not_touched(foreign: str, tmp_path: Path) -> None:
    out = tmp_path / "report"
    deliver(out, "first")
    (out / foreign).parent.mkdir(parents=True)
    (out / foreign).write_text("somebody's")
    with pytest.raises(OutputError, match="not a report of this package"), delivering(out, NAMES):
        pytest.fail("the block must not run")
    assert (out / foreign).read_text() == "somebody's"


@pytest.mark.parametrize("name", ["models", "genes.csv"])
def test_an_empty_folder_is_not_of_a_report(name: str, tmp_path: Path) -> None:
    deliver(tmp_path / "report", "first")
    (tmp_path / "report" / name).mkdir()
    with pytest.raises(OutputError, match=f"{name}/"), delivering(tmp_path / "report", NAMES):
        pytest.fail("the block must not run")


def test_a_link_in_place_of_a_folder_of_the_report_is_not_followed(tmp_path: Path) -> None:
    deliver(tmp_path / "report", "first")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "forest.skops").write_text("somebody's")
    (tmp_path / "report" / "models").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError, match="report: models"), delivering(tmp_path / "report", NAMES):
        pytest.fail("the block must not run")
    assert names(tmp_path / "elsewhere") == ["forest.skops"]


def test_folders_made_on_the_way_go_with_a_failure(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), delivering(tmp_path / "deep" / "er" / "report", NAMES):
        1 / 0  # noqa: B018
    assert names(tmp_path) == []


def test_an_error_of_the_input_is_not_blamed_on_the_output(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), delivering(tmp_path / "report", NAMES):
        (tmp_path / "nowhere.csv").read_text()


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "report").symlink_to(tmp_path / "target")
    with pytest.raises(OutputError, match="a file or a link"), delivering(tmp_path / "report", NAMES):
        pytest.fail("the block must not run")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"), delivering(tmp_path / "file" / "report", NAMES):
        pytest.fail("the block must not run")


HOLDING = """
import sys
from pathlib import Path
from interpret.runtime.delivery import delivering
with delivering(Path("report"), {"study.json"}) as folder:
    (folder / "study.json").write_text('{"schema": "interpret-study/1"} of the other run')
    print("writing", flush=True)
    sys.stdin.read()
"""


def other_run(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(  # noqa: S603  our own code
        [sys.executable, "-c", HOLDING], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def test_a_folder_that_another_run_is_writing_to_is_refused_and_its_work_is_left(tmp_path: Path) -> None:
    deliver(tmp_path / "report", "first")
    process = other_run(tmp_path)
    with pytest.raises(OutputError, match="another run is writing"), delivering(tmp_path / "report", NAMES):
        pytest.fail("the block must not run")
    process.communicate("")
    assert process.returncode == 0
    assert (tmp_path / "report" / "study.json").read_text().endswith("of the other run")
    assert names(tmp_path) == ["report"]


def test_what_a_killed_run_was_building_is_cleared_away(tmp_path: Path) -> None:
    deliver(tmp_path / "report", "first")
    process = other_run(tmp_path)
    process.kill()
    process.communicate()
    assert names(tmp_path) == [".report.building", "report"]
    deliver(tmp_path / "report", "second")
    assert names(tmp_path) == ["report"]
    assert (tmp_path / "report" / "study.json").read_text() == OURS + "second"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EFBIG, errno.EDQUOT])
def test_a_disk_that_is_full_is_one_message_and_the_earlier_report_is_whole(number: int, tmp_path: Path) -> None:
    deliver(tmp_path / "report", "first")
    with pytest.raises(OutputError, match="cannot be written") as raised, delivering(tmp_path / "report", NAMES):
        raise OSError(number, os.strerror(number))  # what writing to an open file says: no name
    assert "an earlier report is untouched" in raised.value.message()
    assert names(tmp_path) == ["report"]
    assert (tmp_path / "report" / "study.json").read_text() == OURS + "first"
