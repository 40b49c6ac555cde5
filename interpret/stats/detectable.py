"""What could have been found: the smallest effect that a study of this size and spread shows with a given chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from interpret.stats.noncentral_t import noncentrality


@dataclass(frozen=True)
class Detectable:
    """The smallest effect that this study could have found.

    Attributes
    ----------
    p_limit
        The p-value a gene needed: false discovery rate x genes called / genes tested, one gene at least.
    power
        The chance of finding a gene with such an effect.
    sd
        Residual standard deviation of a gene at the 25, 50 and 75 % point of all genes, on the scale of the effect.
    effect
        Smallest effect found with that power, for genes of these standard deviations, in the unit of the effect.
    """

    p_limit: float
    power: float
    sd: tuple[float, float, float]
    effect: tuple[float, float, float]


def detectable(
    p_limit: float, power: float, sd: tuple[float, float, float], unscaled_sd: float, df: float
) -> Detectable:
    """Return the smallest effects that a t-test at the two-sided level `p_limit` finds with chance `power`.

    Found means: p <= `p_limit`, and the effect of the right sign. A power of `p_limit` / 2 or less needs no effect.

    Parameters
    ----------
    p_limit
        Two-sided level, above 0 and below 1, however small.
    power
        Chance wanted, above 0 and below 1.
    sd
        Three residual standard deviations, on the scale of the effect.
    unscaled_sd
        Standard error of the effect where the residual standard deviation is 1, for example sqrt(1/n1 + 1/n2).
    df
        Degrees of freedom of the test, 1 or more; infinity is fine. NaN for a test without them gives NaN.

    Notes
    -----
    The t of a gene with effect e has a noncentral t distribution with noncentrality e / (sd * unscaled_sd); the effect
    sought is where it exceeds the critical value with probability `power` (Cohen 1988; R's power.t.test). For the
    moderated t this is so on average over genes whose variances follow the prior.
    """
    critical = -stdtrit(df, p_limit / 2.0)
    if not np.isfinite(critical):
        return Detectable(p_limit, power, sd, (np.nan, np.nan, np.nan))
    shift = max(0.0, noncentrality(np.array([critical]), np.array([df]), np.array([1.0 - power])).item())
    low, middle, high = (shift * unscaled_sd * each for each in sd)
    return Detectable(p_limit, power, sd, (low, middle, high))
