"""Filter, TMM and log counts per million against edgeR, and what a fold may not learn."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata
from stats import counts_simulated as simulated

from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError, InputError
from interpret.prep.filter_by_expression import (
    ExpressionRule,
    fewest_samples,
    learn_expression_filter,
    library_sizes,
    passing_counts,
    smallest_by_design,
)
from interpret.prep.log_cpm import apply_log_cpm
from interpret.prep.tmm import (
    Trimming,
    _upper_quartiles,
    learn_tmm,
    normalised_libraries,
    reference_row,
    tmm_factor,
)
from interpret.prep.trimmed_mean import _between

STRICT = ExpressionRule(min_count=25.0, min_total=300.0, large_n=4.0, min_prop=0.5)


def small(values: list[list[float]], scale: Scale = Scale.COUNTS) -> Expression:
    n, p = len(values), len(values[0])
    return Expression(np.array(values), tuple(f"S{i}" for i in range(n)), tuple(f"g{j}" for j in range(p)), scale)


@pytest.mark.parametrize(
    ("name", "smallest", "rule"),
    [
        ("group", 7.0, ExpressionRule()),
        ("plain", 16.0, ExpressionRule()),
        ("batch", None, ExpressionRule()),
        ("strict", 7.0, STRICT),
    ],
)
def test_the_filter_keeps_what_edger_keeps(name: str, smallest: float | None, rule: ExpressionRule) -> None:
    read, wanted = simulated.read(), simulated.table("filter")[name].to_numpy() == 1
    if smallest is None:
        smallest = smallest_by_design(
            np.column_stack([simulated.design("batch").nuisance, simulated.positive().astype(np.float64)])
        )
    kept = passing_counts(read.values, library_sizes(read), smallest, rule)
    assert kept.tolist() == wanted.tolist()
    assert 0 < kept.sum() < kept.size


def test_the_smallest_group_of_a_plain_design_is_its_smaller_class() -> None:
    columns = np.column_stack([np.ones(16), simulated.positive()])
    assert smallest_by_design(columns) == pytest.approx(7.0)
    assert fewest_samples(7.0, ExpressionRule()) == 7.0
    assert fewest_samples(20.0, ExpressionRule()) == 17.0


def test_a_sample_of_the_median_library_with_just_enough_is_seen_whatever_the_rounding() -> None:
    for library in (3.0, 7.0, 49.0, 1e6 + 1.0, 12_345_679.0):
        counts = np.array([[10.0], [10.0], [10.0]])
        assert passing_counts(counts, np.full(3, library), 3.0, ExpressionRule()).all()
        assert not passing_counts(counts - [[0.0], [0.0], [1.0]], np.full(3, library), 3.0, ExpressionRule()).any()


def test_the_filter_without_classes_takes_all_for_one_group() -> None:
    without = learn_expression_filter(simulated.read(), ExpressionRule(), None)
    assert list(without.genes) == simulated.table("filter").query("plain == 1").index.tolist()
    assert without.fewest == pytest.approx(14.2)


def test_counts_scaled_before_are_filtered_by_their_own_limit() -> None:
    scaled = small([[0.0, 3.5, 99.5], [1.0, 7.5, 0.5], [0.9, 1.0, 1.0]], Scale.SCALED_COUNTS)
    learnt = learn_expression_filter(scaled, ExpressionRule(), 2)
    assert learnt.genes == ("g1", "g2")
    assert learnt.scaled
    with pytest.raises(AnalysisError, match="none of 3 genes has a scaled count of 100 or more in 2"):
        learn_expression_filter(scaled, ExpressionRule(min_scaled=100.0), 2)


def test_libraries_and_factors_are_those_of_edger() -> None:
    read, wanted = simulated.read(), simulated.table("libraries")
    genes = simulated.table("voom").index.tolist()
    found = normalised_libraries(learn_tmm(read, tuple(genes)), read)
    assert found.counted.tolist() == wanted["library"].tolist()
    np.testing.assert_allclose(found.factor, wanted["factor"], rtol=1e-12)
    assert abs(np.log(found.factor).sum()) < 1e-12


@pytest.mark.parametrize(
    ("column", "trimming", "row"),
    [("plain", Trimming(weighted=False), None), ("trimmed", Trimming(0.2, 0.1, level_cutoff=-12.0), 2)],
)
def test_other_trimming_is_as_asked(column: str, trimming: Trimming, row: int | None) -> None:
    counts = simulated.read().named(simulated.table("voom").index.tolist()).values
    library = counts.sum(axis=1)
    row = reference_row(counts, library) if row is None else row
    raw = np.array(
        [tmm_factor(c, size, counts[row], library[row], trimming) for c, size in zip(counts, library, strict=True)]
    )
    np.testing.assert_allclose(raw / np.exp(np.log(raw).mean()), simulated.table("libraries")[column], rtol=1e-12)


def test_library_sizes_over_other_genes_give_other_factors() -> None:
    counts = simulated.read().named(simulated.table("voom").index.tolist()).values
    library = library_sizes(simulated.read())
    row = reference_row(counts, library)
    raw = np.array(
        [tmm_factor(c, size, counts[row], library[row], Trimming()) for c, size in zip(counts, library, strict=True)]
    )
    np.testing.assert_allclose(raw / np.exp(np.log(raw).mean()), simulated.table("libraries")["all_genes"], rtol=1e-12)


def test_log_counts_per_million_are_those_of_edger() -> None:
    read, wanted = simulated.read(), simulated.table("log_cpm")
    logged = apply_log_cpm(learn_tmm(read, tuple(wanted.index)), read, tuple(wanted.index))
    assert logged.scale is Scale.LOG_CPM
    np.testing.assert_allclose(logged.values.T, wanted.to_numpy(), atol=1e-12)


def test_a_sample_is_normalised_against_the_stored_reference_alone() -> None:
    read, genes = simulated.read(), tuple(simulated.table("voom").index)
    training = read.take_samples(range(12))
    learnt = learn_tmm(training, genes)
    together = apply_log_cpm(learnt, read, genes).values
    alone = apply_log_cpm(learnt, read.take_samples([14]), genes).values
    assert alone[0].tobytes() == together[14].tobytes()
    assert learnt.sample in training.samples
    # its factor is its own against the reference, divided by what the training patients' have in common
    counts = read.named(learnt.genes).values[14]
    raw = tmm_factor(counts, counts.sum(), learnt.counts, learnt.library, Trimming())
    assert normalised_libraries(learnt, read).factor[14] == raw / learnt.middle


def test_neither_order_changes_a_bit() -> None:
    read, genes = simulated.read(), tuple(simulated.table("voom").index)
    random = np.random.default_rng(3)
    samples, places = random.permutation(16), random.permutation(read.n_genes)
    moved = read.take_samples(samples).take_genes(places)
    one, other = learn_tmm(read, genes), learn_tmm(moved, tuple(random.permutation(genes).tolist()))
    assert (one.sample, one.middle, one.mean_library) == (other.sample, other.middle, other.mean_library)
    there = apply_log_cpm(other, moved, genes).values
    assert apply_log_cpm(one, read, genes).values[samples].tobytes() == there.tobytes()


def test_a_gap_takes_no_part_and_stays_a_gap() -> None:
    read, genes = simulated.read(), tuple(simulated.table("voom").index)
    values = read.values.copy()
    values[5, read.genes.index(genes[9])] = np.nan
    gappy = read.with_values(values, Scale.COUNTS)
    logged = apply_log_cpm(learn_tmm(gappy, genes), gappy, genes).values
    assert np.argwhere(np.isnan(logged)).tolist() == [[5, 9]]


def test_where_most_genes_are_zero_the_richest_sample_is_the_reference() -> None:
    counts = np.zeros((4, 40))
    counts[:, :5] = [[9, 1, 4, 2, 6], [30, 31, 32, 29, 30], [1, 1, 1, 1, 1], [8, 2, 9, 2, 6]]
    counts[:, 5:] += np.arange(35) == np.arange(4)[:, None]  # each sample has a gene of its own
    assert reference_row(counts, counts.sum(axis=1)) == 1


def test_proportional_samples_have_equal_factors() -> None:
    found = learn_tmm(small([[10.0, 20.0, 30.0], [20.0, 40.0, 60.0]]), ("g0", "g1", "g2"))
    assert found.middle == 1.0


def test_samples_that_share_nothing_are_named() -> None:
    apart = small([[10.0, 0.0, 5.0], [0.0, 20.0, 0.0], [12.0, 0.0, 6.0], [9.0, 0.0, 5.0]])
    with pytest.raises(AnalysisError, match=r"(?s)1 samples have no gene in common.*S1"):
        learn_tmm(apart, apart.genes)


def test_what_a_new_sample_lacks_is_named() -> None:
    learnt = learn_tmm(small([[10.0, 20.0], [5.0, 9.0]]), ("g0", "g1"))
    with pytest.raises(InputError, match="g1"):
        normalised_libraries(learnt, Expression(np.ones((1, 1)), ("N",), ("g0",), Scale.COUNTS))


def test_the_upper_quartiles_are_those_of_numpy_to_the_bit() -> None:
    random = np.random.default_rng(2)
    for p in (1, 2, 3, 4, 5, 6, 7, 99, 1000):
        counts = random.negative_binomial(2, 0.01, size=(4, p)) * random.choice([1.0, 0.37])
        assert _upper_quartiles(counts).tolist() == np.quantile(counts, 0.75, axis=1).tolist()
        counts[1] = np.nan
        counts[2, : p // 2] = np.nan
        wanted = [np.quantile(row[~np.isnan(row)], 0.75) if np.isfinite(row).any() else 0.0 for row in counts]
        assert _upper_quartiles(counts).tolist() == wanted


@pytest.mark.parametrize("share", [0.05, 0.3, 0.49, 0.5])
def test_what_is_left_between_is_told_by_mean_ranks(share: float) -> None:
    random = np.random.default_rng(3)
    for n in (1, 2, 3, 10, 11, 200):
        for values in (random.normal(size=n), random.integers(0, 4, size=n).astype(float), np.zeros(n)):
            low = int(n * share) + 1
            rank = rankdata(values)
            assert _between(values, share).tolist() == ((rank >= low) & (rank <= n + 1 - low)).tolist()
