"""A network of one hidden layer, fitted by L-BFGS: few weights and few samples, so plain arrays do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import fmin_l_bfgs_b
from scipy.special import expit

from interpret.contracts import BoolArray, FloatArray
from interpret.models.forms import Form, of_used
from interpret.models.rules.protocol import row_sums

_MOST_STEPS = 5_000
# The largest derivative, of the mean loss, at which it stops: weights still move then, calls hardly ever.
_TOLERANCE = 1e-4
# Or where the loss does not fall by more than this many of its roundings.
_NO_GAIN = 1e7


@dataclass(frozen=True, eq=False)
class HiddenLayer:
    """`log-odds = tanh(Z @ inner + offsets) @ outer + intercept`.

    Attributes
    ----------
    inner, offsets
        `(k, u)` and `(u,)`: from the genes to the `u` units.
    outer, intercept
        `(u,)` and scalar: from the units to the log-odds.
    """

    inner: FloatArray
    offsets: FloatArray
    outer: FloatArray
    intercept: float

    def probability(self, Z: FloatArray) -> FloatArray:
        """Return `(m,)` probabilities of the positive class for `(m, k)` values."""
        # Not through BLAS: the bits of a product depend on how many rows it has.
        units = [
            self.outer[u] * np.tanh(row_sums(Z * self.inner[:, u]) + self.offsets[u]) for u in range(self.outer.size)
        ]
        probabilities: FloatArray = expit(sum(units, start=np.full(len(Z), self.intercept)))
        return probabilities

    def form(self) -> Form:
        """Return a form without structure."""
        return of_used(self.probability, self.used())

    def used(self) -> BoolArray:
        """Return `(k,)`: every column."""
        return np.ones(len(self.inner), dtype=np.bool_)


def learn_hidden_layer(Z: FloatArray, positive: BoolArray, units: int, decay: float, seed: int) -> HiddenLayer:
    """Minimise the mean log loss of `(n, k)` values plus `decay / (2 n)` times the squared weights, offsets apart.

    The loss has several minima; which of them is reached depends on the weights it starts from: uniform within
    `sqrt(6 / (inputs + outputs))` of 0 (Glorot & Bengio 2010, PMLR 9:249-256), decided by `seed`. Start and loss are
    those of scikit-learn's `MLPClassifier`, so the minimum is the same.
    """
    n, k = Z.shape
    label = positive.astype(np.float64)

    def loss(theta: FloatArray) -> tuple[float, FloatArray]:
        inner, outer = theta[: k * units].reshape(k, units), theta[k * units : (k + 1) * units]
        hidden = np.tanh(Z @ inner + theta[(k + 1) * units : -1])  # (n, u)
        margin = hidden @ outer + theta[-1]
        back = (expit(margin) - label) / n  # (n,) derivative by the log-odds
        through = np.outer(back, outer) * (1.0 - hidden * hidden)  # (n, u) by what enters a unit
        weights = theta[: (k + 1) * units]
        gradient = np.concatenate([(Z.T @ through).ravel(), hidden.T @ back, through.sum(axis=0), [back.sum()]])
        gradient[: weights.size] += (decay / n) * weights
        value = (np.logaddexp(0.0, margin) - label * margin).mean() + 0.5 * decay / n * float(weights @ weights)
        return float(value), gradient

    found = fmin_l_bfgs_b(
        loss, _start(k, units, seed), pgtol=_TOLERANCE, maxiter=_MOST_STEPS, maxfun=10 * _MOST_STEPS, factr=_NO_GAIN
    )[0]
    return HiddenLayer(
        inner=found[: k * units].reshape(k, units).copy(),
        offsets=found[(k + 1) * units : -1].copy(),
        outer=found[k * units : (k + 1) * units].copy(),
        intercept=float(found[-1]),
    )


def _start(k: int, units: int, seed: int) -> FloatArray:
    """Return the weights to start from: inner, outer, offsets, intercept."""
    random = np.random.RandomState(seed)
    near, far = np.sqrt(6.0 / (k + units)), np.sqrt(6.0 / (units + 1))
    inner, offsets = random.uniform(-near, near, (k, units)), random.uniform(-near, near, units)
    outer, intercept = random.uniform(-far, far, (units, 1)), random.uniform(-far, far, 1)
    return np.concatenate([inner.ravel(), outer.ravel(), offsets, intercept])
