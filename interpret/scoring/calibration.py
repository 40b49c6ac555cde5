"""How far probabilities can be taken at their word: logistic recalibration, and groups of patients given like ones.

Recalibration (Cox 1958, doi:10.1093/biomet/45.3-4.562) explains what happened by the log-odds that were said. With
the log-odds taken as they are, the intercept tells whether chances were too low or too high on the whole; with a free
slope, a slope below 1 tells that they were too extreme.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import optimize, special, stats

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.scoring.intervals import CONFIDENCE, clopper_pearson

# A forest can say exactly 0: its log-odds and its loss would be infinite, and every comparison with them void.
SMALLEST = 1e-6
FEWEST_IN_GROUP = 8
MOST_GROUPS = 10
_DOUBLINGS = 200


def log_odds(probability: FloatArray) -> FloatArray:
    """Return the log-odds of `(n,)` probabilities, cut at `SMALLEST` from 0 and from 1, as for the log loss."""
    logits: FloatArray = special.logit(np.clip(probability, SMALLEST, 1.0 - SMALLEST))
    return logits


def overlap(positive: BoolArray, said: FloatArray) -> bool:
    """Return whether some positive patient was given a lower value than some negative one, and the other way round.

    Unless they overlap so, no finite slope fits best (Albert & Anderson 1984, doi:10.1093/biomet/71.1.1).
    """
    high, low = said[positive], said[~positive]
    return bool(high.size and low.size and high.min() < low.max() and low.min() < high.max())


def fit_intercept(positive: BoolArray, said: FloatArray, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
    """Return the intercept that the log-odds `said` `(n,)` lack, with its profile likelihood interval.

    0: as many positive patients as the probabilities add up to; above: more. Both classes must be there.

    Source: Van Calster et al. (2016), doi:10.1016/j.jclinepi.2015.12.005.
    """
    best = _intercept(positive, said)
    return best, *_profile(best, lambda a: _log_likelihood(positive, a + said), confidence)


def fit_slope(positive: BoolArray, said: FloatArray, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
    """Return the slope of a logistic regression on the log-odds `said` `(n,)`, with its profile likelihood interval.

    1: chances are as extreme as they should be; below 1 too extreme, above too timid. `overlap` must hold.

    Source: Cox (1958), doi:10.1093/biomet/45.3-4.562; interval: Venzon & Moolgavkar (1988), doi:10.2307/2347496.
    """
    centred = said - said.mean()  # the slope is the same, and the two parameters hardly disturb each other

    def score(slope: float) -> float:
        wanting = positive - special.expit(_intercept(positive, slope * centred) + slope * centred)
        return float((wanting * centred).sum())

    # The score falls as the slope grows, through 0 at the best one.
    reach = 1.0 / max(1e-12, float(np.abs(centred).max()))
    best = optimize.brentq(
        score, -_reached(lambda b: score(-b) > 0.0, reach), _reached(lambda b: score(b) < 0.0, reach)
    )
    return best, *_profile(
        best,
        lambda slope: _log_likelihood(positive, _intercept(positive, slope * centred) + slope * centred),
        confidence,
        reach,
    )


def _intercept(positive: BoolArray, offset: FloatArray) -> float:
    """Return the intercept at which the probabilities add up to the number of positive patients."""
    middle = float(special.logit(positive.mean()))
    wanted = float(positive.sum())
    low, high = middle - float(offset.max()), middle - float(offset.min())
    if low == high:
        return low
    found = optimize.brentq(lambda a: float(special.expit(a + offset).sum()) - wanted, low - 1e-6, high + 1e-6)
    return float(found)


def _log_likelihood(positive: BoolArray, linear: FloatArray) -> float:
    return float((positive * linear - np.logaddexp(0.0, linear)).sum())


def _profile(
    best: float, log_likelihood: Callable[[float], float], confidence: float, reach: float = 1.0
) -> tuple[float, float]:
    """Return where a concave log-likelihood has fallen by half the chi-square quantile, on either side of its top."""
    least = log_likelihood(best) - stats.chi2.ppf(confidence, 1) / 2.0

    def end(side: float) -> float:
        def above(step: float) -> float:
            return log_likelihood(best + side * step) - least

        far = _reached(lambda step: above(step) < 0.0, reach)
        return best + side * float(optimize.brentq(above, 0.0, far))

    return end(-1.0), end(1.0)


def _reached(passed: Callable[[float], bool], step: float) -> float:
    """Return the first doubling of `step` that has passed; infinity is never needed where classes overlap."""
    for _ in range(_DOUBLINGS):
        if passed(step):
            return step
        step *= 2.0
    message = "the likelihood does not fall"
    raise ArithmeticError(message)


@dataclass(frozen=True, eq=False)
class CalibrationGroups:
    """Patients in groups of like probability, the lowest first; every array is `(g,)`.

    Attributes
    ----------
    said
        Mean probability.
    happened, low, high
        Share that was positive, with its exact interval.
    n
        Patients.
    """

    said: FloatArray
    happened: FloatArray
    low: FloatArray
    high: FloatArray
    n: IntArray


def calibration_groups(positive: BoolArray, probability: FloatArray) -> CalibrationGroups:
    """Put patients into groups of about equal size by their probability; who has the same one shares a group.

    As many groups as leave about eight patients in each, at least two and at most ten; fewer where probabilities tie.
    """
    groups = max(2, min(MOST_GROUPS, positive.size // FEWEST_IN_GROUP))
    rank = stats.rankdata(probability) - 0.5  # ties share a rank, so that the order of patients cannot matter
    group = np.floor(rank * groups / positive.size).astype(np.int64)
    members = [group == g for g in np.unique(group)]
    counts = [(int(positive[each].sum()), int(each.sum())) for each in members]
    ends = np.array([clopper_pearson(*count) for count in counts])
    return CalibrationGroups(
        np.array([math.fsum(probability[each]) / each.sum() for each in members]),
        np.array([k / n for k, n in counts]),
        ends[:, 0],
        ends[:, 1],
        np.array([n for _, n in counts], dtype=np.int64),
    )
