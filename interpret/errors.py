"""The one family of errors that the package raises on purpose.

Every message says what was found, where, what was wanted and what to do about it. `cli` turns an error into its exit
status; nothing else catches the family.
"""

from __future__ import annotations


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

    def __init__(self, found: str, *, where: str = "", wanted: str = "", remedy: str = "") -> None:
        self.found = found
        self.where = where
        self.wanted = wanted
        self.remedy = remedy
        super().__init__(self.message())

    def message(self) -> str:
        """Return the whole message, one labelled line a part."""
        parts = (("", self.found), ("where:  ", self.where), ("wanted: ", self.wanted), ("to do:  ", self.remedy))
        return "\n".join(label + text for label, text in parts if text)


class InputError(InterpretError):
    """A file or a value in a file is at fault."""

    exit_status = 2


class SettingsError(InterpretError):
    """The command line or the study file asks for something that cannot be."""

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
