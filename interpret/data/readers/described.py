"""What is known of the samples: from the sample sheet, from a class file, or from the expression files themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from interpret.data.outcome import outcome_column
from interpret.data.readers.cls import ClassFile
from interpret.data.readers.matrix import Matrix, Own
from interpret.data.readers.sheet import (
    SampleSheet,
    answers_of,
    blanks_note,
    lines_of,
    matching_column,
    no_sheet,
    unused_note,
)
from interpret.data.study import SourceFile
from interpret.data.wording import some

_SHOWN = 12
_LONGEST = 40


@dataclass(frozen=True, eq=False)
class Described:
    """What is known of the samples.

    Attributes
    ----------
    lines
        The text of each sample's line, indexed by sample.
    id_column
        The column that names the samples.
    column
        The outcome.
    where, role
        Where it was found: the file for messages, and what it is called in a sentence.
    left_out
        Columns that must not become covariates.
    sources, notes
        Files read besides the expression, and sentences on what was left out.
    """

    lines: pd.DataFrame
    id_column: str
    column: str
    where: str
    role: str
    left_out: tuple[str, ...] = ()
    sources: tuple[SourceFile, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def answers(self) -> list[str]:
        """Each sample's label, the empty string where it is missing."""
        return answers_of(self.lines, self.column)


def described_by_sheet(
    matrices: Sequence[Matrix], sheet: SampleSheet, outcome: str, samples: Sequence[str]
) -> Described:
    """Return what the sample sheet says; an outcome that only the files themselves know is taken from them.

    Parameters
    ----------
    matrices
        The training matrix and, where there is one, the independent one.
    samples
        All samples in the order wanted.

    Raises
    ------
    InputError
        A sample that the sheet does not have, or has twice.
    SettingsError
        No outcome column was named, or there is no such column.
    """
    first = matrices[0]
    key = first.id_column or matching_column(sheet, first.expression.samples)
    lines = lines_of(sheet, key, samples)
    notes = [*unused_note(sheet, key, samples)]
    own = _own_lines(matrices, samples)
    where, role = sheet.name, "the sample sheet"
    if own is not None:
        others = [str(column) for column in own.columns[1:] if column != outcome or outcome in lines.columns]
        if outcome not in lines.columns and outcome in own.columns:
            lines = lines.assign(**{outcome: own[outcome]})
            where, role = first.origin.name, "the expression file"
        if others:
            notes.append(
                "The expression file describes its samples too; as there is a sample sheet, this was left out: "
                f"{some(others)}."
            )
    column = _chosen(outcome, lines, sheet.name)
    notes += blanks_note(sheet, list(dict.fromkeys(name for name in (key, column) if name in sheet.columns)))
    return Described(lines, key, column, where, role, (), (sheet.source,), tuple(notes))


def described_by_files(matrices: Sequence[Matrix], outcome: str, samples: Sequence[str]) -> Described:
    """Return what the expression files say of their own samples.

    Columns that are the same for all samples are left out, and those that only one of two files has.

    Raises
    ------
    SettingsError
        A file says nothing of its samples, no outcome column was named, or there is no such column.
    """
    silent = [matrix for matrix in matrices if matrix.own is None]
    if silent:
        raise no_sheet(silent[0].origin.name)
    own = [matrix.own for matrix in matrices if matrix.own is not None]
    lines = _own_lines(matrices, samples)
    if lines is None:
        raise no_sheet(matrices[0].origin.name)
    defaults = {each.outcome for each in own}
    default = own[0].outcome if len(defaults) == 1 else ""
    where = own[0].sheet.name
    column = _chosen(outcome or default, lines, where)
    constant = [str(name) for name in lines.columns[1:] if name != column and lines[name].eq(lines[name].iloc[0]).all()]
    notes = [f"The same for all samples, so not looked at: {some(constant)}."] if constant else []
    sources = tuple(each.sheet.source for each in own if each.sheet.source.role == ClassFile.ROLE)
    role = "the class file" if column == default and sources else "the expression file"
    return Described(lines, str(lines.columns[0]), column, where, role, tuple(constant), sources, tuple(notes))


def with_classes(own: Own | None, classes: ClassFile, matrix: Matrix) -> Own:
    """Return what the file says of its samples with the classes of the class file beside it."""
    return classes.beside(matrix.expression.samples, None if own is None else own.sheet)


def _own_lines(matrices: Sequence[Matrix], samples: Sequence[str]) -> pd.DataFrame | None:
    """Return the columns that all files have, one line a sample; None where a file says nothing."""
    tables = [
        lines_of(matrix.own.sheet, matrix.own.sheet.columns[0], matrix.expression.samples)
        for matrix in matrices
        if matrix.own is not None
    ]
    if len(tables) < len(matrices):
        return None
    common = [name for name in tables[0].columns if all(name in table.columns for table in tables)]
    if common[:1] != list(tables[0].columns[:1]):
        return None
    return pd.concat([table[common] for table in tables]).loc[list(samples)]


def _chosen(outcome: str, lines: pd.DataFrame, where: str) -> str:
    columns = [str(column) for column in lines.columns]
    if outcome in columns:
        return outcome
    listed = f"one of the columns {some(columns, 40)}"
    candidates = [words for column in columns if (words := _labels(lines[column], column))]
    if candidates:
        listed += f"; with two labels: {'; '.join(candidates[:_SHOWN])}"
    return outcome_column(outcome, columns, where, listed)


def _labels(cells: pd.Series, column: str) -> str:
    """Return the two labels of a column with their numbers; empty where it has not two."""
    counts = Counter(str(cell) for cell in cells)
    if len(counts) != 2:  # noqa: PLR2004  two groups are compared
        return ""
    return f"{column} ({', '.join(f'{label[:_LONGEST]}: {number}' for label, number in sorted(counts.items()))})"
