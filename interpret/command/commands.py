"""The commands: which options each takes, and what it does with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from interpret.command.asked import demo_asked, in_the_words_of, settings_asked
from interpret.command.checking import print_understood
from interpret.command.fetching import fetch_named
from interpret.command.methods import print_methods
from interpret.command.one_patient import write_patient
from interpret.command.options import Option
from interpret.command.running import run
from interpret.command.signature import SOURCE, add_command
from interpret.command.starting import write_study_file
from interpret.runtime.data_sets import DATA_SETS

_OF_INIT = (
    Option(("--out",), Path, help="The file to write.", metavar="FILE", default=Path("study.toml")),
    Option(("--force",), bool, help="Write over a file that is there."),
)
_OF_FETCH = (Option(("--out",), Path, help="Folder to put it in.  [default: its name]", metavar="FOLDER"),)

_GIVEN_TO_PATIENT = ("id", "out", "all", "jobs", "templates", "fresh", "force")
_OF_PATIENT = (
    Option(("--out",), Path, help="The file to write.  [default: patient-ID.pdf]", metavar="FILE"),
    Option(("--all",), Path, help="Write a file for every patient into this folder, in place of ID.", metavar="FOLDER"),
    Option(("--force",), bool, help="Write over files that are there."),
)


def report(given: dict[str, Any]) -> None:
    """Analyse a study and write its report."""
    demo, given = demo_asked(given)
    settings = settings_asked(given)
    with in_the_words_of(settings):
        run(settings, demo=demo, **{name: given[name] for name in ("out", "jobs", "templates", "fresh", "force")})


def patient(given: dict[str, Any]) -> None:
    """Write the page of one patient alone.

    The PDF holds nothing about any other person, so it can be handed on. It takes the options of report; what a report
    has worked out is not worked out again.
    """
    demo, given = demo_asked(given)
    one_word = given["id"] is not None and given[SOURCE] is None  # with --all it is the input
    if one_word and given["all"] is not None and not demo:
        given = given | {"id": None, SOURCE: Path(given["id"])}
    settings = settings_asked(given)
    with in_the_words_of(settings):
        write_patient(settings, demo=demo, **{name: given[name] for name in _GIVEN_TO_PATIENT})


def check(given: dict[str, Any]) -> None:
    """Read the input and say what was understood.

    Nothing is analysed or written. The settings that report takes are taken too, so that the same words can be checked.
    """
    settings = settings_asked(given)
    with in_the_words_of(settings):
        print_understood(settings)


def init(given: dict[str, Any]) -> None:
    """Write a study.toml of the input, every setting explained.

    What is found out is filled in; what only you can decide is left with what could serve.
    """
    settings = settings_asked(given)
    with in_the_words_of(settings):
        write_study_file(settings, given["out"], force=given["force"])


def fetch(given: dict[str, Any]) -> None:
    """Download a public data set into a folder.

    It comes from Kaggle by the package kagglehub and is held against the sha256 of its files.
    """
    fetch_named(given[SOURCE], given["out"])


def methods(given: dict[str, Any]) -> None:
    """Tell a method: its formula, assumptions and source.

    Without a name every method is listed: preparation, tests, corrections, models, measures, validation, explanations.
    """
    print_methods(given[SOURCE])


def add_commands(app: typer.Typer) -> None:
    """Add every command."""
    add_command(app, report, shown=("reading", "analysis", "writing"))
    add_command(
        app,
        patient,
        before=(("ID", "Name of the patient's sample, as in the report (under --id-map: the pseudonym)."),),
        shown=("reading", "analysis", "writing"),
        own=_OF_PATIENT,
    )
    add_command(app, check, shown=("reading",), hidden=("analysis",))
    add_command(app, init, shown=("reading", "analysis"), own=_OF_INIT)
    add_command(app, fetch, argument=("NAME", str, f"Name of the data set: {', '.join(DATA_SETS)}."), own=_OF_FETCH)
    add_command(app, methods, argument=("[NAME]", str, "Name or title of a method."))
