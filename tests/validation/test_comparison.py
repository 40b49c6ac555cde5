"""Every two models on the same patients."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from interpret.validation.comparison import COMPARISON_COLUMNS, JudgedSet, compare

RANDOM = np.random.default_rng(21)
POSITIVE = np.arange(30) >= 18


def chance(skill: float) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-RANDOM.normal(skill * (2.0 * POSITIVE - 1.0), 1.0)))


MODELS = {"first": chance(2.5), "second": chance(0.3), "weighted-voting": chance(1.0), "prevalence": np.full(30, 0.4)}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    half = JudgedSet("independent", POSITIVE[:20], np.arange(20), {name: each[:20] for name, each in MODELS.items()})
    return compare([JudgedSet("loo", POSITIVE, np.arange(30), MODELS), half])


def test_every_pair_of_a_set_stands_once_and_the_first_model_in_front(frame: pd.DataFrame) -> None:
    assert list(frame.columns) == [column.name for column in COMPARISON_COLUMNS]
    assert len(frame) == 2 * 6
    left_out = frame[frame["set"] == "loo"]
    assert list(left_out["model_a"]) == ["first"] * 3 + ["second"] * 2 + ["weighted-voting"]
    assert list(frame["n"]) == [30] * 6 + [20] * 6


def test_the_four_counts_are_those_of_the_calls(frame: pd.DataFrame) -> None:
    row = frame.iloc[0]
    a, b = ((MODELS[name] > 0.5) == POSITIVE for name in ("first", "second"))
    counted = [row[name] for name in ("both_right", "only_a_right", "only_b_right", "both_wrong")]
    assert counted == [(a & b).sum(), (a & ~b).sum(), (~a & b).sum(), (~a & ~b).sum()]
    assert row["mcnemar_p"] == pytest.approx(stats.binomtest(counted[1], counted[1] + counted[2]).pvalue)


def test_shares_of_votes_are_compared_by_their_calls_alone(frame: pd.DataFrame) -> None:
    votes = (frame["model_a"] == "weighted-voting") | (frame["model_b"] == "weighted-voting")
    numbers = ["brier_difference", "ci_low", "ci_high", "brier_p", "brier_p_holm", "brier_p_holm_all"]
    assert frame.loc[votes, numbers].isna().all(axis=None)
    assert frame["mcnemar_p"].notna().all()
    row = frame.iloc[0]
    brier = [((MODELS[name] - POSITIVE) ** 2).mean() for name in ("first", "second")]
    assert row["brier_difference"] == pytest.approx(brier[0] - brier[1])
    assert row["ci_low"] < row["brier_difference"] < row["ci_high"]


@pytest.mark.parametrize("measure", ["mcnemar_p", "brier_p"])
def test_each_set_and_measure_is_a_family_of_its_own(frame: pd.DataFrame, measure: str) -> None:
    for part in ("loo", "independent"):
        rows = frame[frame["set"] == part]
        tested = rows[rows[measure].notna()]
        expected = multipletests(tested[measure], method="holm")[1]
        np.testing.assert_allclose(tested[f"{measure}_holm_all"], expected, rtol=1e-12)
        first = tested[tested["model_a"] == "first"]
        np.testing.assert_allclose(first[f"{measure}_holm"], multipletests(first[measure], method="holm")[1])
        assert rows.loc[rows["model_a"] != "first", f"{measure}_holm"].isna().all()
        assert (first[f"{measure}_holm"] <= first[f"{measure}_holm_all"] + 1e-15).all()


def test_one_model_has_nothing_to_be_compared_with() -> None:
    alone = compare([JudgedSet("loo", POSITIVE, np.arange(30), {"first": MODELS["first"]})])
    assert alone.empty
    assert list(alone.columns) == [column.name for column in COMPARISON_COLUMNS]
    assert compare([]).empty


def test_samples_of_one_person_count_together() -> None:
    two = {name: MODELS[name] for name in ("first", "second")}
    apart = compare([JudgedSet("loo", POSITIVE, np.arange(30), two)]).iloc[0]
    together = compare([JudgedSet("loo", POSITIVE, np.arange(30) // 3, two)]).iloc[0]
    assert together["brier_difference"] == pytest.approx(apart["brier_difference"])
    assert together["mcnemar_p"] > apart["mcnemar_p"]
    assert together["n"] == 30
