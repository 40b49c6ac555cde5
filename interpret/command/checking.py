"""`interpret check`: what was understood of the input, on a page of 80 columns."""

from __future__ import annotations

import textwrap

from rich.table import Table

from interpret.command.messages import page
from interpret.settings import Settings


def print_understood(settings: Settings) -> None:
    """Read the study and print what was understood."""
    from interpret.data.read import read_study
    from interpret.report.understood import understood

    console = page()
    said = understood(read_study(settings.input))
    for line in said.lines:
        console.print(line)
    for rows in (said.groups, said.files):
        table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
        for name, cell in zip(*rows[:2], strict=True):
            table.add_column(name, overflow="fold", justify="right" if cell.replace(",", "").isdecimal() else "left")
        for row in rows[1:]:
            table.add_row(*row)
        console.print("", table)
    for heading, lines in (("Covariates of the training set", said.covariates), ("To look at", said.notes)):
        if lines:
            console.print(f"\n{heading}")
        for line in lines:
            console.print(textwrap.fill(line, console.width - 1, initial_indent="- ", subsequent_indent="  "))
