"""Nothing in a name reaches the terminal as a command, and what nobody sees in it is shown."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from rich.table import Table
from security.corpus import ODD, payloads

from interpret.data.wording import some
from interpret.runtime.plain_console import PlainConsole
from interpret.runtime.progress import TerminalProgress
from interpret.visible import on_one_line, visible

EVIL = "esc\x1b[2J\x1b]0;owned\x07 bell\x07\x08\x7f c1\x9b31m \u202eexe.gnp zero\u200bwidth \ufeff \u2028"


def console(*, terminal: bool = False) -> PlainConsole:
    return PlainConsole(file=io.StringIO(), force_terminal=terminal, width=200, highlight=False, markup=False)


def printed(used: PlainConsole) -> str:
    assert isinstance(used.file, io.StringIO)
    return used.file.getvalue()


def has_commands(text: str) -> bool:
    return any(mark in text for mark in "\x1b\x07\x08\x7f\x9b\u202e\u200b\ufeff\u2028")


def test_a_line_and_a_cell_of_a_table_hold_no_command() -> None:
    used = console()
    table = Table(EVIL, "name")
    table.add_row(EVIL, EVIL)
    used.print(EVIL)
    used.print(table)
    used.print("two\nlines", EVIL)
    assert not has_commands(printed(used))
    assert "[U+001B][2J[U+001B]]0;owned[U+0007]" in printed(used)
    assert "two\nlines" in printed(used)


@pytest.mark.parametrize("terminal", [False, True])
def test_markup_in_a_name_is_no_markup(terminal: bool) -> None:  # noqa: FBT001
    """A column named [/x] ended the run: a bar read it as markup."""
    used = console(terminal=terminal)
    used.print("[bold]x[/y] :skull:", markup=True, emoji=True)
    assert "[bold]x[/y] :skull:" in printed(used)
    with TerminalProgress(used).stage(f"Leaving out each [/x][red]{EVIL}", 2) as stage:
        stage.advance()
    assert "[/x][red]esc[U+001B][2J" in printed(used)
    assert not any(mark in printed(used) for mark in "\x07\x08\x9b\u202e\u200b")


def test_lists_of_names_in_messages_stay_on_their_line() -> None:
    assert some(["a\nto do:  run this", "b\x1b[2J"]) == "a[U+000A]to do:  run this, b[U+001B][2J"


@pytest.mark.parametrize("text", payloads())
def test_a_text_is_changed_only_where_it_is_not_seen(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert text in ODD or visible(text) == text
    assert on_one_line("plain words, Größe, 中文, \u05d0, e\u0301 🧬") == "plain words, Größe, 中文, \u05d0, e\u0301 🧬"


def test_a_name_that_differs_by_nothing_visible_is_told_apart() -> None:
    assert len({visible(name) for name in ("P1", "P\u200b1", "\u202aP1", "P1\u3164", "P\u00ad1", "P1\udcff")}) == 6


def test_the_command_prints_no_command_of_a_file(tmp_path: Path) -> None:
    """Names of a file in a refusal, and the name of the file itself."""
    path = tmp_path / "m\x1b[2J\u202e.csv"
    path.write_text(f'gene,P1,P2\n"{EVIL}",1,high\n"{EVIL}",2,3\n', encoding="utf-8")
    words = ["report", str(path), "--samples", str(path), "--outcome", EVIL, "--debug", "--out", str(tmp_path / "out")]
    done = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "interpret.cli", *words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "U+001B" in done.stderr
    assert not has_commands(done.stdout + done.stderr)
