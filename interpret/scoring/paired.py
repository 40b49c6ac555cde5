"""Two models on the same patients: exact McNemar, and the paired difference of a loss.

What is independent is the person, not the sample: where persons gave several samples, a person's samples are taken
together. With one sample a person the exact test is McNemar's and the interval the ordinary one for paired values.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.scoring.intervals import CONFIDENCE


@dataclass(frozen=True)
class Difference:
    """A mean paired difference with its 95 % interval and two-sided p-value; NaN where none is defined."""

    value: float
    ci_low: float
    ci_high: float
    p_value: float


def mcnemar_exact(right_a: BoolArray, right_b: BoolArray, persons: IntArray) -> float:
    """Return the two-sided p-value of the null that, for every person, the two models may be swapped.

    Estimand: whether one model is right more often than the other on persons like these. Only persons on whom they
    differ say anything. With one sample a person this is the exact McNemar test: the binomial on the discordant
    patients, doubled tail, no mid-p and no correction. A person with several samples contributes the difference of
    samples right, whose sign the null makes as likely as the opposite one; the distribution of the sum over persons is
    then worked out in full. Where no person differs the p-value is 1.

    Assumes persons independent of one another, and models that did not learn from them: right for an independent set
    and frozen models, approximate where the models were left out one patient at a time.

    Parameters
    ----------
    right_a, right_b
        `(n,)` whether each model called the sample right.
    persons
        `(n,)` person of each sample, numbered from 0.

    Notes
    -----
    McNemar (1947), doi:10.1007/BF02295996; sign flips of clusters: Pesarin (2001), Multivariate Permutation Tests.
    """
    difference = right_a.astype(np.int64) - right_b.astype(np.int64)
    net = np.bincount(persons, weights=difference).astype(np.int64)  # (m,)
    steps = np.abs(net[net != 0])
    observed = abs(int(net.sum()))
    reach = int(steps.sum())
    chance = np.zeros(2 * reach + 1)  # of each sum, -reach to reach
    chance[reach] = 1.0
    for step in steps:
        chance = 0.5 * (np.roll(chance, step) + np.roll(chance, -step))
    sums = np.abs(np.arange(-reach, reach + 1))
    return min(1.0, float(chance[sums >= observed].sum()))


def paired_difference(
    loss_a: FloatArray, loss_b: FloatArray, persons: IntArray, confidence: float = CONFIDENCE
) -> Difference:
    """Return the mean over samples of `loss_a - loss_b` with its delete-one-person jackknife t interval and p-value.

    The p-value is that of the same t, so it is below `1 - confidence` exactly where the interval excludes 0. With one
    sample a person this is the paired t-test. Assumes persons independent of one another and enough of them for a mean
    to be near normal; paired losses of few patients are skewed, so the level is approximate. Two models that never
    differ have the difference 0, certainly; where no spread is left otherwise, no interval is defined.

    Parameters
    ----------
    loss_a, loss_b
        `(n,)` loss of each sample.
    persons
        `(n,)` person of each sample, numbered from 0.

    Notes
    -----
    Efron & Stein (1981), doi:10.1214/aos/1176345462.
    """
    difference = loss_a - loss_b
    value = float(difference.mean())
    if not difference.any():
        return Difference(0.0, 0.0, 0.0, 1.0)
    total, samples = np.bincount(persons, weights=difference), np.bincount(persons)  # (m,)
    m = samples.size
    if m < 2:  # noqa: PLR2004  one person has no spread
        return Difference(value, math.nan, math.nan, math.nan)
    without = (total.sum() - total) / (samples.sum() - samples)
    error = math.sqrt((m - 1) / m * float(((without - without.mean()) ** 2).sum()))
    if error <= np.finfo(np.float64).eps * float(np.abs(difference).max()) * m:
        return Difference(value, math.nan, math.nan, math.nan)
    half = float(stats.t.isf((1.0 - confidence) / 2.0, m - 1)) * error
    return Difference(value, value - half, value + half, float(2.0 * stats.t.sf(abs(value) / error, m - 1)))


def fewest_one_sided(tests: int, level: float) -> int:
    """Return on how many persons one model must be right and the other wrong, never the reverse, to be told apart.

    The exact McNemar p-value of `d` disagreements that all point one way is `2 / 2^d`; the smallest of `tests` p-values
    must be at most `level / tests` for Holm's procedure to begin.
    """
    return math.ceil(1.0 - math.log2(level / max(1, tests)) - 1e-12)


def detectable_gap(n: int, tests: int, level: float, power: float) -> float:
    """Return the smallest difference in the share right that exact McNemar finds with this power among `n` persons.

    The most favourable case: one model is right wherever the other is, so that every disagreement points one way.
    NaN where even a model that is right on everybody and one that is wrong on everybody could not be told apart.
    """
    fewest = fewest_one_sided(tests, level)
    if fewest > n:
        return math.nan
    return float(stats.beta.ppf(power, fewest, n - fewest + 1))  # P(Binomial(n, share) >= fewest) = power
