"""What follows from the scale and from gaps: who is given which genes, and what is said of it."""

from __future__ import annotations

import numpy as np
from guarantees.prepared import COHORTS

from interpret.data.cohort import Cohort
from interpret.data.expression import Scale
from interpret.data.readers.annotation import annotation_frame
from interpret.data.study import Study
from interpret.pipeline.following import following, missing_said, of_models, of_tests
from interpret.report.scale_cautions import scale_cautions
from interpret.settings import Settings
from interpret.stats.prepared_study import prepare_study

MEDIAN = Settings.model_validate({"preparation": {"missing": "median", "most_missing": 0.15}})
USUAL = Settings()


def study_of(cohort: Cohort) -> Study:
    return Study(cohort, None, annotation_frame(cohort.genes), (), "", "")


def on(scale: Scale) -> Study:
    cohort = COHORTS["counts"]
    return study_of(cohort.with_expression(cohort.expression.with_values(cohort.expression.values, scale)))


def test_models_get_complete_genes_or_all_of_them_and_tests_what_is_there() -> None:
    study = study_of(COHORTS["gaps"])
    complete = int((~study.training.expression.incomplete).sum())
    assert of_models(study, USUAL).training.expression.n_genes == complete < 30
    assert of_models(study, MEDIAN) is study
    prepared = prepare_study(study, of_tests(MEDIAN))
    assert prepared.question.cohort.expression.incomplete.any()


def test_what_is_missing_is_counted_named_and_the_other_policy_pointed_out() -> None:
    study = study_of(COHORTS["gaps"])
    (said,) = missing_said(study, USUAL)
    assert "genes that every sample has. That is fewer than half" in said
    assert "[preparation] missing = median" in said
    gaps = np.isnan(study.training.expression.values).sum(axis=1)
    worst = min(zip(-gaps, study.training.samples, strict=True))
    assert f"Most gaps: samples {worst[1]} ({-worst[0]})" in said
    values = study.training.expression.values.copy()
    values[4, :40] = np.nan
    poor = study_of(study.training.with_expression(study.training.expression.with_values(values, Scale.RAW)))
    first, second = missing_said(poor, MEDIAN)
    lacking = np.isnan(values).mean(axis=0)
    dropped = [gene for gene, share in zip(poor.training.genes, lacking, strict=True) if share > 0.15]
    assert f"{len(dropped)} genes that more than 15 % of the training patients lack, as {dropped[0]}" in first
    assert second.startswith("1 sample without more than 50 % of all values: P04.")
    assert missing_said(study_of(COHORTS["counts"]), MEDIAN) == ()


def test_the_primary_test_and_the_cautions_follow_the_scale() -> None:
    keys = {
        Scale.COUNTS: ("voom", "most genes not to differ"),
        Scale.SCALED_COUNTS: ("moderated_t_trend", "How many reads"),
        Scale.RANKS: ("mann_whitney", "no fold change"),
        Scale.Z_SCORES: ("moderated_t", "fold changes are lost"),
    }
    for scale in Scale:
        settings = following(on(scale), USUAL)
        cautions = scale_cautions(on(scale), settings)
        test, said = keys.get(scale, ("moderated_t", ""))
        assert settings.tests.primary == test
        assert [said in caution.text for caution in cautions] == [True] * (scale in keys)
    by_hand = Settings.model_validate({"tests": {"primary": "student"}})
    assert following(on(Scale.COUNTS), by_hand).tests.primary == "student"
    assert "does not know that the variance" in scale_cautions(on(Scale.COUNTS), by_hand)[0].text


def test_samples_in_another_order_are_prepared_alike() -> None:
    for name, cohort in COHORTS.items():
        order = np.random.default_rng(2).permutation(cohort.n)
        settings = Settings.model_validate({"preparation": {"missing": "median", "min_ratio": 1.5, "min_count": 100.0}})
        here, there = (prepare_study(study_of(each), settings) for each in (cohort, cohort.take(order)))
        assert here.preparation.genes == there.preparation.genes, name
        assert here.preparation.more_steps == there.preparation.more_steps
