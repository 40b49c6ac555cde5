"""`interpret methods`: what a method estimates, how, under which assumptions, and where it comes from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from rich import box
from rich.console import Group
from rich.panel import Panel
from rich.text import Text

from interpret.command.messages import PageConsole, page
from interpret.errors import SettingsError
from interpret.method import ROOMS, Method
from interpret.visible import visible


def print_methods(name: str | None) -> None:
    """Print the method of this name, or without one the names of all.

    Raises
    ------
    SettingsError
        There is no method of this name.
    """
    from interpret.data.wording import did_you_mean
    from interpret.report.method_registry import every_method, method_named

    console = page()
    if name is None:
        _print_all(console)
        return
    found = method_named(name)
    if found is None:
        names = [word for each in every_method() for word in (each.name, each.title)]
        raise SettingsError(
            f"there is no method {visible(name)!r}",
            wanted="a name that interpret methods lists",
            remedy=did_you_mean(name, names, "interpret methods lists them all"),
        )
    console.print(_panel(found))


def _print_all(console: PageConsole) -> None:
    """Print every name with its title, room by room."""
    from interpret.report.method_registry import TITLES, every_method

    methods = every_method()
    wide = max(len(method.name) for method in methods)
    for room in ROOMS:
        console.print(TITLES[room], style="bold")
        for method in (each for each in methods if each.room == room):
            lines = textwrap.wrap(method.title, console.width - wide - 5)
            console.print(f"  {method.name:<{wide}}  {lines[0]}")
            for line in lines[1:]:
                console.print(f"  {'':<{wide}}  {line}")
        console.print()
    console.print(f"interpret methods NAME tells one of them, for example: interpret methods {methods[0].name}")


def _panel(method: Method) -> Panel:
    """Return the method on a page of its own."""
    parts = Text("\n\n").join(_parts(method))
    return Panel(Group(parts), title=method.title, subtitle=method.name, title_align="left", box=box.SQUARE, padding=1)


def _parts(method: Method) -> Iterator[Text]:
    basis = method.basis
    for heading, text in (
        ("What is done", method.about),
        ("What is estimated", basis.estimand),
        ("Formula", basis.formula),
        ("Assumptions", basis.assumptions),
        ("Reference", basis.reference),
    ):
        yield Text.assemble((heading, "bold"), "\n", visible(text))
