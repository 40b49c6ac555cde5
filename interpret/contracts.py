"""What is handed in from outside (mapper, cache, progress) and the small shared vocabulary of arrays and columns.

Nothing here computes. The runtime implements the protocols; the science only knows their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar, runtime_checkable

import numpy as np
import numpy.typing as npt
import pandas as pd

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Mapper(Protocol):
    """Apply a function to every item and give the results in the order of the items, as `map` does."""

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterable[Result]:
        """Return `function(item)` for every item, in order."""
        ...


@runtime_checkable
class BeginsAhead(Protocol):
    """A mapper that can work on items while its caller does something else."""

    def begin(self, function: Callable[[Item], Result], items: Iterable[Item], /) -> Iterator[Result]:
        """Begin with every item now; the results come in the order of the items when they are asked for."""
        ...


def begun(mapper: Mapper, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """Return the results in the order of the items, begun with at once where the mapper can, else one by one."""
    if isinstance(mapper, BeginsAhead):
        return mapper.begin(function, items)
    return (result for item in items for result in mapper(function, [item]))


class Stage(Protocol):
    """One stage of the run on whoever's screen."""

    def advance(self, steps: int = 1) -> None:
        """Say that `steps` more of the stage's steps are done."""
        ...


class Progress(Protocol):
    """Show how far the run has come."""

    def stage(self, name: str, steps: int) -> AbstractContextManager[Stage]:
        """Open a stage of `steps` steps."""
        ...


class _QuietStage:
    def advance(self, steps: int = 1) -> None:
        """Show nothing."""


class QuietProgress:
    """A progress that shows nothing: the default for use from Python and in tests."""

    @contextmanager
    def stage(self, name: str, steps: int) -> Iterator[Stage]:
        """Open a stage that shows nothing."""
        del name, steps
        yield _QuietStage()


class Cache(Protocol):
    """Remember what a stage gave, so that a run that was ended goes on from the last stage it had finished."""

    def remembered(self, stage: str, of: Sequence[object], compute: Callable[[], Result], /) -> Result:
        """Return what `compute()` gives; where the same stage of the same things is remembered, without computing.

        `of` is everything that the result depends on: settings, learner, patients, seed. What cannot change a number
        (jobs, progress, paths, the date) is left out of it.
        """
        ...

    def remembers(self, stage: str, of: Sequence[object], /) -> bool:
        """Return whether `remembered` would, so far as can be told, not compute."""
        ...


class Forgetful:
    """A cache that keeps nothing: the default for use from Python and in tests."""

    def remembered(self, stage: str, of: Sequence[object], compute: Callable[[], Result], /) -> Result:
        """Return what `compute()` gives."""
        del stage, of
        return compute()

    def remembers(self, stage: str, of: Sequence[object], /) -> bool:
        """Return False."""
        del stage, of
        return False


@dataclass(frozen=True)
class Column:
    """One declared column of a table that leaves the package.

    `kind` is what a spreadsheet must type it as; `unit` and `meaning` are printed in the sheet of definitions.
    """

    name: str
    kind: Literal["text", "number", "integer", "truth"]
    unit: str
    meaning: str


def declared(frame: pd.DataFrame, columns: Iterable[Column], table: str) -> pd.DataFrame:
    """Return `frame` with exactly the declared columns in their order; raise KeyError naming what is missing."""
    names = [column.name for column in columns]
    missing = [name for name in names if name not in frame.columns]
    surplus = [str(name) for name in frame.columns if name not in names]
    if missing or surplus:
        message = f"table {table}: columns missing {missing}, not declared {surplus}"
        raise KeyError(message)
    return frame.loc[:, names]
