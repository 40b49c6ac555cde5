"""Ranks, their bootstrap range, and the direction of a gene."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import FloatArray
from interpret.explain.attribution import Attribution
from interpret.explain.stability import STABILITY_COLUMNS, ranks, shap_stability


def attribution(values: FloatArray, expression: FloatArray | None = None) -> Attribution:
    n, k = values.shape
    return Attribution(
        values=values,
        used=values != 0.0,
        expression=np.zeros((n, k)) if expression is None else expression,
        baseline=np.zeros(n),
        output=values.sum(axis=1),
        genes=tuple(f"G{j}" for j in range(k)),
        samples=tuple(f"P{i:02d}" for i in range(n)),
        model_ids=("id",) * n,
        unit="log-odds",
    )


def stability(values: FloatArray, expression: FloatArray | None = None, seed: int = 1) -> pd.DataFrame:
    return shap_stability(attribution(values, expression), np.random.SeedSequence(seed)).set_index("gene")


def test_ranks_by_mean_absolute_value_and_leaves_out_unused_genes() -> None:
    table = stability(np.array([[1.0, -4.0, 0.0, 0.2], [-2.0, 0.0, 0.0, 0.2]]))
    assert list(table.index) == ["G1", "G0", "G3"]
    np.testing.assert_allclose(table["mean_abs_shap"], [2.0, 1.5, 0.2])
    assert list(table["shap_rank"]) == [1, 2, 3]
    assert (table.reset_index().columns == list(STABILITY_COLUMNS)).all()


def test_ties_share_the_mean_rank_rounded_up() -> None:
    table = stability(np.array([[3.0, 1.0, 1.0, 0.1 + 0.2], [3.0, -1.0, 1.0, 0.3]]))
    assert list(table.loc[["G0", "G1", "G2", "G3"], "shap_rank"]) == [1, 3, 3, 4]


def test_rounding_errors_break_no_tie() -> None:
    assert list(ranks(np.array([[0.1 + 0.2, 0.3, 5.0]]))[0]) == [2.5, 2.5, 1.0]
    assert list(ranks(np.array([[1e-9, 2e-9, 0.0]]))[0]) == [2.0, 1.0, 3.0]
    assert ranks(np.zeros((3, 0))).shape == (3, 0)


def test_range_is_narrow_where_patients_agree_and_wide_where_one_decides() -> None:
    random = np.random.default_rng(4)
    values = np.abs(random.normal(1.0, 0.3, size=(30, 12)))
    values[:, 0] += 9.0
    values[:, 1] = 0.0
    values[7, 1] = 600.0  # largest on average, by one patient alone
    table = stability(values)
    assert table.loc["G1", "shap_rank"] == 1
    assert table.loc["G1", "rank_low"] == 1.0
    assert table.loc["G1", "rank_high"] == 12.0  # 35 % of the resamples have no such patient
    assert table.loc["G0", "rank_low"] == 1.0
    assert table.loc["G0", "rank_high"] == 2.0
    assert (table["rank_low"] <= table["shap_rank"]).all()
    assert (table["rank_high"] >= table["shap_rank"] - 1).all()


def test_range_agrees_with_a_plain_bootstrap() -> None:
    values = np.random.default_rng(6).normal(size=(25, 8)) * np.linspace(1.0, 2.0, 8)
    table = shap_stability(attribution(values), np.random.SeedSequence(1), resamples=4000).set_index("gene")
    random = np.random.default_rng(99)
    drawn = np.array(
        [pd.Series(-np.abs(values[random.integers(25, size=25)]).mean(axis=0)).rank().to_numpy() for _ in range(4000)]
    )
    low, high = np.percentile(drawn, (2.5, 97.5), axis=0)
    assert np.abs(table.loc[[f"G{j}" for j in range(8)], "rank_low"].to_numpy() - low).max() <= 1.0
    assert np.abs(table.loc[[f"G{j}" for j in range(8)], "rank_high"].to_numpy() - high).max() <= 1.0


def test_sign_consistency_counts_patients_who_follow_the_usual_direction() -> None:
    expression = np.array([[1.0, 4.0, 5.0], [2.0, 3.0, 5.0], [3.0, 2.0, 5.0], [10.0, 1.0, 5.0]])  # means 4, 2.5, 5
    values = np.array([[-1.0, -2.0, 1.0], [-1.0, -1.0, 1.0], [1.0, 0.0, 1.0], [5.0, 3.0, 1.0]])
    table = stability(values, expression)
    assert table.loc["G0", "sign_consistency"] == 0.75  # the third is below the mean, yet speaks for the class
    assert table.loc["G1", "sign_consistency"] == 1.0  # falling gene; the patient without a value is not counted
    assert np.isnan(table.loc["G2", "sign_consistency"])


def test_order_of_patients_changes_nothing() -> None:
    random = np.random.default_rng(8)
    values, expression = random.normal(size=(20, 30)), random.normal(size=(20, 30))
    whole = attribution(values, expression)
    order = random.permutation(20)
    shuffled = Attribution(
        values[order],
        whole.used[order],
        expression[order],
        whole.baseline,
        whole.output[order],
        whole.genes,
        tuple(whole.samples[i] for i in order),
        whole.model_ids,
        whole.unit,
    )
    first = shap_stability(whole, np.random.SeedSequence(3))
    pd.testing.assert_frame_equal(first, shap_stability(shuffled, np.random.SeedSequence(3)), check_exact=True)


def test_same_stream_same_range_other_stream_other_range() -> None:
    values = np.random.default_rng(5).normal(size=(20, 200))
    stream = np.random.SeedSequence(3)
    first, second = (shap_stability(attribution(values), stream) for _ in range(2))
    pd.testing.assert_frame_equal(first, second, check_exact=True)
    assert not first.equals(shap_stability(attribution(values), np.random.SeedSequence(4)))


@pytest.mark.parametrize("shape", [(5, 0), (5, 3)])
def test_nothing_used_gives_no_row(shape: tuple[int, int]) -> None:
    assert stability(np.zeros(shape)).empty
