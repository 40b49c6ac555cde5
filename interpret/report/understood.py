"""What was understood of the input, before anything is analysed: for `interpret check`."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.report.closing import reading_lines
from interpret.report.words import count, plural

_FEW = 6


@dataclass(frozen=True)
class Understood:
    """What was understood.

    Attributes
    ----------
    lines
        How many genes and patients, and how the files were read.
    groups
        A header and a row for each set: how many samples of each class.
    covariates
        One line a column: what it holds.
    files
        A header and a row for each file: name, what it was read as, bytes, the beginning of its sha256.
    notes
        What was taken for granted or is odd.
    """

    lines: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    covariates: tuple[str, ...]
    files: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def understood(study: Study) -> Understood:
    """Return what was understood of a study as read."""
    labels = study.training.labels
    sets = [("training", study.training)]
    if study.independent is not None:
        sets.append(("independent", study.independent))
    header = ("set", labels.negative, f"{labels.positive} (positive)", "persons", "genes with a gap")
    covariates = study.training.covariates
    return Understood(
        (*(line for line in reading_lines(study) if line), *study.scale_said),
        (header, *(_group(name, cohort) for name, cohort in sets)),
        tuple(_covariate(str(name), covariates[name]) for name in covariates.columns),
        (
            ("file", "read as", "bytes", "sha256"),
            *((file.name, file.role, count(file.size), file.sha256[:12]) for file in study.sources),
        ),
        study.notes,
    )


def _group(name: str, cohort: Cohort) -> tuple[str, ...]:
    gaps = int(cohort.expression.incomplete.sum())
    return (name, *(count(n) for n in (cohort.n_negative, cohort.n_positive, cohort.n_persons, gaps)))


def _covariate(name: str, cells: pd.Series) -> str:
    """Return the range of a column of numbers, or the values of one of words with their numbers."""
    present = cells.dropna()
    gaps = f"; {count(len(cells) - len(present))} missing" if len(present) < len(cells) else ""
    if present.empty:
        return f"{name}: no value among the training patients"
    if pd.api.types.is_numeric_dtype(cells):
        return f"{name}: numbers, {present.min():g} to {present.max():g}{gaps}"
    values = present.value_counts(sort=False).sort_index()
    if len(values) > _FEW:
        return f"{name}: {plural(len(values), 'word')}{gaps}"
    listed = ", ".join(f"{value} ({count(number)})" for value, number in values.items())
    return f"{name}: {listed}{gaps}"
