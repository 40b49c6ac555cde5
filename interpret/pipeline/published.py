"""The column of the sample sheet that holds results published before: it must be there, and it is no covariate."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.errors import SettingsError
from interpret.settings import Settings

_WHERE = "models.voting.published"


def require_published_column(study: Study, settings: Settings) -> None:
    """Raise SettingsError where the column named is not in the sample sheet, or holds no numbers."""
    column = settings.models.voting.published
    if not column:
        return
    sheet = study.training.covariates
    if column not in sheet.columns:
        raise SettingsError(
            f"the sample sheet has no column {column!r}",
            where=_WHERE,
            wanted=f"one of {', '.join(str(name) for name in sheet.columns)}"
            if len(sheet.columns)
            else "a sample sheet with that column (--samples)",
            remedy="correct the name, or leave it empty",
        )
    if not pd.api.types.is_numeric_dtype(sheet[column]) or pd.api.types.is_bool_dtype(sheet[column]):
        raise SettingsError(
            f"the column {column!r} of the sample sheet does not hold numbers alone",
            where=_WHERE,
            wanted="one prediction strength a sample, as a number, or an empty cell",
            remedy="name the column of strengths, or leave it empty",
        )


def without_results(study: Study, settings: Settings) -> Study:
    """Return the study whose sample sheet has lost that column.

    A strength is worked out from the class and the expression, so that it can follow the class is no confounding.
    """
    column = settings.models.voting.published
    if not column:
        return study
    independent = None if study.independent is None else _without(study.independent, column)
    return replace(study, training=_without(study.training, column), independent=independent)


def _without(cohort: Cohort, column: str) -> Cohort:
    return replace(cohort, covariates=cohort.covariates.drop(columns=column, errors="ignore"))
