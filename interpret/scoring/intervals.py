"""Intervals for what is counted or averaged over patients."""

from __future__ import annotations

import math

import numpy as np
from scipy import special, stats

from interpret.contracts import FloatArray

CONFIDENCE = 0.95

# How the intervals are made, for people.
EXACT = "exact: Clopper and Pearson 1934, doi:10.1093/biomet/26.4.404"
COMBINED = (
    "from the exact ones of sensitivity and specificity, squared and added: Zou and Donner 2008, doi:10.1002/sim.3095"
)
AS_RATES = "that of sensitivity; at a stated prevalence made as that of balanced accuracy, doi:10.1002/sim.3095"
PROFILE = "profile likelihood: Venzon and Moolgavkar 1988, doi:10.2307/2347496"
JACKKNIFE = "jackknife over patients: Efron and Stein 1981, doi:10.1214/aos/1176345462"
_SEPARATED = "where the classes are perfectly separated, the exact one of the smaller class"
DELONG = f"DeLong et al. 1988, doi:10.2307/2531595; {_SEPARATED}"
JACKKNIFE_PAIRS = f"jackknife over patients, doi:10.1214/aos/1176345462; {_SEPARATED}"


def clopper_pearson(successes: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the exact interval of a proportion: covers at least `confidence` whatever the true proportion.

    Assumes `n` independent draws. Leave-one-out predictions share their training patients and are not independent,
    so there the interval is a guide, and the report says so.

    Source: Clopper & Pearson (1934), doi:10.1093/biomet/26.4.404.

    Raises
    ------
    ValueError
        Unless 0 <= successes <= n and n > 0.
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError(f"{successes} of {n} is not a proportion")
    tail = (1.0 - confidence) / 2.0
    # At the ends the binomial tail has no solution inside (0, 1): the limit is the end itself.
    low = 0.0 if successes == 0 else float(special.betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if successes == n else float(special.betaincinv(successes + 1, n - successes, 1.0 - tail))
    return low, high


def mean_interval(losses: FloatArray, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the jackknife t interval of the mean of `(n,)` per-patient losses, cut at 0.

    The jackknife variance of a mean is the ordinary one, s^2 / n; its pivot is referred to t with n - 1 degrees of
    freedom. Losses of zero or more are assumed, so a lower end below 0 is cut.

    Source: Efron & Stein (1981), doi:10.1214/aos/1176345462.
    """
    n = losses.size
    if n < 2:  # noqa: PLR2004  one loss has no spread
        return math.nan, math.nan
    half = stats.t.isf((1.0 - confidence) / 2.0, n - 1) * losses.std(ddof=1) / math.sqrt(n)
    return max(0.0, float(losses.mean() - half)), float(losses.mean() + half)


def rank_wins(positive_scores: FloatArray, negative_scores: FloatArray) -> FloatArray:
    """Return `(m, n)`: 1 where the positive patient has the higher score, 0 where the lower, one half for a tie."""
    above = positive_scores[:, None] > negative_scores
    tied = positive_scores[:, None] == negative_scores
    return np.asarray(above + 0.5 * tied, dtype=np.float64)


def delong_interval(wins: FloatArray, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the DeLong interval of the AUC, `wins.mean()`, taken on the logit scale so that it stays inside 0..1.

    Assumes independent patients scored by one fixed model: right for an independent set, not for leave-one-out. Where
    the two classes are perfectly separated the variance estimate is 0 and says nothing: the interval is then the
    exact one for the smaller class, as if each of its patients had been one draw.

    Source: DeLong, DeLong & Clarke-Pearson (1988), doi:10.2307/2531595; logit form: Pepe (2003), section 5.2.
    """
    m, n = wins.shape
    auc = float(wins.mean())
    if auc in {0.0, 1.0}:
        return _separated(auc, min(m, n), confidence)
    if min(m, n) < 2:  # noqa: PLR2004  one patient has no spread
        return math.nan, math.nan
    variance = float(np.var(wins.mean(axis=1), ddof=1) / m + np.var(wins.mean(axis=0), ddof=1) / n)
    return _logit_interval(auc, variance, stats.norm.isf((1.0 - confidence) / 2.0))


def jackknife_auc_interval(wins: FloatArray, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the delete-one-patient jackknife interval of the AUC over judged pairs, on the logit scale.

    `wins` is `(m, n)` with NaN for pairs never judged. The models are taken as given: what refitting them without
    the deleted patient would change is not in the interval. Perfect separation is treated as in `delong_interval`.

    Source: Efron & Stein (1981), doi:10.1214/aos/1176345462.
    """
    m, n = wins.shape
    judged = np.isfinite(wins)
    filled = np.where(judged, wins, 0.0)
    total, count = filled.sum(), judged.sum()
    auc = float(total / count)
    if auc in {0.0, 1.0}:
        return _separated(auc, min(m, n), confidence)
    without = np.concatenate(
        [
            (total - filled.sum(axis=1)) / np.maximum(count - judged.sum(axis=1), 1),
            (total - filled.sum(axis=0)) / np.maximum(count - judged.sum(axis=0), 1),
        ]
    )  # (m + n,)
    patients = m + n
    variance = float((patients - 1) / patients * ((without - without.mean()) ** 2).sum())
    return _logit_interval(auc, variance, stats.t.isf((1.0 - confidence) / 2.0, patients - 1))


def _separated(auc: float, fewer: int, confidence: float) -> tuple[float, float]:
    return clopper_pearson(round(auc) * fewer, fewer, confidence)


def _logit_interval(auc: float, variance: float, quantile: float) -> tuple[float, float]:
    half = quantile * math.sqrt(variance) / (auc * (1.0 - auc))
    return float(special.expit(special.logit(auc) - half)), float(special.expit(special.logit(auc) + half))
