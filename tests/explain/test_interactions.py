"""Pairs of genes: found where they are planted, not shown where effects add up, the same in any order."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from explain.planted_pairs import PLANTED, as_seen, forest, pairs_of, simulate

from interpret.data.cohort import Cohort
from interpret.explain.attribution import Attribution, Unit
from interpret.explain.interactions import (
    INTERACTION_COLUMNS,
    PAIRS_LISTED,
    Interactions,
    brier_gains,
    find_interactions,
    joined,
    no_interactions,
    simultaneous_low,
)
from interpret.models.learner import HeldOut


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


def found_by(judged: HeldOut, cohort: Cohort) -> Interactions:
    found = find_interactions("forest", judged.fitted, as_seen(cohort, judged), cohort, np.random.SeedSequence(1))
    assert found is not None
    return found


def test_order_of_samples_and_genes_changes_nothing(cohort: Cohort) -> None:
    random = np.random.default_rng(2)
    mixed = cohort.with_expression(cohort.expression.take_genes(random.permutation(10))).take(random.permutation(90))
    first, second = (found_by(forest(each, 60), each).table for each in (cohort, mixed))
    pd.testing.assert_frame_equal(first, second, check_exact=True)


def test_the_label_of_a_patient_changes_no_value_of_their_own(cohort: Cohort) -> None:
    """Patients' interaction values come from trees that never drew them; only their loss looks at the label."""
    flipped = replace(cohort, positive=np.where(np.arange(90) == 4, ~cohort.positive, cohort.positive))
    values = []
    for each in (cohort, flipped):
        judged = forest(each, 60)
        for row in (4, 5):
            seen = _one(as_seen(each, judged), row)
            alone = each.take(np.array([row]))
            found = find_interactions("forest", [judged.fitted[row]], seen, alone, np.random.SeedSequence(1))
            assert found is not None
            values.append(found.table[["gene_a", "gene_b", "mean_abs_interaction"]])
    pd.testing.assert_frame_equal(values[0], values[2], check_exact=True)
    assert not values[1].equals(values[3]), "that of others does change, so that this can fail"


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


def by_hand(output: float, unit: Unit) -> Attribution:
    nothing = np.zeros((1, 1))
    return Attribution(nothing, nothing != 0.0, nothing, np.zeros(1), np.array([output]), ("A",), ("S",), ("id",), unit)


def test_what_is_lost_without_an_interaction_is_worked_out_in_the_unit_of_the_output() -> None:
    first = np.array([0])
    gain = brier_gains(by_hand(0.7, "probability"), np.array([True]), np.array([[0.2, -0.4]]), first)
    np.testing.assert_allclose(gain, [[0.25 - 0.09, 0.0 - 0.09]])
    gain = brier_gains(by_hand(1.0, "log-odds"), np.array([False]), np.array([[1.0]]), first)
    np.testing.assert_allclose(gain, [[0.25 - (1 / (1 + np.exp(-1.0))) ** 2]])


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
    apart = found_by(judged, cohort).table
    pairs = found_by(judged, replace(cohort, subjects=tuple(f"T{i // 2}" for i in range(90)))).table
    np.testing.assert_array_equal(apart["mean_abs_interaction"], pairs["mean_abs_interaction"])
    assert not np.array_equal(apart["brier_gain_low"], pairs["brier_gain_low"])
    assert not np.array_equal(apart["mean_abs_low"], pairs["mean_abs_low"])


def test_trees_of_one_gene_hold_no_pair(cohort: Cohort) -> None:
    small = cohort.with_expression(cohort.expression.take_genes([0]))
    found = found_by(forest(small, 50), small)
    assert found.table.empty
    assert found.held == (("forest", 0),)


def test_a_model_without_trees_has_no_pairs(cohort: Cohort) -> None:
    class Silent:
        genes = ("G000",)

    judged = forest(cohort, 50)
    silent: list[Any] = [Silent()] * 90
    assert find_interactions("s", silent, as_seen(cohort, judged), cohort, np.random.SeedSequence(1)) is None


def test_several_models_stand_under_one_another(cohort: Cohort) -> None:
    found = pairs_of(cohort, 50)
    both = joined([found, found])
    assert len(both.table) == 2 * PAIRS_LISTED
    assert both.held == found.held * 2
    assert joined([]).table.empty
    assert no_interactions().shown().empty
