"""Preparation where values are missing: every step works on those present, and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from interpret.contracts import FloatArray
from interpret.data.demo import simulate_study
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError
from interpret.prep.clamp import clamp
from interpret.prep.describe import describe
from interpret.prep.filter import learn_filter
from interpret.prep.logarithm import logarithm
from interpret.prep.preparation import apply_preparation, learn_preparation
from interpret.prep.scale_arrays import scale_arrays
from interpret.prep.scale_genes import apply_gene_scaling, learn_gene_scaling
from interpret.settings import PreparationSettings

NAN = np.nan
EVERYTHING = PreparationSettings(scale_arrays=True, scale_genes=True)


def expression(values: FloatArray | list[list[float]], scale: Scale = Scale.RAW) -> Expression:
    array = np.array(values, dtype=np.float64)
    n, p = array.shape
    return Expression(array, tuple(f"S{i}" for i in range(n)), tuple(f"g{j}" for j in range(p)), scale)


@pytest.fixture(scope="module")
def complete() -> Expression:
    return simulate_study(1).training.expression.take_genes(range(12, 1500))


@pytest.fixture(scope="module")
def holes(complete: Expression) -> Expression:
    """Return the same with missing values in the second half of the genes, all of the last one's."""
    values = complete.values.copy()
    gaps = np.random.default_rng(9).random(values.shape) < 0.15
    gaps[:, :700] = False
    gaps[:, -1] = True
    values[gaps] = NAN
    return complete.with_values(values, complete.scale)


def test_clamp_and_logarithm_leave_gaps() -> None:
    clamped = clamp(expression([[NAN, 5.0, 20000.0]]), 100.0, 16000.0)
    np.testing.assert_array_equal(clamped.values, [[NAN, 100.0, 16000.0]])
    np.testing.assert_array_equal(logarithm(expression([[NAN, 8.0]])).values, [[NAN, 3.0]])
    assert np.isnan(logarithm(expression([[NAN, NAN]])).values).all()


def test_a_gap_hides_no_value_without_a_logarithm() -> None:
    with pytest.raises(AnalysisError, match=r"(?s)the value -3 has no logarithm.*sample S1, gene g2"):
        logarithm(expression([[NAN, 8.0, 2.0], [1.0, NAN, -3.0]]))


def test_the_filter_compares_the_values_present() -> None:
    learnt = learn_filter(expression([[100.0, NAN, 100.0, NAN], [NAN, 900.0, 300.0, NAN], [900.0, NAN, NAN, NAN]]),
                          5.0, 500.0)  # fmt: skip
    assert learnt.genes == ("g0",)
    assert (learnt.n_genes, learnt.n_incomplete) == (4, 4)
    with pytest.raises(AnalysisError, match="gene g1 has a value that is not above 0"):
        learn_filter(expression([[100.0, NAN], [900.0, -1.0]]), 5.0, 500.0)


def test_the_filter_is_the_formula_with_gaps(holes: Expression) -> None:
    clamped = np.clip(holes.values[:, :-1], 100.0, 16000.0)
    low, high = np.nanmin(clamped, axis=0), np.nanmax(clamped, axis=0)
    expected = tuple(np.array(holes.genes[:-1])[(high / low > 5.0) & (high - low > 500.0)])
    preparation = learn_preparation(holes, PreparationSettings())
    assert preparation.genes == expected
    prepared = apply_preparation(preparation, holes)
    places = [holes.genes.index(gene) for gene in expected]
    np.testing.assert_array_equal(prepared.values, np.log2(clamped[:, places]))
    assert f"Values of {int(holes.incomplete.sum()):,} of these 1,488 genes were missing" in " ".join(
        describe(preparation)
    )


def test_nothing_is_said_of_gaps_where_there_are_none(complete: Expression) -> None:
    assert "missing" not in " ".join(describe(learn_preparation(complete, PreparationSettings())))


def test_arrays_are_scaled_by_the_values_present() -> None:
    scaled = scale_arrays(expression([[1.0, NAN, 2.0, 6.0], [1.0, 5.0, 2.0, 6.0]], Scale.LOG2))
    np.testing.assert_allclose(scaled.values[0], [-0.7559289, NAN, -0.3779645, 1.1338934], rtol=1e-6)
    alone = scale_arrays(expression([[1.0, 5.0, 2.0, 6.0]], Scale.LOG2))
    assert scaled.values[1].tobytes() == alone.values[0].tobytes()  # a gap elsewhere changes no bit


@pytest.mark.parametrize("array", [[NAN, NAN, NAN], [NAN, 3.0, NAN], [3.0, NAN, 3.0]])
def test_an_array_without_spread_in_what_is_present_is_named(array: list[float]) -> None:
    with pytest.raises(AnalysisError, match="S1"):
        scale_arrays(expression([[1.0, 2.0, 3.0], array], Scale.LOG2))


def test_genes_are_scaled_by_the_values_present() -> None:
    given = expression([[1.0, 5.0, NAN, NAN], [NAN, 5.0, NAN, 2.0], [3.0, NAN, NAN, NAN]], Scale.LOG2)
    scaling = learn_gene_scaling(given)
    assert scaling.mean.tolist() == [2.0, 5.0, 0.0, 2.0]
    assert scaling.sd.tolist() == [pytest.approx(2.0**0.5), 1.0, 1.0, 1.0]
    scaled = apply_gene_scaling(scaling, given).values
    assert (np.isnan(scaled) == np.isnan(given.values)).all()
    np.testing.assert_allclose(scaled[:, 0], [-(0.5**0.5), NAN, 0.5**0.5])


@pytest.mark.parametrize("settings", [PreparationSettings(), EVERYTHING])
def test_gaps_stay_gaps_and_are_never_filled(holes: Expression, settings: PreparationSettings) -> None:
    prepared = apply_preparation(learn_preparation(holes, settings), holes)
    gaps = np.isnan(holes.named(prepared.genes).values)
    assert gaps.any()
    assert (np.isnan(prepared.values) == gaps).all()


def test_a_gap_changes_nothing_in_other_genes(complete: Expression, holes: Expression) -> None:
    settings = PreparationSettings(scale_genes=True)
    full, gappy = (apply_preparation(learn_preparation(given, settings), given) for given in (complete, holes))
    common = [gene for gene in complete.genes[:700] if gene in full.genes]
    assert len(common) > 100
    assert full.named(common).values.tobytes() == gappy.named(common).values.tobytes()
