"""What the permutations of one comparison say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from interpret.contracts import FloatArray, IntArray

Scheme = Literal["labels", "labels within strata", "sign flips", "residuals"]


@dataclass(frozen=True, eq=False)
class Resampled:
    """What the permutations say of every gene.

    Attributes
    ----------
    statistic
        `(p,)` observed t; NaN where the gene has none.
    p_value
        `(p,)` share of the draws whose |t| reaches the gene's own; never 0. NaN for a gene left out.
    adjusted
        `(p,)` Westfall-Young step-down maxT adjusted p-value; never 0. NaN for a gene left out.
    scheme
        What was permuted.
    statistic_name
        The statistic, for people: `Welch's t`, `paired t` ...
    draws
        Labellings looked at, the observed one among them where they are drawn at random.
    complete
        True where these are all there are: the p-values are then no estimates, and exact unless residuals were
        permuted.
    floor
        The smallest p-value there can be: 1 / draws, more where the labellings are few.
    place
        `(r,)` places in the order of |t| (1 = largest) at which chance was looked at.
    chance
        `(3, r)` 2.5 %, 50 % and 97.5 % quantile over the first draws of the |t| at each place.
    chance_draws
        Draws that `chance` is taken over.
    left_out
        Genes that the permutations say nothing of, because of missing values: the family is the others.
    """

    statistic: FloatArray
    p_value: FloatArray
    adjusted: FloatArray
    scheme: Scheme
    statistic_name: str
    draws: int
    complete: bool
    floor: float
    place: IntArray
    chance: FloatArray
    chance_draws: int
    left_out: int = 0
