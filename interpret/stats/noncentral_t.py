"""Noncentral t: the noncentrality at which a value has a given probability below it."""

from __future__ import annotations

import numpy as np
from numpy.polynomial.legendre import leggauss
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv, gammaln, ndtr, ndtri

from interpret.contracts import BoolArray, FloatArray

# Gauss-Legendre points; the integrands are smooth on the scale of the interval, 64 do for double precision.
NODES, WEIGHTS = leggauss(96)
# Mass of a distribution beyond the interval that is integrated over; the same for the normal one, in deviates.
BEYOND, FARTHEST = 1e-19, 9.0
# From this many degrees of freedom on, the closed form of a normal S is off by less than 1e-8 of max(1, |d|).
MANY = 1e8
# Newton steps double the digits: after one as small as this, of the spread, only rounding is left.
STEPS, CLOSE = 60, 1e-7


def noncentrality(t: FloatArray, df: FloatArray, probability: FloatArray) -> FloatArray:
    """Return `(m,)` noncentralities `d` with P(T <= t) = probability, where T has a noncentral t distribution.

    T = (Z + d) / S, Z standard normal, S^2 an independent chi-square divided by its degrees of freedom.

    Parameters
    ----------
    t
        `(m,)` values, finite.
    df
        `(m,)` degrees of freedom, 1 or more; infinity is fine.
    probability
        `(m,)`, each above 0 and below 1.

    Raises
    ------
    ArithmeticError
        The root finding did not end.

    Notes
    -----
    The distribution function is integrated numerically (absolute error about 1e-14 from two degrees of freedom on) and
    solved by Newton steps on the scale of normal deviates, on which it is nearly a straight line.
    """
    t, df, probability = (np.asarray(part, dtype=np.float64) for part in np.broadcast_arrays(t, df, probability))
    # P(T(d) <= -t) = 1 - P(T(-d) <= t): only t of 0 or more is left
    sign = np.where(t < 0.0, -1.0, 1.0)
    size, wanted = np.abs(t), sign * ndtri(probability)  # (m,) deviate of the probability
    shift = size - wanted * np.sqrt(1.0 + size**2 / (2.0 * df))
    open_ = np.flatnonzero(df < MANY)
    shift[open_] = _start(size[open_], df[open_], wanted[open_])
    for _ in range(STEPS):
        if not open_.size:
            return np.asarray(sign * shift, dtype=np.float64)
        d, side = shift[open_], np.sign(wanted[open_])
        tail, slope = _smaller_tail(size[open_], df[open_], d, side > 0.0)
        deviate = -ndtri(tail)  # how far out the tail begins
        density = np.exp(-0.5 * deviate**2) / np.sqrt(2.0 * np.pi)
        spread = np.sqrt(1.0 + size[open_] ** 2 / (2.0 * df[open_]))
        # no step is longer than two spreads: far out the slope is not to be trusted
        step = np.where(side > 0.0, 1.0, -1.0) * (deviate - np.abs(wanted[open_])) * density / slope
        shift[open_] = d + np.clip(step, -2.0 * spread, 2.0 * spread)
        open_ = open_[~(np.abs(step) <= CLOSE * spread)]
    raise ArithmeticError("the noncentrality of a t was not found")


def _start(t: FloatArray, df: FloatArray, wanted: FloatArray) -> FloatArray:
    """Return the noncentrality as if the spread of Z and that of t S added up in squares, as normal spreads do."""
    middle, quantile = (np.sqrt(2.0 / df * gammaincinv(df / 2.0, part)) for part in (0.5, ndtr(-wanted)))
    return np.asarray(t * middle - np.sign(wanted) * np.hypot(t * (middle - quantile), wanted), dtype=np.float64)


def _smaller_tail(t: FloatArray, df: FloatArray, d: FloatArray, upper: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return P(T > t) where `upper`, else P(T <= t), for t of 0 or more; and by how much it changes with `d`."""
    tail, slope = np.empty_like(t), np.empty_like(t)
    gentle: BoolArray = t <= np.sqrt(2.0 * df)
    for part, form in ((gentle, _over_scale), (~gentle, _over_normal)):
        if part.any():
            tail[part], slope[part] = form(t[part], df[part], d[part], upper[part])
    return tail, slope


def _over_scale(t: FloatArray, df: FloatArray, d: FloatArray, upper: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Integrate P(Z <= t s - d) over the distribution of S: smooth where t S has little spread."""
    low = np.sqrt(2.0 / df * gammaincinv(df / 2.0, BEYOND))
    high = np.sqrt(2.0 / df * gammainccinv(df / 2.0, BEYOND))
    s = low[:, None] + (high - low)[:, None] * (NODES + 1.0) / 2.0  # (m, nodes)
    weight = WEIGHTS * _scale_density(s, df)
    weight /= weight.sum(axis=1, keepdims=True)  # the constant of the density cancels, and its rounding with it
    deviate = t[:, None] * s - d[:, None]
    slope = (weight * np.exp(-0.5 * deviate**2)).sum(axis=1) / np.sqrt(2.0 * np.pi)
    return (weight * ndtr(np.where(upper[:, None], -deviate, deviate))).sum(axis=1), slope


def _over_normal(t: FloatArray, df: FloatArray, d: FloatArray, upper: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Integrate P(S >= (z + d) / t) over the normal density: smooth where t S has much spread."""
    low = np.clip(-d, -FARTHEST, FARTHEST)  # below it z + d is negative, and S never is
    z = low[:, None] + (FARTHEST - low)[:, None] * (NODES + 1.0) / 2.0  # (m, nodes)
    normal = WEIGHTS * np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi) * ((FARTHEST - low) / 2.0)[:, None]
    s = np.maximum((z + d[:, None]) / t[:, None], 0.0)
    half = df[:, None] / 2.0
    slope = (normal * _scale_density(s, df)).sum(axis=1) / t
    beyond = np.where(upper[:, None], gammainc(half, half * s**2), gammaincc(half, half * s**2))
    return (normal * beyond).sum(axis=1) + np.where(upper, 0.0, ndtr(low)), slope


def _scale_density(s: FloatArray, df: FloatArray) -> FloatArray:
    """Return `(m, nodes)` density of S."""
    v = df[:, None]
    e = s - 1.0
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0: no density there, or a finite one if v is 1
        logarithm = np.where(v == 1.0, 0.0, (v - 1.0) * np.log1p(e))
    # log of the density at 1, by which the rest is relative: written so that many degrees of freedom lose no digits
    at_one = np.log(2.0) + v / 2.0 * np.log(v / 2.0) - gammaln(v / 2.0) - v / 2.0
    return np.asarray(np.exp(logarithm - v * e * (1.0 + e / 2.0) + at_one), dtype=np.float64)
