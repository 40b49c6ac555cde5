"""Means and sums of squares of both groups, for every gene at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from interpret.contracts import BoolArray, FloatArray

# R's t.test refuses a gene whose standard error is below this many times its mean: only rounding is left.
ROUNDING = 10.0 * np.finfo(np.float64).eps


@dataclass(frozen=True, eq=False)
class GroupMoments:
    """What the t tests need to know of two groups.

    Attributes
    ----------
    n_negative, n_positive
        Patients in each group.
    mean_negative, mean_positive
        `(p,)` means, in the unit of the values.
    squares_negative, squares_positive
        `(p,)` sums of squared deviations from the group's own mean.
    """

    n_negative: int
    n_positive: int
    mean_negative: FloatArray
    mean_positive: FloatArray
    squares_negative: FloatArray
    squares_positive: FloatArray

    @property
    def difference(self) -> FloatArray:
        """`(p,)` mean of the positive group minus mean of the negative group."""
        return self.mean_positive - self.mean_negative

    @property
    def pooled_df(self) -> int:
        """Degrees of freedom of the pooled variance."""
        return self.n_negative + self.n_positive - 2

    @property
    def pooled_variance(self) -> FloatArray:
        """`(p,)` variance within groups, taken to be the same in both."""
        return (self.squares_negative + self.squares_positive) / self.pooled_df

    @property
    def inverse_size(self) -> float:
        """Variance of the mean difference where the variance within groups is 1."""
        return 1.0 / self.n_negative + 1.0 / self.n_positive

    def only_rounding(self, standard_error: FloatArray) -> BoolArray:
        """Return `(p,)` True where the groups are constant and the standard error is nothing but rounding."""
        largest = np.maximum(np.abs(self.mean_negative), np.abs(self.mean_positive))
        return np.asarray(standard_error <= ROUNDING * largest, dtype=np.bool_)


def group_moments(values: FloatArray, positive: BoolArray) -> GroupMoments:
    """Return the moments of both groups.

    Parameters
    ----------
    values
        `(n, p)`, patients in rows.
    positive
        `(n,)`, True for the positive group.

    Raises
    ------
    ValueError
        A group has fewer than two patients: it has no variance.
    """
    n_positive = int(positive.sum())
    n_negative = positive.size - n_positive
    if min(n_negative, n_positive) < 2:  # noqa: PLR2004  a variance needs two values
        raise ValueError(f"groups of {n_negative} and {n_positive} patients: each needs two for a variance")
    mean_negative, squares_negative = _mean_and_squares(values[~positive])
    mean_positive, squares_positive = _mean_and_squares(values[positive])
    return GroupMoments(n_negative, n_positive, mean_negative, mean_positive, squares_negative, squares_positive)


def _mean_and_squares(group: FloatArray) -> tuple[FloatArray, FloatArray]:
    mean = group.mean(axis=0)  # (p,)
    deviation = group - mean  # two passes: the one-pass formula loses the digits that small variances live in
    return mean, (deviation * deviation).sum(axis=0)


def two_sided_t(statistic: FloatArray, df: FloatArray | float) -> FloatArray:
    """Return `(p,)` two-sided p-values of Student's t, to full relative precision however small; NaN gives NaN."""
    return np.asarray(np.minimum(2.0 * stdtr(df, -np.abs(statistic)), 1.0), dtype=np.float64)
