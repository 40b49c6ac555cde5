"""The whole preparation: what it learns, from whom, and that applying it learns nothing."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from interpret.data.cohort import Cohort
from interpret.data.controls import is_control
from interpret.data.demo import simulate_study
from interpret.data.expression import Expression, Scale
from interpret.data.study import Study
from interpret.errors import InputError
from interpret.prep.describe import describe
from interpret.prep.preparation import (
    Preparation,
    apply_preparation,
    learn_preparation,
    learn_without_filter,
)
from interpret.settings import PreparationSettings

PLAIN = PreparationSettings()
EVERYTHING = PreparationSettings(scale_arrays=True, scale_genes=True, logarithm="log10")


@pytest.fixture(scope="module")
def training() -> Expression:
    return simulate_study(1).training.expression


def same(left: Preparation, right: Preparation) -> bool:
    return pickle.dumps(left) == pickle.dumps(right)


def test_plain_preparation_is_the_formula(training: Expression) -> None:
    clamped = np.clip(training.values, 100.0, 16000.0)
    low, high = clamped.min(axis=0), clamped.max(axis=0)
    kept = (high / low > 5.0) & (high - low > 500.0)
    prepared = apply_preparation(learn_preparation(training, PLAIN), training)
    assert prepared.genes == tuple(np.array(training.genes)[kept])
    np.testing.assert_array_equal(prepared.values, np.log2(clamped[:, kept]))
    assert prepared.scale is Scale.LOG2


def test_all_steps_follow_one_another(training: Expression) -> None:
    preparation = learn_preparation(training, EVERYTHING)
    chosen = [training.genes.index(gene) for gene in preparation.genes]
    logged = np.log10(np.clip(training.values, 100.0, 16000.0)[:, chosen])
    arrays = (logged - logged.mean(axis=1, keepdims=True)) / logged.std(axis=1, ddof=1, keepdims=True)
    expected = (arrays - arrays.mean(axis=0)) / arrays.std(axis=0, ddof=1)
    prepared = apply_preparation(preparation, training)
    np.testing.assert_allclose(prepared.values, expected, rtol=1e-10, atol=1e-12)
    assert prepared.scale is preparation.scale is Scale.STANDARDISED


def test_another_patient_less_is_another_preparation(training: Expression) -> None:
    everybody = learn_preparation(training, PLAIN).genes
    folds = [learn_preparation(training.take_samples(np.delete(np.arange(38), i)), PLAIN).genes for i in range(38)]
    assert any(genes != everybody for genes in folds)
    assert all(set(genes) <= set(everybody) for genes in folds)  # a range can only shrink with its patients


@pytest.mark.parametrize("settings", [PLAIN, EVERYTHING])
def test_garbage_in_the_patient_left_out_changes_nothing(training: Expression, settings: PreparationSettings) -> None:
    others = np.delete(np.arange(38), 7)
    garbage = training.values.copy()
    garbage[7] = np.random.default_rng(5).permutation(garbage[7]) * -1e6
    spoilt = training.with_values(garbage, training.scale)
    learnt = learn_preparation(training.take_samples(others), settings)
    assert same(learnt, learn_preparation(spoilt.take_samples(others), settings))
    assert not same(learnt, learn_preparation(training, settings))
    rest = apply_preparation(learnt, training).values[others]
    assert rest.tobytes() == apply_preparation(learnt, spoilt).values[others].tobytes()


@pytest.mark.parametrize("settings", [PLAIN, EVERYTHING])
def test_applying_learns_nothing(training: Expression, settings: PreparationSettings) -> None:
    preparation = learn_preparation(training, settings)
    before = pickle.dumps(preparation)
    first = apply_preparation(preparation, training).values.tobytes()
    one = apply_preparation(preparation, training.take_samples([3])).values
    assert apply_preparation(preparation, training).values.tobytes() == first
    assert one.tobytes() == apply_preparation(preparation, training).values[[3]].tobytes()
    assert pickle.dumps(preparation) == before


@pytest.mark.parametrize("settings", [PLAIN, EVERYTHING])
def test_genes_are_found_by_name_among_more_and_in_any_order(
    training: Expression, settings: PreparationSettings
) -> None:
    preparation = learn_preparation(training, settings)
    shuffled = training.take_genes(np.random.default_rng(2).permutation(training.n_genes))
    exact = training.named(preparation.genes)
    expected = apply_preparation(preparation, training)
    for given in (shuffled, exact):
        prepared = apply_preparation(preparation, given)
        assert prepared.genes == expected.genes
        assert prepared.values.tobytes() == expected.values.tobytes()


def test_a_missing_gene_is_named(training: Expression) -> None:
    preparation = learn_preparation(training, PLAIN)
    gone = preparation.genes[0]
    lacking = training.take_genes([j for j, gene in enumerate(training.genes) if gene != gone])
    with pytest.raises(InputError, match=gone):
        apply_preparation(preparation, lacking)


def test_order_of_the_training_patients_does_not_matter(training: Expression) -> None:
    assert same(
        learn_preparation(training, PLAIN), learn_preparation(training.take_samples(np.arange(38)[::-1]), PLAIN)
    )


def test_without_filter_nothing_is_learnt(training: Expression) -> None:
    preparation = learn_without_filter(training, EVERYTHING)
    assert preparation.genes == training.genes
    assert not preparation.learnt
    assert same(preparation, learn_without_filter(training.take_samples([4, 9]), EVERYTHING))
    everybody = apply_preparation(preparation, training).values
    for row in (0, 17):
        alone = apply_preparation(preparation, training.take_samples([row])).values
        assert alone.tobytes() == everybody[[row]].tobytes()


def test_a_preparation_says_whether_it_learnt(training: Expression) -> None:
    assert learn_preparation(training, PLAIN).learnt
    logged = training.with_values(np.log2(np.clip(training.values, 1.0, None)), Scale.LOG2)
    assert not learn_preparation(logged, PLAIN).learnt
    assert learn_preparation(logged, PreparationSettings(scale_genes=True)).learnt


def test_logarithms_are_taken_as_they_are(training: Expression) -> None:
    logged = training.with_values(np.log2(np.clip(training.values, 1.0, None)), Scale.LOG2)
    for preparation in (learn_preparation(logged, PLAIN), learn_without_filter(logged, PLAIN)):
        prepared = apply_preparation(preparation, logged)
        assert prepared.values.tobytes() == logged.values.tobytes()
        assert prepared.genes == logged.genes
        assert prepared.scale is preparation.scale is Scale.LOG2
        assert "not clamped, filtered by range or logged" in " ".join(describe(preparation))


def test_logarithms_are_still_scaled_where_asked(training: Expression) -> None:
    logged = training.with_values(np.log2(np.clip(training.values, 1.0, None)), Scale.LOG2)
    prepared = apply_preparation(learn_preparation(logged, EVERYTHING), logged)
    np.testing.assert_allclose(prepared.values.std(axis=0, ddof=1), 1.0, rtol=1e-10)


def test_samples_on_another_scale_are_refused(training: Expression) -> None:
    preparation = learn_preparation(training, PLAIN)
    with pytest.raises(InputError, match="log2 intensity"):
        apply_preparation(preparation, training.with_values(training.values, Scale.LOG2))


def test_the_steps_are_described(training: Expression) -> None:
    plain = " ".join(describe(learn_preparation(training, PLAIN)))
    kept = len(learn_preparation(training, PLAIN).genes)
    for words in ("below 100", "above 16,000", "38 training patients", f"{kept:,} of 7,129", "base 2"):
        assert words in plain
    assert "mean 0" not in plain
    everything = " ".join(describe(learn_preparation(training, EVERYTHING)))
    assert "base 10" in everything
    assert everything.count("mean 0 and variance 1") == 2
    bare = " ".join(describe(learn_without_filter(training, EVERYTHING)))
    assert "All 7,129 genes" in bare
    assert "Genes were not scaled" in bare


def test_small_cohort_is_prepared(small_cohort: Cohort) -> None:
    prepared = apply_preparation(learn_preparation(small_cohort.expression, PLAIN), small_cohort.expression)
    assert 0 < prepared.n_genes <= 60
    assert prepared.values.min() >= np.log2(100.0)


def _without_controls(expression: Expression) -> Expression:
    return expression.take_genes([j for j, gene in enumerate(expression.genes) if not is_control(gene)])


@pytest.mark.shared
def test_golub_counts(golub: Study) -> None:
    assert golub.independent is not None
    learning, closed = golub.training.expression, golub.independent.expression
    everybody = Expression(
        np.vstack([learning.values, closed.values]), learning.samples + closed.samples, learning.genes
    )
    assert len(learn_preparation(learning, PLAIN).genes) == 3051
    assert len(learn_preparation(_without_controls(learning), PLAIN).genes) == 3031
    assert len(learn_preparation(everybody, PLAIN).genes) == 3571


@pytest.mark.shared
def test_golub_filter_differs_in_every_fold(golub: Study) -> None:
    learning = golub.training.expression
    everybody = set(learn_preparation(learning, PLAIN).genes)
    lost = [
        len(everybody - set(learn_preparation(learning.take_samples(np.delete(np.arange(38), i)), PLAIN).genes))
        for i in range(38)
    ]
    assert np.median(lost) == 12
