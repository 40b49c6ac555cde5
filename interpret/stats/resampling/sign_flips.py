"""Pairs: each difference within a pair keeps its size and may change its sign, with the paired t."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.stats.design import Design
from interpret.stats.group_moments import ROUNDING
from interpret.stats.resampling.scheme import Draws, PermutationScheme, Product, ratio_to_rest


def _differences(values: FloatArray, design: Design) -> FloatArray:
    """Return `(n / 2, p)` positive minus negative sample of each pair, NaN where either is missing."""
    order = np.lexsort((design.positive, design.strata))  # negative before positive in each pair
    return np.asarray(values[order[1::2]] - values[order[::2]], dtype=np.float64)


def _distinct(design: Design) -> int:
    # flipping every sign gives the same |t|: the first pair keeps its own, and half of the 2^k stand for all
    return 1 << (design.n // 2 - 1)


def _every(design: Design) -> Draws:
    number = np.arange(_distinct(design))[:, None]
    return np.asarray((number >> np.arange(design.n // 2)[::-1]) & 1, dtype=np.bool_)


def _source(design: Design, stream: np.random.SeedSequence) -> Callable[[int], Draws]:
    random = np.random.default_rng(stream)
    return lambda number: random.random((number, design.n // 2)) < 0.5  # noqa: PLR2004  a fair coin


def _usable(values: FloatArray, design: Design) -> BoolArray:
    pairs = (~np.isnan(_differences(values, design))).sum(axis=0)
    return np.asarray(pairs > 1, dtype=np.bool_)  # a variance needs two


def _paired_t(values: FloatArray, design: Design) -> FloatArray:
    difference = _differences(values, design)
    present = ~np.isnan(difference)
    pairs = present.sum(axis=0)  # (p,)
    mean = np.where(present, difference, 0.0).sum(axis=0) / np.maximum(pairs, 1)
    deviation = np.where(present, difference - mean, 0.0)
    se = np.sqrt((deviation * deviation).sum(axis=0) / np.maximum(pairs * (pairs - 1), 1))
    largest = np.nanmax(np.abs(values), axis=0, initial=0.0)  # differences carry the rounding of what they are of
    undefined = (pairs < 2) | (se <= ROUNDING * largest)  # noqa: PLR2004  a variance needs two
    return np.asarray(mean / np.where(undefined, np.nan, se), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _PairedT:
    """Paired t squared: flips change the sum `s` of the differences and leave the sum of their squares, 1, as it is.

    With m pairs present, u = s^2 / m and t^2 = (m - 1) u / (1 - u).
    """

    differences: FloatArray  # (p, k), sum of squares 1 / m; 0 where missing
    weight: FloatArray  # (p, 1), m - 1 as a share of k - 1
    factor: float

    def take(self, genes: IntArray) -> _PairedT:
        return replace(self, differences=self.differences[genes], weight=self.weight[genes])

    def of_draws(self, draws: Draws, product: Product = np.matmul) -> FloatArray:
        sign = 1.0 - 2.0 * draws.T  # (k, b)
        squared = ratio_to_rest(product(self.differences, sign), 1.0)
        squared *= self.weight
        return squared


def _squared_t(values: FloatArray, design: Design) -> _PairedT:
    difference = _differences(values, design)
    pairs = (~np.isnan(difference)).sum(axis=0)
    difference = np.where(np.isnan(difference), 0.0, difference)
    size = np.sqrt((difference * difference).sum(axis=0))
    constant = size <= ROUNDING * np.nanmax(np.abs(values), axis=0, initial=0.0)
    rows = np.where(constant, 0.0, difference / (np.where(constant, 1.0, size) * np.sqrt(pairs))).T
    most = design.n // 2 - 1
    return _PairedT(np.ascontiguousarray(rows), (pairs[:, None] - 1) / most, float(most))


SIGN_FLIPS = PermutationScheme(
    name="sign flips",
    statistic_name="paired t",
    distinct=_distinct,
    mirrored=lambda _: 1,
    every=_every,
    source=_source,
    observed=lambda design: np.zeros((1, design.n // 2), dtype=np.bool_),
    usable=_usable,
    statistic=_paired_t,
    squared_t=_squared_t,
    draws_called="sign patterns",
    all_called="sign patterns that are no mirror images of each other",
    method=(
        "by flipping the signs of the differences within pairs, with the paired t, over {which}. The null hypothesis "
        "is that the differences are symmetric around 0."
    ),
)
