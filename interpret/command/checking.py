"""`interpret check`: what was understood of the input, on a page of 80 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from interpret.command.messages import page
from interpret.settings import Settings
from interpret.visible import visible


def print_understood(settings: Settings) -> None:
    """Read the study and print what was understood."""
    from interpret.data.read import read_study
    from interpret.report.understood import understood

    study = read_study(settings.input, withheld=not settings.report.patient_data)
    if study.pseudonyms or not settings.report.patient_data:
        from interpret.pipeline.naming import as_called

        study = as_called(study, settings)
    results: tuple[str, ...] = ()
    if settings.columns or settings.models.voting.published or settings.validation.groups:
        from interpret.pipeline.results import require_columns, result_columns
        from interpret.pipeline.schemes import require_group_column

        require_columns(study, settings)
        require_group_column(study, settings)
        results = result_columns(settings)
    said = understood(study, results, settings.study.noun)
    console = page()
    for line in said.lines:
        console.print(textwrap.fill(visible(line), console.width - 1))
    for rows in (said.groups, said.files):
        _print_table(rows, console)
    for heading, lines in (("Covariates of the training set", said.covariates), ("To look at", said.notes)):
        if lines:
            console.print(f"\n{heading}")
        for line in lines:
            console.print(textwrap.fill(visible(line), console.width - 1, initial_indent="- ", subsequent_indent="  "))


def _print_table(rows: Sequence[Sequence[str]], console: Console) -> None:
    """Print rows under their header, columns of whole numbers to the right; no line ends in blanks."""
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0))
    for name, cell in zip(*rows[:2], strict=True):
        table.add_column(name, overflow="fold", justify="right" if cell.replace(",", "").isdecimal() else "left")
    for row in rows[1:]:
        table.add_row(*row)
    with console.capture() as printed:
        console.print(table)
    console.print()
    for line in printed.get().splitlines():
        console.out(line.rstrip(), highlight=False)
