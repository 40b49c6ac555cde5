"""Clamp, filter, logarithm and the two scalings, each by itself."""

from __future__ import annotations

import numpy as np
import pytest

from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError, InputError
from interpret.prep.clamp import clamp
from interpret.prep.filter import apply_filter, learn_filter
from interpret.prep.logarithm import logarithm
from interpret.prep.scale_arrays import scale_arrays
from interpret.prep.scale_genes import apply_gene_scaling, learn_gene_scaling


def expression(values: list[list[float]], scale: Scale = Scale.RAW) -> Expression:
    array = np.array(values, dtype=np.float64)
    n, p = array.shape
    return Expression(array, tuple(f"S{i}" for i in range(n)), tuple(f"g{j}" for j in range(p)), scale)


def test_clamp_brings_values_to_the_limits_and_leaves_the_rest() -> None:
    clamped = clamp(expression([[-5.0, 100.0, 250.5], [16000.0, 16001.0, 99.9]]), 100.0, 16000.0)
    assert clamped.values.tolist() == [[100.0, 100.0, 250.5], [16000.0, 16000.0, 100.0]]
    assert clamped.scale is Scale.RAW


def test_clamp_leaves_the_given_expression_alone() -> None:
    given = expression([[-5.0, 20000.0]])
    clamp(given, 100.0, 16000.0)
    assert given.values.tolist() == [[-5.0, 20000.0]]


def test_filter_is_strict_at_both_thresholds() -> None:
    #            ratio 5 exactly; difference 500 exactly; both just above; neither
    low, high = [200.0, 100.0, 100.0, 300.0], [1000.0, 600.0, 601.0, 310.0]
    learnt = learn_filter(expression([low, high]), 5.0, 500.0)
    assert learnt.genes == ("g2",)
    assert (learnt.n_samples, learnt.n_genes) == (2, 4)


def test_filter_wants_both_conditions() -> None:
    #            ratio 10, difference 450; ratio 2, difference 1000
    with pytest.raises(AnalysisError, match="none of 2 genes"):
        learn_filter(expression([[50.0, 1000.0], [500.0, 2000.0]]), 5.0, 500.0)


def test_filter_is_applied_by_name_and_in_its_order() -> None:
    learnt = learn_filter(expression([[100.0, 100.0, 100.0], [900.0, 150.0, 800.0]]), 5.0, 500.0)
    new = Expression(np.array([[3.0, 2.0, 1.0]]), ("new",), ("g2", "other", "g0"))
    assert apply_filter(learnt, new).genes == ("g0", "g2")
    assert apply_filter(learnt, new).values.tolist() == [[1.0, 3.0]]


def test_filter_names_the_gene_that_is_missing() -> None:
    learnt = learn_filter(expression([[100.0], [900.0]]), 5.0, 500.0)
    with pytest.raises(InputError, match="g0"):
        apply_filter(learnt, Expression(np.ones((1, 1)), ("new",), ("other",)))


def test_filter_refuses_values_without_a_ratio() -> None:
    with pytest.raises(AnalysisError, match="gene g1 has a value that is not above 0"):
        learn_filter(expression([[100.0, 0.0], [900.0, 900.0]]), 5.0, 500.0)


def test_filter_refuses_an_empty_training_set() -> None:
    with pytest.raises(AnalysisError, match="no patient"):
        learn_filter(expression([[100.0]]).take_samples([]), 5.0, 500.0)


@pytest.mark.parametrize(("base", "scale", "expected"), [("log2", Scale.LOG2, 6.0), ("log10", Scale.LOG10, 1.80618)])
def test_logarithm_sets_the_scale(base: str, scale: Scale, expected: float) -> None:
    logged = logarithm(expression([[64.0]]), base)  # type: ignore[arg-type]
    assert logged.values[0, 0] == pytest.approx(expected, abs=1e-5)
    assert logged.scale is scale


def test_logarithm_names_the_value_that_has_none() -> None:
    with pytest.raises(AnalysisError, match=r"sample S1, gene g0"):
        logarithm(expression([[1.0, 2.0], [0.0, 2.0]]))


def test_logarithm_is_not_taken_twice() -> None:
    with pytest.raises(AnalysisError, match="log2 intensity already"):
        logarithm(expression([[1.0]], Scale.LOG2))


def test_scaled_arrays_have_mean_0_and_variance_1() -> None:
    scaled = scale_arrays(expression([[1.0, 2.0, 6.0], [-4.0, 0.0, 1.0]], Scale.LOG2))
    np.testing.assert_allclose(scaled.values.mean(axis=1), 0.0, atol=1e-15)
    np.testing.assert_allclose(scaled.values.var(axis=1, ddof=1), 1.0, rtol=1e-14)
    # as R's scale gives for 1, 2, 6
    np.testing.assert_allclose(scaled.values[0], [-0.7559289, -0.3779645, 1.1338934], rtol=1e-6)
    assert scaled.scale is Scale.STANDARDISED


def test_an_array_is_scaled_by_itself_alone() -> None:
    both = expression([[1.0, 2.0, 6.0], [-4.0, 0.0, 1.0]], Scale.LOG2)
    alone = scale_arrays(both.take_samples([1]))
    assert scale_arrays(both).values[1].tobytes() == alone.values[0].tobytes()


def test_a_flat_array_is_named() -> None:
    with pytest.raises(AnalysisError, match="S1"):
        scale_arrays(expression([[1.0, 2.0], [3.0, 3.0]], Scale.LOG2))


def test_one_gene_cannot_be_scaled_over() -> None:
    with pytest.raises(AnalysisError, match="there are 1 genes"):
        scale_arrays(expression([[1.0]], Scale.LOG2))


def test_gene_scaling_uses_the_training_mean_and_sd() -> None:
    scaling = learn_gene_scaling(expression([[1.0, 5.0], [3.0, 5.0]], Scale.LOG2))
    assert scaling.mean.tolist() == [2.0, 5.0]
    assert scaling.sd.tolist() == [pytest.approx(2.0**0.5), 1.0]  # a gene that does not vary is only centred
    new = apply_gene_scaling(scaling, expression([[4.0, 7.5]], Scale.LOG2))
    np.testing.assert_allclose(new.values, [[2.0 / 2.0**0.5, 2.5]])
    assert new.scale is Scale.STANDARDISED


def test_equal_values_are_recognised_although_their_computed_variance_is_not_0() -> None:
    value = 0.7
    assert np.full((6, 1), value).std(axis=0, ddof=1)[0] > 0.0
    scaling = learn_gene_scaling(expression([[value]] * 6, Scale.LOG2))
    assert scaling.sd.tolist() == [1.0]
    assert scaling.mean.tolist() == [value]


def test_gene_scaling_finds_genes_by_name() -> None:
    scaling = learn_gene_scaling(expression([[1.0, 10.0], [3.0, 30.0]], Scale.LOG2))
    turned = Expression(np.array([[20.0, 2.0, 0.0]]), ("new",), ("g1", "g0", "other"), Scale.LOG2)
    assert apply_gene_scaling(scaling, turned).values.tolist() == [[0.0, 0.0]]


def test_gene_scaling_needs_two_patients() -> None:
    with pytest.raises(AnalysisError, match="there are 1 patients"):
        learn_gene_scaling(expression([[1.0]], Scale.LOG2))
