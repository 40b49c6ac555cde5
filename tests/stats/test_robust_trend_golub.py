"""Moderated t (plain, trend, robust, with a covariate) and log-odds of the Golub patients against limma."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from interpret.contracts import BoolArray, FloatArray
from interpret.data.cohort import Cohort
from interpret.stats.comparison import Comparison
from interpret.stats.design import Design, two_groups
from interpret.stats.log_odds import log_odds
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.squeeze import squeeze_variance
from interpret.stats.two_group.moderated_t import MODERATED_T
from interpret.stats.two_group.moderated_t_robust import MODERATED_T_ROBUST
from interpret.stats.two_group.moderated_t_trend import MODERATED_T_TREND
from interpret.stats.two_group.protocol import TestResult

pytestmark = pytest.mark.shared

Everybody = tuple[FloatArray, BoolArray, tuple[str, ...]]
# file, genes called by plain, trend, robust and with the covariate
FILES = [("all72_log2_limma.csv", (986, 980, 983, 1027)), ("all72_no_controls.csv", (984, 977, 979, 1024))]


def assert_equal_test(result: TestResult, statistic: pd.Series, p_value: pd.Series, rtol: float) -> None:
    tiny = statistic.abs().to_numpy() < 1e-6
    assert tiny.mean() < 0.01
    np.testing.assert_allclose(result.statistic[~tiny], statistic[~tiny], rtol=rtol)
    np.testing.assert_allclose(result.statistic[tiny], statistic[tiny], rtol=0.0, atol=1e-12)
    np.testing.assert_allclose(np.log(result.p_value[~tiny]), np.log(p_value[~tiny]), rtol=rtol)
    np.testing.assert_allclose(result.p_value[tiny], p_value[tiny], rtol=0.0, atol=1e-12)


def called(result: TestResult) -> int:
    return int((multipletests(result.p_value, method="fdr_bh")[1] < 0.05).sum())


def values_of(everybody: Everybody, reference: pd.DataFrame) -> tuple[FloatArray, BoolArray]:
    values, positive, genes = everybody
    kept = np.isin(genes, reference["gene"])  # one of the files leaves the control probes out
    assert list(np.array(genes)[kept]) == reference["gene"].tolist()
    return values[:, kept], positive


def test_moderated_t_variance_and_log_odds_of_the_38(golub_log10: tuple[Cohort, Cohort], shared: Path) -> None:
    training = golub_log10[0]
    theirs = pd.read_csv(shared / "reference" / "golub" / "train38_dudoit_log10.csv")
    assert list(training.genes) == theirs["gene"].tolist()
    comparison = Comparison(training.expression.values, two_groups(training.positive))
    result, fit = MODERATED_T.run(comparison), comparison.fit
    assert result.prior is not None
    assert_equal_test(result, theirs["moderated_t"], theirs["moderated_p"], 1e-10)
    squeezed = squeeze_variance(fit.variance, fit.df, result.prior)
    np.testing.assert_allclose(squeezed, theirs["s2_post"], rtol=1e-12)
    np.testing.assert_allclose(log_odds(fit, result), theirs["B"], rtol=1e-9, atol=1e-12)
    assert called(result) == 564


@pytest.mark.parametrize(("file", "counts"), FILES)
def test_plain_trend_and_robust_of_all_72(
    golub_all_varying: Everybody, shared: Path, file: str, counts: tuple[int, ...]
) -> None:
    theirs = pd.read_csv(shared / "reference" / "golub" / file)
    values, positive = values_of(golub_all_varying, theirs)
    comparison = Comparison(values, two_groups(positive))
    tests = (MODERATED_T, MODERATED_T_TREND, MODERATED_T_ROBUST)
    # measured 6e-11, all of it from 15 digits of nearly zero effects; robust promises 1e-4
    for test, prefix, count in zip(tests, ("", "trend_", "robust_"), counts[:3], strict=True):
        result = test.run(comparison)
        assert_equal_test(result, theirs[f"{prefix}t"], theirs[f"{prefix}p"], 1e-9)
        assert called(result) == count
    tiny = theirs["t"].abs() < 1e-6
    np.testing.assert_allclose(comparison.fit.effect[~tiny], theirs["logFC"][~tiny], rtol=1e-9)
    adjusted = benjamini_hochberg(MODERATED_T.run(comparison).p_value)
    np.testing.assert_allclose(np.log(adjusted), np.log(theirs["bh"]), rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize(("file", "counts"), FILES)
def test_adjusted_for_the_collection_of_all_72(
    golub_all_varying: Everybody, shared: Path, file: str, counts: tuple[int, ...]
) -> None:
    theirs = pd.read_csv(shared / "reference" / "golub" / file)
    values, positive = values_of(golub_all_varying, theirs)
    part = (np.arange(72) >= 38).astype(np.int64)
    nuisance = np.column_stack([np.ones(72), part])
    comparison = Comparison(values, Design(positive, nuisance, ("intercept", "part"), "strata", part, "~ group + part"))
    result = MODERATED_T.run(comparison)
    tiny = theirs["batch_t"].abs() < 1e-6
    np.testing.assert_allclose(comparison.fit.effect[~tiny], theirs["batch_logFC"][~tiny], rtol=1e-9)
    assert_equal_test(result, theirs["batch_t"], theirs["batch_p"], 1e-9)
    assert called(result) == counts[3]
