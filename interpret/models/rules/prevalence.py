"""Prevalence only: everyone gets the share of positives. What a rule that reads no gene would say, to compare with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import logit

from interpret.contracts import BoolArray, FloatArray
from interpret.errors import AnalysisError
from interpret.models.forms import Constant


@dataclass(frozen=True)
class Prevalence:
    """One number for everyone.

    Attributes
    ----------
    share
        Share of positives among the training samples.
    columns
        `k`, how many genes were handed in, of which none is looked at.
    """

    share: float
    columns: int

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` times the same share. It is calibrated where new patients come from the same population."""
        return np.full(len(Z), self.share)

    def log_odds(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` times the log-odds of the share; infinite where all were of one class."""
        odds: FloatArray = logit(self.probability(Z))
        return odds

    def form(self) -> Constant:
        """Return that there is nothing to explain."""
        return Constant()

    def used(self) -> BoolArray:
        """Return `(k,)` False throughout."""
        return np.zeros(self.columns, dtype=np.bool_)


def learn_prevalence(Z: FloatArray, positive: BoolArray) -> Prevalence:
    """Learn the share of positives.

    Estimand: how common the positive class is where the training samples come from; it assumes that they were drawn and
    not picked by class. One class alone is a valid case, with a share of 0 or 1. In leave-one-out the share goes down
    whenever a positive sample is held out, so that the pooled area under the curve is 0 and not 0.5: judge this rule by
    its Brier score or log loss.

    Parameters
    ----------
    Z
        `(n, k)`; only its shape is read.
    positive
        `(n,)` class.

    Raises
    ------
    AnalysisError
        There is no sample.
    """
    if not positive.size:
        raise AnalysisError("the prevalence was to be learnt from no sample", wanted="at least one training sample")
    return Prevalence(float(positive.sum() / positive.size), Z.shape[1])
