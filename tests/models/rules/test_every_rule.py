"""What holds for each of the rules: range, a sample alone, order of samples and columns, labels swapped, edges."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from interpret.contracts import BoolArray, FloatArray
from interpret.errors import AnalysisError
from interpret.models.rules import (
    Rule,
    learn_diagonal_discriminant,
    learn_prevalence,
    learn_shrunken_centroids,
    learn_top_scoring_pair,
    learn_weighted_voting,
)

Learn = Callable[[FloatArray, BoolArray], Rule]

RULES: dict[str, Learn] = {
    "weighted voting": learn_weighted_voting,
    "shrunken centroids": partial(learn_shrunken_centroids, threshold=0.5),
    "diagonal discriminant": learn_diagonal_discriminant,
    "top-scoring pair": learn_top_scoring_pair,
    "prevalence": learn_prevalence,
}
READS_GENES = [name for name in RULES if name != "prevalence"]
LINEAR_ODDS = ["shrunken centroids", "diagonal discriminant"]


@pytest.fixture(scope="module")
def sheet() -> tuple[FloatArray, BoolArray, FloatArray]:
    """Return 17 samples (11 + 6) of 23 genes, of which the first 4 differ, and 9 new samples."""
    random = np.random.default_rng(7)
    positive = np.arange(17) % 3 == 1
    values = random.normal(8.0, 1.0, size=(17, 23))
    values[positive, :4] += np.array([2.0, -2.0, 1.5, -1.5])
    return values, positive, random.normal(8.0, 1.5, size=(9, 23))


@pytest.mark.parametrize("name", RULES)
def test_probability_is_a_number_from_0_to_1_for_every_sample(
    name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]
) -> None:
    values, positive, new = sheet
    probability = RULES[name](values, positive).probability(new)
    assert probability.shape == (9,)
    assert probability.dtype == np.float64
    assert ((probability >= 0.0) & (probability <= 1.0)).all()


@pytest.mark.parametrize("name", READS_GENES)
def test_samples_learnt_from_are_told_apart(name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]) -> None:
    values, positive, _ = sheet
    probability = RULES[name](values, positive).probability(values)
    assert probability[positive].mean() > probability[~positive].mean() + 0.3


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("name", RULES)
def test_a_sample_alone_gets_the_same_bits_as_in_company(
    name: str, order: str, sheet: tuple[FloatArray, BoolArray, FloatArray]
) -> None:
    values, positive, new = sheet
    rule = RULES[name](values, positive)
    together = rule.probability(np.array(new, order=order))  # type: ignore[call-overload]
    alone = np.concatenate([rule.probability(row[None, :]) for row in new])
    np.testing.assert_array_equal(together, alone)


@pytest.mark.parametrize("name", RULES)
def test_neither_order_of_samples_nor_layout_changes_a_bit(
    name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]
) -> None:
    values, positive, new = sheet
    expected = RULES[name](values, positive)
    for seed in range(5):
        rows = np.random.default_rng(seed).permutation(len(values))
        again = RULES[name](np.asfortranarray(values[rows]), positive[rows])
        np.testing.assert_array_equal(again.probability(new), expected.probability(new))
        np.testing.assert_array_equal(again.used(), expected.used())


@pytest.mark.parametrize("name", RULES)
def test_permuting_the_columns_only_permutes(name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]) -> None:
    values, positive, new = sheet
    columns = np.random.default_rng(3).permutation(values.shape[1])
    before, after = RULES[name](values, positive), RULES[name](values[:, columns], positive)
    np.testing.assert_allclose(after.probability(new[:, columns]), before.probability(new), rtol=1e-10)
    np.testing.assert_array_equal(after.used(), before.used()[columns])


@pytest.mark.parametrize("name", RULES)
def test_swapping_the_labels_mirrors_the_probability(
    name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]
) -> None:
    values, positive, new = sheet
    one, other = RULES[name](values, positive), RULES[name](values, ~positive)
    np.testing.assert_allclose(other.probability(new), 1.0 - one.probability(new), rtol=0, atol=1e-12)
    np.testing.assert_array_equal(other.used(), one.used())


@pytest.mark.parametrize("name", RULES)
def test_columns_that_are_not_used_cannot_change_the_probability(
    name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]
) -> None:
    values, positive, new = sheet
    values = values.copy()
    values[:, 20] = 3.1  # a constant gene
    rule = RULES[name](values, positive)
    changed = np.where(rule.used(), new, -1e3)
    np.testing.assert_array_equal(rule.probability(changed), rule.probability(new))
    assert not rule.used()[20]
    for column in np.flatnonzero(rule.used())[:4]:  # and each that is used can
        moved = new.copy()
        moved[:, column] += np.repeat([[-9.0], [9.0], [-1.0]], 3, axis=0)[:, 0]
        assert (rule.probability(moved) != rule.probability(new)).any()


@pytest.mark.parametrize("name", RULES)
def test_a_constant_gene_adds_nothing_even_if_its_mean_is_rounded(
    name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]
) -> None:
    """0.1 added up 11 times and divided by 11 is not 0.1: the rounding must not count as a difference."""
    _, positive, _ = sheet
    rule = RULES[name](np.full((17, 3), 0.1), positive)
    assert not rule.used().any()
    share = {"weighted voting": 0.5, "top-scoring pair": 7 / 19}.get(name, 6 / 17)
    np.testing.assert_allclose(rule.probability(np.arange(6.0).reshape(2, 3)), share, rtol=1e-15)


@pytest.mark.parametrize("name", RULES)
def test_no_gene_at_all(name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]) -> None:
    _, positive, _ = sheet
    rule = RULES[name](np.empty((17, 0)), positive)
    assert rule.used().shape == (0,)
    share = {"weighted voting": 0.5, "top-scoring pair": 7 / 19}.get(name, 6 / 17)
    np.testing.assert_allclose(rule.probability(np.empty((4, 0))), np.full(4, share), rtol=1e-15)


@pytest.mark.parametrize("name", [*LINEAR_ODDS, "top-scoring pair", "prevalence"])
def test_a_class_of_one_sample_is_enough(name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]) -> None:
    values, _, new = sheet
    one = np.arange(17) == 4
    rule = RULES[name](values, one)
    assert np.isfinite(rule.probability(new)).all()
    if name != "prevalence":
        assert rule.probability(values)[4] == rule.probability(values).max()


def test_weighted_voting_needs_the_spread_of_both_classes(sheet: tuple[FloatArray, BoolArray, FloatArray]) -> None:
    with pytest.raises(AnalysisError, match="smaller class has one training sample"):
        learn_weighted_voting(sheet[0], np.arange(17) == 4)


@pytest.mark.parametrize("name", LINEAR_ODDS)
def test_one_sample_of_each_class_says_nothing_of_the_spread(name: str) -> None:
    with pytest.raises(AnalysisError, match="each class has one training sample"):
        RULES[name](np.array([[1.0], [2.0]]), np.array([False, True]))


@pytest.mark.parametrize("name", READS_GENES)
@pytest.mark.parametrize("label", [False, True])
def test_one_class_alone_is_refused(name: str, label: bool) -> None:  # noqa: FBT001  a parametrised label
    with pytest.raises(AnalysisError, match="samples are of the positive class"):
        RULES[name](np.zeros((3, 2)), np.full(3, label))


@pytest.mark.parametrize("name", LINEAR_ODDS)
def test_log_odds_are_linear_in_the_exposed_coefficients(
    name: str, sheet: tuple[FloatArray, BoolArray, FloatArray]
) -> None:
    values, positive, new = sheet
    rule = RULES[name](values, positive)
    log_odds = new @ rule.coefficient + rule.intercept  # type: ignore[attr-defined]  only the linear rules have them
    np.testing.assert_allclose(rule.probability(new), 1.0 / (1.0 + np.exp(-log_odds)), rtol=1e-10)
    np.testing.assert_array_equal(rule.used(), rule.coefficient != 0.0)  # type: ignore[attr-defined]


def test_prevalence_is_the_share_of_positives() -> None:
    rule = learn_prevalence(np.zeros((5, 3)), np.array([True, False, False, True, False]))
    np.testing.assert_array_equal(rule.probability(np.ones((4, 3))), np.full(4, 0.4))
    assert learn_prevalence(np.zeros((2, 1)), np.array([True, True])).share == 1.0
    with pytest.raises(AnalysisError, match="no sample"):
        learn_prevalence(np.zeros((0, 1)), np.zeros(0, dtype=np.bool_))
