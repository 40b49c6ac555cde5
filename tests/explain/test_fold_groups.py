"""Groups of genes found in one fold."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from explain.blocks_sample import PREPARATION, cohort

from interpret.data.cohort import Cohort
from interpret.explain.fold_groups import FoldGroups, learn_groups
from interpret.explain.folds import folds_of


@dataclass(frozen=True, eq=False)
class Uses:
    """Stands for a model: all that is asked of it are its genes."""

    genes: tuple[str, ...] = ()


def together(groups: FoldGroups) -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for gene, number in zip(groups.genes, groups.group, strict=True):
        found.setdefault(int(number), set()).add(gene)
    return {frozenset(genes) for genes in found.values() if len(genes) > 1}


@pytest.fixture(scope="module")
def training() -> Cohort:
    return cohort()


@pytest.fixture
def two_heads() -> FoldGroups:
    """A, B, C and D are one group of this fold, E stands alone; C is nearer to B than to A."""
    correlation = np.array(
        [
            [1.0, 0.9, 0.8, -0.95, 0.0],
            [0.9, 1.0, 0.85, 0.9, 0.0],
            [0.8, 0.85, 1.0, 0.8, 0.0],
            [-0.95, 0.9, 0.8, 1.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 1.0],
        ]
    )
    return FoldGroups(tuple("ABCDE"), np.array([0, 0, 0, 0, 1]), correlation)


def test_a_gene_goes_to_one_head_and_to_the_nearest(two_heads: FoldGroups) -> None:
    assert two_heads.heads_of(["A", "B"]) == {"A": "A", "B": "B", "C": "B", "D": "A"}
    assert two_heads.heads_of(["B"]) == {"B": "B", "A": "B", "C": "B", "D": "B"}
    assert two_heads.heads_of(["E"]) == {"E": "E"}


def test_of_heads_equally_near_the_first_named_has_the_gene(two_heads: FoldGroups) -> None:
    even = replace(two_heads, correlation=np.where(np.eye(5) > 0, 1.0, 0.9))
    assert even.heads_of(["B", "A"])["C"] == "B"
    assert even.heads_of(["A", "B"])["C"] == "A"


def test_a_head_that_is_no_candidate_of_the_fold_stands_for_itself(two_heads: FoldGroups) -> None:
    assert two_heads.heads_of(["Z"]) == {"Z": "Z"}
    assert two_heads.heads_of([]) == {}


def test_genes_that_move_together_are_found(training: Cohort) -> None:
    assert together(learn_groups(training, [], PREPARATION)) == {
        frozenset({"G00", "G01", "G02"}),
        frozenset({"G10", "G11"}),
    }


def test_the_class_alone_makes_no_group(training: Cohort) -> None:
    values = training.expression.values.copy()
    values[training.positive, 20:26] += 9.0
    apart = training.with_expression(training.expression.with_values(values, training.expression.scale))
    assert not any("G20" in genes for genes in together(learn_groups(apart, [], PREPARATION)))


def test_candidates_are_the_strongest_and_what_small_models_use(training: Cohort) -> None:
    few = learn_groups(training, [Uses(("G39", "G38")), Uses(training.genes[:30])], PREPARATION, most=3)
    assert set(few.genes) == {"G00", "G01", "G02", "G38", "G39"}, "a model of 30 genes is more than the 3 allowed"


def test_who_is_left_out_changes_nothing(training: Cohort) -> None:
    """Neither the label nor the values of a patient reach the groups of the fold that leaves the patient out."""
    models = [Uses() for _ in range(training.n)]
    fold = folds_of(models)[4]
    assert fold.judged.tolist() == [4]
    before = learn_groups(training.take(fold.taught), [], PREPARATION)
    values, positive = training.expression.values.copy(), training.positive.copy()
    values[4], positive[4] = np.random.default_rng(0).normal(50.0, 30.0, training.expression.n_genes), not positive[4]
    other = replace(training, positive=positive)
    other = other.with_expression(training.expression.with_values(values, training.expression.scale))
    after = learn_groups(other.take(fold.taught), [], PREPARATION)
    assert (before.genes, before.group.tolist()) == (after.genes, after.group.tolist())
    np.testing.assert_array_equal(before.correlation, after.correlation)
    everybody = learn_groups(other, [], PREPARATION)
    assert not np.array_equal(everybody.correlation, learn_groups(training, [], PREPARATION).correlation)


def test_the_order_of_samples_and_genes_changes_no_bit(training: Cohort) -> None:
    random = np.random.default_rng(8)
    turned = training.take(random.permutation(training.n))
    turned = turned.with_expression(turned.expression.take_genes(random.permutation(40)))
    one, other = learn_groups(training, [], PREPARATION), learn_groups(turned, [], PREPARATION)
    assert (one.genes, one.group.tolist()) == (other.genes, other.group.tolist())
    np.testing.assert_array_equal(one.correlation, other.correlation)


def test_samples_of_one_model_are_one_fold() -> None:
    a, b = Uses(), Uses()
    folds = folds_of([a, b, a, b, b])
    assert [fold.judged.tolist() for fold in folds] == [[0, 2], [1, 3, 4]]
    assert [fold.taught.tolist() for fold in folds] == [[1, 3, 4], [0, 2]]


def test_those_learnt_from_stand_in_the_order_of_their_names() -> None:
    a, b = object(), object()
    first, second = folds_of([a, b, a, b, b])  # type: ignore[list-item]
    samples = ("s4", "s1", "s10", "s3", "s2")
    assert [samples[i] for i in first.taught_by_name(samples)] == ["s1", "s2", "s3"]
    assert [samples[i] for i in second.taught_by_name(samples)] == ["s10", "s4"]
