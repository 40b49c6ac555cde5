"""Which person each sample comes from: the column that says so, and columns that look as if they did."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd

from interpret.data.readers.delimited import is_missing
from interpret.data.wording import count, did_you_mean, some
from interpret.errors import InputError, SettingsError
from interpret.nouns import PERSON, told

_PERSON = re.compile(
    r"(patient|subject|donor|individual|person|participant)s?[ ._-]*(id|ids|identifier|code|name|no|nr|num|number)?\.?",
    re.IGNORECASE,
)
_FEWEST_PERSONS = 3  # a column of two values is a group, whatever its name


@dataclass(frozen=True)
class Subjects:
    """The persons of the samples of each set; None where every sample of the set is a person of its own.

    `notes` say what was found, or what was found without being asked.
    """

    training: tuple[str, ...] | None = None
    independent: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()


def subjects_of(
    lines: pd.DataFrame, column: str, *, sample: str, outcome: str, n_training: int, where: str
) -> Subjects:
    """Return whose the samples are.

    Parameters
    ----------
    lines
        The sheet's text, one row a sample, the training samples first.
    column
        The column that names the person; empty where none was named: then columns that look like one are noted.
    sample, outcome
        The columns that name the sample and its class.
    n_training
        Number of training samples.
    where
        Name of the sheet, for messages.

    Raises
    ------
    SettingsError
        No such column (those there are, are listed), or it is the outcome.
    InputError
        A sample without a person, or a person with samples in both sets.
    """
    if not column:
        return Subjects(notes=_suspected(lines, {sample, outcome}))
    _require_column(column, [str(name) for name in lines.columns if name != outcome], where)
    persons = [str(cell) for cell in lines[column]]
    place = f"{where}, column {column}"
    nameless = [str(sample) for sample, person in zip(lines.index, persons, strict=True) if is_missing(person)]
    if nameless:
        raise InputError(
            told(f"{count(len(nameless), 'sample')} without a {PERSON}: {some(nameless)}"),
            where=place,
            wanted=told(f"the {PERSON} of every sample in the expression files"),
            remedy=told(f"fill in the {PERSON}s, or leave these samples out of the expression files"),
        )
    training, independent = persons[:n_training], persons[n_training:]
    inside = set(training)
    both = list(dict.fromkeys(person for person in independent if person in inside))
    if both:
        raise InputError(
            told(
                f"{count(len(both), PERSON)} with samples both in the training and in the independent file: "
                f"{some(both)}"
            ),
            where=place,
            wanted=told(f"an independent set of other {PERSON}s"),
            remedy=told(f"put all samples of a {PERSON} into one of the files"),
        )
    return Subjects(_repeated(training), _repeated(independent), (_found(training, independent, column),))


def _require_column(column: str, columns: Sequence[str], where: str) -> None:
    if column not in columns:
        raise SettingsError(
            told(f"there is no column {column!r} that could name the {PERSON}"),
            where=where,
            wanted=f"one of the columns of the sample sheet: {some(columns, 40)}",
            remedy=did_you_mean(column, columns, "name one of these: --subject COLUMN"),
        )


def _repeated(persons: Sequence[str]) -> tuple[str, ...] | None:
    return tuple(persons) if len(set(persons)) < len(persons) else None


def _found(training: Sequence[str], independent: Sequence[str], column: str) -> str:
    sets = [("training", training), ("independent", independent)]
    repeated = [
        f"the {len(persons):,} {name} samples come from {count(len(set(persons)), PERSON)}"
        for name, persons in sets
        if len(set(persons)) < len(persons)
    ]
    if not repeated:
        return told(
            f"Column {column} of the sample sheet names another {PERSON} for every sample, so the samples were taken "
            "as independent, as they would be without it."
        )
    text = " and ".join(repeated)
    return told(f"{text[0].upper()}{text[1:]} (column {column} of the sample sheet); they are not independent.")


def _suspected(lines: pd.DataFrame, other_roles: Collection[str]) -> tuple[str, ...]:
    """Return a question for the first column that looks like a person's name and repeats."""
    for column in lines.columns:
        if column in other_roles or not _PERSON.fullmatch(str(column).strip()):
            continue
        persons = [str(cell) for cell in lines[column] if not is_missing(str(cell))]
        if _FEWEST_PERSONS <= len(set(persons)) < len(persons):
            note = told(
                f"Column {column} of the sample sheet looks as if it named {PERSON}s: "
                f"{count(len(set(persons)), 'name')} for {len(persons):,} samples. If some samples come from "
                f"the same {PERSON}, they are not independent, and every p-value and error rate here is too small: "
                f"run again with --subject {column}."
            )
            return (note,)
    return ()
