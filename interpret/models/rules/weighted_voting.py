"""Weighted voting: every gene votes for the class whose mean it is nearer to, and some genes' votes weigh more.

Golub, Slonim, Tamayo et al. (1999), doi:10.1126/science.286.5439.531.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.errors import AnalysisError
from interpret.models.forms import Anything, of_used
from interpret.models.rules.class_moments import ClassMoments, class_moments
from interpret.models.rules.protocol import row_sums
from interpret.models.screening import largest
from interpret.nouns import PATIENT, told


@dataclass(frozen=True, eq=False)
class WeightedVoting:
    """The votes of `k` genes.

    Attributes
    ----------
    weight
        `(k,)` signal-to-noise ratio of each gene; 0 leaves the gene without a vote.
    boundary
        `(k,)` half-way between the class means, in the unit of the values: on which side a sample lies decides for
        which class the gene votes, and how far from it how loudly.
    """

    weight: FloatArray
    boundary: FloatArray

    def strength(self, Z: FloatArray) -> FloatArray:
        """Return the `(m,)` signed prediction strength of `Z (m, k)`, from -1 to 1, above 0 for the positive class.

        Its absolute value is the paper's `(V_win - V_lose) / (V_win + V_lose)`, V being the sum of the absolute votes
        for a class. Where no gene votes at all it is 0. The paper calls a sample only from 0.3 on.
        """
        votes = self.weight * (Z - self.boundary)
        total = row_sums(np.abs(votes))
        balance: FloatArray = np.divide(row_sums(votes), total, out=np.zeros_like(total), where=total > 0.0)
        return balance

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return the `(m,)` share of the votes that went to the positive class, `(1 + strength) / 2`.

        This is a score and not a calibrated probability: correlated genes vote together, and how common the classes are
        does not enter.
        """
        share: FloatArray = (1.0 + self.strength(Z)) / 2.0
        return share

    def form(self) -> Anything:
        """Return a form without structure: every vote is divided by the sum of all."""
        return of_used(self.probability, self.used())

    def used(self) -> BoolArray:
        """Return `(k,)` True for the genes that have a vote."""
        return np.asarray(self.weight != 0.0, dtype=np.bool_)


def learn_weighted_voting(Z: FloatArray, positive: BoolArray) -> WeightedVoting:
    """Learn the weight and the boundary of every gene.

    Estimand: the side on which a sample lies by most of the weight. Assumed is that each gene separates the classes by
    a shift; nothing is assumed of how genes go together. A vote is measured in the unit of its gene, so genes have to
    be brought to a common scale first: with mean 0 and standard deviation 1 over the training samples (denominator
    `n - 1`) the rule leaves uncalled, out of the paper's 38 leukaemias held out in turn, the two that the paper does.

    Parameters
    ----------
    Z
        `(n, k)` values of the chosen genes; `k` may be 0, and then nobody votes.
    positive
        `(n,)` class.

    Raises
    ------
    AnalysisError
        A class has fewer than two samples: its spread is not known.
    """
    moments = class_moments(Z, positive)
    return WeightedVoting(_ratio(moments), moments.midpoint)


def signal_to_noise(X: FloatArray, positive: BoolArray) -> FloatArray:
    """Return the `(p,)` ratio `(mu1 - mu0) / (sd1 + sd0)` of every gene, positive where the positive class is higher.

    The standard deviations have the denominator `n - 1`. The ratio of a gene that varies in neither class is set to 0,
    also where the two means differ: without any spread there is no scale to judge the difference by, and an infinite
    weight would silence all other genes.

    Parameters
    ----------
    X
        `(n, p)` values, complete.
    positive
        `(n,)` class.

    Raises
    ------
    AnalysisError
        A class has fewer than two samples.
    """
    return _ratio(class_moments(X, positive))


def top_by_signal_to_noise(X: FloatArray, positive: BoolArray, each: int) -> IntArray:
    """Return the columns of the `each` largest and the `each` smallest signal-to-noise ratios, in increasing order.

    As many genes stand for each class, as in the paper. Of equal ratios the first column is taken. Where `X` has fewer
    than `2 * each` columns, some are among both and stand once.

    Parameters
    ----------
    X, positive
        As for `signal_to_noise`.
    each
        Genes wanted for each class, 0 or more.
    """
    ratio = signal_to_noise(X, positive)
    return np.union1d(largest(ratio, each), largest(-ratio, each)).astype(np.int64)


def _ratio(moments: ClassMoments) -> FloatArray:
    if min(moments.n_negative, moments.n_positive) < 2:  # noqa: PLR2004  a standard deviation needs two values
        raise AnalysisError(
            "the smaller class has one training sample, so its spread is not known",
            wanted="at least 2 training samples of each class: the signal-to-noise ratio divides by both spreads",
            remedy=told(f"use a cohort with at least 3 {PATIENT}s of each class"),
        )
    noise = np.sqrt(moments.squares_positive / (moments.n_positive - 1)) + np.sqrt(
        moments.squares_negative / (moments.n_negative - 1)
    )
    ratio: FloatArray = np.divide(moments.difference, noise, out=np.zeros_like(noise), where=noise > 0.0)
    return ratio
