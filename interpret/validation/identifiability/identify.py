"""Every column of the sample sheet, its gaps, the order of the samples and the sets, against the class."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray
from interpret.data.cohort import Cohort
from interpret.data.natural_order import natural_order
from interpret.method import Basis, Method
from interpret.scoring.measures.protocol import Part
from interpret.scoring.streams import named_stream
from interpret.validation.identifiability.column_kind import ReadColumn, read_column
from interpret.validation.identifiability.record import NEAR_P, NEAR_SHARE, STRATA_COLUMNS, Identifiability, Relation
from interpret.validation.identifiability.relate import of_class, of_gaps, of_order, of_values
from interpret.validation.identifiability.strata import strata_of
from interpret.validation.identifiability.units import units_of

Called = Mapping[Part, Mapping[str, BoolArray]]


def identify(
    training: Cohort,
    independent: Cohort | None = None,
    called: Called | None = None,
    *,
    results: Sequence[str] = (),
    seed: int = 0,
) -> Identifiability:
    """Return what else differs between the classes.

    A column is `near` the class where it tells at least 75 % (half-way from nothing to everything) and its exact
    p-value is at most 0.05 after Holm's correction over everything asked of the set. The size keeps a large study from
    being warned of trifles, the p-value a small one from being warned of luck, and the correction a wide sheet.

    Parameters
    ----------
    training, independent
        With the columns to be asked; those declared results taken out.
    called
        For each set, model to `(n,)`, True where the positive class is the more probable one, in the order of the
        cohort: what the strata are made of.
    results
        Names of the columns taken out, for the report.
    seed
        Of the random deals that stand in for an enumeration that would be too long.
    """
    cohorts: dict[Part, Cohort] = {"loo": training}
    if independent is not None:
        cohorts["independent"] = independent
    cohorts = {part: cohort.take(natural_order(cohort.samples)) for part, cohort in cohorts.items()}
    columns = _columns(cohorts.values())
    member = np.concatenate([np.full(cohort.n, part == "independent") for part, cohort in cohorts.items()])
    inside = {part: [each.take(member == (part == "independent")) for each in columns] for part in cohorts}
    strata, one_class = _strata(cohorts, inside, _in_order(training, independent, called or {}))
    return Identifiability(
        training=_against_class("loo", cohorts, inside, seed),
        independent=_against_class("independent", cohorts, inside, seed),
        sets=_against_sets(list(cohorts.values()), columns, seed),
        kinds=tuple((column.name, column.kind) for column in columns),
        strata=strata,
        one_class=one_class,
        results=tuple(results),
    )


def _columns(cohorts: Iterable[Cohort]) -> list[ReadColumn]:
    sheets = [cohort.covariates for cohort in cohorts]
    names = list(dict.fromkeys(name for sheet in sheets for name in sheet.columns))
    return [
        read_column(pd.Series([cell for sheet in sheets for cell in _cells(sheet, name)], name=name)) for name in names
    ]


def _cells(sheet: pd.DataFrame, name: object) -> list[object]:
    return list(sheet[name]) if name in sheet.columns else [None] * len(sheet)


def _against_class(
    part: Part, cohorts: Mapping[Part, Cohort], columns: Mapping[Part, Sequence[ReadColumn]], seed: int
) -> tuple[Relation, ...]:
    if part not in cohorts:
        return ()
    cohort = cohorts[part]
    if len(set(cohort.positive.tolist())) == 1:  # an independent set may have one class only
        return ()
    units = units_of(cohort.positive, cohort.persons)
    found: list[Relation] = []
    for column in columns[part]:
        stream = named_stream(seed, "identifiability", part, column.name)
        gaps = of_gaps(column, cohort.positive, cohort.persons, units)
        found += [of_values(column, cohort.positive, cohort.persons, units, stream)]
        found += [] if gaps is None else [gaps]
    return judged([*found, of_order(units)])


def _against_sets(cohorts: Sequence[Cohort], columns: Sequence[ReadColumn], seed: int) -> tuple[Relation, ...]:
    if len(cohorts) == 1:
        return ()
    training, independent = cohorts
    second = np.repeat([False, True], [training.n, independent.n])
    persons = np.concatenate([training.persons, independent.persons + training.n_persons])  # nobody is in both sets
    units = units_of(second, persons)
    labels = (training.labels.negative, training.labels.positive)
    found = [of_class(np.concatenate([training.positive, independent.positive]), labels, units)]
    for column in columns:
        stream = named_stream(seed, "identifiability", "sets", column.name)
        gaps = of_gaps(column, second, persons, units)
        found += [of_values(column, second, persons, units, stream)]
        found += [] if gaps is None else [gaps]
    return judged(found)


def judged(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """Return the relations with Holm's correction over all of them that could be asked, and the verdict `near`."""
    asked = sorted((relation.p, i) for i, relation in enumerate(relations) if not math.isnan(relation.p))
    corrected: dict[int, float] = {}
    largest = 0.0
    for place, (p, i) in enumerate(asked):
        largest = max(largest, min(1.0, p * (len(asked) - place)))
        corrected[i] = largest
    found = []
    for i, relation in enumerate(relations):
        p_holm = corrected.get(i, math.nan)
        near = relation.verdict == "none" and p_holm <= NEAR_P and relation.share >= NEAR_SHARE
        found.append(dataclasses.replace(relation, p_holm=p_holm, verdict="near" if near else relation.verdict))
    return tuple(found)


def _in_order(training: Cohort, independent: Cohort | None, called: Called) -> Called:
    """Return the calls in the natural order of the samples."""
    orders = {"loo": natural_order(training.samples)}
    if independent is not None:
        orders["independent"] = natural_order(independent.samples)
    return {part: {model: calls[orders[part]] for model, calls in models.items()} for part, models in called.items()}


def _strata(
    cohorts: Mapping[Part, Cohort], columns: Mapping[Part, Sequence[ReadColumn]], called: Called
) -> tuple[pd.DataFrame, tuple[tuple[str, int], ...]]:
    tables, one_class = [], []
    for part, cohort in cohorts.items():
        rows, alone = strata_of(part, cohort, columns[part], called.get(part, {}))
        one_class.append((str(part), alone))
        if not rows.empty:
            tables.append(rows)
    empty = pd.DataFrame(columns=[column.name for column in STRATA_COLUMNS])
    return (pd.concat(tables, ignore_index=True) if tables else empty), tuple(one_class)


RECORD = Method(
    name="confounding",
    title="What else goes with the class",
    room="validation",
    about="Every column of the sample sheet, its gaps and the order of the samples were held against the class.",
    basis=Basis(
        estimand="Whether class and column can be told apart at all.",
        formula=(
            "shares guessed right from the column, p-values exact (Freeman-Halton for categories, Mann-Whitney "
            "for numbers, runs for the order), adjusted by Holm."
        ),
        assumptions=(
            "What the sheet does not record cannot be looked at. A column that coincides with the class cannot "
            "be adjusted for."
        ),
        reference=(
            "Freeman and Halton 1951, doi:10.1093/biomet/38.1-2.141; Wald and Wolfowitz 1940, "
            "doi:10.1214/aoms/1177731909"
        ),
    ),
)
