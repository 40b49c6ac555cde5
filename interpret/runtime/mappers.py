"""Where folds run: in this process, or in several of this machine."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from joblib.externals.loky import get_reusable_executor
from threadpoolctl import threadpool_limits

from interpret.contracts import Item, Result
from interpret.errors import ResourceError
from interpret.runtime.parcel import Missing, Parcel, opened, packed

IDLE_SECONDS = 300.0  # after which a process that has nothing to do ends
_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
# Read by every library that has threads when it is loaded; the sums of one thread have one order.
_ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "NUMBA_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
    ),
    "1",
)


@dataclass(frozen=True)
class Serial:
    """Run every item here, one after the other, with one BLAS thread as the processes have."""

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterable[Result]:
        """Return `function(item)` for every item, in order."""
        return [_one_thread(function, item) for item in items]

    def prepare(self, modules: Sequence[str]) -> None:
        """Do nothing: what is needed is imported when it is."""


@dataclass(frozen=True)
class Processes:
    """Run items in `jobs` processes (loky's), each with one thread, so that the numbers stay the same.

    The processes live from the first call to the end of the run, and keep the matrices that they were handed: a cohort
    is sent once, not once a stage.
    """

    jobs: int

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterable[Result]:
        """Return `function(item)` for every item, in order.

        Raises
        ------
        ResourceError
            The system ended one of the processes.
        """
        every = list(items)
        return list(self._begun(function, [every[start:stop] for start, stop in _shares(len(every), self.jobs)]))

    def begin(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Begin with every item now; its result is there, or is waited for, when it is asked for. Raises as a call."""
        return self._begun(function, [[item] for item in items])

    def prepare(self, modules: Sequence[str]) -> None:
        """Start the processes and have each import these modules, while this one does something else."""
        for _ in range(self.jobs):
            self._submitted(_import, tuple(modules))

    def _begun(self, function: Callable[[Item], Result], chunks: Sequence[Sequence[Item]]) -> Iterator[Result]:
        parcel = packed(function)
        return self._results(parcel, chunks, [self._submitted(_work, parcel.without_parts(), each) for each in chunks])

    def _results(
        self, parcel: Parcel, chunks: Sequence[Sequence[Any]], waiting: Sequence[Future[Any]]
    ) -> Iterator[Any]:
        try:
            for chunk, future in zip(chunks, waiting, strict=True):
                result = future.result()
                if isinstance(result, Missing):  # that process has not been handed the matrix yet
                    result = self._submitted(_work, parcel, chunk).result()
                yield from result
        except BrokenProcessPool as error:
            raise ResourceError(
                "a worker process was ended by the system, most likely for want of memory",
                wanted=f"memory for {self.jobs} processes at once",
                remedy=f"ask for fewer --jobs than {self.jobs}, or give the machine more memory; "
                "stages that were kept are not repeated",
            ) from error
        finally:  # nothing is left to be cancelled where all went well
            for future in waiting:
                future.cancel()

    def _submitted(self, function: Callable[..., Any], *arguments: object) -> Future[Any]:
        with _interrupts_held_back(), _tidied_in_silence():  # processes that do not run yet are started here
            found: Future[Any] = self._executor().submit(function, *arguments)
        return found

    def _executor(self) -> Any:  # noqa: ANN401  loky ships no types
        return get_reusable_executor(
            max_workers=self.jobs,
            timeout=IDLE_SECONDS,
            initializer=_end_with,
            initargs=(os.getpid(),),
            env=_ONE_THREAD,
        )


def _shares(items: int, jobs: int) -> Iterator[tuple[int, int]]:
    """Deal the items in shares that get smaller: few to be sent, and all processes busy to the end."""
    start = 0
    while start < items:
        stop = start + max(1, (items - start) // (2 * jobs))
        yield start, stop
        start = stop


def _work(parcel: Parcel, items: Sequence[Any]) -> list[Any] | Missing:
    function = opened(parcel)
    return function if isinstance(function, Missing) else [function(item) for item in items]


def _import(modules: tuple[str, ...]) -> None:
    for module in modules:
        import_module(module)


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


@contextmanager
def _tidied_in_silence() -> Iterator[None]:
    """Have loky's tracker of resources, a process of its own, not tell what it tidies up after a run that was ended."""
    before = os.environ.get("PYTHONWARNINGS")
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (before, "ignore:resource_tracker:UserWarning")))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONWARNINGS"]
        else:
            os.environ["PYTHONWARNINGS"] = before


def _end_with(parent: int) -> None:
    """Have this process end with the one that started it, however that is ended (on Linux; elsewhere it ends later)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, int(signal.SIGKILL))
        if os.getppid() != parent:  # it has ended already
            os._exit(1)


def _one_thread(function: Callable[[Item], Result], item: Item) -> Result:
    with threadpool_limits(limits=1):
        return function(item)


def mapper_for(jobs: int) -> Serial | Processes:
    """Return the mapper for this many jobs."""
    return Serial() if jobs == 1 else Processes(jobs)
