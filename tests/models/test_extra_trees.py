"""What is the extra trees' own, cuts drawn at random; what random forests share is tested with those."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest

from interpret.contracts import BoolArray, FloatArray, QuietProgress
from interpret.data.cohort import Cohort
from interpret.models.forest_trees import Draws, Rule, SingleArray, Splitter, Tree, draw, grow
from interpret.models.kinds.extra_trees import ExtraTrees
from interpret.models.kinds.random_forest import RandomForest
from interpret.settings import ForestSettings, PreparationSettings

SPLITTERS: tuple[Splitter, ...] = ("best", "random")


def grown(values: SingleArray, positive: BoolArray, splitter: Splitter, trees: int = 400) -> tuple[list[Tree], Draws]:
    draws = draw(trees, len(values), np.random.SeedSequence(21))
    with QuietProgress().stage("", 1) as stage:
        return grow(values, positive, draws, Rule(splitter, 1), 1, stage), draws


def reached(tree: Tree, values: SingleArray) -> list[BoolArray]:
    """Return for each node which rows of `values` reach it, the obvious way."""
    rows = [np.zeros(len(values), dtype=np.bool_) for _ in tree.gene]
    rows[0][:] = True
    for node in np.flatnonzero(tree.gene >= 0):  # a node stands before those below it
        goes_left = values[:, tree.gene[node]] <= tree.threshold[node]
        rows[tree.left[node]] = rows[node] & goes_left
        rows[tree.right[node]] = rows[node] & ~goes_left
    return rows


def cut_places(trees: list[Tree], draws: Draws, values: SingleArray) -> FloatArray:
    """Return where each root is cut, 0 at the smallest and 1 at the largest value of its draws."""
    places = []
    for tree in trees:
        if tree.gene[0] >= 0:
            drawn = values[draws.counts[tree.number] > 0, tree.gene[0]].astype(np.float64)
            places.append((tree.threshold[0] - drawn.min()) / (drawn.max() - drawn.min()))
    return np.array(places)


def test_with_one_gene_the_cut_is_uniform_between_its_ends() -> None:
    """No other candidate and no better place is looked for; the random forest cuts where the classes part best."""
    random = np.random.default_rng(5)
    positive = np.arange(30) < 15
    values = (random.normal(size=(30, 1)) + 3.0 * positive[:, None]).astype(np.float32)
    places = {splitter: cut_places(*grown(values, positive, splitter), values) for splitter in SPLITTERS}
    # trees draw their seeds one by one, so the cuts are independent; 0.001 is fixed in advance
    assert kstest(places["random"], "uniform").pvalue > 0.001
    assert kstest(places["best"], "uniform").pvalue < 1e-12


def test_every_cut_parts_the_draws_of_its_node_and_leaves_are_pure() -> None:
    random = np.random.default_rng(6)
    values = np.round(random.normal(size=(24, 40)), 1).astype(np.float32)
    positive = random.random(24) < 0.5
    trees, draws = grown(values, positive, "random", 60)
    for tree in trees:
        drawn = draws.counts[tree.number] > 0
        for node, rows in enumerate(reached(tree, values)):
            mine = rows & drawn
            assert draws.counts[tree.number, mine].sum() == tree.weight[node]
            if tree.gene[node] < 0:
                assert tree.positive_share[node] == positive[mine][0]
                assert len(set(positive[mine])) == 1
            else:
                inside = values[mine, tree.gene[node]]
                assert inside.min() <= tree.threshold[node] < inside.max()


@pytest.mark.parametrize("splitter", SPLITTERS)
def test_genes_that_do_not_vary_are_never_cut(splitter: Splitter) -> None:
    random = np.random.default_rng(7)
    values = np.full((20, 50), 4.0, dtype=np.float32)
    values[:, 17] = random.normal(size=20)
    trees, _ = grown(values, np.arange(20) < 9, splitter, 60)
    genes = np.concatenate([tree.gene for tree in trees])
    assert set(genes[genes >= 0]) == {17}


def test_trees_are_larger_than_a_random_forests_and_other_trees(small_cohort: Cohort) -> None:
    settings, preparation = ForestSettings(trees=200), PreparationSettings()
    stream = np.random.SeedSequence(3)
    extra, best = (kind(settings, preparation).fit(small_cohort, stream) for kind in (ExtraTrees, RandomForest))
    assert extra.model_id != best.model_id
    assert extra.facts()["mean_leaves"] > best.facts()["mean_leaves"]


def test_the_method_says_that_the_original_has_no_bootstrap_and_why_this_one_does() -> None:
    text = ExtraTrees(ForestSettings(trees=1500, min_leaf=2), PreparationSettings()).method
    for part in (
        "1,500 extremely randomised",
        "doi:10.1007/s10994-006-6226-1",
        "without a bootstrap",
        "only a tree that never drew a patient can judge",
        "drawn uniformly",
        "held 2 patients",
        "about 37 % of them",
    ):
        assert part in text
