"""How a process that is told to stop ends; each in a process of its own, since signals are of a process."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SAID = """
import signal, sys
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):  # the tests may run where some are ignored
    signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
from interpret.runtime.stopping import Stopped, end, half_built, stoppable, undisturbed

def say(stopped):
    print("stopped by", stopped.number, file=sys.stderr)

def main(work):
    try:
        with stoppable(say):
            work()
    except Stopped as stopped:
        say(stopped)
        end(stopped)
"""


def stopped(body: str, folder: Path, *numbers: int) -> tuple[int, str, float]:
    """Run `body` until it says that it is ready, send it the signals, and return how it ended, in how many seconds."""
    (folder / "it.py").write_text(SAID + body)
    command = [sys.executable, "it.py"]
    process = subprocess.Popen(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # noqa: S603
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        started = time.monotonic()
        for number in numbers:
            process.send_signal(number)
            time.sleep(0.2)
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    return process.returncode, errors, time.monotonic() - started


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_was_begun_is_undone_on_the_way_out(number: int, tmp_path: Path) -> None:
    body = """
import time
def work():
    try:
        print("ready", flush=True)
        time.sleep(60)
    finally:
        print("undone", file=sys.stderr)
main(work)
"""
    status, errors, _ = stopped(body, tmp_path, number)
    assert status == 128 + number
    assert errors == f"undone\nstopped by {int(number)}\n"


SWALLOWED = """
import ctypes, pathlib, time
import interpret.runtime.stopping as stopping
stopping.GRACE = {grace}
def work():
    folder = pathlib.Path("building")
    folder.mkdir()
    with half_built(folder):
        while True:
            try:
                print("ready", flush=True)
                time.sleep(60)
            except BaseException:
                pass
main(work)
"""


def test_what_swallows_it_is_ended_from_beside(tmp_path: Path) -> None:
    status, errors, _ = stopped(SWALLOWED.format(grace=0.3), tmp_path, signal.SIGTERM)
    assert (status, errors) == (143, "stopped by 15\n")
    assert not (tmp_path / "building").exists()


def test_a_second_signal_waits_for_nothing(tmp_path: Path) -> None:
    status, errors, seconds = stopped(SWALLOWED.format(grace=50.0), tmp_path, signal.SIGINT, signal.SIGINT)
    assert (status, errors) == (130, "stopped by 2\n")
    assert seconds < 40.0
    assert not (tmp_path / "building").exists()


def test_a_swap_is_not_disturbed(tmp_path: Path) -> None:
    body = """
import time
def work():
    with undisturbed():
        print("ready", flush=True)
        time.sleep(0.5)
        print("swapped", file=sys.stderr)
    print("never", file=sys.stderr)
main(work)
"""
    assert stopped(body, tmp_path, signal.SIGINT)[:2] == (130, "swapped\nstopped by 2\n")


def test_what_is_ignored_stays_so(tmp_path: Path) -> None:
    """As under nohup, or in the background of a script."""
    body = """
import signal, time
signal.signal(signal.SIGHUP, signal.SIG_IGN)
def work():
    print("ready", flush=True)
    time.sleep(1.0)
main(work)
"""
    assert stopped(body, tmp_path, signal.SIGHUP)[:2] == (0, "")


def test_nothing_is_left_changed_when_nobody_stopped_it() -> None:
    from interpret.runtime.stopping import stoppable  # noqa: PLC0415  beside the processes above

    number = signal.SIGTERM  # SIGINT may be ignored where the tests run, and then stays so
    before = signal.getsignal(number)
    with stoppable(lambda stopped: pytest.fail(str(stopped))):
        assert signal.getsignal(number) != before
    assert signal.getsignal(number) == before
