"""Prior, moderated t, p-value and log-odds of simulated cases against limma's eBayes: plain, trend and robust."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import FloatArray
from interpret.stats.linear_fit import LinearFit
from interpret.stats.log_odds import log_odds
from interpret.stats.robust_prior import fit_variance_robust
from interpret.stats.squeeze import VariancePrior, fit_variance_prior
from interpret.stats.trend_prior import fit_variance_trend
from interpret.stats.two_group.moderated_t import moderate
from interpret.stats.two_group.protocol import TestResult

GOLDEN = pd.read_csv(Path(__file__).parents[1] / "reference" / "limma_small.csv")
CASES = tuple(GOLDEN["case"].unique())
# limma finds the robust prior's degrees of freedom by a root search that stops at 1e-8 on the scale df / (1 + df).
PRECISION = {"plain": 1e-11, "trend": 1e-11, "robust": 1e-6}
ROOT_SEARCH = 1e-4


def fit_of(case: pd.DataFrame) -> LinearFit:
    columns = (case[name].to_numpy(np.float64, copy=True) for name in ("effect", "unscaled_sd", "variance"))
    return LinearFit(*columns, case["df"].to_numpy(np.int64), case["mean"].to_numpy(np.float64))


def prior_of(fit: LinearFit, kind: str) -> VariancePrior:
    df = fit.df.astype(np.float64)
    if kind == "trend":
        return fit_variance_trend(fit.variance, df, fit.mean)
    return {"plain": fit_variance_prior, "robust": fit_variance_robust}[kind](fit.variance, df)


def same(ours: FloatArray | float, theirs: pd.Series, rtol: float, atol: float = 0.0) -> None:
    np.testing.assert_allclose(np.broadcast_to(ours, theirs.shape), theirs, rtol=rtol, atol=atol)


@pytest.mark.parametrize("kind", ["plain", "trend", "robust"])
@pytest.mark.parametrize("name", CASES)
def test_equals_limma(name: str, kind: str) -> None:
    case = GOLDEN[GOLDEN["case"] == name]
    fit = fit_of(case)
    prior = prior_of(fit, kind)
    rtol = PRECISION[kind]
    same(prior.df, case[f"{kind}_df_prior"], ROOT_SEARCH if kind == "robust" else 1e-9)
    same(prior.variance, case[f"{kind}_s2_prior"], rtol)
    result = moderate(fit, prior)
    same(result.statistic, case[f"{kind}_t"], rtol)
    same(np.log(result.p_value), np.log(case[f"{kind}_p"]), 10.0 * rtol)
    same(log_odds(fit, result), case[f"{kind}_B"], 10.0 * rtol, 1e-11)


def test_the_cases_are_the_hard_ones() -> None:
    robust = GOLDEN["robust_df_prior"]
    assert np.isinf(GOLDEN["plain_df_prior"]).any()
    assert np.isinf(robust).any()
    assert (robust < GOLDEN.groupby("case")["robust_df_prior"].transform("max") / 10.0).any()
    assert GOLDEN["variance"].isna().any()
    assert (GOLDEN["variance"] == 0.0).any()
    assert GOLDEN.groupby("case")["df"].nunique().max() > 3


def test_log_odds_grow_with_the_statistic_and_are_missing_where_it_is() -> None:
    fit = fit_of(GOLDEN[GOLDEN["case"] == "outliers"])
    fit.effect[3] = np.nan
    result = moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(np.float64)))
    odds = log_odds(LinearFit(fit.effect, np.full(60, 0.3), fit.variance, fit.df, fit.mean), result)
    order = np.argsort(np.abs(result.statistic))[:-1]  # the missing one sorts last
    assert (np.diff(odds[order]) > 0.0).all()
    assert np.isnan(odds[3])
    assert np.isfinite(odds).sum() == 59


@pytest.mark.parametrize("kind", ["plain", "robust"])
def test_order_of_genes_changes_no_bit_of_the_log_odds(kind: str) -> None:
    case = GOLDEN[GOLDEN["case"] == "missing values"]
    fit = fit_of(case)
    odds = log_odds(fit, moderate(fit, prior_of(fit, kind)))
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(len(case))
        shuffled = fit_of(case.iloc[order])
        np.testing.assert_array_equal(log_odds(shuffled, moderate(shuffled, prior_of(shuffled, kind))), odds[order])


def test_p_values_too_small_for_a_number_still_have_log_odds() -> None:
    case = GOLDEN[GOLDEN["case"] == "missing values, one variance for all"]
    fit = fit_of(case)
    fit.effect[:5] = [80.0, -90.0, 100.0, 110.0, -120.0]
    result = moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(np.float64)))
    assert (result.p_value[:5] == 0.0).sum() >= 3
    odds = log_odds(fit, result)
    assert np.isfinite(odds).all()
    assert set(np.argsort(-odds)[:5]) == set(range(5))


def test_an_ordinary_test_has_no_log_odds() -> None:
    fit = fit_of(GOLDEN[GOLDEN["case"] == "five genes"])
    with pytest.raises(ValueError, match="no prior"):
        log_odds(fit, TestResult(np.zeros(5), np.ones(5), np.full(5, 36.0), np.ones(5)))
