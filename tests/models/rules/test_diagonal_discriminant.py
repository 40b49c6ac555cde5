from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from interpret.models.rules import learn_diagonal_discriminant


@pytest.fixture(scope="module")
def reference() -> Any:
    return json.loads((Path(__file__).parents[2] / "reference" / "classic_rules.json").read_text())


def test_each_gene_alone_equals_lda_of_mass(reference: Any) -> None:
    values, positive, new = (np.array(reference[part]) for part in ("values", "positive", "new"))
    for j in range(values.shape[1]):
        rule = learn_diagonal_discriminant(values[:, [j]], positive)
        expected = [row[j] for row in reference["log_odds"]]
        np.testing.assert_allclose(rule.log_odds(new[:, [j]]), expected, rtol=1e-9, atol=1e-12)


def test_genes_add_up_their_evidence_and_the_prior_counts_once(reference: Any) -> None:
    """Which together with the genes alone is all there is to the rule."""
    values, positive, new = (np.array(reference[part]) for part in ("values", "positive", "new"))
    prior = np.log(positive.sum() / (~positive).sum())
    expected = (np.array(reference["log_odds"]) - prior).sum(axis=1) + prior
    np.testing.assert_allclose(learn_diagonal_discriminant(values, positive).log_odds(new), expected, rtol=1e-9)


def test_probability_is_bayes_with_normal_densities(reference: Any) -> None:
    values, positive, new = (np.array(reference[part]) for part in ("values", "positive", "new"))
    probability = learn_diagonal_discriminant(values, positive).probability(new)
    for sample, got in zip(new, probability, strict=True):
        joint = {}
        for c in (False, True):
            density = (positive == c).mean()
            for j, x in enumerate(sample):
                within = [((values[positive == d, j] - values[positive == d, j].mean()) ** 2).sum() for d in (0, 1)]
                density *= norm.pdf(x, values[positive == c, j].mean(), np.sqrt(sum(within) / (len(values) - 2)))
            joint[c] = density
        assert got == pytest.approx(joint[True] / (joint[True] + joint[False]), rel=1e-9)


@given(seed=st.integers(0, 2**32 - 1), power=st.integers(-10, 10), shift=st.floats(-50.0, 50.0))
@settings(deadline=None, max_examples=30)
def test_the_unit_and_origin_of_each_gene_do_not_matter(seed: int, power: int, shift: float) -> None:
    random = np.random.default_rng(seed)
    positive = np.arange(12) < 5
    values, new = random.normal(size=(12, 8)), random.normal(size=(4, 8))
    unit, origin = np.ones(8), np.zeros(8)
    unit[::2], origin[::2] = 2.0**power, shift
    before = learn_diagonal_discriminant(values, positive).probability(new)
    after = learn_diagonal_discriminant(values * unit + origin, positive).probability(new * unit + origin)
    np.testing.assert_allclose(after, before, rtol=0, atol=1e-7)


def test_a_gene_that_varies_in_neither_class_is_left_out() -> None:
    positive = np.arange(7) < 3
    random = np.random.default_rng(1)
    values = np.column_stack([random.normal(size=7), np.full(7, 0.1), np.where(positive, 0.3, 0.1)])
    rule = learn_diagonal_discriminant(values, positive)
    np.testing.assert_array_equal(rule.used(), [True, False, False])
    alone = learn_diagonal_discriminant(values[:, :1], positive)
    np.testing.assert_array_equal(rule.coefficient[:1], alone.coefficient)
    assert rule.intercept == alone.intercept
