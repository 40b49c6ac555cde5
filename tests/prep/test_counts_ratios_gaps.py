"""Counts, ratios and filled gaps: the formula of voom, what is learnt of whom, and that a part does as the whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.contracts import FloatArray
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError, InputError
from interpret.prep.describe import describe
from interpret.prep.fill import fill, genes_to_fill, learn_medians
from interpret.prep.filter_by_expression import ExpressionRule, learn_expression_filter
from interpret.prep.log_counts import CountLog, log_counts
from interpret.prep.log_cpm import apply_log_cpm
from interpret.prep.preparation import (
    apply_preparation,
    learn_as_read,
    learn_preparation,
    learn_without_filter,
    narrowed,
)
from interpret.prep.tmm import TmmReference, Trimming, learn_tmm
from interpret.settings import PreparationSettings

REFERENCE = Path(__file__).parent.parent / "reference"
NAN = np.nan
MEDIAN = PreparationSettings(missing="median", min_ratio=1.5, min_difference=1.0)


def expression(values: FloatArray | list[list[float]], scale: Scale) -> Expression:
    array = np.array(values, dtype=np.float64)
    n, p = array.shape
    return Expression(array, tuple(f"S{i}" for i in range(n)), tuple(f"g{j}" for j in range(p)), scale)


@pytest.fixture(scope="module")
def counts() -> Expression:
    random = np.random.default_rng(5)
    expected = np.exp(random.normal(3.0, 2.0, 80)) * random.uniform(0.5, 3.0, (12, 1))
    return expression(random.poisson(expected).astype(np.float64), Scale.COUNTS)


@pytest.fixture(scope="module")
def gappy() -> Expression:
    random = np.random.default_rng(6)
    values = 2.0 ** random.normal(9.0, 1.5, (15, 40))
    values[random.random(values.shape) < 0.1] = NAN
    values[:9, 0] = NAN
    return expression(values, Scale.RAW)


def test_log_counts_are_those_of_voom_before_it_weighs() -> None:
    given, voom = (pd.read_csv(REFERENCE / f"log_cpm_{name}.csv", index_col=0) for name in ("counts", "voom"))
    read = Expression(given.to_numpy(dtype=np.float64).T, tuple(given.columns), tuple(given.index), Scale.COUNTS)
    logged = log_counts(CountLog(read.genes), read, read.genes)
    assert logged.scale is Scale.LOG_CPM
    np.testing.assert_allclose(logged.values.T, voom.to_numpy(), rtol=1e-13)


def test_a_sample_is_logged_by_itself_and_a_gap_stays_a_gap(counts: Expression) -> None:
    steps = learn_without_filter(counts, PreparationSettings())
    whole = apply_preparation(steps, counts).values
    one = apply_preparation(steps, counts.take_samples([4])).values
    assert one[0].tobytes() == whole[4].tobytes()
    values = counts.values.copy()
    values[4, 7] = NAN
    holes = apply_preparation(steps, counts.with_values(values, Scale.COUNTS)).values
    assert np.argwhere(np.isnan(holes)).tolist() == [[4, 7]]
    assert holes[3].tobytes() == whole[3].tobytes()


def test_a_sample_without_a_read_is_named() -> None:
    with pytest.raises(AnalysisError, match=r"(?s)nothing was counted in 1 samples.*S1"):
        learn_preparation(expression([[5.0, 2.0], [0.0, 0.0]], Scale.COUNTS), PreparationSettings())


def test_counts_are_filtered_normalised_and_logged_by_what_was_learnt(counts: Expression) -> None:
    learnt = learn_preparation(counts, PreparationSettings(), 5)
    kept = learn_expression_filter(counts, ExpressionRule(), 5)
    assert learnt.genes == kept.genes
    assert 0 < len(kept.genes) < 80
    assert isinstance(learnt.counts, TmmReference)
    assert learnt.learnt
    expected = apply_log_cpm(learn_tmm(counts, kept.genes), counts, kept.genes)
    assert apply_preparation(learnt, counts).values.tobytes() == expected.values.tobytes()
    assert learnt.scale is expected.scale is Scale.LOG_CPM
    fewer = learn_preparation(counts, PreparationSettings(min_count=200.0), 5).genes
    assert set(fewer) < set(learnt.genes)
    said = " ".join(describe(learnt))
    assert "in at least 5 of the 12 training patients (as many as the smaller class has)" in said
    assert "TMM" in said


def test_a_new_sample_changes_nobody_else_and_nobody_else_changes_it(counts: Expression) -> None:
    learnt = learn_preparation(counts.take_samples(range(8)), PreparationSettings(), 4)
    together = apply_preparation(learnt, counts).values
    assert apply_preparation(learnt, counts.take_samples([10])).values[0].tobytes() == together[10].tobytes()


def test_a_model_does_not_keep_the_name_of_the_reference_patient(counts: Expression) -> None:
    learnt = learn_preparation(counts, PreparationSettings(), 5)
    part = narrowed(learnt, learnt.genes[:3])
    assert isinstance(part.counts, TmmReference)
    assert part.counts.sample == ""
    assert part.learnt
    assert part.more_steps == learnt.more_steps


def test_counts_scaled_before_are_not_scaled_again() -> None:
    scaled = expression([[0.0, 3.5, 99.5], [0.0, 7.5, 0.5]], Scale.SCALED_COUNTS)
    learnt = learn_preparation(scaled, PreparationSettings())
    assert learnt.genes == ("g1",)
    prepared = apply_preparation(learnt, scaled)
    assert prepared.scale is learnt.scale is Scale.LOG_SCALED
    assert prepared.values.tolist() == [[2.0], [3.0]]


def test_ratios_are_logged_and_one_that_is_none_is_named() -> None:
    ratios = expression([[2.0, NAN, 0.5], [1.0, 4.0, 8.0]], Scale.RATIOS)
    learnt = learn_preparation(ratios, PreparationSettings())
    assert learnt.scale is Scale.LOG_RATIOS
    np.testing.assert_array_equal(apply_preparation(learnt, ratios).values, [[1.0, NAN, -1.0], [0.0, 2.0, 3.0]])
    with pytest.raises(AnalysisError, match=r"(?s)the ratio 0 has no logarithm.*S1, gene g1"):
        apply_preparation(learnt, ratios.with_values(np.array([[2.0, NAN, 1.0], [1.0, 0.0, 8.0]]), Scale.RATIOS))


@pytest.mark.parametrize("scale", [Scale.LN, Scale.LOG10, Scale.LOG_RATIOS, Scale.RANKS, Scale.Z_SCORES])
def test_everything_else_is_taken_as_it_is_and_that_is_said(scale: Scale) -> None:
    given = expression([[1.0, 2.0], [3.0, 5.0]], scale)
    learnt = learn_preparation(given, PreparationSettings())
    assert apply_preparation(learnt, given).values.tobytes() == given.values.tobytes()
    assert learnt.scale is scale
    assert f"read as {scale.plural}, so they were not clamped" in " ".join(describe(learnt))


def test_new_samples_on_another_scale_are_refused_with_the_reason(counts: Expression) -> None:
    learnt = learn_preparation(counts, PreparationSettings())
    with pytest.raises(InputError, match=r"(?s)samples are log2 intensities .*learnt from counts"):
        apply_preparation(learnt, counts.with_values(counts.values, Scale.LOG2))


def test_gaps_are_filled_with_the_medians_of_those_learnt_from() -> None:
    train = expression([[1.0, NAN, 5.0], [3.0, 2.0, NAN], [8.0, 4.0, 7.0]], Scale.LOG2)
    medians = learn_medians(train)
    assert medians.median.tolist() == [3.0, 3.0, 6.0]
    new = expression([[NAN, NAN, 100.0], [0.0, 1.0, NAN]], Scale.LOG2)
    assert fill(medians, new).values.tolist() == [[3.0, 3.0, 100.0], [0.0, 1.0, 6.0]]
    assert medians.of(("g2", "g0")).median.tolist() == [6.0, 3.0]


def test_genes_that_too_many_lack_are_set_aside(gappy: Expression) -> None:
    kept = genes_to_fill(gappy, 0.2)
    share = np.isnan(gappy.values).mean(axis=0)
    assert set(gappy.genes) - set(kept) == {gene for gene, lack in zip(gappy.genes, share, strict=True) if lack > 0.2}
    assert "g0" not in kept
    with pytest.raises(AnalysisError, match="every one of 1 genes lacks the value of more than 20 %"):
        genes_to_fill(gappy.take_genes([0]), 0.2)


@pytest.mark.parametrize("more", [{}, {"scale_genes": True}, {"scale_arrays": True, "scale_genes": True}])
def test_under_the_median_nothing_is_missing_any_more(gappy: Expression, more: dict[str, bool]) -> None:
    settings = MEDIAN.model_copy(update=more)
    learnt = learn_preparation(gappy, settings)
    assert learnt.learnt
    prepared = apply_preparation(learnt, gappy)
    assert not prepared.incomplete.any()
    assert "filled with the gene's median" in " ".join(describe(learnt))
    left = gappy.with_values(np.where(np.arange(15)[:, None] == 2, NAN, gappy.values), Scale.RAW)
    if not more.get("scale_arrays"):  # an array of medians alone can be scaled too, but says nothing
        assert not apply_preparation(learnt, left).incomplete.any()


def test_what_is_filled_is_the_median_of_the_logarithms(gappy: Expression) -> None:
    learnt = learn_preparation(gappy, MEDIAN)
    assert learnt.medians is not None
    logged = np.log2(np.clip(gappy.named(learnt.genes).values, 100.0, 16000.0))
    np.testing.assert_array_equal(learnt.medians.median, np.nanmedian(logged, axis=0))


def test_without_filter_and_as_read_fill_too(gappy: Expression) -> None:
    for learn in (learn_without_filter, learn_as_read):
        learnt = learn(gappy, MEDIAN)
        assert not apply_preparation(learnt, gappy).incomplete.any()
    assert learn_as_read(gappy, PreparationSettings()).medians is None


def test_a_part_is_prepared_as_in_the_whole(counts: Expression, gappy: Expression) -> None:
    for given, settings in ((counts, PreparationSettings()), (gappy, MEDIAN.model_copy(update={"scale_genes": True}))):
        whole = learn_preparation(given, settings)
        genes = whole.genes[3:12:2]
        part = narrowed(whole, genes)
        expected = apply_preparation(whole, given).named(genes).values
        assert apply_preparation(part, given).values.tobytes() == expected.tobytes()


def test_what_is_more_than_intensities_counts_in_the_hash(counts: Expression, gappy: Expression) -> None:
    assert learn_preparation(gappy, PreparationSettings(min_ratio=1.5, min_difference=1.0)).more_steps == ()
    filled = learn_preparation(gappy, MEDIAN)
    assert filled.medians is not None
    other = replace(filled, medians=replace(filled.medians, median=filled.medians.median + 1e-9))
    logged = learn_preparation(counts, PreparationSettings())
    assert isinstance(logged.counts, TmmReference)
    others = [
        replace(logged, counts=CountLog(counts.genes)),
        replace(logged, counts=CountLog(counts.genes[1:])),
        *(
            replace(logged, counts=replace(logged.counts, **{name: getattr(logged.counts, name) + 1e-9}))
            for name in ("counts", "library", "middle", "mean_library")
        ),
        replace(logged, counts=replace(logged.counts, trimming=Trimming(weighted=False))),
    ]
    steps = [each.more_steps for each in (filled, other, logged, *others)]
    assert len(set(steps)) == len(steps)
