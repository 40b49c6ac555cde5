"""`./run` as a script: its shell, its usage and its answer to a wrong word; nothing is installed here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
RUN = CHECKOUT / "run"
PYTHON_WITHOUT_VENV = """case "$*" in
    *version_info*) echo 3.11 ;;
    "-c import ensurepip") ;;
    *) echo "no venv today" >&2; exit 1 ;;
esac"""
WORDS = ("demo", "report", "test", "setup", "help")


def _run(*words: str, script: Path = RUN, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  our own script
        [script, *words],
        cwd="/",
        env=os.environ | variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Return a copy of the script in a folder of its own, with a blank in the path and no package to set up."""
    folder = tmp_path / "my checkout"
    folder.mkdir()
    shutil.copy(CHECKOUT / "pyproject.toml", folder)
    return Path(shutil.copy(RUN, folder))


def _commands(folder: Path, **scripts: str) -> Path:
    """Write shell scripts under the names of commands, to stand before the real ones on the PATH."""
    folder.mkdir()
    for name, body in scripts.items():
        command = folder / name.replace("_", "-").replace("python3-1", "python3.1")
        command.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        command.chmod(0o755)
    return folder


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_shells_can_read_it(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    subprocess.run([shell, "-n", RUN], check=True, timeout=60)  # noqa: S603


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_shellcheck_finds_nothing(script: str) -> None:
    beside_python = Path(sys.executable).with_name("shellcheck")
    shellcheck = str(beside_python) if beside_python.exists() else shutil.which("shellcheck")
    if shellcheck is None:
        pytest.skip("no shellcheck here")
    command = [shellcheck, str(CHECKOUT / script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("words", [(), ("help",), ("--help",), ("-h",)])
def test_usage_names_every_word(words: tuple[str, ...]) -> None:
    done = _run(*words)
    assert done.returncode == 0
    assert done.stdout.startswith("Usage: ./run WORD")
    for word in WORDS:
        assert f"\n  {word} " in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("word", ["nonsense", "--version", "demo2", ""])
def test_an_unknown_word_is_named_and_exits_2(word: str) -> None:
    done = _run(word)
    assert done.returncode == 2
    assert f'there is no word "{word}"' in done.stderr
    assert "Usage: ./run WORD" in done.stderr
    assert done.stdout == ""


def test_setup_takes_only_the_word_test(elsewhere: Path) -> None:
    done = _run("setup", "everything", script=elsewhere)
    assert done.returncode == 2
    assert "everything" in done.stderr
    assert not (elsewhere.parent / ".venv").exists()


def test_python_out_of_range_is_refused_by_version(elsewhere: Path, tmp_path: Path) -> None:
    too_old = 'case $1 in --version) echo "Python 3.9.2" ;; *) echo 3.9 ;; esac'
    gone = "exit 127"
    fakes = _commands(
        tmp_path / "bin", python3=too_old, **dict.fromkeys(("python3_11", "python3_12", "python3_13"), gone)
    )
    done = _run("demo", script=elsewhere, PATH=f"{fakes}:{os.environ['PATH']}")
    assert done.returncode == 1
    assert "needs Python 3.11, 3.12 or 3.13" in done.stderr
    assert "Python 3.9.2" in done.stderr
    assert not (elsewhere.parent / ".venv").exists()


def test_missing_system_parts_are_named_as_a_command_when_nothing_may_be_installed(
    elsewhere: Path, tmp_path: Path
) -> None:
    """A plain user without sudo, on a Debian without Pango: the command is named and the set-up goes on to Python."""
    fakes = _commands(
        tmp_path / "bin",
        dpkg_query="exit 1",
        apt_get="exit 100",
        id="echo 1000",
        sudo="exit 1",
        fc_list="echo a font",
        python3=PYTHON_WITHOUT_VENV,
    )
    done = _run("demo", script=elsewhere, PATH=f"{fakes}:{os.environ['PATH']}")
    wanted = "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n"
    assert wanted in done.stderr
    assert done.returncode == 1
    assert "Virtual environment" in done.stdout
    assert "no venv today" in done.stderr, "the end of the log is shown"


def test_a_set_up_checkout_starts_without_setting_up(elsewhere: Path, tmp_path: Path) -> None:
    """The stamps of an earlier run are believed: the words reach the package from the folder of the caller."""
    venv = elsewhere.parent / ".venv"
    (venv / "bin").mkdir(parents=True)
    fakes = _commands(
        tmp_path / "bin",
        dpkg_query="printf installed",
        fc_list="echo a font",
        python3=PYTHON_WITHOUT_VENV,
    )
    for name, body in {"python": "exit 1", "interpret": 'pwd; printf "<%s>" "$@"'}.items():
        (venv / "bin" / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (venv / "bin" / name).chmod(0o755)
    project = subprocess.run(
        ["cksum"],  # noqa: S607  where POSIX puts it
        input=(elsewhere.parent / "pyproject.toml").read_bytes(),
        capture_output=True,
        check=True,
    ).stdout.decode()
    made = f"Python 3.11 in {elsewhere.parent}"
    (venv / "made").write_text(f"{made}\n", encoding="utf-8")
    (venv / "installed-plain").write_text(f"{made}, pyproject.toml {project}", encoding="utf-8")
    path = f"{fakes}:{os.environ['PATH']}"

    done = _run("report", "my data", "--seed", "3", script=elsewhere, PATH=path)
    assert done.stdout == "/\n<report><my data><--seed><3>"

    done = _run("demo", script=elsewhere, PATH=path)
    assert done.stdout == f"/\n<report><--demo><--out><{elsewhere.parent}/reports/demo>"

    (venv / "installed-plain").write_text("another pyproject.toml\n", encoding="utf-8")
    done = _run("demo", script=elsewhere, PATH=path)
    assert done.returncode == 1
    assert "no Python packages" in done.stderr


@pytest.mark.parametrize("may_install", [True, False])
def test_the_tests_bring_a_browser_where_they_can(elsewhere: Path, tmp_path: Path, *, may_install: bool) -> None:
    """Chromium and Java are asked for one by one: on a Debian-like system that lacks one the other still comes."""
    machine = tmp_path / "machine"
    machine.mkdir()
    for tool in ("sh", "cat", "cksum", "date", "dirname", "env", "mkdir", "printf", "tail", "tee", "xargs", "echo"):
        (machine / tool).symlink_to(shutil.which(tool) or "")
    fakes = _commands(
        tmp_path / "bin",
        dpkg_query="printf installed",
        fc_list="echo a font",
        apt_get='echo "asked: $*"; case "$*" in *chromium*) exit 100 ;; esac',
        id=f"echo {0 if may_install else 1000}",
        sudo="exit 1",
        python3='case "$*" in *version_info*) echo 3.11 ;; esac',
    )
    venv = elsewhere.parent / ".venv" / "bin"
    venv.mkdir(parents=True)
    (venv / "python").write_text("#!/bin/sh\n", encoding="utf-8")
    (venv / "python").chmod(0o755)
    (venv.parent / "made").write_text(f"Python 3.11 in {elsewhere.parent}\n", encoding="utf-8")

    done = _run("setup", "test", script=elsewhere, PATH=f"{fakes}:{machine}")
    assert done.returncode == 0, done.stderr
    assert "Going on without chromium: the tests of report.html that need it are skipped." in done.stderr
    assert ("Going on without java" in done.stderr) is not may_install
    log = (elsewhere.parent / "build" / "setup.log").read_text(encoding="utf-8")
    assert ("install --no-install-recommends default-jre-headless" in log) is may_install

    again = _run("setup", "test", script=elsewhere, PATH=f"{fakes}:{machine}")
    assert again.stdout + again.stderr == "", "asked once, not at every start"
