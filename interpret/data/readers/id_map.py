"""The file that gives every patient another name: one line a name, `name` and `pseudonym`. It stands in no output."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from interpret.data.names import names_of, said
from interpret.data.readers.sheet import SampleSheet, read_sheet
from interpret.data.study import Study
from interpret.data.wording import count, some
from interpret.errors import InputError
from interpret.nouns import PERSON, told

_ROLE = "map of names"
_COLUMNS = ("name", "pseudonym")
_SHOWN = 8
NOT_STUDIED = "one that is not studied"


def with_pseudonyms(study: Study, path: Path, sheet: Path | None = None) -> Study:
    """Return the study with what its patients are to be called instead, its notes rewritten.

    Parameters
    ----------
    study
        As read; `names.marked` marks names in its notes.
    path
        CSV or TSV with the columns `name` and `pseudonym`: every sample, and every person that `--subject` names.
    sheet
        The sample sheet: a line of the map may stand for a patient whom only the sheet knows.

    Raises
    ------
    InputError
        A name is missing, there twice or known to nobody, or a pseudonym is empty, used twice or somebody's name.
    """
    given = read_sheet(path, _ROLE)
    if not set(_COLUMNS) <= set(given.columns):
        raise InputError(
            f"the {_ROLE} has the columns {some(given.columns)}",
            where=f"{given.name}, line 1",
            wanted="the columns name and pseudonym",
            remedy="rename them in the first line",
        )
    names, pseudonyms = given.cells("name"), given.cells("pseudonym")
    called = dict(zip(names, pseudonyms, strict=True))
    known = names_of(study)
    _refuse(given, _faults(names, pseudonyms, frozenset(known), () if sheet is None else _cells(sheet)))
    missing = [name for name in known if name not in called]
    if missing:
        raise InputError(
            f"{count(len(missing), 'name')} of the study not in the {_ROLE}: {some(missing)}",
            where=given.name,
            wanted=told(f"a line for every sample, and for every {PERSON} that --subject names"),
            remedy="add them: nobody goes into a report under the name in the files",
        )
    notes = tuple(said(note, lambda name: called.get(name, NOT_STUDIED)) for note in study.notes)
    return replace(study, notes=notes, pseudonyms={name: called[name] for name in known})


def _cells(sheet: Path) -> Collection[str]:
    """Return every cell of the sample sheet."""
    return frozenset(cell for record in read_sheet(sheet).records for cell in record.cells)


def _faults(
    names: list[str], pseudonyms: list[str], known: Collection[str], sheet: Collection[str]
) -> Mapping[int, str]:
    """Return what is wrong, by the number of the record."""
    first: dict[str, int] = {}
    taken: dict[str, int] = {}
    every = frozenset(names)
    faults: dict[int, str] = {}
    for i, (name, pseudonym) in enumerate(zip(names, pseudonyms, strict=True)):
        if not name:
            faults[i] = "no name"
        elif name in first:
            faults[i] = f"{name} a second time"
        elif name not in known and name not in sheet:
            faults[i] = f"{name} is no sample or person of the study"
        elif not pseudonym:
            faults[i] = f"{name} has no pseudonym"
        elif pseudonym in taken:
            faults[i] = f"{pseudonym} is the pseudonym of {names[taken[pseudonym]]} already"
        elif pseudonym in every or pseudonym in known:
            faults[i] = f"the pseudonym {pseudonym} is the name of a patient"
        first.setdefault(name, i)
        taken.setdefault(pseudonym, i)
    return faults


def _refuse(given: SampleSheet, faults: Mapping[int, str]) -> None:
    if faults:
        told = [f"line {given.records[i].line}: {fault}" for i, fault in faults.items()]
        raise InputError(
            f"{count(len(told), 'line')} of the {_ROLE} cannot be used: {some(told, _SHOWN)}",
            where=given.name,
            wanted="each name once, with a pseudonym that nobody else has and that is nobody's name",
            remedy="correct these lines",
        )
