"""Counts from the file to the gene table: Bottomly against edgeR and limma, and what a table of counts holds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from stats import counts_simulated as simulated

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.errors import SettingsError
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.prep.tmm import TmmReference, normalised_libraries
from interpret.settings import PreparationSettings, Settings
from interpret.stats.counted import counts_behind
from interpret.stats.differential import Differential, differential_expression, differential_steps
from interpret.stats.other_preparations import other_preparations
from interpret.stats.prepared_study import PreparedStudy, prepare_study
from interpret.stats.primary import primary
from interpret.stats.primary_of_scale import fitted_to_scale

COLUMNS = {
    "effect": "logFC",
    "ci_low": "ci_low",
    "ci_high": "ci_high",
    "mean": "ave_expr",
    "statistic": "t",
    "p_value": "p",
    "q_value": "bh",
    "log_odds": "B",
}
FEW = {"tests": {"maxt_permutations": 100, "deseq2": "no"}}


def asked(cohort: Cohort, independent: Cohort | None = None, **groups: dict[str, object]) -> tuple[Study, Settings]:
    annotation = pd.DataFrame({"gene": list(cohort.genes), "symbol": "", "description": ""})
    settings = Settings.model_validate({**FEW, **groups})
    settings = settings.model_copy(update={"tests": fitted_to_scale(settings.tests, cohort)})
    return Study(cohort, independent, annotation, (), layout="none", title="counts"), settings


def table_of(study: Study, settings: Settings) -> tuple[PreparedStudy, Differential]:
    prepared = prepare_study(study, settings)
    stream = np.random.SeedSequence(1)
    question, there = prepared.question, prepared.independent_question
    return prepared, differential_expression(question, study.annotation, there, settings.tests, stream)


def close(found: FloatArray, wanted: FloatArray, column: str) -> None:
    if column in {"p_value", "q_value"}:
        found, wanted = np.log(found), np.log(wanted)
    np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-9 if column == "log_odds" else 0, err_msg=column)


@pytest.fixture(scope="module")
def bottomly(shared: Path) -> Cohort:
    folder = shared / "data" / "bottomly"
    counts = pd.read_csv(folder / "bottomly_count_table.tsv", sep="\t", index_col=0)
    sheet = pd.read_csv(folder / "bottomly_phenodata.tsv", sep=r"\s+", index_col=0).loc[list(counts.columns)]
    values = counts.to_numpy(dtype=np.float64).T
    expression = Expression(values, tuple(counts.columns), tuple(counts.index), Scale.COUNTS)
    batch = pd.DataFrame({"batch": "b" + sheet["experiment.number"].astype(str)})
    return Cohort(expression, (sheet["strain"] == "DBA/2J").to_numpy(), Labels("C57BL/6J", "DBA/2J"), batch)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("design", "prefix", "called"), [("~ group", "voom_", 844), ("~ group + batch", "voom_batch_", 1587)]
)
def test_bottomly_is_that_of_limma(bottomly: Cohort, shared: Path, design: str, prefix: str, called: int) -> None:
    study, settings = asked(bottomly, tests={"maxt_permutations": 100, "design": design, "deseq2": "no"})
    assert settings.tests.primary == "voom"
    prepared, found = table_of(study, settings)
    reference = shared / "reference" / "bottomly"
    wanted = pd.read_csv(reference / "voom_limma.csv", index_col="gene")
    frame = found.table.frame.set_index("gene").loc[wanted.index]
    assert len(frame) == len(found.table.frame) == 8413
    for ours, theirs in COLUMNS.items():
        close(frame[ours].to_numpy(), wanted[prefix + theirs].to_numpy(), ours)
    assert int((frame["q_value"] <= 0.05).sum()) == called
    if design == "~ group":
        close(frame["moderated_t_trend_p"].to_numpy(), wanted["trend_p"].to_numpy(), "p_value")
        assert int((frame["moderated_t_trend_q"] <= 0.05).sum()) == 893
    tmm = pd.read_csv(reference / "tmm.csv", index_col="sample")
    learnt = prepared.preparation.counts
    assert isinstance(learnt, TmmReference)
    libraries = normalised_libraries(learnt, bottomly.expression)
    assert libraries.counted.tolist() == tmm["lib_size"].tolist()
    np.testing.assert_allclose(libraries.factor, tmm["tmm_factor"], rtol=1e-8)
    logged = pd.read_csv(reference / "logcpm_first500.csv", index_col="gene")
    values = apply_preparation(prepared.preparation, bottomly.expression).named(list(logged.index)).values
    np.testing.assert_allclose(values.T, logged.to_numpy(), atol=1e-8)


@pytest.fixture(scope="module")
def small() -> Cohort:
    covariates = pd.DataFrame({"batch": [f"b{i}" for i in simulated.table("libraries")["batch"]]})
    covariates.index = pd.Index(simulated.read().samples)
    return Cohort(simulated.read(), simulated.positive(), Labels("control", "case"), covariates)


def test_the_table_of_counts_is_led_by_voom(small: Cohort) -> None:
    study, settings = asked(small)
    _, found = table_of(study, settings)
    frame, wanted = found.table.frame.set_index("gene"), simulated.table("voom")
    frame = frame.loc[wanted.index]
    names = {"statistic": "t", "p_value": "p", "q_value": "q"}
    for column in COLUMNS:
        close(frame[column].to_numpy(), wanted[f"groups_{names.get(column, column)}"].to_numpy(), column)
    assert frame["voom_p"].tolist() == frame["p_value"].tolist()
    assert set(frame["effect_unit"]) == {"log2 fold change"}
    assert found.diagnostics.counts_trend is not None
    assert found.diagnostics.counts_trend.level.size == len(frame)
    assert "voom t-test" not in found.diagnostics.agreement.to_string()
    assert (frame["moderated_t_trend_p"] != frame["p_value"]).all()


def test_the_steps_are_those_that_are_told(small: Cohort) -> None:
    study, settings = asked(small)
    question = prepare_study(study, settings).question
    plain = differential_steps(question.design, settings.tests)
    assert differential_steps(question.design, settings.tests, counted=9) == plain + 1


def test_the_independent_set_is_normalised_against_the_training_patient_and_weighed_by_itself(small: Cohort) -> None:
    rows = np.array([0, 1, 2, 3, 9, 10, 11, 12])
    others = small.take(np.setdiff1d(np.arange(16), rows))
    study, settings = asked(small.take(rows), others)
    prepared, found = table_of(study, settings)
    there = prepared.independent_question
    assert there is not None
    assert there.counts is not None
    learnt = prepared.preparation.counts
    assert isinstance(learnt, TmmReference)
    by_name = others.take(np.argsort(others.samples)).expression
    assert there.counts.library.tolist() == normalised_libraries(learnt, by_name).effective.tolist()
    known = found.table.frame["independent_p"].notna()
    assert known.sum() > 100
    both = found.table.frame.loc[known, ["effect", "independent_effect"]]
    assert both.corr().iloc[0, 1] > 0.5


def test_other_limits_of_the_filter_are_tried(small: Cohort) -> None:
    study, settings = asked(small)
    found = {each.choice: len(each.genes) for each in other_preparations(small, study.annotation, settings)}
    assert found["a count of 5 or more"] > found["a count of 20 or more"]


def test_voom_is_for_counts_alone(small: Cohort) -> None:
    scaled = small.with_expression(small.expression.with_values(small.expression.values + 0.5, Scale.SCALED_COUNTS))
    study, settings = asked(scaled)
    assert settings.tests.primary == "moderated_t_trend"
    prepared = prepare_study(study, settings)
    assert prepared.question.counts is None
    named = settings.tests.model_copy(update={"primary": "voom"})
    with pytest.raises(SettingsError, match="'voom' cannot be the primary test"):
        primary(named, prepared.question.design)
    assert primary(named, prepared.question.design, counted=True).name == "voom"


def test_what_is_missing_in_the_question_is_missing_in_its_counts(small: Cohort) -> None:
    preparation = learn_preparation(small.expression, PreparationSettings(), small.smaller_class)
    prepared = small.with_expression(apply_preparation(preparation, small.expression))
    values = prepared.expression.values.copy()
    values[3, 5] = np.nan
    gap = prepared.with_expression(prepared.expression.with_values(values, Scale.LOG_CPM))
    found = counts_behind(gap.take(np.arange(2, 9)), small.expression, preparation)
    assert found is not None
    assert np.argwhere(np.isnan(found.values)).tolist() == [[1, 5]]
    assert found.library.shape == (7,)
