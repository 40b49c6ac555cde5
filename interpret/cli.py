"""The entry point: words to commands, errors to exit codes. What the commands do stands in `interpret.command`."""

from __future__ import annotations

import io
import sys

import typer

from interpret.command.commands import add_commands
from interpret.command.messages import ended
from interpret.runtime.garbage import keep_all, look_seldom
from interpret.runtime.stopping import Stopped, end, stoppable

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
add_commands(app)


@app.callback()
def interpret() -> None:
    """Study reports for two-group gene-expression studies."""


def main() -> None:
    """Run the command and turn what went wrong into a message and an exit status (0, 1 or 2)."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a letter that the terminal lacks is no reason to stop
        sys.stdout.reconfigure(errors="backslashreplace")
    look_seldom()
    try:
        with stoppable(ended):
            status = app(standalone_mode=False)
    except BaseException as error:
        if isinstance(error, SystemExit):
            raise
        status = ended(error)
        if isinstance(error, Stopped):
            end(error)
        sys.exit(status)
    keep_all()
    sys.exit(status or 0)


if __name__ == "__main__":
    main()
