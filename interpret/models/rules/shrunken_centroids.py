"""Nearest shrunken centroids: each class is a point, and genes that hardly set the points apart are shrunk away.

Tibshirani, Hastie, Narasimhan and Chu (2002), doi:10.1073/pnas.082099299; with the standard error of Tibshirani et al.
(2003), doi:10.1214/ss/1056397488, which corrects a sign in the first paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.errors import SettingsError
from interpret.models.forms import Line
from interpret.models.rules.class_moments import ClassMoments, class_moments
from interpret.models.rules.protocol import row_sums


@dataclass(frozen=True, eq=False)
class ShrunkenCentroids:
    """Two shrunken centroids of `k` genes, and the linear log-odds they come to.

    Attributes
    ----------
    difference
        `(k,)` d', the standardised difference of the positive centroid from the overall one after shrinkage; that of
        the negative centroid is `-difference`. 0 takes the gene out.
    centroid_negative, centroid_positive
        `(k,)` the shrunken centroids, in the unit of the values.
    coefficient
        `(k,)` log-odds of the positive class per unit of the value.
    intercept
        Log-odds.
    threshold
        Delta, how far `difference` was shrunk.
    """

    difference: FloatArray
    centroid_negative: FloatArray
    centroid_positive: FloatArray
    coefficient: FloatArray
    intercept: float
    threshold: float

    def log_odds(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` log-odds of the positive class for `Z (m, k)`: half the difference of the discriminant scores.

        The squares of the sample's own values cancel between two classes, so what remains is linear in them.
        """
        return row_sums(Z * self.coefficient) + self.intercept

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class, by the softmax of the discriminant scores.

        They are those of normal, independent genes. Genes go together in fact, so the probabilities lie too near to 0
        and 1 unless few genes are left.
        """
        probabilities: FloatArray = expit(self.log_odds(Z))
        return probabilities

    def form(self) -> Line:
        """Return the line that `log_odds` is, over the genes that are left."""
        return Line(self.coefficient[self.used()], self.intercept)

    def used(self) -> BoolArray:
        """Return `(k,)` True for the genes whose centroids still differ."""
        return np.asarray(self.difference != 0.0, dtype=np.bool_)


def learn_shrunken_centroids(Z: FloatArray, positive: BoolArray, threshold: float) -> ShrunkenCentroids:
    """Learn the centroids of both classes, shrunk towards the overall one by `threshold`.

    Estimand: the class that is likelier under normal genes, independent within a class and equally spread in both,
    with the classes as common as among the training samples. With `s` the pooled standard deviation of a gene
    (denominator `n - 2`) and `s0` its median over the `k` genes handed in, the difference of a class mean from the
    overall mean is divided by `m_c (s + s0)`, `m_c^2 = 1/n_c - 1/n`, brought towards 0 by `threshold` and not beyond,
    and multiplied back. The first paper prints `1/n_c + 1/n`; the variance of the difference is that with the minus,
    and pamr, its authors' program, computes it so. Of two classes both differences have the same size, so a gene
    leaves both at the same threshold.

    A class may have one sample: the spread is then that of the other. Genes that vary in neither class have `s` 0 and
    are judged by `s0`, in whose median they count; where that is 0 too they are left out. Without any gene the
    probability is the share of positives among the training samples.

    Parameters
    ----------
    Z
        `(n, k)` values of the chosen genes, on a scale on which differences mean the same at every level (log).
    positive
        `(n,)` class.
    threshold
        Delta, 0 or more; from `largest_threshold` on no gene is left.

    Raises
    ------
    AnalysisError
        A class has no sample, or both have one only.
    SettingsError
        The threshold is negative or no number.
    """
    if not threshold >= 0.0:
        raise SettingsError(
            f"the threshold of the shrunken centroids is {threshold:g}",
            wanted="a number of at least 0: a negative one would push the classes apart",
            remedy="take thresholds from 0 to the largest one that leaves a gene",
        )
    moments = class_moments(Z, positive)
    return _shrunken(moments, *_standardised(moments), threshold)


def learn_shares_of_the_largest(Z: FloatArray, positive: BoolArray, shares: Sequence[float]) -> list[ShrunkenCentroids]:
    """Learn with each of these shares, 0 to 1, of the largest threshold; means and spreads are computed once.

    Parameters
    ----------
    Z, positive
        As for `learn_shrunken_centroids`, which raises the same errors.
    """
    moments = class_moments(Z, positive)
    difference, scale = _standardised(moments)
    largest = float(np.abs(difference).max(initial=0.0))
    return [_shrunken(moments, difference, scale, share * largest) for share in shares]


def _shrunken(moments: ClassMoments, difference: FloatArray, scale: FloatArray, threshold: float) -> ShrunkenCentroids:
    shrunken = np.sign(difference) * np.maximum(np.abs(difference) - threshold, 0.0)
    n, n0, n1 = moments.n, moments.n_negative, moments.n_positive
    overall = (n0 * moments.mean_negative + n1 * moments.mean_positive) / n
    from_negative, from_positive = -_unit(n0, n) * shrunken, _unit(n1, n) * shrunken  # in units of `scale`
    coefficient = np.divide(from_positive - from_negative, scale, out=np.zeros_like(scale), where=scale > 0.0)
    at_overall = (from_negative**2 - from_positive**2).sum() / 2.0 + moments.prior_log_odds
    return ShrunkenCentroids(
        difference=shrunken,
        centroid_negative=overall + scale * from_negative,
        centroid_positive=overall + scale * from_positive,
        coefficient=coefficient,
        intercept=float(at_overall - (coefficient * overall).sum()),
        threshold=float(threshold),
    )


def largest_threshold(Z: FloatArray, positive: BoolArray) -> float:
    """Return the smallest threshold that leaves no gene: the largest standardised difference, 0 without any.

    Parameters
    ----------
    Z, positive
        As for `learn_shrunken_centroids`, which raises the same errors.
    """
    difference, _ = _standardised(class_moments(Z, positive))
    return float(np.abs(difference).max(initial=0.0))


def _standardised(moments: ClassMoments) -> tuple[FloatArray, FloatArray]:
    """Return the standardised difference of the positive centroid, and `s + s0`, each `(k,)`."""
    spread = np.sqrt(moments.pooled_variance())
    scale = spread + (np.median(spread) if spread.size else 0.0)
    # The overall mean lies n0/n of the way from the positive to the negative one.
    away = moments.difference * (moments.n_negative / moments.n / _unit(moments.n_positive, moments.n))
    return np.divide(away, scale, out=np.zeros_like(scale), where=scale > 0.0), scale


def _unit(n_class: int, n: int) -> float:
    """Return m_c: the standard error of a class mean minus the overall mean, where the spread is 1."""
    return float(np.sqrt(1.0 / n_class - 1.0 / n))
