"""Technical replicates of counts: runs of one library, whose counts are summed before anything else is done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from interpret.contracts import IntArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression, Scale
from interpret.data.natural_order import natural_order
from interpret.data.study import Study
from interpret.data.wording import count, did_you_mean, some
from interpret.errors import InputError, SettingsError
from interpret.nouns import PERSON, told

WHERE = "[input] replicates"


def with_summed_replicates(study: Study, column: str) -> Study:
    """Return the study in which samples with one word in a column of the sheet are one sample, their counts summed.

    A sum goes by the name of its first sample. Samples without a word there stay as they are; a covariate on which the
    runs disagree is missing afterwards. A count that is missing in one run is missing in the sum.

    Parameters
    ----------
    study
        As read, before its independent set is looked at.
    column
        Column of the sample sheet that names the library (or the sample) that was run several times.

    Raises
    ------
    SettingsError
        The values are no counts, or there is no such column.
    InputError
        Runs of one library are of two classes or two persons, or lie in both sets.
    """
    scale = study.training.expression.scale
    if scale is not Scale.COUNTS:
        raise SettingsError(
            f"technical replicates can be summed where the values are counts; these are {scale.plural}",
            where=WHERE,
            wanted="counts",
            remedy=told(f"leave it out; samples of one {PERSON} (--subject) are averaged on the logarithmic scale"),
        )
    cohorts = [study.training] if study.independent is None else [study.training, study.independent]
    columns = [str(name) for name in study.training.covariates.columns]
    if column not in columns:
        raise SettingsError(
            f"the sample sheet has no column {column!r}",
            where=WHERE,
            wanted="a column that names what was run several times",
            remedy=did_you_mean(column, columns, f"name one of these: {some(columns)}"),
        )
    _refuse_both_sets(cohorts, column)
    summed = [_summed(cohort, column) for cohort in cohorts]
    before, after = sum(cohort.n for cohort in cohorts), sum(cohort.n for cohort in summed)
    note = f"Counts of {count(before, 'run')} were summed over {column}: {count(after, 'sample')}."
    return replace(
        study,
        training=summed[0],
        independent=summed[1] if len(summed) > 1 else None,
        detection=None if after != before else study.detection,
        notes=(*study.notes, note),
    )


def _names(cohort: Cohort, column: str) -> list[str]:
    """Return what each sample is a run of; one that the sheet says nothing of is a run of itself."""
    cells = cohort.covariates[column]
    said = zip(cohort.samples, cells, cells.isna() | (cells.astype(str).str.strip() == ""), strict=True)
    return [f"sample {sample}" if nothing else f"library {cell}" for sample, cell, nothing in said]


def _refuse_both_sets(cohorts: list[Cohort], column: str) -> None:
    shared = set.intersection(*(set(_names(cohort, column)) for cohort in cohorts)) if len(cohorts) > 1 else set()
    if shared:
        raise InputError(
            f"runs of {count(len(shared), 'library')} lie in both sets",
            where=f"{WHERE}: {some(sorted(shared))}",
            wanted="all runs of a library in one set",
            remedy="move them into one of the files",
        )


def _summed(cohort: Cohort, column: str) -> Cohort:
    order = natural_order(cohort.samples)
    rows: dict[str, list[int]] = {}
    names = _names(cohort, column)
    for row in np.asarray(order).tolist():
        rows.setdefault(names[row], []).append(row)
    groups = [np.array(each, dtype=np.int64) for each in rows.values()]
    _refuse_mixtures(cohort, list(rows), groups)
    read = cohort.expression
    first = [int(group[0]) for group in groups]
    values = np.array([read.values[group].sum(axis=0) for group in groups])  # (k, p) whole numbers: exact in any order
    return replace(
        cohort,
        expression=Expression(values, tuple(read.samples[row] for row in first), read.genes, read.scale),
        positive=cohort.positive[first],
        covariates=_covariates(cohort.covariates, groups),
        subjects=None if cohort.subjects is None else tuple(cohort.subjects[row] for row in first),
    )


def _refuse_mixtures(cohort: Cohort, names: list[str], groups: list[IntArray]) -> None:
    for name, group in zip(names, groups, strict=True):
        persons = set() if cohort.subjects is None else {cohort.subjects[row] for row in group}
        if len(set(cohort.positive[group].tolist())) > 1 or len(persons) > 1:
            raise InputError(
                told(f"the runs of {name} are of two {'classes' if len(persons) < 2 else f'{PERSON}s'}"),  # noqa: PLR2004  two
                where=f"{WHERE}: samples {some([cohort.samples[row] for row in group])}",
                wanted="runs of one library of one sample",
                remedy="correct the sample sheet, or name another column",
            )


def _covariates(frame: pd.DataFrame, groups: list[IntArray]) -> pd.DataFrame:
    """Return one row a group, missing where its samples disagree."""
    kept = frame.iloc[[int(group[0]) for group in groups]].copy()
    for name in frame.columns:
        cells = frame[name]
        agree = np.array([cells.iloc[group].duplicated()[1:].all() for group in groups], dtype=np.bool_)
        if not agree.all():
            kept[name] = kept[name].where(agree)
    return kept
