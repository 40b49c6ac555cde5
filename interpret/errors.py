"""The one family of errors that the package raises on purpose.

Every message says what was found, where, what was wanted and what to do about it. `cli` turns an error into its exit
status; nothing else catches the family, but for `Problems`, which lets a file be read to its end so that all that is
wrong with it is said at once.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from interpret.nouns import USUAL, Noun

_SHOWN = 10  # problems of one file that are written out


class InterpretError(Exception):
    """A failure with a message for the person at the terminal.

    Parameters
    ----------
    found
        What was found, as one sentence without its full stop.
    where
        File, line, column, gene or sample; empty when the place is the command itself.
    wanted
        What would have been right.
    remedy
        What the reader can do now.
    """

    exit_status = 1
    noun = USUAL

    def __init__(self, found: str, *, where: str = "", wanted: str = "", remedy: str = "") -> None:
        self.found = found
        self.where = where
        self.wanted = wanted
        self.remedy = remedy
        super().__init__(self.message())

    def message(self) -> str:
        """Return the whole message, one labelled line a part."""
        parts = (("", self.found), ("where:  ", self.where), ("wanted: ", self.wanted), ("to do:  ", self.remedy))
        return "\n".join(label + self.noun.retold(text) for label, text in parts if text)

    def speak_of(self, noun: Noun) -> None:
        """Let the message call what the samples were taken from as the study does; what is `told` can."""
        self.noun = noun


class InputError(InterpretError):
    """A file or a value in a file is at fault."""

    exit_status = 2


class SettingsError(InterpretError):
    """The command line or the study file asks for something that cannot be."""

    exit_status = 2


class UndecidedError(SettingsError):
    """A choice that only the author of the study can make has not been made.

    Parameters
    ----------
    key
        The setting that would make it, as `input.outcome`.
    """

    def __init__(self, found: str, *, key: str, where: str = "", wanted: str = "", remedy: str = "") -> None:
        self.key = key
        super().__init__(found, where=where, wanted=wanted, remedy=remedy)


class FetchError(InterpretError):
    """What was to be downloaded did not come, or came as something else."""

    exit_status = 2


class AnalysisError(InterpretError):
    """The data are well formed but cannot answer the question, for example a class with one patient."""

    exit_status = 2


class ResourceError(InterpretError):
    """The machine gave out: no memory, or a process that the system ended."""

    exit_status = 2


class OutputError(InterpretError):
    """The report could not be put where it was asked for."""

    exit_status = 2


class SeveralError(InputError):
    """More than one thing is wrong: each with its place, the first ten written out and the others counted.

    Parameters
    ----------
    problems
        At least two errors, in the order in which they are to be mended.
    of
        What they are problems of, as `matrix.csv`; may be empty.
    """

    def __init__(self, problems: Sequence[InterpretError], of: str = "") -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems):,} problems" + (f" in {of}" if of else ""))

    def speak_of(self, noun: Noun) -> None:
        """Let the message of each problem call what the samples were taken from as the study does."""
        super().speak_of(noun)
        for problem in self.problems:
            problem.speak_of(noun)

    def message(self) -> str:
        """Return the numbered problems, each with its labelled lines indented under its number."""
        lines = [f"{self.found}:"]
        for number, problem in enumerate(self.problems[:_SHOWN], start=1):
            lead = f"{number}. "
            lines.append(lead + textwrap.indent(problem.message(), " " * len(lead))[len(lead) :])
        more = len(self.problems) - _SHOWN
        if more > 0:
            lines.append(f"and {more:,} more problem{'s' * (more > 1)} like these; mend the first, and run it again")
        return "\n".join(lines)


def all_of(problems: Sequence[InterpretError], of: str = "") -> InterpretError:
    """Return the one error that says all of them: the error itself where there is only one.

    Parameters
    ----------
    problems
        At least one; one that stands for several itself is taken apart.
    of
        What they are problems of, as `matrix.csv`.
    """
    flat = [each for one in problems for each in (one.problems if isinstance(one, SeveralError) else (one,))]
    return flat[0] if len(flat) == 1 else SeveralError(flat, of)


class Problems:
    """Collects what is wrong with a file while it is read on.

    `with problems.gathering(): ...` notes an error that is raised within; `problems.add(error)` notes one without
    leaving the place; `problems.raise_any()` raises all of them as one, and does nothing where there is none.
    """

    def __init__(self, of: str = "") -> None:
        self.of = of
        self.found: list[InterpretError] = []

    def add(self, error: InterpretError) -> None:
        """Note an error."""
        self.found.append(error)

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Note an error of the family raised within; what stands behind it within is not done."""
        try:
            yield
        except InterpretError as error:
            self.add(error)

    def raise_any(self) -> None:
        """Raise what was noted.

        Raises
        ------
        InterpretError
            The one noted, or `SeveralError`.
        """
        if self.found:
            raise all_of(self.found, self.of)
