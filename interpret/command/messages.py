"""How the package speaks: lines on a page of 80 columns, errors with their exit status."""

from __future__ import annotations

import os
import re
import signal
import sys
import textwrap
import traceback
from typing import Any

import typer

from interpret.command.options import OPTIONS
from interpret.errors import InterpretError
from interpret.runtime.plain_console import PlainConsole
from interpret.runtime.stopping import Stopped
from interpret.visible import visible

_TO_DO_FOR_MEMORY = (
    "to do:  ask for fewer --jobs, or give the machine more memory; stages that were kept are not repeated"
)
_STOPPED_BY = {signal.SIGINT: "by you", signal.SIGTERM: "by a request to end (SIGTERM)"}
PAGE = 80  # columns of what is printed for reading
errors = PlainConsole(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
# What typer raises for a command it cannot read; where the class stands differs between its versions.
CommandError: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")
_LEAD = re.compile(r"(?P<number>\d+\. )?(?P<indent> *)(?:where:  |wanted: |to do:  )?")


class PageConsole(PlainConsole):
    """A console whose reader may leave (`interpret report ... | head`): the report is still wanted."""

    def on_broken_pipe(self) -> None:
        """Say nothing more, and go on."""
        self.quiet = True
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def page() -> PageConsole:
    """Return the console for what is printed for reading."""
    console = PageConsole(highlight=False, markup=False, emoji=False)
    console.width = min(console.width, PAGE)
    return console


def ended(error: BaseException) -> int:
    """Say what went wrong and return the exit status: 2 what was asked cannot be, 1 our own fault, 130 stopped."""
    if isinstance(error, InterpretError):
        _show(error.message(), error)
        return error.exit_status
    if isinstance(error, CommandError):
        if len(sys.argv) == 1:  # nothing was asked: the message is the help itself
            errors.print(error.format_message())
        else:
            _show(_misread(error), error)
        return 2
    if isinstance(error, KeyboardInterrupt | typer.Abort):
        error = Stopped(signal.SIGINT)
    if isinstance(error, Stopped):
        how = _STOPPED_BY.get(signal.Signals(error.number), "because its terminal was closed")
        _show(
            f"stopped {how}; a report that was there before is whole; the same command goes on from the stages kept",
            error,
        )
        return error.exit_status
    if isinstance(error, MemoryError):
        _show("the memory of this machine is not enough\n" + _TO_DO_FOR_MEMORY, error)
        return 2
    _show(
        f"this is a fault of the program: {type(error).__name__}: {error}\n"
        "to do:  run the same command with --debug and report what it shows",
        error,
    )
    return 1


def _misread(error: Any) -> str:  # noqa: ANN401  typer's class differs between its versions
    """Return what is wrong with the words of a command, with what was meant and where it is explained."""
    context = getattr(error, "ctx", None)
    command = context.command_path.split()[-1] if context is not None and context.parent is not None else ""
    remedy = f"interpret {command} --help shows every option" if command else "interpret --help shows every command"
    name = getattr(error, "option_name", "")
    if not name or not hasattr(error, "possibilities"):
        return f"{error.format_message().rstrip('.')}\nto do:  {remedy}"
    known = next((option for option in OPTIONS if name in option.names), None)
    if known is not None:
        return f"interpret {command} has no option {name}, which is one of interpret report\nto do:  {remedy}"
    close = " or ".join(error.possibilities or ())
    return f"there is no option {name}\nto do:  {f'did you mean {close}? ' if close else ''}{remedy}"


def _show(message: str, error: BaseException) -> None:
    if "--debug" in sys.argv:
        errors.print("".join(traceback.format_exception(error)))
    errors.print(wrapped("interpret: " + message, max(40, min(errors.width, PAGE) - 1)))


def wrapped(message: str, width: int) -> str:
    """Return the message in lines of the width, each part going on under where its text began.

    A word is never broken: a path can be copied whole.
    """
    lines = []
    for line in visible(message).split("\n"):
        lead = _LEAD.match(line)
        indent = lead.end() if lead else 0
        lines.append(
            textwrap.fill(line, width, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
        )
    return "\n".join(lines)
