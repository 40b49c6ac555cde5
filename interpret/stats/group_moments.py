"""Means and sums of squares of both groups, for every gene at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtr

from interpret.contracts import BoolArray, FloatArray, IntArray

# R's t.test refuses a gene whose standard error is below this many times its mean: only rounding is left.
ROUNDING = 10.0 * np.finfo(np.float64).eps
# Numbers that a block of genes holds: 16 MB. Fixed, so that blocks depend on the data only.
BLOCK = 1 << 21


@dataclass(frozen=True, eq=False)
class GroupMoments:
    """What the t tests need to know of two groups.

    Attributes
    ----------
    n_negative, n_positive
        `(p,)` samples of each group that have a value.
    mean_negative, mean_positive
        `(p,)` means, in the unit of the values.
    squares_negative, squares_positive
        `(p,)` sums of squared deviations from the group's own mean.
    """

    n_negative: IntArray
    n_positive: IntArray
    mean_negative: FloatArray
    mean_positive: FloatArray
    squares_negative: FloatArray
    squares_positive: FloatArray

    @property
    def difference(self) -> FloatArray:
        """`(p,)` mean of the positive group minus mean of the negative group."""
        return self.mean_positive - self.mean_negative

    @property
    def pooled_df(self) -> IntArray:
        """`(p,)` degrees of freedom of the pooled variance."""
        return self.n_negative + self.n_positive - 2

    @property
    def pooled_variance(self) -> FloatArray:
        """`(p,)` variance within groups, taken to be the same in both."""
        return (self.squares_negative + self.squares_positive) / self.pooled_df

    @property
    def inverse_size(self) -> FloatArray:
        """`(p,)` variance of the mean difference where the variance within groups is 1."""
        return 1.0 / self.n_negative + 1.0 / self.n_positive

    def only_rounding(self, standard_error: FloatArray) -> BoolArray:
        """Return `(p,)` True where the groups are constant and the standard error is nothing but rounding."""
        largest = np.maximum(np.abs(self.mean_negative), np.abs(self.mean_positive))
        return np.asarray(standard_error <= ROUNDING * largest, dtype=np.bool_)


def group_moments(values: FloatArray, positive: BoolArray) -> GroupMoments:
    """Return the moments of both groups; missing values (NaN) are left out gene by gene.

    Parameters
    ----------
    values
        `(n, p)`, samples in rows.
    positive
        `(n,)`, True for the positive group.

    Raises
    ------
    ValueError
        A group has fewer than two values of some gene: it has no variance.
    """
    n_negative, mean_negative, squares_negative = _moments(values[~positive])
    n_positive, mean_positive, squares_positive = _moments(values[positive])
    fewest = np.minimum(n_negative, n_positive)
    if fewest.size and fewest.min() < 2:  # noqa: PLR2004  a variance needs two values
        gene = int(fewest.argmin())
        raise ValueError(
            f"gene number {gene} has {n_negative[gene]} and {n_positive[gene]} values in the groups: each needs two"
        )
    return GroupMoments(n_negative, n_positive, mean_negative, mean_positive, squares_negative, squares_positive)


def _moments(group: FloatArray) -> tuple[IntArray, FloatArray, FloatArray]:
    """Return number of values, mean and sum of squared deviations, each `(p,)`, block by block of genes."""
    width = max(1, BLOCK // max(1, group.shape[0]))
    blocks = [_block(group[:, start : start + width]) for start in range(0, group.shape[1], width)]
    count, mean, squares = zip(*(blocks or [_block(group)]), strict=True)
    return np.concatenate(count), np.concatenate(mean), np.concatenate(squares)


def _block(group: FloatArray) -> tuple[IntArray, FloatArray, FloatArray]:
    mean = group.mean(axis=0)  # (q,)
    count = np.full(mean.shape, group.shape[0], dtype=np.int64)
    if np.isnan(mean).any():
        present = ~np.isnan(group)
        count = present.sum(axis=0)
        mean = np.where(present, group, 0.0).sum(axis=0) / np.maximum(count, 1)
        deviation = np.where(present, group - mean, 0.0)
    else:
        deviation = group - mean  # two passes: the one-pass formula loses the digits that small variances live in
    deviation *= deviation
    return count, mean, deviation.sum(axis=0)


def two_sided_t(statistic: FloatArray, df: FloatArray | float) -> FloatArray:
    """Return `(p,)` two-sided p-values of Student's t, to full relative precision however small; NaN gives NaN."""
    return np.asarray(np.minimum(2.0 * stdtr(df, -np.abs(statistic)), 1.0), dtype=np.float64)
