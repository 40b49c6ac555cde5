"""The linear model of every gene against limma's lmFit and eBayes, with gaps, covariates and pairs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.stats.comparison import Comparison
from interpret.stats.design import Design, paired, two_groups
from interpret.stats.design_formula import make_design
from interpret.stats.linear_fit import fit_groups, fit_linear
from interpret.stats.two_group.moderated_t import run as moderated_t
from interpret.stats.two_group.student import run as student

GOLDEN = Path(__file__).parents[1] / "reference"
KINDS = ("groups", "batch", "covariates", "pairs")


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    sheet = pd.read_csv(GOLDEN / "designs_sheet.csv").set_index("sample")
    frame = pd.read_csv(GOLDEN / "designs_values.csv").set_index("gene")
    expression = Expression(frame.to_numpy().T, tuple(frame.columns), tuple(frame.index), Scale.LOG2)
    return Cohort(expression, sheet["group"].to_numpy() == 1, Labels("no", "yes"), sheet[["person", "batch", "age"]])


@pytest.fixture(scope="module")
def limma() -> pd.DataFrame:
    return pd.read_csv(GOLDEN / "designs_limma.csv")


def design_of(cohort: Cohort, name: str) -> Design:
    if name == "pairs":
        return make_design(cohort, "~ group", cohort.covariates["person"].to_numpy() - 1)
    return make_design(cohort, {"groups": "~ group", "batch": "~ group + batch"}.get(name, "~ group + batch + age"))


@pytest.mark.parametrize("name", KINDS)
def test_fit_and_moderated_t_equal_limma(cohort: Cohort, limma: pd.DataFrame, name: str) -> None:
    theirs = limma[limma["design"] == name].reset_index(drop=True)
    comparison = Comparison(cohort.expression.values, design_of(cohort, name))
    fit, result = comparison.fit, moderated_t(comparison)
    assert len(set(theirs["df"])) > 1
    assert fit.df.tolist() == theirs["df"].tolist()
    np.testing.assert_allclose(fit.effect, theirs["effect"], rtol=1e-11, atol=1e-13)
    np.testing.assert_allclose(fit.unscaled_sd, theirs["unscaled_sd"], rtol=1e-11)
    np.testing.assert_allclose(np.sqrt(fit.variance), theirs["sigma"], rtol=1e-11)
    np.testing.assert_allclose(fit.mean, theirs["mean"], rtol=1e-12)
    np.testing.assert_allclose(result.statistic, theirs["t"], rtol=1e-9)
    np.testing.assert_allclose(np.log(result.p_value), np.log(theirs["p"]), rtol=1e-8, atol=1e-12)
    np.testing.assert_allclose(result.df, theirs["df_total"], rtol=1e-9)


def test_two_groups_are_the_linear_model_of_two_groups(cohort: Cohort) -> None:
    comparison = Comparison(cohort.expression.values, two_groups(cohort.positive))
    quick, slow = fit_groups(comparison.moments), fit_linear(cohort.expression.values, comparison.design)
    for name in ("effect", "unscaled_sd", "variance", "df", "mean"):
        np.testing.assert_allclose(getattr(quick, name), getattr(slow, name), rtol=1e-11, atol=1e-13)


def test_student_in_pairs_is_the_paired_t_test(cohort: Cohort) -> None:
    from scipy.stats import ttest_rel  # noqa: PLC0415  the reference of this test alone

    complete = ~np.isnan(cohort.expression.values).any(axis=0)
    values = cohort.expression.values[:, complete]
    comparison = Comparison(values, paired(cohort.positive, cohort.covariates["person"].to_numpy() - 1))
    theirs = ttest_rel(values[cohort.positive], values[~cohort.positive])
    ours = student(comparison)
    np.testing.assert_allclose(ours.statistic, theirs.statistic, rtol=1e-11)
    np.testing.assert_allclose(ours.p_value, theirs.pvalue, rtol=1e-10)
    np.testing.assert_allclose(comparison.differences.mean(axis=0), comparison.fit.effect, rtol=1e-11)


def test_a_gene_whose_gaps_leave_no_contrast_is_missing_and_hurts_no_other(cohort: Cohort) -> None:
    values = cohort.expression.values.copy()
    values[~cohort.positive, 3] = np.nan  # one class gone
    values[cohort.covariates["batch"].to_numpy() == "a", 4] = np.nan  # one batch gone: still to be told
    design = design_of(cohort, "batch")
    whole, gone = fit_linear(cohort.expression.values, design), fit_linear(values, design)
    assert np.isnan(gone.effect[3])
    assert gone.df[3] == 0
    assert gone.df[4] == 10 - 3  # ten samples, two batches and the class
    others = [j for j in range(values.shape[1]) if j not in (3, 4)]
    np.testing.assert_allclose(gone.effect[others], whole.effect[others], rtol=1e-13, atol=1e-15)


def test_blocks_of_genes_change_nothing(cohort: Cohort, monkeypatch: pytest.MonkeyPatch) -> None:
    design = design_of(cohort, "covariates")
    whole = fit_linear(cohort.expression.values, design)
    monkeypatch.setattr("interpret.stats.linear_fit.BLOCK", 3 * cohort.n)
    blocks = fit_linear(cohort.expression.values, design)
    np.testing.assert_allclose(blocks.effect, whole.effect, rtol=1e-13)
    np.testing.assert_allclose(blocks.variance, whole.variance, rtol=1e-12)
