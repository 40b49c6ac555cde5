from __future__ import annotations

from pathlib import Path

import pytest

from interpret.errors import OutputError
from interpret.runtime.delivery import delivering


def deliver(out: Path, text: str) -> None:
    with delivering(out) as folder:
        (folder / "study.json").write_text(text)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_appears_whole_and_replaces_an_earlier_report(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "report"
    deliver(out, "first")
    (out / "extra").write_text("of the first report")
    deliver(out, "second")
    assert names(out) == ["study.json"]
    assert (out / "study.json").read_text() == "second"
    assert names(out.parent) == ["report"]


def test_a_failure_leaves_the_earlier_report_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "report"
    deliver(out, "first")

    def fail_half_way() -> None:
        with delivering(out) as folder:
            (folder / "study.json").write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert names(tmp_path) == ["report"]
    assert (out / "study.json").read_text() == "first"


@pytest.mark.parametrize("moved_aside", [False, True])
def test_an_interrupted_swap_is_finished_at_the_next_start(tmp_path: Path, moved_aside: bool) -> None:  # noqa: FBT001
    old = tmp_path / (".report.old" if moved_aside else "report")
    for folder, text in ((old, "first"), (tmp_path / ".report.ready", "second")):
        folder.mkdir()
        (folder / "study.json").write_text(text)
    with pytest.raises(ZeroDivisionError), delivering(tmp_path / "report"):
        1 / 0  # noqa: B018
    assert names(tmp_path) == ["report"]
    assert (tmp_path / "report" / "study.json").read_text() == "second"


def test_an_old_folder_without_a_new_one_is_put_back(tmp_path: Path) -> None:
    (tmp_path / ".report.old").mkdir()
    (tmp_path / ".report.old" / "study.json").write_text("first")
    with pytest.raises(ZeroDivisionError), delivering(tmp_path / "report"):
        1 / 0  # noqa: B018
    assert (tmp_path / "report" / "study.json").read_text() == "first"


def test_a_folder_that_is_not_ours_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.png").write_text("cat")
    with pytest.raises(OutputError, match="not a report of this package"), delivering(tmp_path / "photos"):
        pytest.fail("the block must not run")
    assert names(tmp_path / "photos") == ["cat.png"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "report").symlink_to(tmp_path / "target")
    with pytest.raises(OutputError, match="a file or a link"), delivering(tmp_path / "report"):
        pytest.fail("the block must not run")


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"), delivering(tmp_path / "file" / "report"):
        pytest.fail("the block must not run")
