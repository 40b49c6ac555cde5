"""The text of a `study.toml`: every setting with its meaning, those that are known filled in.

A setting at its default stands behind a `#` without a blank, prose behind one with a blank: so a setting is chosen by
taking its `#` away.
"""

from __future__ import annotations

import inspect
import textwrap
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from interpret.command.meanings import MEANINGS, UNSAID, keys_of, setting, settings_groups
from interpret.command.toml import toml_text, toml_value
from interpret.settings import Settings

_WIDTH = 80
_BOUNDS = ((Ge, "ge", "at least"), (Gt, "gt", "above"), (Le, "le", "at most"), (Lt, "lt", "below"))
_HEAD = (
    "The study, for interpret report and interpret check; paths are relative to this file. A setting behind # is at "
    "its default: take the # away to choose another. What the command line says goes before this file."
)


def study_file(settings: Settings, comments: Mapping[str, str], covariates: tuple[str, ...] = ()) -> str:
    """Return the text.

    Parameters
    ----------
    settings
        Those that differ from the default are filled in; the others are written behind `#`.
    comments
        What else there is to say of a setting, by its key.
    covariates
        Columns of the sample sheet, for the table that says what they are.
    """
    lines = [*_prose(_HEAD), ""]
    groups = list(settings_groups(settings))
    for name, group in groups:
        if name:
            lines += [*_prose(_about(group)), f"[{name}]"]
        for key, value in keys_of(group, name).items():
            if key != "columns":
                lines += _setting(key, value, group, comments)
        lines.append("")
    lines += _columns(settings, covariates)
    return "\n".join(lines).rstrip("\n") + "\n"


def _setting(key: str, value: object, group: BaseModel, comments: Mapping[str, str]) -> Iterator[str]:
    name = key.rpartition(".")[2]
    field = type(group).model_fields[name]
    parts = [MEANINGS[key], _allowed(field)]
    if key in UNSAID:
        parts.append(f"Not set: {UNSAID[key]}.")
    yield from _prose(" ".join(part for part in parts if part))
    if key in comments:
        yield from _prose(comments[key])
    chosen = value != setting(Settings(), key)
    yield f"{'' if chosen else '#'}{name} = {toml_value(value)}"


def _allowed(field: FieldInfo) -> str:
    """Return the words or the range that the setting may have; empty where anything goes."""
    listed = ", ".join(toml_text(word) for word in _words(field.annotation) if word)
    if listed:
        parts = typing.get_args(field.annotation)
        if typing.get_origin(field.annotation) is tuple:
            return f"A list of these: {listed}."
        if any(typing.get_origin(part) is tuple for part in parts):
            return f"{listed}, or a list of names."
        return f"One of {listed}." if "," in listed else f"{listed}, or not set."
    bounds = [
        f"{said} {getattr(each, name):g}"
        for each in field.metadata
        for kind, name, said in _BOUNDS
        if isinstance(each, kind)
    ]
    return f"{', '.join(bounds).capitalize()}." if bounds else ""


def _words(annotation: Any) -> tuple[str, ...]:  # noqa: ANN401  a type, or what typing makes of several
    """Return the words that a type names, wherever they stand within it."""
    parts = typing.get_args(annotation)
    if typing.get_origin(annotation) is typing.Literal:
        return parts
    return tuple(word for part in parts for word in _words(part))


def _columns(settings: Settings, covariates: tuple[str, ...]) -> Iterator[str]:
    """Say what a column is: what was declared, and how the others could be."""
    yield from _prose(
        "Columns of the sample sheet that were worked out from the class or the expression are results, not "
        "covariates. For each of them:"
    )
    example = next((name for name in covariates if name not in settings.columns), "NAME")
    yield from ("#", f"#   [columns.{toml_text(example)}]", '#   role = "result"')
    if covariates:
        yield from ("#", *_prose(f"Columns that the sheet has: {', '.join(map(toml_text, covariates))}."))
    for name, column in settings.columns.items():
        yield from ("", f"[columns.{toml_text(name)}]", f"role = {toml_value(column.role)}")


def _about(group: BaseModel) -> str:
    """Return the first sentence or sentences of what the group says of itself."""
    return " ".join((inspect.getdoc(type(group)) or "").partition("\n\n")[0].split())


def _prose(text: str) -> list[str]:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return textwrap.wrap(
        printable, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_long_words=False, break_on_hyphens=False
    )
