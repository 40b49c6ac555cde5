"""What holds of the permutations whatever is permuted."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.comparison import Comparison
from interpret.stats.design import Design, paired, two_groups
from interpret.stats.resampling import SCHEMES, draws_needed, method_text, permute, resample, unfit_for_permutation
from interpret.stats.resampling.chance import ChanceOrder
from interpret.stats.resampling.scheme import plain_sums
from interpret.stats.resampling.step_down import times_reached
from interpret.stats.two_group import student, welch

STREAM = np.random.SeedSequence(17)
N = 30


class Counter:
    """A stage that counts."""

    def __init__(self) -> None:
        self.steps = 0

    def advance(self, steps: int = 1) -> None:
        self.steps += steps


def other_design(kind: str, n: int = N) -> Design:
    """Return a design of `n` samples in three batches, or with an age."""
    positive = np.arange(n) % 5 < 2
    batch = np.arange(n) // (n // 3)
    age = np.random.default_rng(8).normal(50.0, 9.0, n)
    dummies = np.column_stack([np.ones(n), batch == 1, batch == 2])
    if kind == "strata":
        return Design(positive, dummies, ("intercept", "batch 2", "batch 3"), "strata", batch, "~ group + batch")
    columns = ("intercept", "batch 2", "batch 3", "age")
    nothing = np.zeros(n, dtype=np.int64)
    return Design(positive, np.column_stack([dummies, age]), columns, "covariates", nothing, "~ group + batch + age")


DESIGNS = {
    "groups": two_groups(np.arange(N) < 12),
    "pairs": paired(np.arange(N) % 2 == 0, np.arange(N) // 2),
    "strata": other_design("strata"),
    "covariates": other_design("covariates"),
}
every_design = pytest.mark.parametrize("kind", list(DESIGNS))


@pytest.fixture(scope="module")
def many() -> FloatArray:
    """Return 30 samples x 900 genes, the first 30 of them higher in whatever is positive."""
    return np.random.default_rng(41).normal(size=(N, 900))


def moved(values: FloatArray, design: Design) -> FloatArray:
    return np.asarray(values + 1.5 * design.positive[:, None] * (np.arange(values.shape[1]) < 30))


def with_gaps(values: FloatArray) -> FloatArray:
    gaps = values.copy()
    gaps[np.random.default_rng(4).random(values.shape) < 0.001] = np.nan
    return gaps


@every_design
@pytest.mark.parametrize("gaps", [False, True])
def test_order_of_genes_threads_and_chunks_change_no_p_value(
    many: FloatArray,
    kind: str,
    gaps: bool,  # noqa: FBT001  parametrised
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    design = DESIGNS[kind]
    values = with_gaps(moved(many, design)) if gaps else moved(many, design)
    plain = resample(values, design, STREAM, 300)
    order = np.random.default_rng(5).permutation(900)

    def assert_same_as_plain(of: FloatArray, genes: object = slice(None)) -> None:
        result = resample(of, design, STREAM, 300)
        for name in ("p_value", "adjusted"):
            np.testing.assert_array_equal(getattr(result, name), getattr(plain, name)[genes])
        np.testing.assert_allclose(result.statistic, plain.statistic[genes], rtol=1e-11, atol=1e-13)
        np.testing.assert_allclose(result.chance, plain.chance, rtol=1e-12)

    assert_same_as_plain(np.ascontiguousarray(values[:, order]), order)
    with threadpool_limits(1):
        assert_same_as_plain(values)
    monkeypatch.setattr(permute, "FEWEST", 7)
    monkeypatch.setattr(permute, "CHUNK", 1)
    assert_same_as_plain(values)


@every_design
def test_more_draws_than_a_byte_of_chunks_are_all_counted(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    design = DESIGNS[kind]
    values = np.random.default_rng(6).normal(size=(N, 5))
    plain = resample(values, design, STREAM, 1200)
    monkeypatch.setattr(permute, "FEWEST", 2)
    monkeypatch.setattr(permute, "CHUNK", 1)  # 600 chunks
    chunked = resample(values, design, STREAM, 1200)
    np.testing.assert_array_equal(chunked.p_value, plain.p_value)
    np.testing.assert_array_equal(chunked.adjusted, plain.adjusted)
    assert plain.p_value.max() > 255 / 600


@every_design
def test_last_bits_of_the_statistic_change_no_count(kind: str) -> None:
    # what another machine or another product of matrices may do to every statistic
    design = {"groups": two_groups(np.arange(9) < 4), "strata": other_design("strata", 12)}.get(kind, DESIGNS[kind])
    if kind in {"pairs", "covariates"}:
        design = (
            design.take(np.arange(7)) if kind == "covariates" else paired(np.arange(14) % 2 == 0, np.arange(14) // 2)
        )
    scheme = SCHEMES[design.kind]
    values = np.random.default_rng(43).normal(size=(design.n, 20))
    squared, draws = scheme.squared_t(values, design), scheme.every(design)
    observed = squared.of_draws(scheme.observed(design), plain_sums)[:, 0]

    def count(of: FloatArray) -> tuple[FloatArray, FloatArray]:
        reached = times_reached(squared, of, iter([draws]), ChanceOrder(20, squared.factor), None)
        return reached.p_values(0, len(draws))

    for shift in (1.0 - 1e-11, 1.0 + 1e-11):
        np.testing.assert_array_equal(count(observed * shift), count(observed))


@every_design
def test_statistic_is_that_of_the_test_of_the_design(many: FloatArray, kind: str) -> None:
    comparison = Comparison(many, DESIGNS[kind])
    plain = welch.run(comparison) if kind == "groups" else student.run(comparison)
    result = resample(many, DESIGNS[kind], STREAM, 100)
    np.testing.assert_allclose(result.statistic, plain.statistic, rtol=1e-9, atol=1e-12)


@every_design
def test_p_values_follow_the_statistics_and_are_never_zero(many: FloatArray, kind: str) -> None:
    design = DESIGNS[kind]
    values = many[:, :40] + design.positive[:, None] * np.linspace(0.0, 8.0, 40)
    result = resample(values, design, STREAM, 150)
    order = np.argsort(-np.abs(result.statistic))
    assert (np.diff(result.adjusted[order]) >= 0.0).all()
    assert result.p_value.min() == result.adjusted.min() == result.floor == 1 / 151
    assert (result.p_value <= result.adjusted).all()
    assert result.adjusted.max() <= 1.0


@every_design
def test_naming_the_other_class_positive_turns_signs_only(many: FloatArray, kind: str) -> None:
    design = DESIGNS[kind]
    other = Design(~design.positive, design.nuisance, design.columns, design.kind, design.strata, design.formula)
    one, two = (resample(moved(many, design)[:, :60], d, STREAM, 200) for d in (design, other))
    np.testing.assert_allclose(one.statistic, -two.statistic, rtol=1e-9)
    np.testing.assert_array_equal(one.p_value, two.p_value)
    np.testing.assert_array_equal(one.adjusted, two.adjusted)


@every_design
def test_seed_decides_and_streams_are_not_used_up(many: FloatArray, kind: str) -> None:
    values = many[:, :40]
    one, again, other = (resample(values, DESIGNS[kind], np.random.SeedSequence(s), 300).p_value for s in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert (one != other).any()
    stream = np.random.SeedSequence(1)
    for _ in range(2):
        np.testing.assert_array_equal(resample(values, DESIGNS[kind], stream, 300).p_value, one)


@every_design
def test_equal_genes_get_equal_p_values(many: FloatArray, kind: str) -> None:
    values = moved(many, DESIGNS[kind])[:, :40]
    twice = resample(np.hstack([values, values]), DESIGNS[kind], STREAM, 300)
    np.testing.assert_array_equal(twice.adjusted[:40], twice.adjusted[40:])
    np.testing.assert_array_equal(twice.p_value[:40], twice.p_value[40:])


@every_design
def test_genes_without_residual_variance(kind: str) -> None:
    design = {
        "groups": two_groups(np.arange(10) < 4),
        "pairs": paired(np.arange(16) % 2 == 0, np.arange(16) // 2),
        "strata": other_design("strata", 12),
        "covariates": other_design("covariates", 7),
    }[kind]
    if kind == "covariates":
        ones = np.column_stack([np.ones(7), [30.0, 41.0, 58.0, 35.0, 60.0, 72.0, 44.0]])
        design = Design(np.arange(7) % 3 == 0, ones, ("intercept", "age"), "covariates", np.zeros(7, dtype=np.int64))
    values = np.random.default_rng(44).normal(size=(design.n, 6))
    values[:, 1] = design.positive * 0.3 + design.nuisance @ np.arange(0.1, design.nuisance.shape[1])
    values[:, 4] = design.nuisance @ np.linspace(0.3, 0.7, design.nuisance.shape[1])  # nothing to do with the class
    result = resample(values, design, STREAM, 10_000)
    assert result.complete
    assert np.isnan(result.statistic[[1, 4]]).all()
    assert result.p_value[1] == result.p_value.min() <= 4 * result.floor  # as significant as can be
    assert result.adjusted[1] == result.adjusted.min()
    assert result.p_value[4] == result.adjusted[4] == 1.0


def test_rounding_decides_nothing_where_no_variance_is_left() -> None:
    random = np.random.default_rng(45)
    design = two_groups(np.arange(10) < 4)
    values = random.normal(8.0, 2.0, size=300) + design.positive[:, None] * random.normal(size=300)
    result = resample(values, design, STREAM, 210)
    np.testing.assert_array_equal(result.adjusted, 1 / 210)
    np.testing.assert_array_equal(result.p_value, 1 / 210)
    for gene in range(60):  # each on its own, so that no other gene's maximum can stand in for it
        assert resample(values[:, [gene]], design, STREAM, 210).adjusted[0] == 1 / 210


@every_design
def test_stage_hears_of_every_draw(many: FloatArray, kind: str) -> None:
    for permutations in (150, 5000):
        stage = Counter()
        resample(many[:, :20], DESIGNS[kind], STREAM, permutations, stage)
        assert stage.steps == draws_needed(DESIGNS[kind], permutations) == permutations
    small = two_groups(np.arange(8) < 3)
    stage = Counter()
    resample(many[:8, :20], small, STREAM, 150, stage)
    assert stage.steps == draws_needed(small, 150) == 56


def test_a_family_of_no_gene_is_no_failure() -> None:
    values = np.full((N, 2), np.nan)
    values[1:] = np.random.default_rng(3).normal(size=(N - 1, 2))
    result = resample(values, DESIGNS["covariates"], STREAM, 100)
    assert np.isnan(result.adjusted).all()
    assert result.left_out == 2
    assert result.chance.shape == (3, 0)
    assert result.place.size == 0


def test_unfit_designs_are_named_and_refused() -> None:
    assert all(unfit_for_permutation(design) == "" for design in DESIGNS.values())
    lone = two_groups(np.arange(6) < 1)
    assert "fewer than two samples" in unfit_for_permutation(lone)
    one_pair = paired(np.arange(2) < 1, np.zeros(2, dtype=np.int64))
    assert "degrees of freedom" in unfit_for_permutation(one_pair)
    positive = np.arange(8) < 4
    cells = np.arange(8) // 2
    overlap = Design(positive, np.column_stack([np.ones(8), np.arange(8) % 4 < 2]), ("a", "b"), "strata", cells)
    assert "no stratum" in unfit_for_permutation(overlap)
    full = other_design("covariates").take(np.array([0, 3, 11, 14, 22]))
    assert full.residual_df == 0
    assert "degrees of freedom" in unfit_for_permutation(full)
    for design in (lone, one_pair, overlap, full):
        with pytest.raises(ValueError, match=unfit_for_permutation(design)):
            resample(np.random.default_rng(1).normal(size=(design.n, 3)), design, STREAM, 100)


def test_method_text_says_what_was_done() -> None:
    small = two_groups(np.arange(8) < 3)
    assert "Welch's t, over all 56 labellings of the samples" in method_text(small, 1000)
    assert "the observed and 50 randomly drawn labellings" in method_text(small, 50)
    assert "no p-value can be below 0.0196" in method_text(small, 50)
    six_pairs = paired(np.arange(12) % 2 == 0, np.arange(12) // 2)
    assert "all 32 sign patterns that are no mirror images" in method_text(six_pairs, 1000)
    assert "10,000 randomly drawn sign patterns." in method_text(DESIGNS["pairs"], 10_000)
    assert "within the cells" in method_text(DESIGNS["strata"], 10_000)
    assert "Freedman and Lane 1983" in method_text(DESIGNS["covariates"], 10_000)
    texts = [method_text(design, 10_000) for design in DESIGNS.values()]
    assert all(one != other for one, other in pairwise(texts))
    assert all("doi:10.1214/ss/1056397487" in text for text in texts)


def test_in_strata_the_mirrored_labelling_is_counted_where_it_is_one() -> None:
    positive = np.arange(8) % 2 == 0
    batch = np.arange(8) // 4
    design = Design(positive, np.column_stack([np.ones(8), batch]), ("a", "b"), "strata", batch, "~ group + batch")
    values: FloatArray = np.random.default_rng(3).normal(size=(8, 3)) * 0.1 + 5.0 * positive[:, None]
    result = resample(values, design, STREAM, 1000)
    assert result.floor == 2 / 36
    assert result.p_value.min() == result.floor
    unbalanced: BoolArray = positive.copy()
    unbalanced[0] = False
    one_less = Design(unbalanced, design.nuisance, design.columns, "strata", batch, design.formula)
    assert resample(values, one_less, STREAM, 1000).floor == 1 / 24
