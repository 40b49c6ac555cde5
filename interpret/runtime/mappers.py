"""Where folds run: in this process, or in several of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import forkserver
from typing import Any

from threadpoolctl import threadpool_limits

from interpret.contracts import Item, Result
from interpret.data.expression import Expression
from interpret.errors import ResourceError
from interpret.runtime.parcel import Missing, Parcel, keep, opened, packed

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
# The tracker of resources outlives a run that was ended, and is not to tell what it then tidies up.
_IN_SILENCE = "ignore:resource_tracker:UserWarning"
# From a process that has imported what is needed and does nothing else, a new one is made in a moment; to fork this
# process would not be safe, since it has threads. Where there is no fork (Windows), each imports for itself.
_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
# Everything waits for this process, and some of what runs beside it (shuffled labels) is waited for last: so it has a
# whole core when it wants one. Four steps do that with two processes or more; with many, other programs starve them.
_GIVING_WAY = 4


@dataclass(frozen=True)
class Serial:
    """Run every item here, one after the other, with one BLAS thread as the processes have."""

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterable[Result]:
        """Return `function(item)` for every item, in order."""
        return [_one_thread(function, item) for item in items]

    def prepare(self, module: str) -> None:
        """Do nothing: what is needed is imported when it is."""


class _Pool:
    """The processes of this one: there is one set of them, whoever asks."""

    jobs = 0
    executor: ProcessPoolExecutor | None = None


@dataclass(frozen=True)
class Processes:
    """Run items in `jobs` processes, each with one thread, so that the numbers stay the same.

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

    def prepare(self, module: str) -> None:
        """Have the module imported once for all processes, while this one does something else."""
        if _METHOD == "forkserver":
            multiprocessing.get_context(_METHOD).set_forkserver_preload([module])
            with _starting():
                forkserver.ensure_running()

    def _begun(self, function: Callable[[Item], Result], chunks: Sequence[Sequence[Item]]) -> Iterator[Result]:
        parcel = packed(function)
        waiting = [self._submitted(parcel, each, with_parts=False) for each in chunks]
        return self._results(parcel, chunks, waiting)

    def _results(self, parcel: Parcel, chunks: Sequence[Sequence[Any]], waiting: list[Future[Any]]) -> Iterator[Any]:
        try:
            for place in range(len(chunks)):
                while isinstance(result := waiting[place].result(), Missing):
                    self._submit_again(parcel, chunks, waiting)
                yield from result
        except BrokenProcessPool as error:
            raise self._ended() from error
        finally:  # nothing is left to be cancelled where all went well
            for future in waiting:
                future.cancel()

    def _submit_again(self, parcel: Parcel, chunks: Sequence[Sequence[Any]], waiting: list[Future[Any]]) -> None:
        """Submit what came back for want of a matrix: with it as many as there are processes, the rest behind."""
        back = [place for place, future in enumerate(waiting) if future.done() and _lacks(future)]
        for rank, place in enumerate(back):
            waiting[place] = self._submitted(parcel, chunks[place], with_parts=rank < self.jobs)

    def _submitted(self, parcel: Parcel, items: Sequence[Any], *, with_parts: bool) -> Future[Any]:
        try:
            with _starting():  # processes that do not run yet are started here
                return self._executor(parcel).submit(_work, parcel if with_parts else parcel.without_parts(), items)
        except BrokenProcessPool as error:
            raise self._ended() from error

    def _ended(self) -> ResourceError:
        close()
        return ResourceError(
            "a worker process was ended by the system, most likely for want of memory",
            wanted=f"memory for {self.jobs} processes at once",
            remedy=f"ask for fewer --jobs than {self.jobs}, or give the machine more memory; "
            "stages that were kept are not repeated",
        )

    def _executor(self, first: Parcel) -> ProcessPoolExecutor:
        """Return the processes; new ones have the matrices of the `first` that is asked of them from the start."""
        if _Pool.executor is None or _Pool.jobs != self.jobs:
            close()
            _Pool.jobs = self.jobs
            context = multiprocessing.get_context(_METHOD)
            _Pool.executor = ProcessPoolExecutor(self.jobs, context, _begin_process, (first.parts,))
        return _Pool.executor


def close() -> None:
    """End the processes, if there are any; the next call has new ones."""
    executor, _Pool.executor = _Pool.executor, None
    if executor is not None:
        executor.shutdown(cancel_futures=True)


def _shares(items: int, jobs: int) -> Iterator[tuple[int, int]]:
    """Deal the items in shares that get smaller: few to be sent, and all processes busy to the end."""
    start = 0
    while start < items:
        stop = start + max(1, (items - start) // (2 * jobs))
        yield start, stop
        start = stop


def _lacks(future: Future[Any]) -> bool:
    return not future.cancelled() and future.exception() is None and isinstance(future.result(), Missing)


def _work(parcel: Parcel, items: Sequence[Any]) -> list[Any] | Missing:
    function = opened(parcel)
    return function if isinstance(function, Missing) else [function(item) for item in items]


@contextmanager
def _starting() -> Iterator[None]:
    """Have the processes started here run on one thread each, import nothing from where we are, and end in silence."""
    warned = ",".join(filter(None, (os.environ.get("PYTHONWARNINGS"), _IN_SILENCE)))
    with _environment({**_ONE_THREAD, "PYTHONSAFEPATH": "1", "PYTHONWARNINGS": warned}):
        yield


@contextmanager
def _environment(words: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in words}
    os.environ.update(words)
    try:
        yield
    finally:
        for name, word in before.items():
            if word is None:
                del os.environ[name]
            else:
                os.environ[name] = word


def _begin_process(parts: Mapping[bytes, Expression]) -> None:
    """Keep these matrices, and have this process end as soon as the one that asked for it has ended, in whatever way.

    It ends for nothing else: Ctrl-C goes to every process of the terminal, and the one that was asked ends the others.
    """
    keep(parts)
    if hasattr(os, "nice"):
        os.nice(_GIVING_WAY)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after, args=(multiprocessing.parent_process(),), daemon=True).start()


def _end_after(run: Any) -> None:  # noqa: ANN401  multiprocessing does not name the type
    run.join()
    os._exit(1)


def _one_thread(function: Callable[[Item], Result], item: Item) -> Result:
    with threadpool_limits(limits=1):
        return function(item)


def mapper_for(jobs: int) -> Serial | Processes:
    """Return the mapper for this many jobs."""
    return Serial() if jobs == 1 else Processes(jobs)
