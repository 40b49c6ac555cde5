"""Every way to permute against the obvious loop: one draw at a time, with scipy and statsmodels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, permutations, product
from math import comb, factorial
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.design import Design, paired, two_groups
from interpret.stats.resampling import SCHEMES, Resampled, resample

STREAM = np.random.SeedSequence(17)
TStatistic = Callable[[FloatArray, Design, Any], FloatArray]


def welch_t(values: FloatArray, design: Design, labels: BoolArray) -> FloatArray:
    del design
    found = np.abs(stats.ttest_ind(values[labels], values[~labels], equal_var=False).statistic)
    for j in np.flatnonzero(np.isnan(values).any(axis=0)):
        one, other = (values[group & ~np.isnan(values[:, j]), j] for group in (labels, ~labels))
        enough = min(one.size, other.size) >= 2
        found[j] = abs(stats.ttest_ind(one, other, equal_var=False).statistic) if enough else -np.inf
    return np.asarray(found)


def full_model_t(values: FloatArray, design: Design, labels: BoolArray) -> FloatArray:
    columns = np.column_stack([design.nuisance, labels])
    return np.array([abs(sm.OLS(gene, columns).fit().tvalues[-1]) for gene in values.T])


def paired_t(values: FloatArray, design: Design, flipped: BoolArray) -> FloatArray:
    differences = []
    for pair, flip in zip(np.unique(design.strata), flipped, strict=True):
        rows = design.strata == pair
        difference = values[rows & design.positive][0] - values[rows & ~design.positive][0]
        differences.append(-difference if flip else difference)
    kept = [gene[~np.isnan(gene)] for gene in np.array(differences).T]
    return np.array([abs(stats.ttest_1samp(gene, 0.0).statistic) for gene in kept])


def freedman_lane_t(values: FloatArray, design: Design, goes_to: Sequence[int]) -> FloatArray:
    fitted = design.nuisance @ np.linalg.lstsq(design.nuisance, values, rcond=None)[0]
    permuted = fitted.copy()
    for sample, place in enumerate(goes_to):
        permuted[place] += values[sample] - fitted[sample]
    return full_model_t(permuted, design, design.positive)


def table_of(values: FloatArray, design: Design, draws: Sequence[Any], t: TStatistic) -> FloatArray:
    """Return `(draws, p)` statistics."""
    return np.array([t(values, design, draw) for draw in draws])


def raw_p(observed: FloatArray, permuted: FloatArray, added: int) -> FloatArray:
    reached = (permuted >= observed * (1 - 1e-9) - 1e-7).sum(axis=0)
    return (reached + added) / (len(permuted) + added)


def step_down_p(observed: FloatArray, permuted: FloatArray, added: int) -> FloatArray:
    """Return Westfall and Young's adjusted p-values."""
    adjusted, highest = np.empty(observed.size), 0.0
    for gene in np.argsort(-observed, kind="stable"):
        rest = observed <= observed[gene] * (1 + 1e-9)
        reached = sum(t[rest].max() >= observed[gene] * (1 - 1e-9) - 1e-7 for t in permuted)
        highest = max(highest, (reached + added) / (len(permuted) + added))
        adjusted[gene] = highest
    return adjusted


def assert_same(result: Resampled, observed: FloatArray, permuted: FloatArray, added: int = 0) -> None:
    np.testing.assert_allclose(np.abs(result.statistic), observed, rtol=1e-9)
    np.testing.assert_allclose(result.p_value, raw_p(observed, permuted, added), rtol=1e-13)
    np.testing.assert_allclose(result.adjusted, step_down_p(observed, permuted, added), rtol=1e-13)
    assert len(np.unique(result.p_value)) > 3
    assert len(np.unique(result.adjusted)) > 2
    assert result.p_value.min() >= result.floor
    assert result.complete == (added == 0)


def random_draws(design: Design, number: int) -> list[Any]:
    return list(SCHEMES[design.kind].source(design, STREAM)(number))


def planted(positive: BoolArray, p: int, seed: int) -> FloatArray:
    random = np.random.default_rng(seed)
    values = random.normal(8.0, 1.0, size=(positive.size, p))
    values[positive, 0] += 4.0
    values[positive, 1] -= 2.0
    return values


def stratified(positive: Sequence[int], *factors: Sequence[int]) -> Design:
    """Return the design that adds these categories to the class, its strata the cells of all of them."""
    n = len(positive)
    dummies = [np.asarray(factor) == level for factor in factors for level in sorted(set(factor))[1:]]
    cells = np.unique(np.array(factors), axis=1, return_inverse=True)[1].ravel()
    nuisance = np.column_stack([np.ones(n), *dummies]).astype(np.float64)
    names = tuple(f"c{j}" for j in range(nuisance.shape[1]))
    return Design(np.asarray(positive, dtype=bool), nuisance, names, "strata", cells, "~ group + categories")


