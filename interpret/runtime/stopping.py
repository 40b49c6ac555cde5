"""How a run ends that is told to stop (Ctrl-C, SIGTERM, the terminal closed): soon, tidily, with one message.

The signal raises `Stopped` in the main thread, and what was begun is undone on the way out. A kernel that runs for
long, or a library that swallows the exception, could hold that up: a thread waits beside, and ends the process itself
after some seconds, or at the second signal.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

GRACE = 5.0  # seconds for the tidy way
_SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stopped(BaseException):
    """Somebody stopped the run."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(number)

    @property
    def exit_status(self) -> int:
        """The status a shell expects: 128 and the number of the signal."""
        return 128 + self.number


class _Held:
    """What the signals of this process have to wait for, and what goes when it is ended: signals are of a process."""

    depth = 0
    waiting: int | None = None
    raised = False
    said = False
    half_built: set[Path] = set()  # noqa: RUF012  one process, one set


@contextmanager
def stoppable(say: Callable[[Stopped], object]) -> Iterator[None]:
    """Turn the signals that end a run into `Stopped`; where that does not get through, `say` it and end the process.

    A signal that is ignored already (`nohup`, a job in the background) stays so. Only the main thread can be told.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.getsignal(each) for each in _SIGNALS}
    heard, told = os.pipe()
    os.set_blocking(told, False)
    wakeup = signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    threading.Thread(target=_wait_beside, args=(heard, say), daemon=True, name="stopping").start()
    for each, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(each, _stop)
    try:
        yield
    except Stopped:
        _Held.said = True  # by whoever catches it; until the process has ended, once is enough
        before = dict.fromkeys(before, signal.SIG_IGN)
        raise
    finally:
        for each, handler in before.items():
            signal.signal(each, handler if handler is not None else signal.SIG_DFL)
        signal.set_wakeup_fd(wakeup)
        os.close(told)  # the thread reads the end


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let a signal wait until the block has ended."""
    _Held.depth += 1
    try:
        yield
    finally:
        _Held.depth -= 1
    if _Held.depth == 0 and _Held.waiting is not None:
        number, _Held.waiting, _Held.raised = _Held.waiting, None, True
        raise Stopped(number)


@contextmanager
def half_built(folder: Path) -> Iterator[None]:
    """Have the folder removed if the process has to be ended from beside while the block runs."""
    _Held.half_built.add(folder)
    try:
        yield
    finally:
        _Held.half_built.discard(folder)


def _stop(number: int, frame: object) -> None:
    del frame
    if _Held.depth:
        _Held.waiting = number
    elif not _Held.raised:  # a second signal is for the thread: what is being undone must not be disturbed
        _Held.raised = True
        raise Stopped(number)


def _wait_beside(heard: int, say: Callable[[Stopped], object]) -> None:
    """Read the numbers of signals as they come; end the process `GRACE` seconds after the first one that ends it."""
    number = 0
    while number not in _SIGNALS:
        byte = os.read(heard, 1)
        if not byte:
            os.close(heard)
            return
        number = byte[0]
    patience = threading.Thread(target=_end_after, args=(GRACE, number, say), daemon=True)
    patience.start()
    while byte := os.read(heard, 1):
        if byte[0] in _SIGNALS:
            _end_after(0.0, number, say)


def _end_after(seconds: float, number: int, say: Callable[[Stopped], object]) -> None:
    time.sleep(seconds)
    while _Held.depth:
        time.sleep(0.01)
    for folder in list(_Held.half_built):
        shutil.rmtree(folder, ignore_errors=True)
    stopped = Stopped(number)
    if not _Held.said:
        say(stopped)
    end(stopped)


def end(stopped: Stopped) -> NoReturn:
    """End this process with the exit status of the signal, at once: taking an interpreter apart can take seconds."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody listens any more
            stream.flush()
    os._exit(stopped.exit_status)
