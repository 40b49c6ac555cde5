"""Size, mean and spread of both classes, gene by gene, in bits that the order of the samples cannot change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.errors import AnalysisError
from interpret.nouns import PATIENT, told


@dataclass(frozen=True, eq=False)
class ClassMoments:
    """What the rules need to know of two classes in `k` genes.

    Attributes
    ----------
    n_negative, n_positive
        Samples of each class.
    mean_negative, mean_positive
        `(k,)` means, in the unit of the values.
    squares_negative, squares_positive
        `(k,)` sums of squared deviations from the class's own mean; exactly 0 where its values are all the same.
    """

    n_negative: int
    n_positive: int
    mean_negative: FloatArray
    mean_positive: FloatArray
    squares_negative: FloatArray
    squares_positive: FloatArray

    @property
    def n(self) -> int:
        """Samples of both classes."""
        return self.n_negative + self.n_positive

    @property
    def difference(self) -> FloatArray:
        """`(k,)` mean of the positive class minus mean of the negative class."""
        return self.mean_positive - self.mean_negative

    @property
    def midpoint(self) -> FloatArray:
        """`(k,)` half-way between the two means."""
        return (self.mean_positive + self.mean_negative) / 2.0

    @property
    def prior_log_odds(self) -> float:
        """Log-odds of the positive class by the shares of the samples alone."""
        return float(np.log(self.n_positive / self.n_negative))

    def pooled_variance(self) -> FloatArray:
        """Return the `(k,)` variance within classes, taken to be the same in both, on `n - 2` degrees of freedom.

        Raises
        ------
        AnalysisError
            One sample of each class: nothing is known of the spread within either.
        """
        if self.n < 3:  # noqa: PLR2004  see Raises
            raise AnalysisError(
                "each class has one training sample, so the spread within classes is not known",
                wanted="at least 2 samples of one of the classes",
                remedy=told(f"use a cohort with at least 3 {PATIENT}s of each class"),
            )
        variance: FloatArray = (self.squares_negative + self.squares_positive) / (self.n - 2)
        return variance


def require_both_classes(positive: BoolArray) -> None:
    """Raise AnalysisError where one of the classes has no sample in `positive (n,)`."""
    if positive.all() or not positive.any():
        raise AnalysisError(
            f"{int(positive.sum())} of {positive.size} training samples are of the positive class",
            wanted="samples of both classes: a rule learns how they differ",
            remedy=told(f"use a cohort with at least 2 {PATIENT}s of each class, so that one can be held out"),
        )


def class_moments(values: FloatArray, positive: BoolArray) -> ClassMoments:
    """Return the moments of both classes.

    Parameters
    ----------
    values
        `(n, k)`, samples in rows, complete.
    positive
        `(n,)`, True for the positive class.

    Raises
    ------
    AnalysisError
        A class has no sample.
    """
    require_both_classes(positive)
    mean_negative, squares_negative = _moments(values[~positive])
    mean_positive, squares_positive = _moments(values[positive])
    n_positive = int(positive.sum())
    return ClassMoments(
        positive.size - n_positive, n_positive, mean_negative, mean_positive, squares_negative, squares_positive
    )


def _moments(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return mean and sum of squared deviations of every column, each `(k,)`."""
    # A gene's values side by side and in order of size: its sum depends neither on the order of the samples nor on the
    # genes beside it.
    rows = np.sort(np.ascontiguousarray(values.T), axis=1)  # (k, n)
    # The mean of equal numbers can miss them by a rounding, and a spread of roundings would count as infinitely sure.
    mean = np.where(rows[:, 0] == rows[:, -1], rows[:, 0], rows.sum(axis=1) / rows.shape[1])
    deviation = rows - mean[:, None]
    return mean, (deviation * deviation).sum(axis=1)
