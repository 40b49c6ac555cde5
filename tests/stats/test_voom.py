"""Voom against limma: the curve, the weights, and every column of the table."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import stdtrit
from stats import counts_simulated as simulated

from interpret.contracts import FloatArray
from interpret.errors import AnalysisError
from interpret.stats.design import two_groups
from interpret.stats.linear_fit import fit_linear
from interpret.stats.log_odds import log_odds
from interpret.stats.lowess import lowess
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.squeeze import fit_variance_prior
from interpret.stats.two_group.moderated_t import moderate
from interpret.stats.voom import Counts, Voom, log_counts_of, voom
from interpret.stats.weighted_fit import fit_weighted


def columns_of(found: Voom) -> dict[str, FloatArray]:
    fit = found.fit
    result = moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(np.float64)))
    assert result.se is not None
    assert result.df is not None
    half = stdtrit(result.df, 0.975) * result.se
    return {
        "effect": fit.effect,
        "ci_low": fit.effect - half,
        "ci_high": fit.effect + half,
        "mean": fit.mean,
        "t": result.statistic,
        "log_odds": log_odds(fit, result),
        "p": np.log(result.p_value),
        "q": np.log(benjamini_hochberg(result.p_value)),
    }


@pytest.mark.parametrize("name", ["groups", "batch", "pairs"])
def test_every_column_is_that_of_limma(name: str) -> None:
    wanted, found = simulated.table("voom"), voom(simulated.counts(), simulated.design(name))
    for column, values in columns_of(found).items():
        given = wanted[f"{name}_{column}"].to_numpy()
        np.testing.assert_allclose(values, np.log(given) if column in "pq" else given, rtol=1e-9, err_msg=column)
    for end, row in (("first", 0), ("last", -1)):
        np.testing.assert_allclose(found.weights[row], wanted[f"{name}_weight_{end}"], rtol=1e-9)
    assert sorted(found.trend.after) == pytest.approx(sorted(wanted[f"{name}_after"]), rel=1e-9)


def test_the_trend_can_be_drawn() -> None:
    trend, wanted = voom(simulated.counts(), simulated.design("groups")).trend, simulated.table("lowess")
    np.testing.assert_allclose(trend.level, wanted.index, rtol=1e-12)
    np.testing.assert_allclose(trend.root_sd, wanted["y"], rtol=1e-9)
    np.testing.assert_allclose(np.interp(trend.level, trend.curve_level, trend.curve), wanted["span_half"], rtol=1e-10)


def test_the_curve_is_that_of_r() -> None:
    given = simulated.table("lowess").reset_index()
    x, y = given["x"].to_numpy(), given["y"].to_numpy()
    np.testing.assert_allclose(lowess(x, y, 0.5), given["span_half"], rtol=1e-10)
    np.testing.assert_allclose(lowess(x, y, 0.2), given["span_fifth"], rtol=1e-10)
    ties = given["ties"].to_numpy()
    np.testing.assert_allclose(lowess(ties, y, 0.3), given["of_ties"], rtol=1e-10)


def test_the_curve_of_a_line_is_the_line_and_one_wild_point_does_not_bend_it() -> None:
    x = np.linspace(0.0, 10.0, 60)
    np.testing.assert_allclose(lowess(x, 2.0 * x + 1.0, 0.4), 2.0 * x + 1.0, atol=1e-12)
    y = x + np.random.default_rng(0).normal(0.0, 0.01, 60)
    wild = y.copy()
    wild[30] += 50.0
    assert np.abs(lowess(x, wild, 0.4) - x).max() < 0.05
    assert lowess(x[:1], y[:1], 0.5).tolist() == y[:1].tolist()
    assert lowess(np.ones(5), np.arange(5.0), 0.5).shape == (5,)


def test_weights_with_gaps_are_those_of_limma() -> None:
    wanted, design = simulated.table("voom"), simulated.design("batch")
    found = voom(simulated.counts(), design)
    values = found.values.copy()
    cells, positive = simulated.table("libraries")["batch"].to_numpy(), simulated.positive()
    values[:4, 0] = values[[2, 8], 1] = np.nan
    values[cells == 3, 2] = np.nan
    values[positive, 3] = np.nan
    fit = fit_weighted(values, found.weights, design).fit
    for ours, theirs in (("effect", "effect"), ("unscaled_sd", "unscaled"), ("df", "df")):
        given = wanted[f"gaps_{theirs}"].to_numpy(dtype=np.float64)
        known = ~np.isnan(wanted["gaps_effect"].to_numpy(dtype=np.float64))
        np.testing.assert_allclose(getattr(fit, ours)[known], given[known], rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(fit.variance)[known], wanted["gaps_sigma"].to_numpy()[known], rtol=1e-9)
    assert np.flatnonzero(~known).tolist() == [3]
    assert np.isnan(fit.effect[3])
    assert np.isnan(fit.variance[3])


def test_equal_weights_are_the_plain_fit() -> None:
    design = simulated.design("batch")
    values = log_counts_of(simulated.counts())
    plain, weighted = fit_linear(values, design), fit_weighted(values, np.full(values.shape, 3.0), design)
    np.testing.assert_allclose(weighted.fit.effect, plain.effect, rtol=1e-10)
    np.testing.assert_allclose(weighted.fit.variance, 3.0 * plain.variance, rtol=1e-10)
    np.testing.assert_allclose(weighted.fit.unscaled_sd, plain.unscaled_sd / np.sqrt(3.0), rtol=1e-10)
    unweighted = fit_weighted(values, None, design)
    columns = np.column_stack([design.nuisance, design.positive])
    np.testing.assert_allclose(unweighted.fitted, columns @ np.linalg.lstsq(columns, values, rcond=None)[0], atol=1e-10)


def test_a_precise_value_pulls_the_effect_to_itself() -> None:
    values = np.array([[0.0], [0.0], [0.0], [1.0], [5.0], [3.0]])
    design, weights = two_groups(np.arange(6) >= 3), np.ones((6, 1))
    weights[4] = 1e9
    assert fit_weighted(values, weights, design).fit.effect[0] == pytest.approx(5.0, abs=1e-6)


def test_the_order_of_the_genes_changes_no_bit() -> None:
    counts, design = simulated.counts(), simulated.design("batch")
    places = np.random.default_rng(1).permutation(counts.values.shape[1])
    one = voom(counts, design)
    other = voom(Counts(counts.values[:, places], counts.library), design)
    assert one.weights[:, places].tobytes() == other.weights.tobytes()
    assert one.fit.effect[places].tobytes() == other.fit.effect.tobytes()
    assert one.trend.after.tobytes() == other.trend.after.tobytes()


def test_genes_never_counted_shape_no_trend_and_a_study_of_them_is_refused() -> None:
    counts, design = simulated.counts(), simulated.design("groups")
    padded = Counts(np.column_stack([counts.values, np.zeros((16, 30))]), counts.library)
    assert voom(padded, design).weights[:, :-30].tobytes() == voom(counts, design).weights.tobytes()
    with pytest.raises(AnalysisError, match="needs 2 genes that were counted; here are 0"):
        voom(Counts(np.zeros((16, 3)), counts.library), design)
