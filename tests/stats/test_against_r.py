"""Every number of the tests against R: limma, t.test, wilcox.test, p.adjust, multtest on the Golub patients."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Scale
from interpret.settings import TestSettings
from interpret.stats.comparison import Comparison
from interpret.stats.design import two_groups
from interpret.stats.differential import differential_expression
from interpret.stats.gene_table import GeneTable
from interpret.stats.question import pose_question

pytestmark = pytest.mark.shared

LOG10_OF_2 = np.log10(2.0)
NO_ANNOTATION = pd.DataFrame({"gene": [], "symbol": [], "description": []}, dtype=str)


def table(cohort: Cohort) -> GeneTable:
    question = pose_question(cohort, NO_ANNOTATION, TestSettings())
    stream = np.random.SeedSequence(20021)
    return differential_expression(question, NO_ANNOTATION, None, TestSettings(), stream).table


@pytest.fixture(scope="module")
def ours(golub_log10: tuple[Cohort, Cohort]) -> GeneTable:
    return table(golub_log10[0])


@pytest.fixture(scope="module")
def theirs(shared: Path, ours: GeneTable) -> pd.DataFrame:
    frame = pd.read_csv(shared / "reference" / "golub" / "train38_dudoit_log10.csv")
    assert list(frame["gene"]) == list(ours.frame["gene"])
    return frame


@pytest.fixture(scope="module")
def summary(shared: Path) -> dict[str, dict[str, float]]:
    return json.loads((shared / "reference" / "golub" / "summary.json").read_text())


def assert_same_p(ours: pd.Series, theirs: pd.Series, near_zero: pd.Series) -> None:
    """Hold the logarithms to 1e-8 relative, and to 1e-12 absolute where the statistic is next to nothing."""
    p, q = ours.to_numpy(), theirs.to_numpy()
    certain = near_zero.to_numpy() | (q == 1.0)
    np.testing.assert_allclose(np.log(p[~certain]), np.log(q[~certain]), rtol=1e-8, atol=0.0)
    np.testing.assert_allclose(p[certain], q[certain], rtol=0.0, atol=1e-12)
    assert (~certain).mean() > 0.9


@pytest.mark.parametrize(
    ("test", "statistic", "p"),
    [
        ("moderated_t", "moderated_t", "moderated_p"),
        ("welch", "welch_t", "welch_p"),
        ("student", "student_t", "student_p"),
    ],
)
def test_statistic_and_p_value_equal_r(
    ours: GeneTable, theirs: pd.DataFrame, test: str, statistic: str, p: str
) -> None:
    np.testing.assert_allclose(ours.frame[f"{test}_statistic"], theirs[statistic], rtol=1e-10, atol=1e-13)
    assert_same_p(ours.frame[f"{test}_p"], theirs[p], theirs[statistic].abs() < 1e-6)


def test_welch_degrees_of_freedom_equal_r(golub_log10: tuple[Cohort, Cohort], theirs: pd.DataFrame) -> None:
    from interpret.stats.two_group.welch import run  # noqa: PLC0415  the table does not carry them

    cohort = golub_log10[0]
    df = run(Comparison(cohort.expression.values, two_groups(cohort.positive))).df
    np.testing.assert_allclose(df, theirs["welch_df"], rtol=1e-11)


def test_effect_and_interval_equal_limma(ours: GeneTable, theirs: pd.DataFrame) -> None:
    frame = ours.frame
    assert set(frame["effect_unit"]) == {"log2 fold change"}
    for column, reference in (("effect", "logFC"), ("ci_low", "ci_low"), ("ci_high", "ci_high")):
        np.testing.assert_allclose(frame[column] * LOG10_OF_2, theirs[reference], rtol=1e-11, atol=1e-13)
    mean = (frame["mean_negative"] * 27 + frame["mean_positive"] * 11) / 38
    np.testing.assert_allclose(mean, theirs["ave_expr"], rtol=1e-12)
    se = np.sqrt(theirs["s2_post"] * (1 / 27 + 1 / 11)) / LOG10_OF_2
    np.testing.assert_allclose(frame["se"], se, rtol=1e-11)


def test_auc_is_wilcoxons_share_of_pairs(ours: GeneTable, theirs: pd.DataFrame) -> None:
    np.testing.assert_allclose(ours.frame["auc"], theirs["wilcoxon_w"] / (11 * 27), rtol=1e-14)


def test_false_discovery_rates_equal_r(ours: GeneTable, theirs: pd.DataFrame, summary: dict) -> None:
    np.testing.assert_allclose(ours.frame["q_value"], theirs["moderated_bh"], rtol=1e-10)
    np.testing.assert_allclose(ours.frame["welch_q"], theirs["welch_bh"], rtol=1e-10)
    assert len(ours.called(0.05)) == summary["train38"]["moderated_bh_05"] == 564
    assert int((ours.frame["welch_q"] <= 0.05).sum()) == summary["train38"]["welch_bh_05"] == 608


def test_prior_equals_limma(ours: GeneTable, summary: dict) -> None:
    assert ours.df_prior == pytest.approx(7.501891308459, rel=1e-12)
    assert ours.s2_prior == pytest.approx(summary["train38"]["s2_prior"], rel=1e-12)
    df_total = 36 + ours.df_prior
    np.testing.assert_allclose(ours.frame["df"], df_total, rtol=1e-15)


def test_without_control_probes_on_log2_equals_limma(
    golub_log10: tuple[Cohort, Cohort], shared: Path, summary: dict
) -> None:
    expression = golub_log10[0].expression
    keep = [j for j, gene in enumerate(expression.genes) if not gene.startswith("AFFX")]
    log2 = expression.with_values(np.log2(10.0**expression.values), Scale.LOG2).take_genes(keep)
    ours = table(golub_log10[0].with_expression(log2))
    theirs = pd.read_csv(shared / "reference" / "golub" / "train38_no_controls.csv")
    assert list(theirs["gene"]) == list(ours.frame["gene"])
    assert ours.df_prior == pytest.approx(7.606259933396, rel=1e-12)
    assert ours.s2_prior * LOG10_OF_2**2 == pytest.approx(summary["train38_no_controls"]["s2_prior"], rel=1e-12)
    assert len(ours.called(0.05)) == 561
    assert_same_p(ours.frame["p_value"], theirs["moderated_p"], theirs["moderated_t"].abs() < 1e-6)
    np.testing.assert_allclose(ours.frame["q_value"], theirs["moderated_bh"], rtol=1e-10)
    np.testing.assert_allclose(ours.frame["effect"] * LOG10_OF_2, theirs["logFC"], rtol=1e-10, atol=1e-13)


def test_all_72_patients_with_a_weak_prior_equal_limma(
    shared: Path, golub_all_varying: tuple[FloatArray, np.ndarray, tuple[str, ...]]
) -> None:
    from interpret.stats.two_group.moderated_t import run  # noqa: PLC0415  no table is made here

    values, positive, genes = golub_all_varying
    theirs = pd.read_csv(shared / "reference" / "golub" / "all72_log2_limma.csv")
    assert list(theirs["gene"]) == list(genes)
    result = run(Comparison(values, two_groups(positive)))
    assert result.prior is not None
    assert result.prior.df == pytest.approx(1.248924431559, rel=1e-11)
    np.testing.assert_allclose(result.statistic, theirs["t"], rtol=1e-9, atol=1e-12)
    assert_same_p(pd.Series(result.p_value), theirs["p"], theirs["t"].abs() < 1e-6)


def assert_same_maxt(ours: np.ndarray, theirs: np.ndarray, permutations: int) -> None:
    """Hold both to 4 standard errors of the difference of two Monte-Carlo estimates, and the count likewise."""
    share = np.sqrt(1 / permutations + 1 / 100_000)
    error = np.sqrt(np.maximum(theirs * (1.0 - theirs), 1e-4)) * share
    assert float((np.abs(ours - theirs) / error).max()) < 4.0
    at_bound = 4.0 * np.sqrt(0.05 * 0.95) * share
    fewest, most = (theirs <= 0.05 - at_bound).sum(), (theirs <= 0.05 + at_bound).sum()
    assert fewest <= (ours <= 0.05).sum() <= most


def test_maxt_equals_multtest_within_monte_carlo_error(ours: GeneTable, shared: Path) -> None:
    theirs = pd.read_csv(shared / "reference" / "golub" / "train38_westfall_young_maxT_100000.csv")
    np.testing.assert_allclose(ours.frame["maxt_statistic"], theirs["welch_t"], rtol=1e-10, atol=1e-13)
    assert_same_maxt(ours.frame["maxt_p"].to_numpy(), theirs["maxt_adj_p"].to_numpy(), 10_000)
