"""From a score to a probability: Platt's sigmoid, learnt on scores of patients whom the scoring model never saw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.models.forms import Form
from interpret.models.rules.protocol import Scoring

_STEPS = 100
_HALVINGS = 40
# The gradient per sample at which the two numbers are settled.
_TOLERANCE = 1e-10
# Keeps the curvature invertible where every score is the same.
_RIDGE = 1e-10


@dataclass(frozen=True, eq=False)
class Sigmoid:
    """`log-odds = slope * score + intercept`."""

    slope: float
    intercept: float

    def probability(self, score: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of `(m,)` scores."""
        probabilities: FloatArray = expit(self.slope * score + self.intercept)
        return probabilities


@dataclass(frozen=True, eq=False)
class Calibrated:
    """A scoring classifier and the sigmoid that turns its scores into probabilities."""

    scoring: Scoring
    sigmoid: Sigmoid

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `(m, k)` values."""
        return self.sigmoid.probability(self.scoring.score(Z))

    def log_odds(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` log-odds of the positive class for `(m, k)` values: linear in the score."""
        return self.sigmoid.slope * self.scoring.score(Z) + self.sigmoid.intercept

    def form(self) -> Form:
        """Return the form of the classifier after the sigmoid."""
        return self.scoring.form_of_log_odds(self.sigmoid.slope, self.sigmoid.intercept)

    def used(self) -> BoolArray:
        """Return `(k,)`: the classifier uses the column."""
        return self.scoring.used()


def learn_sigmoid(score: FloatArray, positive: BoolArray) -> Sigmoid:
    """Fit slope and intercept by maximum likelihood on smoothed labels, by Newton's method.

    The labels are `(n_positive + 1) / (n_positive + 2)` and `1 / (n_negative + 2)` instead of 1 and 0, so that the fit
    exists where the scores separate the classes. A negative slope (scores that point the wrong way, as they do by
    chance) is set to 0: a classifier without information gives everybody the share of the classes.

    Parameters
    ----------
    score
        `(n,)` scores of patients by models that had not learnt from them; scores of the own training patients are too
        good, and the sigmoid would be too steep.
    positive
        `(n,)` class.

    Source: Platt (1999), in Advances in Large Margin Classifiers, MIT Press, 61-74; numerically as Lin, Lin & Weng
    (2007), doi:10.1007/s10994-007-5018-6.
    """
    n_positive = int(positive.sum())
    high, low = (n_positive + 1.0) / (n_positive + 2.0), 1.0 / (positive.size - n_positive + 2.0)
    target = np.where(positive, high, low)  # (n,)
    prevalence = float(np.log(target.mean() / (1.0 - target.mean())))
    centre, spread = float(score.mean()), float(score.std())
    if not spread > 0.0:
        return Sigmoid(0.0, prevalence)
    x = (score - centre) / spread
    slope, intercept = _newton(x, target, prevalence)
    if slope <= 0.0:
        return Sigmoid(0.0, prevalence)
    return Sigmoid(slope / spread, intercept - slope * centre / spread)


def _newton(x: FloatArray, target: FloatArray, intercept: float) -> tuple[float, float]:
    theta = np.array([0.0, intercept])
    for _ in range(_STEPS):
        probability = expit(theta[0] * x + theta[1])
        residual, weight = target - probability, probability * (1.0 - probability)
        gradient = np.array([(residual * x).mean(), residual.mean()])
        if np.abs(gradient).max() <= _TOLERANCE:
            break
        a, b, c = (weight * x * x).mean() + _RIDGE, (weight * x).mean(), weight.mean() + _RIDGE
        step = np.array([c * gradient[0] - b * gradient[1], a * gradient[1] - b * gradient[0]]) / (a * c - b * b)
        before = _loss(x, target, theta)
        for _ in range(_HALVINGS):
            if _loss(x, target, theta + step) <= before:
                break
            step = step / 2.0
        theta = theta + step
    return float(theta[0]), float(theta[1])


def _loss(x: FloatArray, target: FloatArray, theta: FloatArray) -> float:
    margin = theta[0] * x + theta[1]
    return float((np.logaddexp(0.0, margin) - target * margin).mean())
