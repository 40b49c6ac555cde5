"""Upper tail of the F distribution on the logarithmic scale, and the way back: as far out as outliers lie."""

from __future__ import annotations

import numpy as np
from scipy.special import (
    betainc,
    betaincc,
    betainccinv,
    betaincinv,
    betaln,
    gammainc,
    gammaincc,
    gammainccinv,
    gammaincinv,
    gammaln,
    roots_laguerre,
)

from interpret.contracts import FloatArray

# Below this a tail is next to the smallest number there is, and its logarithm is taken by quadrature.
SMALLEST_TAIL = 1e-290
TAIL_NODES = 64
# One minus a share above this has lost a digit.
CANCELS = 0.9
NEWTON_STEPS = 60
NEWTON_TOLERANCE = 1e-14


def log_density(z: FloatArray, df1: FloatArray | float, df2: FloatArray | float) -> FloatArray:
    """Return the log density of `z = log F`, F with `df1` and `df2` degrees of freedom; `df2` may be infinite."""
    infinite = np.isinf(df2)
    a, b = np.asarray(df1) / 2.0, np.where(infinite, 1.0, df2) / 2.0
    ratio = a / b
    relative = np.log(ratio) + z
    finite_case = a * relative - (a + b) * np.logaddexp(0.0, relative) - betaln(a, b)
    infinite_case = a * (np.log(a) + z) - a * np.exp(np.where(infinite, z, 0.0)) - gammaln(a)
    return np.asarray(np.where(infinite, infinite_case, finite_case), dtype=np.float64)


def log_upper_tail(f: FloatArray, df1: FloatArray | float, df2: FloatArray | float) -> FloatArray:
    """Return `(k,)` the logarithm of `P(F > f)`, F with `df1` and `df2` degrees of freedom; `df2` may be infinite.

    To about 1e-10 relative, also where the probability itself is too small for a number.
    """
    f, df1, df2 = _same_length(f, df1, df2)
    tail = _tail(f, df1, df2, gammaincc, (betaincc, betainc))
    far = tail < SMALLEST_TAIL
    logarithm = np.log(np.where(far, 1.0, tail))
    if far.any():
        logarithm[far] = _log_tail_by_quadrature(np.log(f[far]), df1[far], df2[far])
    return logarithm


def log_lower_tail(f: FloatArray, df1: FloatArray | float, df2: FloatArray | float) -> FloatArray:
    """Return `(k,)` the logarithm of `P(F < f)`; below 1e-290 it stays at that. `df2` may be infinite."""
    f, df1, df2 = _same_length(f, df1, df2)
    tail = _tail(f, df1, df2, gammainc, (betainc, betaincc))
    return np.asarray(np.log(np.maximum(tail, SMALLEST_TAIL)), dtype=np.float64)


def f_at_log_upper_tail(log_tail: FloatArray | float, df1: FloatArray | float, df2: FloatArray | float) -> FloatArray:
    """Return `(k,)` the f whose upper tail has this logarithm, however small; `df2` may be infinite."""
    log_tail, df1, df2 = _same_length(log_tail, df1, df2)
    tail = np.maximum(np.exp(log_tail), SMALLEST_TAIL)
    f = np.empty_like(tail)
    infinite = np.isinf(df2)
    a, b = df1 / 2.0, df2 / 2.0
    f[infinite] = gammainccinv(a[infinite], tail[infinite]) / a[infinite]
    a, b, tail = a[~infinite], b[~infinite], tail[~infinite]
    rest, share = _beta_shares(b, a, tail)  # b / (b + a f), a f / (b + a f)
    f[~infinite] = b / a * share / rest
    return _polished(f, log_tail, df1, df2)


def f_at_log_lower_tail(log_tail: FloatArray | float, df1: FloatArray | float, df2: FloatArray | float) -> FloatArray:
    """Return `(k,)` the f whose lower tail has this logarithm, above -660; `df2` may be infinite."""
    log_tail, df1, df2 = _same_length(log_tail, df1, df2)
    tail = np.exp(log_tail)
    f = np.empty_like(tail)
    infinite = np.isinf(df2)
    a, b = df1 / 2.0, df2 / 2.0
    f[infinite] = gammaincinv(a[infinite], tail[infinite]) / a[infinite]
    a, b, tail = a[~infinite], b[~infinite], tail[~infinite]
    share, rest = _beta_shares(a, b, tail)  # a f / (b + a f), b / (b + a f)
    f[~infinite] = b / a * share / rest
    return f


