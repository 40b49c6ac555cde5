"""Ranks, their bootstrap range, and the direction of a gene."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.explain.attribution import Attribution
from interpret.explain.stability import STABILITY_COLUMNS, agreement, ranks, shap_stability
from interpret.explain.unstable import FARTHEST_RANK, unstable
from interpret.models.kinds.random_forest import RandomForest
from interpret.settings import ForestSettings, PreparationSettings


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


def named(plain: Attribution, **changes: Any) -> Attribution:
    """The attribution with some of its parts replaced."""
    names = ("values", "used", "expression", "baseline", "output", "genes", "samples", "model_ids", "unit")
    return Attribution(**{name: changes.get(name, getattr(plain, name)) for name in names})


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


def test_range_of_the_mean_is_that_of_the_bootstrap_and_holds_the_mean() -> None:
    values = np.random.default_rng(2).normal(size=(30, 5)) * np.array([1.0, 2.0, 3.0, 4.0, 0.1])
    table = shap_stability(attribution(values), np.random.SeedSequence(1), resamples=4000).set_index("gene")
    for j in range(5):
        row, sizes = table.loc[f"G{j}"], np.abs(values[:, j])
        error = sizes.std() / np.sqrt(30)
        assert row["mean_abs_low"] < row["mean_abs_shap"] < row["mean_abs_high"]
        assert row["mean_abs_low"] == pytest.approx(sizes.mean() - 1.96 * error, abs=0.25 * error)
        assert row["mean_abs_high"] == pytest.approx(sizes.mean() + 1.96 * error, abs=0.25 * error)


def test_samples_of_one_person_are_drawn_together() -> None:
    once = np.random.default_rng(3).normal(size=(12, 4))
    twice = np.repeat(once, 2, axis=0)
    names = tuple(f"P{i // 2:02d}{'ab'[i % 2]}" for i in range(24))
    doubled = named(attribution(twice), samples=names)
    stream = np.random.SeedSequence(5)
    whole = shap_stability(attribution(once), stream)
    kept = shap_stability(doubled, stream, persons=np.arange(24) // 2)
    pd.testing.assert_frame_equal(whole, kept, rtol=1e-12)
    apart = shap_stability(doubled, stream)
    width = (kept["mean_abs_high"] - kept["mean_abs_low"]).to_numpy()
    assert ((apart["mean_abs_high"] - apart["mean_abs_low"]).to_numpy() < width).all(), "too narrow, as it should be"
    shuffled = np.random.default_rng(1).permutation(24)
    mixed = named(
        doubled,
        values=twice[shuffled],
        used=doubled.used[shuffled],
        expression=doubled.expression[shuffled],
        samples=tuple(names[i] for i in shuffled),
    )
    numbers = np.array([7, 3, 11, 0, 5, 1, 9, 2, 8, 4, 10, 6])[shuffled // 2]  # persons numbered in another way
    pd.testing.assert_frame_equal(kept, shap_stability(mixed, stream, persons=numbers), check_exact=True)


def test_agreement_counts_models_that_use_the_gene_and_those_of_the_majority() -> None:
    direction = np.array([[1, 1, 0], [1, -1, 0], [-1, -1, 0], [1, 0, 0]])
    used = np.array([[True, True, False], [True, True, False], [True, True, False], [True, False, False]])
    share_used, share_same = agreement(direction, used)
    assert share_used.tolist() == [1.0, 0.75, 0.0]
    assert share_same[:2].tolist() == [0.75, pytest.approx(2 / 3)]
    assert np.isnan(share_same[2])


def test_fold_models_are_counted_once_and_ranked_each(small_cohort: Cohort) -> None:
    learner = RandomForest(ForestSettings(trees=50), PreparationSettings())
    models = [learner.fit(small_cohort.without(i), np.random.SeedSequence(i)) for i in range(3)]
    genes = tuple(gene for gene in small_cohort.genes if any(gene in model.genes for model in models))
    values = np.random.default_rng(1).normal(size=(6, len(genes)))
    known = named(attribution(values), genes=genes)
    stream = np.random.SeedSequence(2)
    table = shap_stability(known, stream, folds=models).set_index("gene")
    again = shap_stability(known, stream, folds=[models[i] for i in (2, 0, 0, 1, 2)]).set_index("gene")
    pd.testing.assert_frame_equal(table, again, check_exact=True)
    assert (table.loc[["G00", "G01", "G02", "G03"], "fold_rank_high"] < 15).all()
    assert (table["fold_rank_low"] <= table["fold_rank_high"]).all()
    assert (table.loc[["G00", "G01", "G02", "G03"], ["fold_use_share", "fold_sign_share"]] == 1.0).all(axis=None)
    for gene in genes:
        assert table.loc[gene, "fold_use_share"] == pytest.approx(np.mean([gene in model.genes for model in models]))
    seldom = table[table["fold_use_share"] < 0.5]
    assert (seldom["fold_rank_high"] > 20).all(), "a model without the gene puts it last"


def test_models_that_show_nothing_leave_the_columns_over_folds_empty() -> None:
    table = stability(np.ones((4, 2)))
    assert table.filter(like="fold_").isna().all(axis=None)
    assert not unstable(table.iloc[0].to_dict())


STABLE = {"rank_high": FARTHEST_RANK, "fold_rank_high": FARTHEST_RANK, "fold_use_share": 0.5, "fold_sign_share": 0.9}


@pytest.mark.parametrize(
    ("name", "value"),
    [("rank_high", 101.0), ("fold_rank_high", 100.5), ("fold_use_share", 0.49), ("fold_sign_share", 0.89)],
)
def test_one_rule_says_what_is_unstable(name: str, value: float) -> None:
    assert not unstable(STABLE)
    assert unstable({**STABLE, name: value})
    assert not unstable({**STABLE, name: np.nan})
    assert not unstable({key: number for key, number in STABLE.items() if key != name})