def with_covariates(positive: Sequence[int], *covariates: Sequence[float]) -> Design:
    nuisance = np.column_stack([np.ones(len(positive)), *covariates])
    names = tuple(f"c{j}" for j in range(nuisance.shape[1]))
    zeros = np.zeros(len(positive), dtype=np.int64)
    return Design(np.asarray(positive, dtype=bool), nuisance, names, "covariates", zeros, "~ group + age")


PAIRS = paired(np.arange(16) % 2 == 1, np.array([3, 3, 0, 0, 1, 1, 2, 2, 7, 7, 5, 5, 4, 4, 6, 6]))
# the last stratum holds one class only; the two factors are not crossed, so x'Mx changes with the labelling
ADDITIVE = stratified(
    [1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2], [0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1]
)
LARGER = stratified([1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 1, 0, 1], [0] * 5 + [1] * 7 + [2] * 6, [0, 0, 1] * 6)
COVARIATES = with_covariates([1, 0, 1, 0, 0, 1], [3.0, 1.0, 4.0, 1.5, 5.0, 9.0])
MANY_COVARIATES = with_covariates(
    [1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1],
    np.random.default_rng(2).normal(40.0, 9.0, 12),
    [0, 1, 0] * 4,
    [0, 0, 1, 1] * 3,
)


def relabellings(design: Design) -> list[BoolArray]:
    """Return every labelling that keeps the number of positive samples in each stratum."""
    every = [np.array(labels, dtype=bool) for labels in product([False, True], repeat=design.n)]
    strata = [design.strata == number for number in np.unique(design.strata)]
    return [labels for labels in every if all(labels[s].sum() == design.positive[s].sum() for s in strata)]


@pytest.mark.parametrize("n_positive", [3, 4])
def test_every_labelling_of_two_groups(n_positive: int) -> None:
    design = two_groups(np.isin(np.arange(8), [1, 2, 6, 7][:n_positive]))
    values = planted(design.positive, 7, 3)
    values[:, 3] = values[:, 1]  # two genes with one statistic
    result = resample(values, design, STREAM, 1000)
    every = [np.isin(np.arange(8), chosen) for chosen in combinations(range(8), n_positive)]
    observed = table_of(values, design, [design.positive], welch_t)[0]
    assert_same(result, observed, table_of(values, design, every, welch_t))
    assert result.draws == comb(8, n_positive)
    assert result.floor == (2 if n_positive == 4 else 1) / result.draws  # mirrored groups of one size share |t|


def test_random_labellings_of_two_groups(values: FloatArray, positive: BoolArray) -> None:
    design = two_groups(positive)
    result = resample(values, design, STREAM, 200)
    drawn = random_draws(design, 200)
    assert all(labels.sum() == 5 for labels in drawn)
    observed = table_of(values, design, [positive], welch_t)[0]
    assert_same(result, observed, table_of(values, design, drawn, welch_t), added=1)
    assert (result.draws, result.floor) == (201, 1 / 201)


def test_missing_values_in_two_groups() -> None:
    design = two_groups(np.isin(np.arange(9), [1, 2, 6, 8]))
    values = planted(design.positive, 8, 5)
    values[[0, 1, 2], 0] = np.nan  # two positive samples are left: some labellings leave one
    values[[3, 4, 5], 4] = np.nan
    values[8, 5] = np.nan
    every = [np.isin(np.arange(9), chosen) for chosen in combinations(range(9), 4)]
    observed = table_of(values, design, [design.positive], welch_t)[0]
    permuted = table_of(values, design, every, welch_t)
    assert np.isinf(permuted).any()
    result = resample(values, design, STREAM, 1000)
    assert_same(result, observed, permuted)
    assert result.left_out == 0
    assert_same(
        resample(values, design, STREAM, 100),
        observed,
        table_of(values, design, random_draws(design, 100), welch_t),
        added=1,
    )


def test_every_labelling_within_strata() -> None:
    values = planted(ADDITIVE.positive, 6, 7)
    every = relabellings(ADDITIVE)
    result = resample(values, ADDITIVE, STREAM, 1000)
    observed = table_of(values, ADDITIVE, [ADDITIVE.positive], full_model_t)[0]
    assert_same(result, observed, table_of(values, ADDITIVE, every, full_model_t))
    assert result.draws == len(every) == 3 * 2 * 2 * 2
    assert (result.scheme, result.statistic_name) == ("labels within strata", "t of the linear model")


def test_random_labellings_within_strata() -> None:
    values = planted(LARGER.positive, 10, 9)
    drawn = random_draws(LARGER, 150)
    for number in np.unique(LARGER.strata):
        rows = LARGER.strata == number
        assert all(labels[rows].sum() == LARGER.positive[rows].sum() for labels in drawn)
    observed = table_of(values, LARGER, [LARGER.positive], full_model_t)[0]
    result = resample(values, LARGER, STREAM, 150)
    assert_same(result, observed, table_of(values, LARGER, drawn, full_model_t), added=1)


