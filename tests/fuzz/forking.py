"""Runs scripts in forks of itself, with the libraries that they need loaded once; a program of its own, for `forked`.

So this file imports nothing of the package: a script's bounds on memory are met as when it is started by itself.
"""

from __future__ import annotations

import json
import os
import runpy
import signal
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

LIBRARIES = ("numpy", "h5py", "pyarrow", "pyarrow.ipc")


def _served(command: Sequence[str], timeout: float) -> dict[str, Any]:
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            os.dup2(said.fileno(), 2)
            _become(command)
        status = _waited(child, timeout)
        said.seek(0)
        return {"status": status, "said": said.read().decode("utf-8", "replace")}


def _become(command: Sequence[str]) -> None:
    """Run the script and leave by its exit status."""
    sys.argv = list(command)
    code: Any = 0
    try:
        runpy.run_path(command[0], run_name="__main__")
    except SystemExit as end:
        code = end.code or 0
    except BaseException as error:  # noqa: BLE001  as the interpreter would
        sys.stderr.write(f"{type(error).__name__}: {error}")
        code = 1
    sys.stderr.flush()
    os._exit(int(code))


def _waited(child: int, timeout: float) -> int | None:
    def late(*_: object) -> None:
        os.kill(child, signal.SIGKILL)
        raise TimeoutError

    signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    try:
        _, ended = os.waitpid(child, 0)
    except TimeoutError:
        os.waitpid(child, 0)
        return None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
    return os.waitstatus_to_exitcode(ended)


def _serve() -> None:
    for name in LIBRARIES:
        __import__(name)
    for line in sys.stdin:
        asked = json.loads(line)
        sys.stdout.write(json.dumps(_served(asked["command"], asked["timeout"])) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
