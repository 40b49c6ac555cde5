"""What was understood of the input, before anything is analysed: for `interpret check`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.nouns import USUAL, Noun, resolved
from interpret.report.closing import reading_lines
from interpret.report.words import count, listing, plural

_FEW = 6
_LONGEST = 40  # letters of a value that is listed


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


def understood(study: Study, results: Collection[str] = (), noun: Noun = USUAL) -> Understood:
    """Return what was understood of a study as read; `results` are columns declared to be no covariates."""
    labels = study.training.labels
    sets = [("training", study.training)]
    if study.independent is not None:
        sets.append(("independent", study.independent))
    header = ("set", labels.negative, f"{labels.positive} (positive)", resolved(f"{noun.person}s"), "genes with a gap")
    covariates = study.training.covariates
    return Understood(
        (*(line for line in reading_lines(study, noun) if line), *_class(study), *study.scale_said, *_sets(study)),
        (header, *(_group(name, cohort) for name, cohort in sets)),
        tuple(
            _covariate(str(name), covariates[name], noun) + "; a result, no covariate" * (name in results)
            for name in covariates.columns
        ),
        (
            ("file", "read as", "bytes", "sha256"),
            *((file.name, file.role, count(file.size), file.sha256[:10]) for file in study.sources),
        ),
        (*map(noun.retold, study.notes), *_near(study)),
    )


def _class(study: Study) -> tuple[str, ...]:
    """Return which column told the classes apart, where the line on how the files were read does not say it."""
    return (f"The class is column {study.outcome}.",) if study.outcome and "the class is" not in study.layout else ()


def _sets(study: Study) -> tuple[str, ...]:
    """Return how many sets of genes there are, and how many of their genes the study has."""
    given = study.gene_sets
    if given is None:
        return ()
    named, unknown = len(given.members), len(given.unmatched)
    repeated = f"; {plural(given.repeated, 'name')} stood in a set twice" if given.repeated else ""
    text = (
        f"Gene sets: {given.file} holds {plural(len(given.sets), 'set')} and names {plural(named, 'gene')}, "
        f"{count(named - unknown)} of them genes or symbols of the study{repeated}."
    )
    return (text,)


def _near(study: Study) -> tuple[str, ...]:
    """Return the names in sets that are probably misspelt."""
    given = study.gene_sets
    if given is None or not given.near_misses:
        return ()
    listed = listing([f"{name} may be {other}" for name, other in given.near_misses], _FEW)
    return (f"Gene sets: {listed}. Names are compared to the letter.",)


def _group(name: str, cohort: Cohort) -> tuple[str, ...]:
    gaps = int(cohort.expression.incomplete.sum())
    return (name, *(count(n) for n in (cohort.n_negative, cohort.n_positive, cohort.n_persons, gaps)))


def _covariate(name: str, cells: pd.Series, noun: Noun) -> str:
    """Return the range of a column of numbers, or the values of one of words with their numbers."""
    present = cells.dropna()
    gaps = f"; {count(len(cells) - len(present))} missing" if len(present) < len(cells) else ""
    if present.empty:
        return resolved(f"{name}: no value among the training {noun.run}s")
    if pd.api.types.is_numeric_dtype(cells):
        low, high = f"{present.min():.10g}", f"{present.max():.10g}"
        return f"{name}: numbers, " + (f"all {low}" if low == high else f"{low} to {high}") + gaps
    values = present.value_counts(sort=False).sort_index()
    if len(values) > _FEW or (len(values) == len(present) > 2):  # noqa: PLR2004  two words can be two groups
        return f"{name}: {plural(len(values), 'different word')}{gaps}"
    if len(values) == 1:
        return f"{name}: all {_short(values.index[0])}{gaps}"
    listed = ", ".join(f"{_short(value)} ({count(number)})" for value, number in values.items())
    return f"{name}: {listed}{gaps}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "\N{HORIZONTAL ELLIPSIS}"
