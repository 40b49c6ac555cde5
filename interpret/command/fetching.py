"""`interpret fetch`: a public data set by its name."""

from __future__ import annotations

import shlex
import textwrap
from pathlib import Path

from interpret.command.messages import page
from interpret.errors import SettingsError
from interpret.runtime.data_sets import DATA_SETS


def fetch_named(name: str | None, out: Path | None) -> None:
    """Fetch a data set and say how to go on.

    Raises
    ------
    SettingsError
        There is no data set of this name.
    InterpretError
        It did not come, or cannot be written.
    """
    from interpret.data.wording import did_you_mean
    from interpret.runtime.fetch import fetch

    if name is None or name not in DATA_SETS:
        example = f"for example: interpret fetch {next(iter(DATA_SETS))}"
        raise SettingsError(
            f"there is no data set {name!r}" if name else "no data set was named",
            wanted=f"one of {', '.join(DATA_SETS)}",
            remedy=did_you_mean(name or "", DATA_SETS, example),
        )
    folder = Path(name) if out is None else out
    done = fetch(DATA_SETS[name], folder)
    console = page()
    said = "there already" if done.already_there else "written"
    console.print(
        f"{folder}: {len(DATA_SETS[name].files)} files {said}, as they are known by their sha256", soft_wrap=True
    )
    for note in done.notes:
        console.print(textwrap.fill(note, console.width - 1, initial_indent="- ", subsequent_indent="  "))
    console.print(f"\nNext: interpret report {shlex.quote(str(folder))}", soft_wrap=True)
