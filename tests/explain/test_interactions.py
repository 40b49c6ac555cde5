"""Pairs of genes: found where they are planted, not shown where effects add up, the same in any order."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from explain.planted_pairs import PLANTED, as_seen, forest, forests, pairs_of, simulate

from interpret.data.cohort import Cohort
from interpret.explain.attribution import Attribution
from interpret.explain.interactions import (
    INTERACTION_COLUMNS,
    PAIRS_LISTED,
    brier_gains,
    find_interactions,
    joined,
    no_interactions,
    simultaneous_low,
)
from interpret.models.forest import FittedForest


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    return simulate("either, not both", 90, 10, 1)


def test_two_genes_of_which_either_but_not_both_counts_are_found(cohort: Cohort) -> None:
    found = pairs_of(cohort, 150)
    assert list(found.table.columns) == [column.name for column in INTERACTION_COLUMNS]
    assert len(found.table) == PAIRS_LISTED
    assert found.held == (("forest", 45),)
    first = found.table.iloc[0]
    assert (first["gene_a"], first["gene_b"]) == PLANTED
    assert first["mean_abs_low"] < first["mean_abs_interaction"] < first["mean_abs_high"]
    assert (first["rank_low"], first["rank"]) == (1.0, 1)
    assert first["brier_gain"] > first["brier_gain_low"] > 0.0
    assert first["fold_use_share"] == first["fold_sign_share"] == 1.0
    assert [tuple(pair) for pair in found.shown()[["gene_a", "gene_b"]].to_numpy()] == [PLANTED]


def test_effects_that_add_up_are_no_pair() -> None:
    found = pairs_of(simulate("odds that add up", 60, 10, 3), 100)
    assert len(found.table) == PAIRS_LISTED
    assert found.shown().empty


def test_order_of_samples_and_genes_changes_nothing(cohort: Cohort) -> None:
    judged = forest(cohort, 60)
    first = find_interactions(
        "forest", forests(judged), as_seen(cohort, judged), cohort.positive, np.random.SeedSequence(1)
    )
    random = np.random.default_rng(2)
    mixed = cohort.with_expression(cohort.expression.take_genes(random.permutation(10))).take(random.permutation(90))
    again = forest(mixed, 60)
    second = find_interactions(
        "forest", forests(again), as_seen(mixed, again), mixed.positive, np.random.SeedSequence(1)
    )
    pd.testing.assert_frame_equal(first.table, second.table, check_exact=True)


def test_the_label_of_a_patient_changes_no_value_of_their_own(cohort: Cohort) -> None:
    """Patients' interaction values come from trees that never drew them; only their loss looks at the label."""
    flipped = replace(cohort, positive=np.where(np.arange(90) == 4, ~cohort.positive, cohort.positive))
    values = []
    for each in (cohort, flipped):
        judged = forest(each, 60)
        own = replace(as_seen(each, judged))
        alone = _one(own, 4)
        found = find_interactions("forest", [forests(judged)[4]], alone, each.positive[[4]], np.random.SeedSequence(1))
        values.append(found.table[["gene_a", "gene_b", "mean_abs_interaction"]])
    pd.testing.assert_frame_equal(*values, check_exact=True)


def _one(seen: Attribution, i: int) -> Attribution:
    return Attribution(
        seen.values[[i]],
        seen.used[[i]],
        seen.expression[[i]],
        seen.baseline[[i]],
        seen.output[[i]],
        seen.genes,
        (seen.samples[i],),
        (seen.model_ids[i],),
        seen.unit,
    )


def test_what_is_lost_without_an_interaction_is_worked_out_in_the_unit_of_the_output() -> None:
    seen = _one(as_seen_by_hand(0.7), 0)
    gain = brier_gains(seen, np.array([True]), np.array([[0.2, -0.4]]), np.array([0]))
    np.testing.assert_allclose(gain, [[0.25 - 0.09, 0.0 - 0.09]])
    odds = replace(seen, output=np.array([1.0]), unit="log-odds")
    gain = brier_gains(odds, np.array([False]), np.array([[1.0]]), np.array([0]))
    np.testing.assert_allclose(gain, [[0.25 - (1 / (1 + np.exp(-1.0))) ** 2]])


def as_seen_by_hand(output: float) -> Attribution:
    nothing = np.zeros((1, 1))
    return Attribution(
        nothing, nothing != 0.0, nothing, np.zeros(1), np.array([output]), ("A",), ("S",), ("id",), "probability"
    )


def test_the_lower_end_allows_for_every_pair() -> None:
    random = np.random.default_rng(1)
    gains = random.normal(size=(80, 400)) + np.where(np.arange(400) == 0, 2.0, 0.0)
    weights = random.multinomial(80, np.full(80, 1 / 80), size=1000) / 80
    low = simultaneous_low(gains, weights)
    alone = np.concatenate([simultaneous_low(gains[:, [j]], weights) for j in range(400)])
    assert low[0] > 0.0
    assert (low[1:] < 0.0).all()
    assert (alone[1:] > 0.0).any(), "one by one, some of 399 pairs of nothing would pass"
    assert simultaneous_low(np.zeros((5, 3)), np.full((10, 5), 0.2)).tolist() == [0.0, 0.0, 0.0]
    assert simultaneous_low(np.zeros((5, 0)), np.full((10, 5), 0.2)).shape == (0,)


def test_samples_of_one_person_are_one_patient(cohort: Cohort) -> None:
    judged = forest(cohort, 60)
    seen, stream = as_seen(cohort, judged), np.random.SeedSequence(1)
    apart = find_interactions("forest", forests(judged), seen, cohort.positive, stream)
    pairs = find_interactions("forest", forests(judged), seen, cohort.positive, stream, np.arange(90) // 2)
    np.testing.assert_array_equal(apart.table["mean_abs_interaction"], pairs.table["mean_abs_interaction"])
    assert not np.array_equal(apart.table["brier_gain_low"], pairs.table["brier_gain_low"])


def test_trees_of_one_gene_hold_no_pair(cohort: Cohort) -> None:
    judged = forest(cohort.with_expression(cohort.expression.take_genes([0])), 50)
    small = cohort.with_expression(cohort.expression.take_genes([0]))
    found = find_interactions(
        "forest", forests(judged), as_seen(small, judged), cohort.positive, np.random.SeedSequence(1)
    )
    assert found.table.empty
    assert found.held == (("forest", 0),)
    assert all(isinstance(model, FittedForest) for model in judged.models)


def test_several_models_stand_under_one_another(cohort: Cohort) -> None:
    found = pairs_of(cohort, 50)
    both = joined([found, found])
    assert len(both.table) == 2 * PAIRS_LISTED
    assert both.held == found.held * 2
    assert joined([]).table.empty
    assert no_interactions().shown().empty
