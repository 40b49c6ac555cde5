"""SHAP values summed over blocks that differ from fold to fold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from explain.blocks_sample import PREPARATION, by_test, cohort, explained, learners
from scipy import stats

from interpret.data.cohort import Cohort
from interpret.explain.block_sums import mean_with_interval, sum_blocks
from interpret.explain.block_table import block_columns, block_rows
from interpret.explain.fold_groups import learn_groups
from interpret.explain.folds import folds_of
from interpret.explain.gene_blocks import ExplainedModel, GeneBlocks, gene_blocks


@pytest.fixture(scope="module")
def training() -> Cohort:
    return cohort()


@pytest.fixture(scope="module")
def models(training: Cohort) -> list[ExplainedModel]:
    return explained(training, cohort(10, seed=6, first="I"))


@pytest.fixture(scope="module")
def found(training: Cohort, models: list[ExplainedModel]) -> GeneBlocks:
    return gene_blocks(training, models, by_test(training), PREPARATION)


def test_the_planted_block_is_found_and_named_by_the_test(found: GeneBlocks, training: Cohort) -> None:
    first = next(gene for gene in by_test(training) if gene in {"G00", "G01", "G02"})
    block = next(block for block in found.blocks if block.name == first)
    assert set(block.members) == {"G00", "G01", "G02"}
    assert block.genes[0] == first
    assert found.of["G01"] == first
    assert block.share_of_folds[0] == 1.0
    assert block.share_of_folds[:3].min() > 0.9


def test_blocks_single_genes_and_baseline_add_up(found: GeneBlocks) -> None:
    assert [set(weights.sums) for weights in found.weights] == [{"loo", "independent"}] * 2
    for weights in found.weights:
        for sums in weights.sums.values():
            assert np.abs(sums.values).sum() > 0.0
            assert sums.efficiency_gap < 1e-10


def test_a_patients_sum_is_that_of_the_patients_own_fold(
    found: GeneBlocks, training: Cohort, models: list[ExplainedModel]
) -> None:
    heads = [block.name for block in found.blocks]
    for model, weights in zip(models, found.weights, strict=True):
        attribution = model.attribution["loo"]
        for fold in folds_of(model.fitted)[::5]:
            used = [each.fitted[fold.judged[0]] for each in models]
            of = learn_groups(training.take(fold.taught), used, PREPARATION).heads_of(heads)
            (row,) = fold.judged
            for j, head in enumerate(heads):
                own = [k for k, gene in enumerate(attribution.genes) if of.get(gene) == head]
                expected = attribution.values[row, own].sum()
                assert weights.sums["loo"].values[row, j] == pytest.approx(expected, abs=1e-12)


def test_the_share_of_folds_counts_folds(found: GeneBlocks, training: Cohort, models: list[ExplainedModel]) -> None:
    heads = [block.name for block in found.blocks]
    counted: dict[tuple[str, str], int] = {}
    for fold in folds_of(models[0].fitted):
        used = [each.fitted[fold.judged[0]] for each in models]
        for gene, head in learn_groups(training.take(fold.taught), used, PREPARATION).heads_of(heads).items():
            counted[head, gene] = counted.get((head, gene), 0) + 1
    for block in found.blocks:
        expected = [counted.get((block.name, gene), 0) / training.n for gene in block.genes]
        np.testing.assert_allclose(block.share_of_folds, expected)
    assert found.folds == training.n


def test_independent_patients_are_summed_over_the_blocks_of_all(
    found: GeneBlocks, models: list[ExplainedModel]
) -> None:
    for model, weights in zip(models, found.weights, strict=True):
        apart = model.attribution["independent"]
        for j, block in enumerate(found.blocks):
            own = [k for k, gene in enumerate(apart.genes) if gene in block.members]
            expected = apart.values[:, own].sum(axis=1)
            np.testing.assert_allclose(weights.sums["independent"].values[:, j], expected, atol=1e-12)


def test_the_order_of_samples_and_genes_changes_nothing(training: Cohort) -> None:
    random = np.random.default_rng(3)
    turned = training.take(random.permutation(training.n))
    turned = turned.with_expression(turned.expression.take_genes(random.permutation(40)))
    forest = learners()[1:]  # the sparse model's inner folds are dealt by the order of the patients
    one, two = (
        block_rows(gene_blocks(each, explained(each, chosen=forest), by_test(each), PREPARATION), {})
        for each in (training, turned)
    )
    assert len(one) > 3
    pd.testing.assert_frame_equal(one, two, rtol=1e-9, atol=1e-12)


def test_models_judged_in_different_folds_are_refused(training: Cohort, models: list[ExplainedModel]) -> None:
    sparse, forest = models
    together = replace(forest, fitted=(forest.fitted[0], forest.fitted[0], *forest.fitted[2:]))
    with pytest.raises(ValueError, match="same folds"):
        gene_blocks(training, [sparse, together], by_test(training), PREPARATION)


def test_without_an_explained_model_there_is_nothing(training: Cohort) -> None:
    nothing = gene_blocks(training, [], by_test(training), PREPARATION)
    assert nothing.blocks == nothing.weights == ()
    assert list(block_rows(nothing, {}).columns) == [column.name for column in block_columns([])]


def test_a_study_without_blocks_has_no_rows(training: Cohort) -> None:
    apart = [gene for gene in by_test(training) if gene not in {"G01", "G02", "G10"}]
    alone = training.with_expression(training.expression.named(sorted(apart)))
    kept = gene_blocks(alone, explained(alone, chosen=learners()[1:]), apart, PREPARATION)
    assert kept.blocks == ()
    assert kept.weights[0].sums["loo"].efficiency_gap < 1e-10
    rows = block_rows(kept, {})
    assert rows.empty
    assert list(rows.columns) == [column.name for column in block_columns(["random-forest"])]


def test_rows_have_every_gene_of_every_block_once(found: GeneBlocks) -> None:
    rows = block_rows(found, {"G00": "ZYX"})
    assert not rows.duplicated(["block", "gene"]).any()
    assert len(rows) == sum(len(block.genes) for block in found.blocks)
    assert list(rows.columns) == [column.name for column in block_columns(["sparse-logistic", "random-forest"])]
    assert set(rows.loc[rows["gene"] == "G00", "symbol"]) == {"ZYX"}
    assert set(rows["random_forest_exchangeable"]) <= {"yes", "no", "undecided", "not needed", "itself", ""}
    assert (rows["random_forest_exchangeable"] == "itself").any()
    weight = rows.drop_duplicates("block")["sparse_logistic_block_mean_abs_shap"]
    assert weight.is_monotonic_decreasing


def test_the_interval_is_students_where_each_sample_is_a_person() -> None:
    sizes = np.random.default_rng(1).gamma(2.0, size=(15, 2))
    mean, low, high = mean_with_interval(sizes, np.arange(15))
    expected = stats.t.interval(0.95, 14, sizes.mean(axis=0), stats.sem(sizes, axis=0))
    np.testing.assert_allclose([mean, low, high], [sizes.mean(axis=0), *expected])


def test_samples_of_one_person_are_no_more_than_one_draw() -> None:
    sizes = np.random.default_rng(1).gamma(2.0, size=(12, 1))
    once = mean_with_interval(sizes, np.arange(12))
    twice = mean_with_interval(np.repeat(sizes, 2, axis=0), np.repeat(np.arange(12), 2))
    np.testing.assert_allclose(once, twice)


def test_sums_take_each_fold_by_its_own_groups(models: list[ExplainedModel]) -> None:
    found = models[1].attribution["loo"]
    first, others = np.array([0]), np.arange(1, len(found.samples))
    sums = sum_blocks(found, ["G00"], [(first, {"G00": "G00", "G01": "G00"}), (others, {"G00": "G00"})])
    column = {gene: j for j, gene in enumerate(found.genes)}
    assert sums.values[0, 0] == pytest.approx(found.values[0, [column["G00"], column["G01"]]].sum())
    np.testing.assert_allclose(sums.values[1:, 0], found.values[1:, column["G00"]])
    assert sums.efficiency_gap < 1e-12
