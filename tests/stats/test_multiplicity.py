from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interpret.stats.gene_table import ADJUSTED, PRIMARY
from interpret.stats.multiplicity import (
    ADJUSTMENTS,
    Adjustment,
    benjamini_hochberg,
    benjamini_yekutieli,
    bonferroni,
    hochberg,
    holm,
)

GOLDEN = Path(__file__).resolve().parents[1] / "reference" / "ranks_effects.json"

p_values = st.lists(st.floats(1e-300, 1.0), min_size=1, max_size=60).map(np.array)
every_rule = pytest.mark.parametrize("rule", ADJUSTMENTS, ids=lambda rule: rule.name)


@pytest.fixture(scope="module", autouse=True)
def _no_collection() -> Iterator[None]:
    """Let statsmodels' Holm not collect garbage at every call: 0.1 s each time, and here it is called often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "collect", lambda *_: 0)
        yield


def by_definition(p: np.ndarray) -> np.ndarray:
    """Return for every gene the smallest level at which the step-up procedure rejects it."""
    m = p.size
    adjusted = []
    for own in p:
        levels = [other * (m / sum(p <= other)) for other in p if other >= own]
        adjusted.append(min(1.0, *levels))
    return np.array(adjusted)


def holm_by_definition(p: np.ndarray) -> np.ndarray:
    """Return for every gene the smallest level at which the step-down procedure rejects it and all before it."""
    m = p.size
    return np.array([min(1.0, max((m - sum(p < other)) * other for other in p if other <= own)) for own in p])


def hochberg_by_definition(p: np.ndarray) -> np.ndarray:
    m = p.size
    return np.array([min(1.0, *((m - sum(p <= other) + 1) * other for other in p if other >= own)) for own in p])


def test_registry_fits_the_gene_table() -> None:
    declared = {column.name for column in (*PRIMARY, *ADJUSTED)}
    assert ADJUSTMENTS[0].column == "q_value"
    assert {rule.column for rule in ADJUSTMENTS} <= declared
    assert len({rule.name for rule in ADJUSTMENTS}) == len({rule.column for rule in ADJUSTMENTS}) == len(ADJUSTMENTS)


@given(p_values)
def test_each_equals_its_definition(p: np.ndarray) -> None:
    m = p.size
    harmonic = sum(1.0 / i for i in range(1, m + 1))
    np.testing.assert_allclose(benjamini_hochberg(p), by_definition(p), rtol=1e-12)
    np.testing.assert_allclose(holm(p), holm_by_definition(p), rtol=1e-12)
    np.testing.assert_allclose(hochberg(p), hochberg_by_definition(p), rtol=1e-12)
    np.testing.assert_allclose(bonferroni(p), np.minimum(p * m, 1.0), rtol=1e-12)
    below_one = benjamini_yekutieli(p) < 1.0
    np.testing.assert_allclose(benjamini_yekutieli(p)[below_one], (by_definition(p) * harmonic)[below_one], rtol=1e-12)


@every_rule
@given(p=p_values)
def test_never_below_p_and_monotone(rule: Adjustment, p: np.ndarray) -> None:
    q = rule.adjust(p)
    assert (q >= p).all()
    assert (q <= 1.0).all()
    assert (np.diff(q[np.argsort(p)]) >= 0.0).all()


@every_rule
@given(p=p_values, seed=st.integers(0, 2**32 - 1))
def test_order_changes_no_bit(rule: Adjustment, p: np.ndarray, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(p.size)
    np.testing.assert_array_equal(rule.adjust(p[order]), rule.adjust(p)[order])


@every_rule
def test_missing_p_values_stay_missing_and_are_not_counted(rule: Adjustment) -> None:
    p = np.array([0.01, np.nan, 0.04, 0.03])
    q = rule.adjust(p)
    assert np.isnan(q[1])
    np.testing.assert_array_equal(q[[0, 2, 3]], rule.adjust(p[[0, 2, 3]]))


@every_rule
def test_nothing_tested(rule: Adjustment) -> None:
    assert rule.adjust(np.array([])).size == 0
    assert np.isnan(rule.adjust(np.array([np.nan, np.nan]))).all()


@every_rule
def test_equals_r_with_missing_values(rule: Adjustment) -> None:
    theirs = json.loads(GOLDEN.read_text())["adjust"]
    p, expected = (np.array(theirs[key], dtype=float) for key in ("p", rule.name))  # null becomes NaN
    np.testing.assert_allclose(rule.adjust(p), expected, rtol=1e-13)
    assert np.isnan(expected).sum() == 2


@pytest.mark.shared
@every_rule
def test_equals_r_on_golub(rule: Adjustment, shared: Path) -> None:
    theirs = pd.read_csv(shared / "reference" / "golub" / "train38_dudoit_log10.csv")
    adjusted = rule.adjust(theirs["welch_p"].to_numpy())
    np.testing.assert_allclose(adjusted, theirs[f"welch_{rule.name}"], rtol=1e-8)
    called = {"bh": 608, "by": 199, "holm": 74, "hochberg": 74, "bonferroni": 74}
    assert int((adjusted < 0.05).sum()) == called[rule.name]


def test_never_below_p_where_p_times_m_over_m_would_be() -> None:
    m = 49
    p = np.random.default_rng(4).uniform(size=2000)
    rounds_below = p[p * m / m < p]
    assert rounds_below.size > 0
    for largest in rounds_below:
        assert benjamini_hochberg(np.append(np.full(m - 1, largest / 2), largest))[-1] >= largest


def test_rate_is_held_with_planted_genes() -> None:
    random = np.random.default_rng(20260204)
    false = []
    for _ in range(300):
        p = random.uniform(size=200)
        p[:40] = random.beta(0.05, 1.0, size=40)
        called = benjamini_hochberg(p) <= 0.1
        false.append(called[40:].sum() / max(1, called.sum()))
    expected = 0.1 * 160 / 200
    assert abs(np.mean(false) - expected) < 4.0 * np.std(false) / np.sqrt(len(false))


@pytest.mark.parametrize("adjust", [holm, hochberg, bonferroni])
def test_family_wise_error_is_held(adjust: object) -> None:
    random = np.random.default_rng(20260207)
    studies, alpha = 2000, 0.05
    p = random.uniform(size=(studies, 50))
    p[:, :10] = random.beta(0.02, 1.0, size=(studies, 10))
    wrong = np.mean([(adjust(row) <= alpha)[10:].any() for row in p])  # type: ignore[operator]
    assert wrong <= alpha + 4.0 * np.sqrt(alpha * (1.0 - alpha) / studies)
    assert wrong > 0.02  # it rejects at all
