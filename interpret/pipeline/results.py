"""Columns of the sample sheet that hold results: they must be there, and they are no covariates."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.data.wording import did_you_mean, some
from interpret.errors import SettingsError
from interpret.nouns import PERSON, told
from interpret.settings import Settings
from interpret.stats.design_formula import columns_named

_PUBLISHED = "models.voting.published"


def result_columns(settings: Settings) -> tuple[str, ...]:
    """Return the columns declared to be results, that of published strengths among them."""
    declared = [name for name, column in settings.columns.items() if column.role == "result"]
    published = settings.models.voting.published
    return tuple(dict.fromkeys([*declared, published] if published else declared))


def require_columns(study: Study, settings: Settings) -> None:
    """Refuse settings that name columns which cannot be what they are said to be.

    Raises
    ------
    SettingsError
        A column that the sample sheet has not, a column of published strengths that holds no numbers, or a result in
        the design.
    """
    sheet = study.training.covariates
    for column in settings.columns:
        _require_known(column, sheet, f"columns.{column}, or --result")
    published = settings.models.voting.published
    if published:
        _require_known(published, sheet, _PUBLISHED)
        _require_numbers(published, sheet)
    used = [column for column in result_columns(settings) if column in columns_named(settings.tests.design)]
    if used:
        raise SettingsError(
            f"the design {settings.tests.design!r} adjusts for {some(used)}, which {_is_a_result(used)}",
            wanted="covariates: a result was worked out from the class or the expression and takes the effect away",
            remedy=f"leave {some(used)} out of --design, or do not declare it as a result",
        )


def without_results(study: Study, settings: Settings) -> Study:
    """Return the study whose sample sheet has lost the results.

    A strength, a score or a cluster is worked out from the class or the expression, so that it can follow the class is
    no confounding.
    """
    columns = result_columns(settings)
    if not columns:
        return study
    independent = None if study.independent is None else _without(study.independent, columns)
    return replace(study, training=_without(study.training, columns), independent=independent)


def _is_a_result(columns: list[str]) -> str:
    return "is declared a result" if len(columns) == 1 else "are declared results"


def _require_known(column: str, sheet: pd.DataFrame, where: str) -> None:
    if column in sheet.columns:
        return
    names = [str(name) for name in sheet.columns]
    raise SettingsError(
        told(f"the sample sheet has no column {column!r} beside sample, class and {PERSON}"),
        where=where,
        wanted=f"one of {some(names, 40)}" if names else "a sample sheet with that column (--samples)",
        remedy=did_you_mean(column, names, "correct the name, or leave it out"),
    )


def _require_numbers(column: str, sheet: pd.DataFrame) -> None:
    if not pd.api.types.is_numeric_dtype(sheet[column]) or pd.api.types.is_bool_dtype(sheet[column]):
        raise SettingsError(
            f"the column {column!r} of the sample sheet does not hold numbers alone",
            where=_PUBLISHED,
            wanted="one prediction strength a sample, as a number, or an empty cell",
            remedy="name the column of strengths, or leave it empty",
        )


def _without(cohort: Cohort, columns: tuple[str, ...]) -> Cohort:
    return replace(cohort, covariates=cohort.covariates.drop(columns=list(columns), errors="ignore"))
