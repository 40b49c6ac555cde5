"""The column of strengths published before: it must be there and hold numbers, and it is no covariate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from interpret.data.demo import simulate_study
from interpret.data.study import Study
from interpret.errors import SettingsError
from interpret.pipeline import analyse
from interpret.pipeline.published import require_published_column, without_results
from interpret.settings import Settings
from interpret.validation.confounding import aliases_of_class


def naming(column: str) -> Settings:
    return Settings.model_validate({"models": {"voting": {"published": column}}})


@pytest.fixture(scope="module")
def study() -> Study:
    """Return the simulated study with strengths that follow the class, as published strengths may."""
    made = simulate_study(0)

    def with_strengths(cohort):  # noqa: ANN001, ANN202  a cohort
        sheet = cohort.covariates.copy()
        sheet["strength"] = np.where(cohort.positive, 0.9, 0.2) + np.arange(cohort.n) * 1e-3
        sheet["remark"] = "none"
        return replace(cohort, covariates=sheet)

    return replace(made, training=with_strengths(made.training), independent=with_strengths(made.independent))


def test_a_column_that_is_not_there_is_refused_before_anything_runs(study: Study) -> None:
    with pytest.raises(SettingsError, match="no column 'strngth'") as caught:
        analyse(study, naming("strngth"), date=pd.Timestamp("2026-01-02").date())
    message = caught.value.message()
    assert caught.value.exit_status == 2
    assert all(f"{name}" in message for name in study.training.covariates.columns)
    assert "models.voting.published" in message


def test_a_column_of_words_is_refused(study: Study) -> None:
    with pytest.raises(SettingsError, match="'remark' of the sample sheet does not hold numbers"):
        require_published_column(study, naming("remark"))
    require_published_column(study, naming("strength"))
    require_published_column(study, Settings())


def test_without_a_sheet_that_is_said(study: Study) -> None:
    bare = replace(study, training=replace(study.training, covariates=pd.DataFrame()))
    with pytest.raises(SettingsError) as caught:
        require_published_column(bare, naming("strength"))
    assert "a sample sheet with that column" in caught.value.message()


def test_a_result_is_not_asked_whether_it_gives_the_class_away(study: Study) -> None:
    def found(settings: Settings) -> set[str]:
        return {alias.column for alias in aliases_of_class(without_results(study, settings).training)}

    assert "strength" in found(Settings())
    assert "strength" not in found(naming("strength"))
    assert "strength" not in without_results(study, naming("strength")).independent.covariates.columns
