from __future__ import annotations

import math
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from interpret.errors import ResourceError
from interpret.runtime.mappers import Processes, Serial, close, mapper_for


@pytest.mark.parametrize("mapper", [Serial(), Processes(2)], ids=["serial", "processes"])
def test_results_come_in_the_order_of_the_items(mapper: Serial | Processes) -> None:
    assert list(mapper(math.factorial, range(6))) == [1, 1, 2, 6, 24, 120]


def test_one_job_needs_no_process() -> None:
    assert isinstance(mapper_for(1), Serial)
    assert mapper_for(3) == Processes(3)


def _end(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)  # as the system does when memory runs out
    return number


def test_a_worker_ended_by_the_system_is_one_message_and_the_next_call_has_new_ones() -> None:
    with pytest.raises(ResourceError, match="most likely for want of memory") as raised:
        Processes(2)(_end, range(6))
    assert "--jobs than 2" in raised.value.message()
    assert raised.value.exit_status == 2
    assert list(Processes(2)(math.factorial, range(6))) == [1, 1, 2, 6, 24, 120]


def _hears_ctrl_c(number: int) -> bool:
    del number
    return signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


def test_workers_do_not_hear_ctrl_c_and_we_do() -> None:
    close()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background ignores it
    assert list(Processes(2)(_hears_ctrl_c, range(4))) == [False] * 4
    assert _hears_ctrl_c(0)
    signal.signal(signal.SIGINT, before)


def _niceness(number: int) -> int:
    return os.nice(0 * number)


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system knows no niceness")
def test_workers_give_way_to_us() -> None:
    close()
    before = os.nice(0)
    assert set(Processes(2)(_niceness, range(4))) == {min(before + 4, 19)}
    assert os.nice(0) == before


def _wait(number: int) -> None:
    sys.stdout.write(f"{os.getpid()}\n")
    sys.stdout.flush()
    time.sleep(60 + number)


def test_workers_end_with_the_process_that_started_them() -> None:
    code = "import test_mappers, interpret.runtime.mappers as m; m.Processes(2)(test_mappers._wait, range(2))"
    process = subprocess.Popen(  # noqa: S603  our own code
        [sys.executable, "-c", code], cwd=Path(__file__).parent, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    workers = [int(process.stdout.readline()) for _ in range(2)]
    process.kill()
    process.communicate()
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]


def test_nothing_is_told_of_what_an_ended_run_leaves_to_be_tidied() -> None:
    """The tracker of resources outlives the process and shares its standard error: both have closed it in the end."""
    words = (
        "import os; from interpret.runtime.mappers import Processes; "
        "print(list(Processes(2)(abs, [-1, 2])), flush=True); os._exit(1)"
    )
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=False)  # noqa: S603  our own words
    assert (done.stdout, done.stderr) == ("[1, 2]\n", "")
    assert "PYTHONWARNINGS" not in os.environ or "resource_tracker" not in os.environ["PYTHONWARNINGS"]
