"""What the person at the terminal sees while the run goes on: a bar a stage, or plain lines without a screen."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from interpret.contracts import Stage
from interpret.nouns import USUAL, Noun
from interpret.visible import on_one_line


class _BarStage:
    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def advance(self, steps: int = 1) -> None:
        """Move the bar."""
        self._progress.advance(self._task, steps)


class _LineStage:
    def advance(self, steps: int = 1) -> None:
        """Say nothing between the first and the last line."""


class TerminalProgress:
    """A progress bar with the time left for every stage on a terminal; one line a stage elsewhere."""

    def __init__(self, console: Console, noun: Noun = USUAL) -> None:
        self._console = console
        self._noun = noun

    @contextmanager
    def stage(self, name: str, steps: int) -> Iterator[Stage]:
        """Open a stage of `steps` steps; its line stays with the seconds it took."""
        name = on_one_line(self._noun.retold(name))  # it may hold the name of a column of the sheet
        started = time.monotonic()
        if self._console.is_terminal:
            bar = Progress(
                TextColumn("{task.description:<34}", markup=False),
                BarColumn(bar_width=20),
                MofNCompleteColumn(),
                TimeRemainingColumn(compact=True),
                console=self._console,
                transient=True,
            )
            with bar:
                yield _BarStage(bar, bar.add_task(name, total=max(steps, 1)))
        else:
            yield _LineStage()
        self._console.print(f"{name:<40}{time.monotonic() - started:6.1f} s", highlight=False, markup=False)

    def recalled(self, name: str) -> None:
        """Show a stage that an earlier run had finished."""
        self._console.print(f"{self._noun.retold(name):<40}  done before", highlight=False, markup=False)
