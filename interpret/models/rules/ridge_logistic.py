"""Logistic regression with a ridge penalty, by Newton's method: a few small linear systems and nothing around them."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.models.rules.linear import Linear

_STEPS = 100
_HALVINGS = 40
# The largest derivative, of the mean loss, at which the optimum is reached; the last step goes far below it.
_TOLERANCE = 1e-10


def learn_ridge_logistic(Z: FloatArray, positive: BoolArray, strength: float) -> Linear:
    """Minimise the mean log loss of `(n, k)` values plus `strength / 2` times the squared length of the coefficients.

    The intercept is not penalised. With a positive strength the optimum exists and is the only one, also where the
    classes are separable.

    Source: Hoerl & Kennard (1970), doi:10.1080/00401706.1970.10488634; le Cessie & van Houwelingen (1992),
    doi:10.2307/2347628.
    """
    n, k = Z.shape
    A = np.column_stack([Z, np.ones(n)])  # (n, k + 1), the intercept last
    ridge = np.append(np.full(k, strength), 0.0)
    theta = np.zeros(k + 1)
    margin = A @ theta
    loss = _loss(margin, positive, theta, ridge)
    for _ in range(_STEPS):
        probability = expit(margin)
        gradient = A.T @ (probability - positive) / n + ridge * theta
        if np.abs(gradient).max() <= _TOLERANCE:
            break
        curvature = (A.T * (probability * (1.0 - probability) / n)) @ A
        curvature[np.diag_indices(k + 1)] += ridge
        step = np.linalg.solve(curvature, gradient)
        for _ in range(_HALVINGS):
            ahead = theta - step
            margin = A @ ahead
            smaller = _loss(margin, positive, ahead, ridge)
            if smaller <= loss or np.abs(step).max() <= _TOLERANCE:  # so near, the loss differs by its rounding only
                break
            step = step / 2.0
        theta, loss = ahead, smaller
    return Linear(theta[:-1].copy(), float(theta[-1]))


def _loss(margin: FloatArray, positive: BoolArray, theta: FloatArray, ridge: FloatArray) -> float:
    return float((np.logaddexp(0.0, margin) - positive * margin).mean() + 0.5 * (ridge * theta * theta).sum())
