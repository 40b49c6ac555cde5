"""Leave-pair-out: every pair judged by a model that learnt from neither, the quick forms equal to the plain one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from guarantees.persons import one_to_three, persons_cohort
from models.panel_cases import PANEL, named, shuffled, study

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.errors import AnalysisError
from interpret.models.closed_form import ClosedForm
from interpret.models.learner import Family, JudgesWithout
from interpret.scoring.intervals import rank_wins
from interpret.scoring.measures import MEASURES, Scored
from interpret.scoring.streams import named_stream
from interpret.validation.leave_one_out import fold_streams, leave_one_out
from interpret.validation.pairs import leave_pair_out, left_out_pairs

BY_NAME = {measure.name: measure for measure in MEASURES}
CLOSED = [learner.name for learner in PANEL if isinstance(learner, ClosedForm)]


@dataclass(frozen=True)
class Drawn:
    """A model of a gene and chance, which remembers whom it learnt from and what it drew."""

    known: frozenset[str]
    noise: float
    family: Family = "linear"
    genes: tuple[str, ...] = ()
    model_id: str = ""

    def probability(self, expression: Expression) -> FloatArray:
        assert not self.known & set(expression.samples), "somebody is judged by a model that learnt from them"
        return 1.0 / (1.0 + np.exp(self.noise - np.log2(expression.values[:, 0]) * np.sin(1e3 * self.noise)))

    def facts(self) -> dict[str, float]:
        return {}


@dataclass(frozen=True)
class DrawingLearner:
    """Not quick: it has no form of its own, and it draws."""

    name: str = "drawing"
    title: str = "Drawing"
    method: str = ""
    owns_folds: bool = False
    fewest: int = 0

    def fit(self, train: Cohort, stream: np.random.SeedSequence) -> Drawn:
        if train.n_persons < self.fewest:
            raise AnalysisError("too few")
        return Drawn(frozenset(train.samples), float(np.random.default_rng(stream).uniform(5.0, 12.0)))


def plain(cohort: Cohort, learner: DrawingLearner | ClosedForm, seed: int = 0) -> FloatArray:
    """Return wins by the obvious loop: every pair of samples, fitted without the persons who gave them."""
    wins = []
    for i in np.flatnonzero(cohort.positive):
        for j in np.flatnonzero(~cohort.positive):
            a, b = sorted((int(cohort.persons[i]), int(cohort.persons[j])))
            train = cohort.take(np.flatnonzero(~np.isin(cohort.persons, (a, b))))
            fitted = learner.fit(train, named_stream(seed, learner.name, "pair", a, b))
            said = fitted.probability(cohort.expression.take_samples(np.array([i, j])))
            wins.append(rank_wins(said[:1], said[1:])[0, 0])
    return np.array(wins).reshape(cohort.n_positive, cohort.n_negative)


@pytest.mark.parametrize("cohort", [study(5, 4), one_to_three()], ids=["patients", "persons"])
def test_any_learner_is_fitted_without_both(cohort: Cohort) -> None:
    found = leave_pair_out(cohort, DrawingLearner(), 3)
    assert found.exact
    assert np.array_equal(found.wins, plain(cohort, DrawingLearner(), 3))
    assert 0.0 < found.wins.mean() < 1.0
    assert not np.array_equal(found.wins, leave_pair_out(cohort, DrawingLearner(), 4).wins), "the seed matters here"


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("cohort", [study(6, 5, planted=0.7), one_to_three()], ids=["patients", "persons"])
def test_closed_forms_judge_every_pair_as_the_plain_loop_does(name: str, cohort: Cohort) -> None:
    learner = named(name)
    assert np.array_equal(leave_pair_out(cohort, learner, 0).wins, plain(cohort, learner))


@pytest.mark.parametrize("name", CLOSED)
@pytest.mark.parametrize("preparation", [{}, {"scale_arrays": True}, {"scale_genes": True}, {"min_ratio": 6.0}])
def test_closed_forms_say_to_the_bit_what_fit_says(name: str, preparation: dict[str, object]) -> None:
    cohort, learner = shuffled(study(7, 6, planted=0.5), 3), named(name, **preparation)
    groups = [np.array([2, 9]), np.array([0]), np.array([4, 5, 12])]
    for rows, said in zip(groups, learner.judged_without(cohort, groups), strict=True):
        fitted = learner.fit(cohort.take(np.setdiff1d(np.arange(cohort.n), rows)), np.random.SeedSequence(9))
        assert np.array_equal(said, fitted.probability(cohort.expression.take_samples(rows)))


@pytest.mark.parametrize("name", CLOSED)
def test_nothing_of_the_pair_reaches_the_model_that_judges_it(name: str) -> None:
    cohort, learner = study(7, 6, planted=0.5), named(name)
    flipped = cohort.positive.copy()
    flipped[[2, 9]] = ~flipped[[2, 9]]
    garbage = np.array(cohort.expression.values)
    garbage[2] = 10.0 ** np.random.default_rng(1).uniform(2.0, 4.0, cohort.expression.n_genes)
    changed = cohort.with_expression(cohort.expression.with_values(garbage, cohort.expression.scale))
    rows = [np.array([2, 9])]
    before = learner.judged_without(cohort, rows)[0]
    assert np.array_equal(learner.judged_without(cohort.with_positive(flipped), rows)[0], before)
    assert learner.judged_without(changed, rows)[0][1] == before[1]


@pytest.mark.parametrize("name", CLOSED)
def test_what_fit_refuses_is_not_judged(name: str) -> None:
    cohort = study(2, 3)
    assert named(name).judged_without(cohort, [np.array([0, 3])]) == [None]
    with pytest.raises(AnalysisError):
        named(name).fit(cohort.take([1, 2, 4]), np.random.SeedSequence(0))
    nothing_passes = named(name, min_ratio=1e6).judged_without(study(), [np.array([0, 15])])
    assert (nothing_passes[0] is None) == (name != "weighted-voting")  # which takes the values as read


def test_which_kinds_are_quick() -> None:
    assert set(CLOSED) == {"naive-bayes", "weighted-voting", "diagonal-discriminant", "top-scoring-pair", "prevalence"}
    for learner in PANEL:
        assert isinstance(learner, JudgesWithout) == (not learner.plan.tunes and learner.name in CLOSED)


def test_the_order_of_rows_and_genes_does_not_matter() -> None:
    cohort = study(6, 5, planted=0.7)
    mixed = shuffled(cohort, 5)
    for name in CLOSED:
        assert leave_pair_out(mixed, named(name), 0).wins.mean() == leave_pair_out(cohort, named(name), 0).wins.mean()


def test_pairs_are_exact_where_quick_or_asked_and_within_folds_elsewhere(small_cohort: Cohort) -> None:
    closed = left_out_pairs(small_cohort, named("diagonal-discriminant"), None, 0)
    assert closed.exact
    assert np.isfinite(closed.wins).all()
    assert not left_out_pairs(small_cohort, DrawingLearner(), None, 0).exact
    asked = left_out_pairs(small_cohort, DrawingLearner(), None, 0, exact=True)
    assert asked.exact
    assert np.isfinite(asked.wins).all()


def test_a_pair_that_leaves_too_few_is_not_judged() -> None:
    cohort = persons_cohort((2, 2, 2), np.zeros(3, dtype=np.bool_), 1)
    positive = np.zeros(6, dtype=np.bool_)
    positive[[cohort.rows_of(person)[0] for person in range(3)]] = True
    paired = cohort.with_positive(positive)
    found = leave_pair_out(paired, DrawingLearner(fewest=2), 0)
    same = paired.persons[positive][:, None] == paired.persons[~positive]
    assert np.array_equal(np.isfinite(found.wins), same)


@pytest.mark.parametrize("sizes", [(11, 9), (27, 11), (4, 4)])
def test_a_model_without_genes_scores_one_half_within_pairs_and_nothing_pooled(sizes: tuple[int, int]) -> None:
    cohort, learner = study(*sizes), named("prevalence")
    judged = leave_one_out(cohort, learner, fold_streams(0, learner.name, cohort.n))
    pairs = left_out_pairs(cohort, learner, judged, 0)
    scored = Scored(cohort.positive, judged.probability, pairs)
    assert BY_NAME["auc_within_pairs"].estimate(scored).value == 0.5
    assert BY_NAME["auc_pooled"].estimate(scored).value == 0.0
