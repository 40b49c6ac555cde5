"""From the table of options to the functions that typer reads."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from interpret.command.options import OPTIONS, Option, Part

SOURCE = "source"
INPUT = (
    "Expression file: CSV, TSV or other text, Excel, Parquet, Feather, h5ad, GCT, RES, GEO series matrix or data set, "
    "ARFF, featureCounts. Or a folder: the Kaggle layout, counts of HTSeq or STAR. Or study.toml."
)
_DEBUG = Option(("--debug",), bool, part="reading", help="Show where an error arose.")  # read by main(), before any


def add_command(
    app: typer.Typer,
    run: Callable[[dict[str, Any]], None],
    *,
    argument: tuple[str, type[Path | str], str] = ("INPUT", Path, INPUT),
    before: Sequence[tuple[str, str]] = (),
    shown: Sequence[Part] = (),
    hidden: Sequence[Part] = (),
    own: Sequence[Option] = (),
) -> None:
    """Make a command of a function.

    Parameters
    ----------
    app
        Where the command is added, under the name of the function and with its docstring as help.
    run
        Takes what was given, by `Option.word` (the argument: `SOURCE`).
    argument
        The argument: its word, what it is, its help.
    before
        Words that stand before it, each with its help; the function receives them under the word in small letters.
    shown, hidden
        Parts of the table that the command takes: those that `--help` shows, and those that it does not.
    own
        Options of this command alone.
    """
    metavar, kind, text = argument
    parameters = [_parameter(word.lower(), str, None, typer.Argument(metavar=word, help=said)) for word, said in before]
    parameters.append(_parameter(SOURCE, kind, None, typer.Argument(metavar=metavar, help=text)))
    replaced = {option.word for option in own}
    taken = [option for option in OPTIONS if option.part in (*shown, *hidden) and option.word not in replaced]
    parameters += [
        _parameter(option.word, option.kind, _default(option), _typed(option, option.part in hidden))
        for option in (*taken, *own, _DEBUG)
    ]

    def called(**given: object) -> None:
        run(given)

    called.__name__, called.__doc__ = run.__name__, run.__doc__
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what typer asks for
    called.__annotations__ = {each.name: each.annotation for each in parameters}
    app.command(run.__name__)(called)


def given_options(given: Mapping[str, Any]) -> list[tuple[Option, Any]]:
    """Return the options of the table that were given, with what was given, in the order of the table."""
    words = [(option, given.get(option.word)) for option in OPTIONS]
    return [(option, word) for option, word in words if word is not None and word is not False]


def _parameter(word: str, kind: type, default: object, declared: object) -> inspect.Parameter:
    annotation = kind if default is not None else kind | None
    return inspect.Parameter(
        word, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[annotation, declared]
    )


def _default(option: Option) -> object:
    return False if option.kind is bool else option.default


def _typed(option: Option, hidden: bool) -> Any:  # noqa: ANN401, FBT001  typer's class differs between its versions
    # a flag takes no word, so it has no metavar
    return typer.Option(*option.names, metavar=option.metavar, help=option.shown, min=option.least, hidden=hidden)
