"""How many genes stability selection is expected to choose although a half of the patients seldom chooses them.

Notation of Shah & Samworth (2013), doi:10.1111/j.1467-9868.2011.01034.x: `B` complementary pairs; a gene is chosen
where the share of the 2 B halves that select it is at least tau; theta is the share below which a gene's probability of
being selected on a half counts as low.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from interpret.contracts import FloatArray
from interpret.errors import SettingsError

SIMULTANEOUS_POWER = -1.0 / 2.0
"""r of the share of pairs of which both halves select a gene: the paper's recommendation."""
SINGLE_POWER = -1.0 / 4.0
"""r of the share of halves that select a gene."""

LOWEST_THRESHOLD = 0.6
"""The lower end of the range that Meinshausen & Buehlmann advise: nearer to 1/2 all but the r-concave bound explode."""

# A share such as 0.6 * 50 must not be moved to the next count by rounding.
_SAME_COUNT = 1e-9
# Points at which the family of extreme distributions is tried, then around the best of them, `_ZOOMS` times over.
_POINTS = 512
_ZOOMS = 4
# Limits of log(a) between which a mean is looked for: far beyond any that a mean of 1e-12 to B / 2 needs.
_LOG_LIMITS = (-60.0, 60.0)


@dataclass(frozen=True)
class ErrorBounds:
    """Upper bounds of the expected number of genes chosen whose probability of selection on a half is at most theta.

    Each rests on the independence of the two halves of a pair, and none on what the genes or the base procedure are
    like: a gene of low selection probability need not be one without effect, and one of high probability need not have
    one. Where all genes without effect are alike, and the base procedure is no worse than chance, they are among those
    counted (theta = q / p).

    Attributes
    ----------
    worst_case
        `theta q / (2 tau - 1)`: no further assumption; q^2 / ((2 tau - 1) p) of Meinshausen & Buehlmann (2010),
        doi:10.1111/j.1467-9868.2010.00740.x, who assume exchangeable genes instead.
    unimodal
        Shah & Samworth's theorem 2: the share of pairs of which both halves select the gene has one mode.
    r_concave
        Their recommendation: that share is r-concave with r = -1/2, and the share of halves with r = -1/4.
    """

    worst_case: float
    unimodal: float
    r_concave: float


def error_bounds(q: int, offered: int, candidates: int, threshold: float, pairs: int) -> ErrorBounds:
    """Return the three bounds at `theta = q / offered`.

    Parameters
    ----------
    q
        Most genes that the base procedure selects on a half.
    offered
        Fewest genes that it can select from on any half.
    candidates
        Genes that it can select on some half, so that no more than these can be chosen; `offered` or more.
    threshold
        tau, above 1/2 and at most 1.
    pairs
        B.

    Raises
    ------
    SettingsError
        The threshold or a number is out of range.
    """
    if not 0.5 < threshold <= 1.0:  # noqa: PLR2004  the range of the theorems
        raise SettingsError(f"the threshold {threshold:g} cannot be used", wanted="a share above 0.5 and at most 1")
    if not 1 <= q <= offered <= candidates or pairs < 1:
        raise SettingsError(
            f"{pairs} pairs, {q} genes a half of {offered} offered and {candidates} in all cannot be",
            wanted="one pair or more, and 1 <= genes a half <= genes offered <= genes in all",
        )
    theta = q / offered
    worst = min(theta * q / (2.0 * threshold - 1.0), float(candidates))
    tail = min(
        r_concave_tail(theta**2, 2.0 * threshold - 1.0, pairs, SIMULTANEOUS_POWER),
        r_concave_tail(theta, threshold, 2 * pairs, SINGLE_POWER),
    )
    factor = _unimodal_factor(theta, threshold, pairs)
    return ErrorBounds(worst, worst if factor is None else min(worst, factor * theta * q), tail * candidates)


def largest_q(offered: int, candidates: int, threshold: float, pairs: int, allowed: float) -> int:
    """Return the most genes a half may select for the r-concave bound to be at most `allowed`; 1 where none may."""
    low, high = 1, offered
    while low < high:  # the bound grows with q
        middle = (low + high + 1) // 2
        if error_bounds(middle, offered, candidates, threshold, pairs).r_concave <= allowed:
            low = middle
        else:
            high = middle - 1
    return low


