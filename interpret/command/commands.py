"""The commands: which options each takes, and what it does with them."""

from __future__ import annotations

from typing import Any

import typer

from interpret.command.asked import refuse_data_beside_demo, settings_asked
from interpret.command.checking import print_understood
from interpret.command.running import run
from interpret.command.signature import add_command


def report(given: dict[str, Any]) -> None:
    """Analyse a study and write its report."""
    refuse_data_beside_demo(given)
    settings = settings_asked(given)
    run(settings, demo=given["demo"], out=given["out"], jobs=given["jobs"], templates=given["templates"])


def check(given: dict[str, Any]) -> None:
    """Read the input and say what was understood; nothing is analysed or written."""
    print_understood(settings_asked(given))


def add_commands(app: typer.Typer) -> None:
    """Add every command."""
    add_command(app, report, shown=("reading", "analysis", "writing"))
    add_command(app, check, shown=("reading",), hidden=("analysis",))
