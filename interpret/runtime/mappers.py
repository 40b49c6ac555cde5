"""Where folds run: in this process, or in several of this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import joblib
from threadpoolctl import threadpool_limits

from interpret.contracts import Item, Mapper, Result

BATCHES = 3  # that each process is given


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
        """Return `function(item)` for every item, in order."""
        every = list(items)
        # What all items share, the cohort, is sent once a batch and not once an item; several batches a process keep
        # both busy to the end.
        batch = max(1, len(every) // (BATCHES * self.jobs))
        with joblib.parallel_config("loky", n_jobs=self.jobs, inner_max_num_threads=1):
            calls = (joblib.delayed(_one_thread)(function, item) for item in every)
            results: list[Result] = joblib.Parallel(batch_size=batch)(calls)
        return results


def _one_thread(function: Callable[[Item], Result], item: Item) -> Result:
    with threadpool_limits(limits=1):
        return function(item)


def mapper_for(jobs: int) -> Mapper:
    """Return the mapper for this many jobs."""
    return Serial() if jobs == 1 else Processes(jobs)