def _same_length(*arrays: FloatArray | float) -> tuple[FloatArray, ...]:
    """Return copies as one-dimensional arrays of one length."""
    return tuple(np.asarray(each, dtype=np.float64) for each in np.broadcast_arrays(*arrays))


def _tail(
    f: FloatArray, df1: FloatArray, df2: FloatArray, gamma: np.ufunc, beta: tuple[np.ufunc, np.ufunc]
) -> FloatArray:
    """Return `(k,)` a tail of F: of the gamma distribution where `df2` is infinite, elsewhere of the beta."""
    tail = np.empty_like(f)
    infinite = np.isinf(df2)
    a, b = df1 / 2.0, df2 / 2.0
    tail[infinite] = gamma(a[infinite], a[infinite] * f[infinite])
    odds = a[~infinite] * f[~infinite] / b[~infinite]
    tail[~infinite] = _beta_tail(a[~infinite], b[~infinite], odds, *beta)
    return tail


def _beta_tail(a: FloatArray, b: FloatArray, odds: FloatArray, near: np.ufunc, far: np.ufunc) -> FloatArray:
    """Return a tail of the beta distribution at `odds / (1 + odds)`, from whichever end is nearer: no digits cancel.

    `near` takes the share from its own end, `far` its complement from the other.
    """
    tail = np.empty_like(odds)
    low = odds < 1.0
    tail[low] = near(a[low], b[low], odds[low] / (1.0 + odds[low]))
    tail[~low] = far(b[~low], a[~low], 1.0 / (1.0 + odds[~low]))
    return tail


def _beta_shares(a: FloatArray, b: FloatArray, tail: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return x below which a beta variable of a and b lies with probability `tail`, and 1 - x."""
    x = np.asarray(betaincinv(a, b, tail), dtype=np.float64)
    rest = 1.0 - x
    close = x > CANCELS  # there the subtraction would cancel digits
    rest[close] = betainccinv(b[close], a[close], tail[close])
    return x, rest


def _log_tail_by_quadrature(z: FloatArray, df1: FloatArray, df2: FloatArray) -> FloatArray:
    """Integrate the density of log F from z on; far out it falls off like an exponential, so Laguerre's rule is apt."""
    nodes, weights = roots_laguerre(TAIL_NODES)
    ratio = np.where(np.isinf(df2), 0.0, df1 / df2)
    slope = df1 / 2.0 * (np.exp(z) - 1.0) / (1.0 + ratio * np.exp(z))  # (k,) minus the derivative of the log density
    start = log_density(z, df1, df2)
    beyond = z[:, None] + nodes / slope[:, None]  # (k, nodes)
    fall = log_density(beyond, df1[:, None], df2[:, None]) - start[:, None] + nodes
    return np.asarray(start - np.log(slope) + np.log((weights * np.exp(fall)).sum(axis=1)), dtype=np.float64)


def _polished(f: FloatArray, log_tail: FloatArray, df1: FloatArray, df2: FloatArray) -> FloatArray:
    """Return f after Newton's method where the tail is too small for a number.

    The unknown is log f and the target log(-log tail): nearly a straight line, approached from the left.
    """
    far = log_tail < np.log(SMALLEST_TAIL)
    if not far.any():
        return f
    z, target = np.log(f[far]), log_tail[far]
    for _ in range(NEWTON_STEPS):
        here = log_upper_tail(np.exp(z), df1[far], df2[far])
        hazard = np.exp(log_density(z, df1[far], df2[far]) - here)
        step = here / hazard * np.log(here / target)
        z = z + step
        if np.abs(step).max() <= NEWTON_TOLERANCE * np.abs(z).max():
            break
    polished = f.copy()
    polished[far] = np.exp(z)
    return polished
