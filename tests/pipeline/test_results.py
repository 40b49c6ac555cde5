"""Columns declared results: they must be there, published strengths hold numbers, and none is a covariate."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from interpret.data.demo import simulate_study
from interpret.data.study import Study
from interpret.errors import SettingsError
from interpret.pipeline import analyse
from interpret.pipeline.results import require_columns, result_columns, without_results
from interpret.settings import Settings, make_settings
from interpret.validation.identifiability import identify


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
        require_columns(study, naming("remark"))
    require_columns(study, naming("strength"))
    require_columns(study, Settings())


def test_without_a_sheet_that_is_said(study: Study) -> None:
    bare = replace(study, training=replace(study.training, covariates=pd.DataFrame()))
    with pytest.raises(SettingsError) as caught:
        require_columns(bare, naming("strength"))
    assert "a sample sheet with that column" in caught.value.message()


def test_a_result_is_not_asked_whether_it_gives_the_class_away(study: Study) -> None:
    def found(settings: Settings) -> set[str]:
        relations = identify(without_results(study, settings).training).training
        return {relation.column for relation in relations if relation.verdict == "exact"}

    assert "strength" in found(Settings())
    assert "strength" not in found(naming("strength"))
    assert "strength" not in without_results(study, naming("strength")).independent.covariates.columns


def declaring(*columns: str, design: str = "~ group", published: str = "") -> Settings:
    return Settings.model_validate(
        {
            "columns": {column: {"role": "result"} for column in columns},
            "tests": {"design": design},
            "models": {"voting": {"published": published}},
        }
    )


def test_declared_results_and_published_strengths_are_one_list(study: Study) -> None:
    settings = declaring("remark", "strength", published="strength")
    assert result_columns(settings) == ("remark", "strength")
    assert list(without_results(study, settings).training.covariates.columns) == ["batch", "age", "sex"]
    assert without_results(study, Settings()) is study
    covariate = Settings.model_validate({"columns": {"age": {"role": "covariate"}}})
    assert result_columns(covariate) == ()


@pytest.mark.parametrize("role", ["result", "covariate"])
def test_a_column_that_is_not_in_the_sheet_is_refused_with_those_there_are(study: Study, role: str) -> None:
    settings = Settings.model_validate({"columns": {"strenght": {"role": role}}})
    with pytest.raises(SettingsError, match="no column 'strenght'") as caught:
        require_columns(study, settings)
    message = caught.value.message()
    assert "did you mean strength?" in message
    assert all(name in message for name in ("batch", "age", "sex", "remark"))


@pytest.mark.parametrize(
    "design", ["~ group + strength", "~ group + age + log2(strength)", "~ group + bs(strength, 3)"]
)
def test_a_design_with_a_result_is_refused(study: Study, design: str) -> None:
    with pytest.raises(SettingsError, match="adjusts for strength, which is declared a result") as caught:
        require_columns(study, declaring("strength", design=design))
    assert caught.value.exit_status == 2
    require_columns(study, declaring("strength", design="~ group + age"))
    require_columns(study, declaring(design=design))


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"columns\.PS\.role"):
        make_settings({"columns": {"PS": {"role": "outcome"}}})
