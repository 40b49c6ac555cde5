"""Where folds run: in this process, or in several of this machine."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass

import joblib
from threadpoolctl import threadpool_limits

from interpret.contracts import Item, Mapper, Result
from interpret.errors import ResourceError

BATCHES = 3  # that each process is given
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Serial:
    """Run every item here, one after the other, with one BLAS thread as the processes have."""

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterable[Result]:
        """Return `function(item)` for every item, in order."""
        return [_one_thread(function, item) for item in items]


@dataclass(frozen=True)
class Processes:
    """Run items in `jobs` processes (joblib's loky), each with one thread, so that the numbers stay the same."""

    jobs: int

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterable[Result]:
        """Return `function(item)` for every item, in order.

        Raises
        ------
        ResourceError
            The system ended one of the processes.
        """
        every = list(items)
        # What all items share, the cohort, is sent once a batch and not once an item; several batches a process keep
        # both busy to the end.
        batch = max(1, len(every) // (BATCHES * self.jobs))
        with joblib.parallel_config(
            "loky", n_jobs=self.jobs, inner_max_num_threads=1, initializer=_end_with, initargs=(os.getpid(),)
        ):
            try:
                with _interrupts_held_back():
                    joblib.Parallel()([joblib.delayed(int)()])  # starts those that do not run yet
                calls = (joblib.delayed(_one_thread)(function, item) for item in every)
                results: list[Result] = joblib.Parallel(batch_size=batch)(calls)
            except BrokenProcessPool as error:
                raise ResourceError(
                    "a worker process was ended by the system, most likely for want of memory",
                    wanted=f"memory for {self.jobs} processes at once",
                    remedy=f"ask for fewer --jobs than {self.jobs}, or give the machine more memory; "
                    "stages that were kept are not repeated",
                ) from error
        return results


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Start processes that never hear Ctrl-C: it goes to every process of the terminal, and we end them ourselves."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with(parent: int) -> None:
    """Have this process end with the one that started it, however that is ended (on Linux; elsewhere it ends later)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, int(signal.SIGKILL))
        if os.getppid() != parent:  # it has ended already
            os._exit(1)


def _one_thread(function: Callable[[Item], Result], item: Item) -> Result:
    with threadpool_limits(limits=1):
        return function(item)


def mapper_for(jobs: int) -> Mapper:
    """Return the mapper for this many jobs."""
    return Serial() if jobs == 1 else Processes(jobs)