def test_every_sign_pattern_of_pairs() -> None:
    values = planted(PAIRS.positive, 7, 11)
    values[[0, 5], 2] = np.nan  # each gene on its own complete pairs
    values[[4, 5], 3] = np.nan
    every = [np.array(flips) for flips in product([False, True], repeat=8)]
    observed = table_of(values, PAIRS, [np.zeros(8, dtype=bool)], paired_t)[0]
    result = resample(values, PAIRS, STREAM, 1000)
    assert_same(result, observed, table_of(values, PAIRS, every, paired_t))  # all 256: the same shares
    assert (result.draws, result.floor) == (128, 1 / 128)
    assert (result.scheme, result.statistic_name) == ("sign flips", "paired t")


def test_random_sign_patterns_of_pairs() -> None:
    values = planted(PAIRS.positive, 7, 13)
    values[0, 2] = np.nan
    observed = table_of(values, PAIRS, [np.zeros(8, dtype=bool)], paired_t)[0]
    result = resample(values, PAIRS, STREAM, 100)
    assert_same(result, observed, table_of(values, PAIRS, random_draws(PAIRS, 100), paired_t), added=1)


def test_every_order_of_the_residuals() -> None:
    values = planted(COVARIATES.positive, 5, 15)
    every = list(permutations(range(6)))
    observed = table_of(values, COVARIATES, [range(6)], freedman_lane_t)[0]
    np.testing.assert_allclose(observed, table_of(values, COVARIATES, [COVARIATES.positive], full_model_t)[0])
    result = resample(values, COVARIATES, STREAM, 1000)
    assert_same(result, observed, table_of(values, COVARIATES, every, freedman_lane_t))
    assert result.draws == factorial(6)
    assert (result.scheme, result.statistic_name) == ("residuals", "t of the linear model")


def test_random_orders_of_the_residuals() -> None:
    values = planted(MANY_COVARIATES.positive, 8, 16)
    observed = table_of(values, MANY_COVARIATES, [range(12)], freedman_lane_t)[0]
    drawn = random_draws(MANY_COVARIATES, 120)
    result = resample(values, MANY_COVARIATES, STREAM, 120)
    assert_same(result, observed, table_of(values, MANY_COVARIATES, drawn, freedman_lane_t), added=1)


@pytest.mark.parametrize("design", [LARGER, MANY_COVARIATES])
def test_genes_with_gaps_are_left_out_of_the_family(design: Design) -> None:
    values = planted(design.positive, 9, 18)
    values[3, 0] = np.nan
    values[4, 6] = np.nan
    result = resample(values, design, STREAM, 99)
    rest = resample(np.delete(values, [0, 6], axis=1), design, STREAM, 99)
    assert result.left_out == 2
    for name in ("statistic", "p_value", "adjusted"):
        ours, theirs = getattr(result, name), getattr(rest, name)
        assert np.isnan(ours[[0, 6]]).all()
        np.testing.assert_array_equal(np.delete(ours, [0, 6]), theirs)
    np.testing.assert_array_equal(result.chance, rest.chance)


def test_a_gene_with_one_complete_pair_is_left_out() -> None:
    values = planted(PAIRS.positive, 5, 19)
    values[[0, 2, 4, 6, 8, 10, 12], 1] = np.nan
    result = resample(values, PAIRS, STREAM, 1000)
    assert result.left_out == 1
    assert np.isnan([result.statistic[1], result.p_value[1], result.adjusted[1]]).all()
    assert np.isfinite(np.delete(result.adjusted, 1)).all()


def test_chance_is_the_order_of_the_permuted_statistics(values: FloatArray, positive: BoolArray) -> None:
    design = two_groups(positive)
    result = resample(values, design, STREAM, 250)
    drawn = table_of(values, design, random_draws(design, 200), welch_t)  # (200, p)
    ordered = -np.sort(-drawn, axis=1)[:, result.place - 1]
    np.testing.assert_allclose(result.chance, np.quantile(ordered, [0.025, 0.5, 0.975], axis=0), rtol=1e-9)
    assert (result.chance_draws, result.place[0], result.place[-1]) == (200, 1, 40)
    assert (np.diff(result.place) > 0).all()


@pytest.mark.parametrize(("design", "t"), [(PAIRS, paired_t), (ADDITIVE, full_model_t), (COVARIATES, freedman_lane_t)])
def test_chance_is_in_the_unit_of_t_in_every_design(design: Design, t: TStatistic) -> None:
    values = planted(design.positive, 6, 21)
    result = resample(values, design, STREAM, 1000)  # complete: fewer than 200 draws, or a random 200 of them
    every = table_of(values, design, list(SCHEMES[design.kind].every(design)), t)
    assert result.chance_draws == min(200, len(every))
    ordered = np.sort(every, axis=1)[:, ::-1][:, result.place - 1]
    if len(every) <= 200:
        np.testing.assert_allclose(result.chance, np.quantile(ordered, [0.025, 0.5, 0.975], axis=0), rtol=1e-9)
    else:
        # the median of a sample of 200 lies between these quantiles of the whole but once in ten thousand times
        low, high = np.quantile(ordered, [0.36, 0.64], axis=0)
        assert ((low <= result.chance[1]) & (result.chance[1] <= high)).all()
