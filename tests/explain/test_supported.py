"""The consensus order and the threshold of the evidence, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.explain.consensus import consensus_rank
from interpret.explain.supported import stably_used, supported


def test_the_median_rank_orders_and_the_mean_breaks_ties() -> None:
    """Medians 2, 2, 3, 1 and means 2, 5/3, 3, 1: the last gene is first, the second before the first."""
    orders = [np.array([2.0, 2.0, 3.0, 1.0]), np.array([2.0, 1.0, 3.0, 1.0]), np.array([2.0, 2.0, 3.0, 1.0])]
    assert consensus_rank(orders).tolist() == [3, 2, 4, 1]


def test_one_source_without_a_gene_does_not_push_it_down() -> None:
    """The first gene leads two sources and the third does not hold it; by mean it would stand behind all others."""
    behind = np.array([500.0, 1.0, 2.0])
    assert consensus_rank([np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0]), behind]).tolist() == [1, 2, 3]


def test_genes_that_tie_in_both_share_their_rank_rounded_up() -> None:
    assert consensus_rank([np.array([1.5, 1.5, 3.0])]).tolist() == [2, 2, 3]


def table(**changed: list[float]) -> pd.DataFrame:
    """Two genes that a model uses steadily, with these columns changed."""
    steady = {
        "mean_abs_shap": [0.3, 0.2],
        "rank_high": [4.0, 100.0],
        "fold_use_share": [1.0, 0.5],
        "fold_sign_share": [1.0, 0.9],
        "fold_rank_high": [5.0, 100.0],
    }
    return pd.DataFrame({"q_value": [0.01, 0.05], **{f"m_{name}": cells for name, cells in (steady | changed).items()}})


def test_genes_at_the_bounds_are_used_steadily() -> None:
    assert stably_used(table(), "m").tolist() == [True, True]


@pytest.mark.parametrize(
    ("column", "cells"),
    [
        ("mean_abs_shap", [0.3, 0.0]),
        ("rank_high", [4.0, 100.5]),
        ("fold_use_share", [1.0, 0.49]),
        ("fold_sign_share", [1.0, 0.89]),
        ("fold_rank_high", [5.0, 101.0]),
    ],
)
def test_each_condition_counts(column: str, cells: list[float]) -> None:
    assert stably_used(table(**{column: cells}), "m").tolist() == [True, False]


def test_what_is_not_known_is_not_held_against_a_gene() -> None:
    unknown = table().drop(columns=["m_fold_sign_share"]).assign(m_fold_rank_high=np.nan)
    assert stably_used(unknown, "m").tolist() == [True, True]


def test_supported_takes_the_test_and_any_one_model() -> None:
    both = table().assign(**{f"n_{name}": table(mean_abs_shap=[0.0, 0.0])[f"m_{name}"] for name in (
        "mean_abs_shap", "rank_high", "fold_use_share", "fold_sign_share", "fold_rank_high",
    )})  # fmt: skip
    assert supported(both, ["m", "n"], 0.05).tolist() == [True, True]
    assert supported(both, ["n"], 0.05).tolist() == [False, False]
    assert supported(both, ["m"], 0.02).tolist() == [True, False]
    assert supported(both.assign(q_value=[np.nan, 0.001]), ["m"], 0.05).tolist() == [False, True], "not tested"
