"""Diagonal linear discriminant analysis (DLDA): normal genes, the same spread in both classes, each by itself.

Dudoit, Fridlyand and Speed (2002), doi:10.1198/016214502753479248, who found it hard to beat on expression data.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.models.forms import Line
from interpret.models.rules.class_moments import class_moments
from interpret.models.rules.protocol import row_sums


@dataclass(frozen=True, eq=False)
class DiagonalDiscriminant:
    """A linear model of `k` genes.

    Attributes
    ----------
    coefficient
        `(k,)` log-odds of the positive class per unit of the value; 0 leaves the gene out.
    intercept
        Log-odds.
    """

    coefficient: FloatArray
    intercept: float

    def log_odds(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` log-odds of the positive class for `Z (m, k)`."""
        return row_sums(Z * self.coefficient) + self.intercept

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class.

        The evidence of the genes is added up as if they were independent within a class. They are not, so with many
        genes the probabilities lie too near to 0 and 1; their order and the calls suffer less.
        """
        probabilities: FloatArray = expit(self.log_odds(Z))
        return probabilities

    def form(self) -> Line:
        """Return the line: with one variance for both classes the squares of a sample's values cancel."""
        return Line(self.coefficient[self.used()], self.intercept)

    def used(self) -> BoolArray:
        """Return `(k,)` True for the genes with a coefficient."""
        return np.asarray(self.coefficient != 0.0, dtype=np.bool_)


def learn_diagonal_discriminant(Z: FloatArray, positive: BoolArray) -> DiagonalDiscriminant:
    """Learn class means and the pooled variance of every gene, and return the log-odds they imply.

    Estimand: the probability of the positive class under normal genes, independent within a class and with the same
    variance in both (denominator `n - 2`), the classes being as common as among the training samples. The paper's rule
    takes the likelier class whatever the shares; here they enter as priors, as in linear discriminant analysis, and
    shift every sample's log-odds by the same amount.

    A class may have one sample: the variance is then that of the other. A gene that varies in neither class is left
    out, also where the two means differ, since there is no spread to judge by. Without any gene the probability is the
    share of positives among the training samples. The unit in which a gene is measured changes nothing.

    Parameters
    ----------
    Z
        `(n, k)` values of the chosen genes.
    positive
        `(n,)` class.

    Raises
    ------
    AnalysisError
        A class has no sample, or both have one only.
    """
    moments = class_moments(Z, positive)
    variance = moments.pooled_variance()
    coefficient = np.divide(moments.difference, variance, out=np.zeros_like(variance), where=variance > 0.0)
    return DiagonalDiscriminant(coefficient, float(moments.prior_log_odds - (coefficient * moments.midpoint).sum()))
