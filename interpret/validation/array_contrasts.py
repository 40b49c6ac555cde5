"""A number of each array, such as the share of genes called present, compared between classes and between sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from interpret.contracts import BoolArray, FloatArray

FEWEST = 3  # arrays of a group
CLEAR = 0.01
"""p-value from which a difference is pointed out: several are looked at, and nothing is concluded from one."""


@dataclass(frozen=True)
class ArrayContrast:
    """Two groups of arrays: their medians, and the p-value of the Mann-Whitney test.

    Mann and Whitney 1947, doi:10.1214/aoms/1177730491.

    `what` says which groups: `training` and `independent` are the classes (negative first) within that set, `sets` the
    training arrays against the independent ones.
    """

    what: str
    first: float
    second: float
    p_value: float

    @property
    def differs(self) -> bool:
        """Whether the difference is to be pointed out."""
        return self.p_value <= CLEAR


def array_contrasts(values: FloatArray, positive: BoolArray, independent: BoolArray) -> tuple[ArrayContrast, ...]:
    """Return the contrasts of `values` `(n,)` that can be made: groups of fewer than three arrays are not compared."""
    groups = (
        ("training", ~independent & ~positive, ~independent & positive),
        ("independent", independent & ~positive, independent & positive),
        ("sets", ~independent, independent),
    )
    found = []
    for what, one, other in groups:
        first, second = (values[members & ~np.isnan(values)] for members in (one, other))
        if min(first.size, second.size) >= FEWEST:
            found.append(ArrayContrast(what, float(np.median(first)), float(np.median(second)), _p(first, second)))
    return tuple(found)


def _p(first: FloatArray, second: FloatArray) -> float:
    pooled = np.concatenate([first, second])
    if (pooled == pooled[0]).all():
        return 1.0
    exact = np.unique(pooled).size == pooled.size and max(first.size, second.size) < 50  # noqa: PLR2004  as R's wilcox.test
    return float(stats.mannwhitneyu(first, second, method="exact" if exact else "asymptotic").pvalue)
