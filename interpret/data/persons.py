"""Several samples of one person: averaged within a class, paired between the classes, never several people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from interpret.contracts import FloatArray, IntArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.data.natural_order import natural_order
from interpret.data.wording import count, some
from interpret.errors import AnalysisError
from interpret.nouns import PERSON, told

FEWEST_PAIRS = 3


@dataclass(frozen=True, eq=False)
class PersonSamples:
    """A cohort in which no person counts twice within a class.

    Attributes
    ----------
    cohort
        Samples in natural order of their names; an average goes by the name of its first sample.
    pair
        `(n,)` number of the person, 0 to n / 2 - 1 in the order of the cohort, each with one sample of each class;
        None where every person has one class, so that all samples are independent.
    averaged
        Number of samples that went into averages.
    left_out
        Persons without a sample of one of the classes, where the others are compared in pairs.
    sentences
        What was done, in plain words; empty where every sample is a person of its own.
    """

    cohort: Cohort
    pair: IntArray | None = None
    averaged: int = 0
    left_out: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Group:
    """The samples (row numbers) of one person in one class."""

    person: str
    positive: bool
    rows: tuple[int, ...]


def one_sample_a_class(cohort: Cohort) -> PersonSamples:
    """Return the cohort with one sample, or one average, for each person and class.

    Samples of one person in one class are averaged gene by gene over the values present (as limma's avearrays does
    with technical replicates, doi:10.1093/nar/gkv007); a covariate keeps its value where all of them agree and is
    missing elsewhere. If nobody has both classes, the persons are independent. If some have, these are compared in
    pairs and the others are left out: mixing paired with unpaired persons would need their correlation.

    The file's order of samples does not matter.

    Parameters
    ----------
    cohort
        On the scale on which an average is meant, as a rule a logarithm.

    Raises
    ------
    AnalysisError
        Some persons have both classes, but fewer than 3.
    """
    if cohort.subjects is None:
        return PersonSamples(cohort)
    cohort = cohort.take(natural_order(cohort.samples))
    groups = _groups(cohort)
    both = {group.person for group in groups if group.positive} & {
        group.person for group in groups if not group.positive
    }
    persons = list(dict.fromkeys(group.person for group in groups))
    left_out = tuple(person for person in persons if both and person not in both)
    if both:
        _require_pairs(cohort, [person for person in persons if person in both], len(persons))
        groups = [group for group in groups if group.person in both]
    averages = [group for group in groups if len(group.rows) > 1]
    covariates, differing = _covariates(cohort, groups)
    averaged_cohort = replace(
        cohort,
        expression=_averaged(cohort.expression, groups),
        positive=np.array([group.positive for group in groups], dtype=np.bool_),
        covariates=covariates,
        subjects=tuple(group.person for group in groups),
    )
    number = {person: i for i, person in enumerate(dict.fromkeys(group.person for group in groups))}
    return PersonSamples(
        averaged_cohort,
        np.array([number[group.person] for group in groups], dtype=np.int64) if both else None,
        sum(len(group.rows) for group in averages),
        left_out,
        (*_said_of_averages(averages, differing), *_said_of_pairs(len(number), left_out, paired=bool(both))),
    )


def _groups(cohort: Cohort) -> list[_Group]:
    """Return the samples by person and class, in the order of their first samples."""
    rows: dict[tuple[str, bool], list[int]] = {}
    for i, (person, positive) in enumerate(zip(cohort.subjects or (), cohort.positive.tolist(), strict=True)):
        rows.setdefault((person, positive), []).append(i)
    return [_Group(person, positive, tuple(members)) for (person, positive), members in rows.items()]


def _require_pairs(cohort: Cohort, both: Sequence[str], persons: int) -> None:
    if len(both) >= FEWEST_PAIRS:
        return
    labels = cohort.labels
    raise AnalysisError(
        told(
            f"only {len(both)} of {count(persons, PERSON)} {'has' if len(both) == 1 else 'have'} samples of both "
            f"classes, {labels.negative} and {labels.positive}: {some(both)}"
        ),
        wanted=told(
            f"samples of both classes from at least {FEWEST_PAIRS} {PERSON}s, to be compared in pairs, or from nobody"
        ),
        remedy=told(f"choose one sample a {PERSON} and leave the others out of the expression file"),
    )


def _averaged(expression: Expression, groups: Sequence[_Group]) -> Expression:
    values = expression.values[[group.rows[0] for group in groups]]  # (k, p)
    for i, group in enumerate(groups):
        if len(group.rows) > 1:
            values[i] = _mean_of_present(expression.values[list(group.rows)])
    values.setflags(write=False)  # spares Expression its defensive copy
    names = tuple(expression.samples[group.rows[0]] for group in groups)
    return Expression(values, names, expression.genes, expression.scale)


def _mean_of_present(values: FloatArray) -> FloatArray:
    present = ~np.isnan(values)  # (r, p)
    n = present.sum(axis=0)
    total = np.where(present, values, 0.0).sum(axis=0)
    return np.asarray(np.divide(total, n, out=np.full(values.shape[1], np.nan), where=n > 0), dtype=np.float64)


def _covariates(cohort: Cohort, groups: Sequence[_Group]) -> tuple[pd.DataFrame, list[str]]:
    """Return one row a group, missing where its samples disagree, and the columns in which some do."""
    frame = cohort.covariates.iloc[[group.rows[0] for group in groups]].copy()
    differing = []
    for column in frame.columns:
        cells = cohort.covariates[column]
        agree = np.array([cells.iloc[list(group.rows)].duplicated()[1:].all() for group in groups], dtype=np.bool_)
        if not agree.all():
            frame[column] = frame[column].where(agree)
            differing.append(str(column))
    return frame, differing


def _said_of_averages(averages: Sequence[_Group], differing: Sequence[str]) -> tuple[str, ...]:
    if not averages:
        return ()
    samples = sum(len(group.rows) for group in averages)
    persons = len({group.person for group in averages})
    text = (
        f"{samples:,} samples of {count(persons, PERSON)} with several samples of one class were averaged within the "
        f"class, gene by gene over the values present, so that no {PERSON} counts twice. An average varies less than a "
        "single sample; of the tests only Welch's allows for that, and only between the classes."
    )
    if differing:
        text += f" Where averaged samples differ in {some(differing)}, the value was taken as missing."
    return (told(text),)


def _said_of_pairs(persons: int, left_out: Sequence[str], *, paired: bool) -> tuple[str, ...]:
    if not paired:
        return (told(f"Nobody has samples of both classes: {count(persons, PERSON)} were compared as independent."),)
    text = f"{count(persons, PERSON)} with samples of both classes were compared in pairs, each with themselves."
    if left_out:
        text += (
            f" {count(len(left_out), PERSON)} with samples of one class only cannot be paired and "
            f"{'was' if len(left_out) == 1 else 'were'} left out of the differential expression: "
            f"{some(left_out, 20)}."
        )
    return (told(text),)
