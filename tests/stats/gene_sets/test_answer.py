"""The whole answer for sets: planted ones come out, by the statistics of the gene table; those that overlap are one."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
from stats import counts_simulated as simulated

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.data.gene_sets import GeneSet, GeneSets
from interpret.settings import GeneSetSettings, TestSettings
from interpret.stats.design import two_groups
from interpret.stats.gene_sets.answer import SET_COLUMNS, AnsweredSets, SetsAsked, answer_sets
from interpret.stats.gene_sets.match import match_sets, universe_of
from interpret.stats.linear_fit import fit_linear
from interpret.stats.question import Question
from interpret.stats.squeeze import fit_variance_prior
from interpret.stats.two_group.moderated_t import moderate
from interpret.stats.voom import log_counts_of, voom

N, P = 20, 400
SETS = {"raised": range(12), "same": range(2, 12), "random": range(200, 230), "lowered": range(100, 115)}
POSITIVE = np.arange(N) % 2 == 1


def question(seed: int = 1, order: np.ndarray | None = None) -> Question:
    random = np.random.default_rng(seed)
    values = random.normal(8.0, 1.0, size=(N, P))
    values[np.ix_(POSITIVE, np.arange(12))] += 1.5
    values[np.ix_(POSITIVE, np.arange(100, 115))] -= 1.0
    names = np.array([f"g{i:03d}" for i in range(P)])
    order = np.arange(P) if order is None else order
    expression = Expression(values[:, order], tuple(f"s{i:02d}" for i in range(N)), tuple(names[order]), Scale.LOG2)
    cohort = Cohort(expression, POSITIVE, Labels("a", "b"), pd.DataFrame(index=list(expression.samples)))
    return Question(cohort, two_groups(POSITIVE), (), ())


def given() -> GeneSets:
    return GeneSets("s.gmt", tuple(GeneSet(n, "", tuple(f"g{i:03d}" for i in rows)) for n, rows in SETS.items()))


def answered(asked: Question, **settings: object) -> AnsweredSets:
    expression = asked.cohort.expression
    annotation = pd.DataFrame({"gene": expression.genes, "symbol": [""] * expression.n_genes})
    fit = fit_linear(expression.values, asked.design)
    t = moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(float)))
    genes = pd.DataFrame({"gene": expression.genes, "effect": fit.effect, "q_value": np.minimum(1.0, t.p_value * 20)})
    sets = SetsAsked(TestSettings(), GeneSetSettings.model_validate(settings))
    matched = match_sets(given(), universe_of(expression, annotation))
    return answer_sets(asked, given(), matched, genes, sets)


def test_planted_sets_come_out_on_their_side_and_a_random_one_does_not() -> None:
    found = answered(question())
    rows = found.table.set_index("set")
    assert rows.columns.tolist() == [column.name for column in SET_COLUMNS][1:]
    assert rows.loc[["raised", "same"], "direction"].tolist() == ["up", "up"]
    assert rows.loc["lowered", "direction"] == "down"
    assert (rows.loc[["raised", "same", "lowered"], "camera_q"] < 1e-3).all()
    assert rows.loc["random", "camera_q"] > 0.05
    assert rows.loc["raised", "over_up_q"] < 1e-3
    assert rows.loc["raised", "over_down_p"] > 0.5
    assert rows.loc["random", "over_p"] > 0.05
    assert rows.loc["raised", "called_up"] > 5
    assert rows.loc["raised", "over_odds_ratio"] > 5


def test_sets_that_hold_the_same_genes_are_one_family_led_by_the_smaller_p() -> None:
    found = answered(question())
    rows = found.table.set_index("set")
    first = next(name for name in found.table["set"] if name in {"raised", "same"})
    other = {"raised": "same", "same": "raised"}[first]
    assert rows.loc[other, "family"] == first
    assert rows.loc[first, "family"] == ""
    assert rows.loc[other, ["shares_most_with", "shared", "share_of_smaller"]].tolist() == [first, 10, 1.0]
    assert rows.loc["random", "shares_most_with"] == ""


def test_the_order_of_genes_in_the_file_changes_nothing() -> None:
    one, other = answered(question()), answered(question(order=np.random.default_rng(3).permutation(P)))
    pd.testing.assert_frame_equal(one.table, other.table, check_exact=True)
    assert one.statistic.tolist() == other.statistic.tolist()


def test_genes_are_ranked_by_the_statistic_that_they_have_in_the_gene_table() -> None:
    asked = question()
    fit = fit_linear(asked.cohort.expression.values, asked.design)
    t = moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(float))).statistic
    np.testing.assert_allclose(answered(asked).statistic, t, rtol=1e-9)


def test_correlation_is_estimated_where_asked_for() -> None:
    found = answered(question(), correlation="estimated").table
    assert len(set(found["correlation"])) > 1
    assert set(answered(question()).table["correlation"]) == {0.01}


@pytest.mark.parametrize(("primary", "weighted"), [("voom", True), ("moderated_t", False)])
def test_counts_are_weighted_where_the_primary_test_weights_them(primary: str, weighted: bool) -> None:  # noqa: FBT001  a parameter
    counts, design = simulated.counts(), simulated.design("groups")
    names = tuple(f"g{i:04d}" for i in range(counts.values.shape[1]))
    samples = tuple(f"s{i:02d}" for i in range(design.n))
    expression = Expression(log_counts_of(counts), samples, names, Scale.LOG2)
    cohort = Cohort(expression, design.positive, Labels("a", "b"), pd.DataFrame(index=list(samples)))
    genes = pd.DataFrame({"gene": names, "effect": 1.0, "q_value": 1.0})
    sets = GeneSets("s", (GeneSet("first", "", names[:20]), GeneSet("second", "", names[20:30])))
    matched = match_sets(sets, universe_of(expression, pd.DataFrame({"gene": names, "symbol": [""] * len(names)})))
    asked = SetsAsked(TestSettings(primary=primary), GeneSetSettings())
    found = answer_sets(Question(cohort, design, (), (), counts=counts), sets, matched, genes, asked)
    fit = voom(counts, design).fit if weighted else fit_linear(expression.values, design)
    t = moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(float))).statistic
    np.testing.assert_allclose(found.statistic, t, rtol=1e-8)
    assert dataclasses.is_dataclass(found)
