"""The programs that readers start for each file, run in forks of one process that has loaded their libraries already.

The same script, arguments, bounds and exit status as when it is started anew; only Python and the library are not
loaded ten thousand times. Used by the fuzzing alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from interpret.data.readers import arrow_bounds, h5ad

_SERVER = Path(__file__).with_name("forking.py")
_ARGUMENTS_FROM = 2  # after the interpreter and its switch


class _Forks:
    """Answers as `subprocess.run` does where the readers call it."""

    TimeoutExpired = subprocess.TimeoutExpired

    def __init__(self) -> None:
        self._server = subprocess.Popen(  # noqa: S603  our own program
            [sys.executable, "-P", str(_SERVER)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def run(self, command: Sequence[str], *, capture_output: bool, timeout: float, check: bool) -> Any:
        """Run `python -P script argument ...` in a fork."""
        assert capture_output
        assert not check
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.write(json.dumps({"command": command[_ARGUMENTS_FROM:], "timeout": timeout}) + "\n")
        self._server.stdin.flush()
        done = json.loads(self._server.stdout.readline())
        if done["status"] is None:
            raise subprocess.TimeoutExpired(command, timeout)
        return SimpleNamespace(returncode=done["status"], stderr=done["said"].encode())

    def close(self) -> None:
        """End the process."""
        self._server.communicate()


@contextmanager
def programs_in_forks() -> Iterator[None]:
    """Let the readers' programs run in forks meanwhile."""
    forks: Any = _Forks()
    before = h5ad.subprocess, arrow_bounds.subprocess
    h5ad.subprocess = arrow_bounds.subprocess = forks  # type: ignore[misc]  for as long as it lasts
    try:
        yield
    finally:
        h5ad.subprocess, arrow_bounds.subprocess = before  # type: ignore[misc]
        forks.close()
