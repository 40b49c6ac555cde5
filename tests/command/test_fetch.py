"""`interpret fetch`: with kagglehub played by a module of ours, what comes is held against its hashes."""

from __future__ import annotations

import hashlib
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from interpret.cli import app
from interpret.errors import FetchError, InterpretError, OutputError, SettingsError, SeveralError
from interpret.runtime.data_sets import DATA_SETS, DataSet

FILES = {"a.csv": b"x,y\n1,2\n", "b.csv": b"z\n3\n"}
SMALL = DataSet("someone/small", {name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()})


class ConnectTimeout(OSError):  # noqa: N818  named as in requests
    """What requests raises: its own classes, known to us by their names alone."""


class Timeout(ConnectTimeout):
    pass


class KaggleApiHTTPError(OSError):
    def __init__(self, status: int) -> None:
        self.response = types.SimpleNamespace(status_code=status)
        super().__init__(f"{status} Client Error.\n\nYou don't have permission")


class CredentialError(Exception):
    pass


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that kagglehub gives back, with the files in it and one more."""
    folder = tmp_path / "cache"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "licence.txt").write_bytes(b"more")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr("interpret.command.fetching.DATA_SETS", {"small": SMALL})
    asked_for(monkeypatch, lambda _: str(folder))
    return folder


def asked_for(monkeypatch: pytest.MonkeyPatch, answer: Callable[[str], str]) -> list[str]:
    asked: list[str] = []

    def dataset_download(handle: str) -> str:
        asked.append(handle)
        return answer(handle)

    module = types.ModuleType("kagglehub")
    module.dataset_download = dataset_download  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "kagglehub", module)
    return asked


def fetch(*words: str) -> Result:
    return CliRunner().invoke(app, ["fetch", *words])


def refused(kind: type[InterpretError], *words: str) -> str:
    before = sorted(Path().rglob("*"))
    result = fetch(*words)
    assert isinstance(result.exception, kind), result.output
    assert result.exception.exit_status == 2
    assert sorted(Path().rglob("*")) == before, "something was left behind"
    return str(result.exception)


@pytest.mark.parametrize(("words", "folder"), [((), "small"), (("--out", "deep/er"), "deep/er")])
def test_the_files_come_whole(
    cache: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], folder: str
) -> None:
    asked = asked_for(monkeypatch, lambda _: str(cache))
    result = fetch("small", *words)
    assert result.exit_code == 0, result.exception
    assert asked == ["someone/small"]
    assert {path.name: path.read_bytes() for path in Path(folder).iterdir()} == FILES
    assert f"Next: interpret report {folder}" in result.output
    assert not list(Path().rglob(".*"))


@pytest.mark.usefixtures("cache")
def test_files_that_are_there_are_not_fetched_again(monkeypatch: pytest.MonkeyPatch) -> None:
    fetch("small")
    Path("small/clinical.tsv").write_text("mine")
    asked = asked_for(monkeypatch, lambda _: "nowhere")
    result = fetch("small")
    assert result.exit_code == 0
    assert "there already" in result.output
    assert asked == []


def test_other_line_ends_are_said_and_mended(cache: Path) -> None:
    came = FILES["a.csv"].replace(b"\n", b"\r\n").removesuffix(b"\r\n")
    (cache / "a.csv").write_bytes(came)
    result = fetch("small")
    assert result.exit_code == 0, result.exception
    said = " ".join(result.output.split())
    assert f"expected sha256 {SMALL.files['a.csv']}, came {hashlib.sha256(came).hexdigest()}" in said
    assert Path("small/a.csv").read_bytes() == FILES["a.csv"]


def test_another_file_is_refused_with_what_was_expected_and_what_came(cache: Path) -> None:
    (cache / "a.csv").write_bytes(b"x,y\n1,3\n")
    message = refused(FetchError, "small")
    assert SMALL.files["a.csv"] in message
    assert hashlib.sha256(b"x,y\n1,3\n").hexdigest() in message
    assert "a.csv is not the one that is known" in message


def test_all_that_is_wrong_with_the_files_is_said_at_once(cache: Path) -> None:
    (cache / "a.csv").write_bytes(b"<html>sign in</html>")
    (cache / "b.csv").unlink()
    message = refused(SeveralError, "small")
    assert "2 problems in what came from https://www.kaggle.com/datasets/someone/small" in message
    assert "b.csv did not come" in message
    assert "licence.txt" in message


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ConnectionError("HTTPSConnectionPool(host='www.kaggle.com')"), "Kaggle cannot be reached"),
        (Timeout("timed out"), "Kaggle cannot be reached"),
        (TimeoutError(), "Kaggle cannot be reached"),
        (KaggleApiHTTPError(403), "Kaggle refused the download (HTTP status 403)"),
        (KaggleApiHTTPError(404), "HTTP status 404"),
        (CredentialError("no token"), "CredentialError: no token"),
        (KeyError("Content-Length"), "KeyError: 'Content-Length'"),
        (OSError(28, "No space left on device"), "No space left on device"),
    ],
)
def test_what_fails_on_the_way_names_the_page_and_the_files(
    error: Exception, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_: str) -> str:
        raise error

    asked_for(monkeypatch, fails)
    message = refused(FetchError, "small")
    assert said in message
    for part in ("https://www.kaggle.com/datasets/someone/small", "a.csv, b.csv", "by hand"):
        assert part in message


@pytest.mark.usefixtures("cache")
def test_without_kagglehub_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kagglehub", None)
    message = refused(FetchError, "small")
    assert "pip install 'interpret-expression[fetch]'" in message
    assert "https://www.kaggle.com/datasets/someone/small" in message


@pytest.mark.usefixtures("cache")
def test_a_folder_of_others_is_left_alone() -> None:
    Path("small").mkdir()
    Path("small/mine.txt").write_text("mine")
    assert "mine.txt" in refused(OutputError, "small")
    Path("file").write_text("mine")
    Path("link").symlink_to("small")
    for out in ("file", "link"):
        assert "a file or a link" in refused(OutputError, "small", "--out", out)


@pytest.mark.usefixtures("cache")
def test_an_empty_folder_is_filled() -> None:
    Path("small").mkdir()
    assert fetch("small").exit_code == 0
    assert sorted(path.name for path in Path("small").iterdir()) == sorted(FILES)


@pytest.mark.usefixtures("cache")
def test_stopped_in_between_nothing_is_there_and_the_next_run_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    for stop in (KeyboardInterrupt(), OSError(28, "No space left on device")):
        written: list[int] = []

        def second_fails(number: int, stop: BaseException = stop, written: list[int] = written) -> None:
            written.append(number)
            if len(written) == 2:
                raise stop

        with monkeypatch.context() as patched:
            patched.setattr("interpret.runtime.fetch.os.fsync", second_fails)
            result = fetch("small")
        assert result.exit_code != 0
        assert list(Path().iterdir()) == []
    Path(".small.building").mkdir()
    Path(".small.building/a.csv").write_text("half")  # as kill -9 leaves it
    assert fetch("small").exit_code == 0
    assert [path.name for path in Path().iterdir()] == ["small"]


@pytest.mark.parametrize(("words", "said"), [((), "no data set was named"), (("golup",), "did you mean golub?")])
def test_an_unknown_name_is_answered_with_those_there_are(words: tuple[str, ...], said: str) -> None:
    result = fetch(*words)
    assert isinstance(result.exception, SettingsError)
    assert said in str(result.exception)


@pytest.mark.shared
def test_the_golub_files_are_the_known_ones(shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = asked_for(monkeypatch, lambda _: str(shared / "data" / "golub"))
    assert fetch("golub", "--out", str(tmp_path / "golub")).exit_code == 0
    assert asked == ["crawford/gene-expression"]
    assert sorted(path.name for path in (tmp_path / "golub").iterdir()) == sorted(DATA_SETS["golub"].files)