def smallest_threshold(q: int, offered: int, candidates: int, pairs: int, allowed: float) -> float:
    """Return the smallest threshold of `LOWEST_THRESHOLD` or more with an r-concave bound of at most `allowed`.

    It is 1 where no threshold has that. Only multiples of `1 / (2 pairs)` can be told apart.
    """
    low, high = math.ceil(2 * pairs * LOWEST_THRESHOLD - _SAME_COUNT), 2 * pairs
    while low < high:  # the bound falls as the threshold rises
        middle = (low + high) // 2
        if error_bounds(q, offered, candidates, middle / (2 * pairs), pairs).r_concave <= allowed:
            high = middle
        else:
            low = middle + 1
    return low / (2 * pairs)


def _unimodal_factor(theta: float, threshold: float, pairs: int) -> float | None:
    """Return C(tau, B) of theorem 2; None where it says nothing (theta too large, or tau too near to 1/2)."""
    step = 1.0 / (2.0 * pairs)
    if theta > 1.0 / math.sqrt(3.0) or threshold <= min(0.5 + theta**2, 0.5 + step + 0.75 * theta**2):
        return None
    if threshold > 0.75:  # noqa: PLR2004  where the two parts of the theorem meet
        return 4.0 * (1.0 - threshold + step) / (1.0 + 2.0 * step)
    gap = 2.0 * threshold - 1.0 - step
    return 1.0 / (2.0 * gap) if gap > 0.0 else None


def r_concave_tail(mean: float, threshold: float, steps: int, r: float) -> float:
    """Return the largest P(X >= threshold) of r-concave X on 0, 1/steps, ..., 1 with expectation at most `mean`.

    A mass function f is r-concave, r < 0, if f^r is convex on the points that have mass. The paper shows
    that beyond twice the mean the largest tail is that of an f with f^r linear, f(i) proportional to (a + i)^(1/r),
    on all points but the last with mass, which has what the mean requires. So only `a` is unknown, and the largest
    tail over it is found by search. Up to twice the mean (and one step) 1 is returned.

    Parameters
    ----------
    mean
        eta, 0 or more.
    threshold
        t.
    steps
        B.
    r
        Below 0.
    """
    top = math.ceil(threshold * steps - _SAME_COUNT)
    target = mean * steps  # the mean in steps
    if top <= math.ceil(2.0 * target - _SAME_COUNT):
        return 1.0
    if top > steps or target <= 0.0:
        return 0.0
    low, high = _log_shift(target, steps, r), _log_shift(target, top, r)
    tails = np.zeros(1)
    for points in (_POINTS, *[_POINTS // 16] * _ZOOMS):
        grid = np.linspace(low, high, points)
        tails = _tails(np.exp(grid), target, top, steps, r)
        best = int(tails.argmax())
        low, high = grid[max(best - 1, 0)], grid[min(best + 1, points - 1)]
    return float(tails.max())


def _log_shift(target: float, last: int, r: float) -> float:
    """Return log(a) at which the mass function (a + i)^(1/r), i = 0 to `last`, has mean `target`."""
    i = np.arange(last + 1)

    def excess(log_shift: float) -> float:
        mass = (1.0 + i * math.exp(-log_shift)) ** (1.0 / r)
        return float((i * mass).sum() / mass.sum() - target)

    return float(brentq(excess, *_LOG_LIMITS, xtol=1e-14))


def _tails(shifts: FloatArray, target: float, top: int, steps: int, r: float) -> FloatArray:
    """Return `(g,)` the mass at `top` and above of the extreme mass function of each of `(g,)` values of a."""
    i = np.arange(steps + 1)
    mass = (1.0 + i / shifts[:, None]) ** (1.0 / r)  # (g, steps + 1)
    total, moment = mass.cumsum(axis=1), (i * mass).cumsum(axis=1)
    # The last point with its full mass: beyond it the mean would be too large. The outermost shift may miss by a hair.
    full = np.minimum((moment <= target * total).sum(axis=1) - 1, steps - 1)
    rows = np.arange(shifts.size)
    total_full, moment_full = total[rows, full], moment[rows, full]
    scale = (full + 1) * total_full - moment_full
    last = np.maximum(target * total_full - moment_full, 0.0) / scale  # mass of the point after it
    # Summed from the far end: 1 - cumsum would lose small tails.
    far = np.where(i <= full[:, None], mass, 0.0)[:, top:].sum(axis=1)
    tails: FloatArray = np.where(full + 1 >= top, far * (full + 1 - target) / scale + last, 0.0)
    return tails
