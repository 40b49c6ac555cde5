"""Forests of either kind: who their trees have seen, what can reach them, that held-out trees are leave-one-out."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier, ExtraTreeClassifier

from interpret.contracts import QuietProgress
from interpret.data.cohort import Cohort
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError
from interpret.models.forest import FittedForest, HeldOutForest
from interpret.models.forest_trees import Rule, Splitter, Tree, draw, grow, leaf_shares
from interpret.models.kinds.extra_trees import ExtraTrees
from interpret.models.kinds.random_forest import RandomForest
from interpret.models.learner import HeldOut, Learner, OwnsFolds, OwnsPairs
from interpret.settings import ForestSettings, PreparationSettings

TREES = 120

Kind = type[RandomForest] | type[ExtraTrees]
NAMES = {RandomForest: ("random-forest", "Random forest"), ExtraTrees: ("extra-trees", "Extra trees")}


@pytest.fixture(scope="module", params=[RandomForest, ExtraTrees], ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> Kind:
    found: Kind = request.param
    return found


def forest(kind: Kind, trees: int = TREES, **preparation: bool) -> HeldOutForest:
    return kind(ForestSettings(trees=trees), PreparationSettings.model_validate(preparation))


def streams(n: int) -> list[np.random.SeedSequence]:
    return np.random.SeedSequence(11, spawn_key=(3,)).spawn(n)


def judged(cohort: Cohort, learner: HeldOutForest, threads: int = 1) -> HeldOut:
    with QuietProgress().stage("forest", cohort.n) as stage:
        return learner.held_out(cohort, streams(cohort.n), threads, stage)


def forests(held_out: HeldOut) -> list[FittedForest]:
    return [fitted for fitted in held_out.fitted if isinstance(fitted, FittedForest)]


def tree_bytes(trees: Sequence[Tree]) -> list[bytes]:
    return [
        b"".join(a.tobytes() for a in (t.gene, t.threshold, t.left, t.right, t.positive_share, t.weight)) for t in trees
    ]


@pytest.fixture(scope="module")
def held_out(kind: Kind, small_cohort: Cohort) -> HeldOut:
    return judged(small_cohort, forest(kind))


def test_keeps_the_learners_contract(kind: Kind, small_cohort: Cohort) -> None:
    learner: Learner = forest(kind)
    assert learner.owns_folds
    assert isinstance(learner, OwnsFolds)
    assert isinstance(learner, OwnsPairs)
    assert (learner.name, learner.title) == NAMES[kind]
    assert pickle.loads(pickle.dumps(learner)) == learner  # noqa: S301  our own bytes
    fitted = learner.fit(small_cohort, np.random.SeedSequence(1))
    again = pickle.loads(pickle.dumps(fitted))  # noqa: S301  our own bytes
    assert again.model_id == fitted.model_id
    assert np.array_equal(again.probability(small_cohort.expression), fitted.probability(small_cohort.expression))
    assert fitted.facts()["trees"] == TREES


@pytest.mark.parametrize("patient", [0, 10, 19])
def test_flipping_a_label_leaves_the_patients_own_judgement_alone(
    kind: Kind, small_cohort: Cohort, held_out: HeldOut, patient: int
) -> None:
    flipped = small_cohort.positive.copy()
    flipped[patient] = ~flipped[patient]
    after = judged(small_cohort.with_positive(flipped), forest(kind))
    assert after.probability[patient] == held_out.probability[patient]
    assert after.fitted[patient].model_id == held_out.fitted[patient].model_id
    others = np.delete(np.arange(small_cohort.n), patient)
    changed = [after.fitted[i].model_id != held_out.fitted[i].model_id for i in others]
    assert all(changed), "the label reached nobody's model: the test would not see a leak"


@pytest.mark.parametrize("patient", [0, 19])
def test_garbage_expression_leaves_the_model_that_judges_the_patient_alone(
    kind: Kind, small_cohort: Cohort, held_out: HeldOut, patient: int
) -> None:
    values = small_cohort.expression.values.copy()
    values[patient] = np.random.default_rng(1).uniform(-1e9, 1e9, values.shape[1])
    expression = small_cohort.expression.with_values(values, small_cohort.expression.scale)
    after = judged(small_cohort.with_expression(expression), forest(kind))
    mine, before = forests(after)[patient], forests(held_out)[patient]
    assert mine.model_id == before.model_id
    assert tree_bytes(mine.trees) == tree_bytes(before.trees)
    assert mine.genes == before.genes
    other = (patient + 1) % small_cohort.n
    assert after.fitted[other].model_id != held_out.fitted[other].model_id


def test_held_out_trees_match_refits_without_the_patient(kind: Kind, small_cohort: Cohort) -> None:
    """The plain form on six patients, as close as chance in two independent forests allows.

    A forest's probability is a mean of nearly binary leaves, so two forests of a and b trees differ in a patient by a
    variance of about p(1 - p)(1/a + 1/b). Over six patients the sum of squares has, relative to that, mean 6 and
    variance 12: the bound is 4 standard errors above, a factor of 1 + 4 * sqrt(2 / 6) = 3.3 on the mean square.
    """
    patients = [0, 4, 8, 12, 15, 18]
    fast = judged(small_cohort, forest(kind, 550))
    slow = np.empty(len(patients))
    sizes = np.array([len(forests(fast)[i].trees) for i in patients])
    for place, (i, stream) in enumerate(zip(patients, np.random.SeedSequence(5).spawn(6), strict=True)):
        fitted = forest(kind, 200).fit(small_cohort.without(i), stream)
        slow[place] = fitted.probability(small_cohort.expression.take_samples([i]))[0]
    chance = np.mean(slow * (1.0 - slow) * (1.0 / 200 + 1.0 / sizes))
    assert np.mean((fast.probability[patients] - slow) ** 2) < 3.3 * chance
    # The same forest with the trees that did see the patient fails by far: the bound can tell a leak.
    with QuietProgress().stage("forest", 1) as stage:
        everything = forest(kind, 200)._grow(small_cohort, np.random.SeedSequence(9), 1, stage)[0]
    values = np.log2(np.clip(small_cohort.expression.values, 100, 16000)).astype(np.float32)
    leaked = leaf_shares(everything, values)[patients].mean(axis=1)
    assert np.mean((leaked - slow) ** 2) > 3.3 * chance


def test_number_of_threads_changes_no_bit(kind: Kind, small_cohort: Cohort, held_out: HeldOut) -> None:
    two = judged(small_cohort, forest(kind), threads=2)
    assert np.array_equal(two.probability, held_out.probability)
    assert [fitted.model_id for fitted in two.fitted] == [fitted.model_id for fitted in held_out.fitted]


def test_order_of_patients_and_genes_changes_no_bit(kind: Kind, small_cohort: Cohort, held_out: HeldOut) -> None:
    random = np.random.default_rng(2)
    rows, columns = random.permutation(small_cohort.n), random.permutation(len(small_cohort.genes))
    shuffled = small_cohort.with_expression(small_cohort.expression.take_genes(columns)).take(rows)
    after = judged(shuffled, forest(kind))
    assert np.array_equal(after.probability, held_out.probability[rows])
    assert [fitted.model_id for fitted in after.fitted] == [held_out.fitted[i].model_id for i in rows]
    assert set(after.fitted[0].genes) == set(held_out.fitted[rows[0]].genes)
    place = {gene: j for j, gene in enumerate(shuffled.genes)}
    assert list(after.fitted[0].genes) == sorted(after.fitted[0].genes, key=place.__getitem__)


def test_each_held_out_model_gives_the_held_out_probability(small_cohort: Cohort, held_out: HeldOut) -> None:
    own = [held_out.fitted[i].probability(small_cohort.expression.take_samples([i]))[0] for i in range(small_cohort.n)]
    together = [held_out.fitted[i].probability(small_cohort.expression)[i] for i in range(small_cohort.n)]
    assert np.array_equal(own, held_out.probability)
    assert np.array_equal(together, held_out.probability)


def test_held_out_models_share_their_trees(held_out: HeldOut) -> None:
    distinct = {id(tree) for fitted in forests(held_out) for tree in fitted.trees}
    assert len(distinct) <= TREES < sum(len(fitted.trees) for fitted in forests(held_out))


def test_chance_comes_from_what_the_streams_share_and_from_nothing_else(kind: Kind, small_cohort: Cohort) -> None:
    learner = forest(kind, 60)
    with QuietProgress().stage("forest", small_cohort.n) as stage:
        siblings = np.random.SeedSequence(11, spawn_key=(3,)).spawn(small_cohort.n)
        cousins = np.random.SeedSequence(11, spawn_key=(4,)).spawn(small_cohort.n)
        first = learner.held_out(small_cohort, siblings, 1, stage)
        reversed_streams = learner.held_out(small_cohort, siblings[::-1], 1, stage)
        other = learner.held_out(small_cohort, cousins, 1, stage)
    assert np.array_equal(first.probability, reversed_streams.probability)
    assert not np.array_equal(first.probability, other.probability)


def test_finds_the_planted_difference(kind: Kind, small_cohort: Cohort, held_out: HeldOut) -> None:
    """Without a difference the pair AUC of 9 against 11 has mean 0.5 and standard deviation 0.13."""
    assert forest(kind).pair_wins(small_cohort, held_out).wins.mean() > 0.75
    splits = np.zeros(60)
    for tree in {tree.number: tree for fitted in forests(held_out) for tree in fitted.trees}.values():
        splits += np.bincount(tree.gene[tree.gene >= 0], minlength=60)
    assert splits[:4].mean() > 2.0 * splits[4:].mean()


def test_a_patient_drawn_by_every_tree_is_an_error(kind: Kind, small_cohort: Cohort) -> None:
    learner = kind(ForestSettings.model_construct(trees=2, min_leaf=1), PreparationSettings())
    with pytest.raises(AnalysisError, match="all 2 trees drew patient"):
        judged(small_cohort, learner)


def test_a_class_of_one_is_an_error(kind: Kind, small_cohort: Cohort) -> None:
    with pytest.raises(AnalysisError):
        forest(kind, 60).fit(small_cohort.take(range(12)), np.random.SeedSequence(0))


def test_bootstraps_of_one_class_are_single_leaves(kind: Kind, small_cohort: Cohort) -> None:
    rows = [*range(11), 18, 19]  # two of thirteen are cases: about one bootstrap in nine has none
    fitted = forest(kind, 100).fit(small_cohort.take(rows), np.random.SeedSequence(0))
    lone = [tree for tree in fitted.trees if tree.gene.size == 1]
    assert lone
    assert all(tree.positive_share[0] in {0.0, 1.0} for tree in lone)
    assert any(tree.positive_share[0] == 0.0 for tree in lone)


def test_gene_scaling_is_left_out_and_said_so(kind: Kind, small_cohort: Cohort) -> None:
    scaled, plain = forest(kind, 60, scale_genes=True), forest(kind, 60)
    stream = np.random.SeedSequence(4)
    assert scaled.fit(small_cohort, stream).model_id == plain.fit(small_cohort, stream).model_id
    assert "not scaled" in scaled.method
    assert "not scaled" not in plain.method
    assert not scaled.fit(small_cohort, stream).preparation.learnt


def test_values_beyond_single_precision_are_taken_to_its_end(kind: Kind, small_cohort: Cohort) -> None:
    values = np.log2(small_cohort.expression.values)
    logged = Expression(values, small_cohort.samples, small_cohort.genes, Scale.LOG2)
    fitted = forest(kind, 60).fit(small_cohort.with_expression(logged), np.random.SeedSequence(1))
    low, lower = values.copy(), values.copy()
    low[:, :4], lower[:, :4] = -1e30, -1e300
    assert np.array_equal(
        fitted.probability(logged.with_values(low, Scale.LOG2)),
        fitted.probability(logged.with_values(lower, Scale.LOG2)),
    )


@pytest.mark.parametrize(
    ("splitter", "reference_kind"), [("best", DecisionTreeClassifier), ("random", ExtraTreeClassifier)]
)
def test_trees_are_those_of_scikit_learn_and_are_followed_alike(
    splitter: Splitter, reference_kind: type[DecisionTreeClassifier]
) -> None:
    random = np.random.default_rng(3)
    values = np.round(random.normal(size=(30, 12)), 1).astype(np.float32)  # rounded: thresholds meet values
    positive = values[:, 0] + random.normal(size=30) > 0.0
    draws = draw(20, 30, np.random.SeedSequence(8))
    with QuietProgress().stage("forest", 30) as stage:
        trees = grow(values, positive, draws, Rule(splitter, 2), 1, stage)
    new = np.round(random.normal(size=(200, 12)), 2).astype(np.float32)
    new[:20] = np.float32(trees[0].threshold[trees[0].gene >= 0][0])
    shares = leaf_shares(trees, new)
    for number in range(20):
        rows = np.repeat(np.arange(30), draws.counts[number])
        reference = reference_kind(max_features="sqrt", min_samples_leaf=2, random_state=int(draws.seeds[number]))
        kept, weight = np.unique(rows, return_counts=True)
        reference.fit(values[kept], positive[kept], sample_weight=weight)
        np.testing.assert_allclose(shares[:, number], reference.predict_proba(new)[:, 1], rtol=1e-15)


def test_draws_are_bootstraps() -> None:
    draws = draw(4000, 10, np.random.SeedSequence(1))
    assert (draws.counts.sum(axis=1) == 10).all()
    assert draws.counts.std() > 0.5
    # P(never drawn) = 0.9^10 = 0.349; 40,000 entries, negatively dependent within a tree: 4 standard errors
    assert abs(draws.left_out.mean() - 0.9**10) < 4 * np.sqrt(0.349 * 0.651 / 40_000)
    assert np.unique(draws.seeds).size > 3990


def test_pairs_are_judged_by_trees_that_drew_neither(kind: Kind, small_cohort: Cohort) -> None:
    learner = forest(kind, 300)
    result = judged(small_cohort, learner)
    wins = learner.pair_wins(small_cohort, result)
    assert wins.exact
    positive, negative = np.flatnonzero(small_cohort.positive), np.flatnonzero(~small_cohort.positive)
    assert wins.wins.shape == (positive.size, negative.size)
    for a, i in enumerate(positive):
        for b, j in enumerate(negative):
            seen_by_j = {tree.number for tree in forests(result)[j].trees}
            both = tuple(tree for tree in forests(result)[i].trees if tree.number in seen_by_j)
            judge = FittedForest(both, forests(result)[i].preparation, (), "")
            high, low = judge.probability(small_cohort.expression.take_samples([i, j]))
            assert wins.wins[a, b] == (0.5 if abs(high - low) < 1e-12 else float(high > low))


def test_a_pair_without_trees_is_an_error(kind: Kind, small_cohort: Cohort) -> None:
    learner = kind(ForestSettings.model_construct(trees=14, min_leaf=1), PreparationSettings())
    result = judged(small_cohort, learner)
    with pytest.raises(AnalysisError, match="no tree leaves out both"):
        learner.pair_wins(small_cohort, result)


def test_progress_is_one_step_a_patient(kind: Kind, small_cohort: Cohort) -> None:
    class Count:
        steps = 0

        def advance(self, steps: int = 1) -> None:
            self.steps += steps

    count = Count()
    forest(kind, 60).held_out(small_cohort, streams(small_cohort.n), 1, count)
    assert count.steps == small_cohort.n
