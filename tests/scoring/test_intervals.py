from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from interpret.scoring.intervals import (
    clopper_pearson,
    delong_interval,
    jackknife_auc_interval,
    mean_interval,
    rank_wins,
)


@pytest.mark.parametrize(("successes", "n"), [(0, 5), (1, 38), (32, 34), (34, 34), (36, 38)])
def test_clopper_pearson_is_scipys_exact_interval(successes: int, n: int) -> None:
    expected = stats.binomtest(successes, n).proportion_ci(0.95, method="exact")
    assert clopper_pearson(successes, n) == pytest.approx((expected.low, expected.high), rel=1e-12)


def test_clopper_pearson_of_all_34_reaches_down_to_90_percent() -> None:
    low, high = clopper_pearson(34, 34)
    assert round(100 * low, 1) == 89.7
    assert high == 1.0


@pytest.mark.parametrize(("successes", "n"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_proportion_is_refused(successes: int, n: int) -> None:
    with pytest.raises(ValueError, match="not a proportion"):
        clopper_pearson(successes, n)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize("n", [1, 2, 3, 8, 11, 14, 20, 27, 34, 38])
def test_clopper_pearson_covers_at_least_nominally_whatever_the_proportion(n: int, confidence: float) -> None:
    """Worked out over every outcome; the proportions just beside the ends of the intervals are the hardest."""
    low, high = np.array([clopper_pearson(k, n, confidence) for k in range(n + 1)]).T
    ends = np.concatenate([low, high])
    shares = np.clip(np.concatenate([np.linspace(0.0, 1.0, 201), ends - 1e-9, ends + 1e-9]), 0.0, 1.0)[:, None]
    held = (low <= shares) & (shares <= high)
    covered = (stats.binom.pmf(np.arange(n + 1), n, shares) * held).sum(axis=1)
    assert covered.min() >= confidence - 1e-9


def test_mean_interval_is_the_t_interval_cut_at_zero() -> None:
    losses = np.array([0.1, 0.4, 0.2, 0.9, 0.0])
    expected = stats.t.interval(0.95, 4, losses.mean(), stats.sem(losses))
    low, high = mean_interval(losses)
    assert high == pytest.approx(expected[1], rel=1e-12)
    assert low == max(0.0, expected[0])
    assert math.isnan(mean_interval(np.array([0.3]))[0])


def test_delong_variance_equals_the_definition_by_placements() -> None:
    random = np.random.default_rng(5)
    positive, negative = random.normal(1.0, 1.0, 14), random.normal(0.0, 1.0, 20)
    wins = rank_wins(positive, negative)
    placement = np.array([np.mean(p > negative) for p in positive])
    other = np.array([np.mean(positive > n) for n in negative])
    variance = placement.var(ddof=1) / 14 + other.var(ddof=1) / 20
    auc = placement.mean()
    half = 1.959963984540054 * math.sqrt(variance) / (auc * (1 - auc))
    logit = math.log(auc / (1 - auc))
    expected = (1 / (1 + math.exp(half - logit)), 1 / (1 + math.exp(-half - logit)))
    assert delong_interval(wins) == pytest.approx(expected, rel=1e-10)


def test_perfect_separation_is_not_given_an_interval_of_no_width() -> None:
    wins = rank_wins(np.arange(10.0, 24.0), np.arange(9.0))
    low, high = delong_interval(wins)
    assert (low, high) == clopper_pearson(9, 9)
    assert jackknife_auc_interval(wins) == (low, high)


def test_jackknife_agrees_with_delong_on_complete_pairs_and_takes_missing_ones() -> None:
    random = np.random.default_rng(6)
    wins = rank_wins(random.normal(1.0, 1.0, 40), random.normal(0.0, 1.0, 50))
    assert jackknife_auc_interval(wins) == pytest.approx(delong_interval(wins), abs=0.01)
    wins[random.random(wins.shape) < 0.5] = np.nan
    low, high = jackknife_auc_interval(wins)
    assert low < np.nanmean(wins) < high
