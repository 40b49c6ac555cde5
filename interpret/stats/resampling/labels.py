"""Two independent groups: the labels are permuted over all samples, with Welch's t."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain, combinations

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.stats.design import Design
from interpret.stats.group_moments import group_moments
from interpret.stats.resampling.scheme import (
    NEVER,
    SMALLEST_REST,
    Draws,
    PermutationScheme,
    Product,
    complete_genes,
    ratio_to_rest,
)


def group_sizes(design: Design) -> tuple[int, int]:
    """Return the numbers of negative and positive samples."""
    n_positive = int(design.positive.sum())
    return design.n - n_positive, n_positive


def all_labellings(n: int, n_positive: int) -> BoolArray:
    """Return every way to label `n_positive` of `n` samples, one a row."""
    count = math.comb(n, n_positive)
    chosen = np.fromiter(chain.from_iterable(combinations(range(n), n_positive)), np.int64, count * n_positive)
    labels = np.zeros((count, n), dtype=np.bool_)
    labels[np.repeat(np.arange(count), n_positive), chosen] = True
    return labels


def _distinct(design: Design) -> int:
    return math.comb(design.n, group_sizes(design)[1])


def _mirrored(design: Design) -> int:
    n_negative, n_positive = group_sizes(design)
    return 2 if n_negative == n_positive else 1


def _every(design: Design) -> Draws:
    return all_labellings(design.n, group_sizes(design)[1])


def _source(design: Design, stream: np.random.SeedSequence) -> Callable[[int], Draws]:
    random = np.random.default_rng(stream)
    return lambda number: random.permuted(np.tile(design.positive, (number, 1)), axis=1)


def _usable(values: FloatArray, design: Design) -> BoolArray:
    del design
    return np.ones(values.shape[1], dtype=np.bool_)


def _welch_t(values: FloatArray, design: Design) -> FloatArray:
    moments = group_moments(values, design.positive)
    error_negative = moments.squares_negative / ((moments.n_negative - 1) * moments.n_negative)
    error_positive = moments.squares_positive / ((moments.n_positive - 1) * moments.n_positive)
    se = np.sqrt(error_negative + error_positive)
    return np.asarray(moments.difference / np.where(moments.only_rounding(se), np.nan, se), dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Complete:
    """Welch's t squared of genes without gaps, from two matrix products.

    With each gene centred and its sum of squares 1, the sum `s` and the sum of squares `q` of the positive samples
    give the difference of the means, s (1/n1 + 1/n0), and its squared standard error, w1 q + w0 (1 - q) - c s^2 with
    w = 1 / (n (n - 1)) of each group and c = w1/n1 + w0/n0. The genes carry sqrt(c), the squares w1 - w0, and a
    last column w0, so that what is left to do is to subtract and to divide.
    """

    values: FloatArray  # (p, n)
    squares: FloatArray  # (p, n + 1)
    smallest: float
    factor: float

    def take(self, genes: IntArray) -> _Complete:
        return replace(self, values=self.values[genes], squares=self.squares[genes])

    def of_draws(self, draws: Draws, product: Product = np.matmul) -> FloatArray:
        positive = np.ones((draws.shape[1] + 1, draws.shape[0]))  # (n + 1, b)
        positive[:-1] = draws.T
        return ratio_to_rest(product(self.values, positive[:-1]), product(self.squares, positive), self.smallest)


@dataclass(frozen=True, eq=False)
class _WithGaps:
    """Welch's t squared of genes with gaps: how many values each group has depends on the labelling."""

    values: FloatArray  # (p, n), 0 where missing
    present: FloatArray  # (p, n), 1 or 0
    factor: float

    def take(self, genes: IntArray) -> _WithGaps:
        return replace(self, values=self.values[genes], present=self.present[genes])

    def of_draws(self, draws: Draws, product: Product = np.matmul) -> FloatArray:
        positive = np.ascontiguousarray(draws.T, dtype=np.float64)  # (n, b)
        # counts are sums of ones: exact, whatever the order in which a product adds them
        n_positive = product(self.present, positive)  # (p, b)
        n_negative = self.present.sum(axis=1, keepdims=True) - n_positive
        undefined = (n_positive < 2.0) | (n_negative < 2.0)  # noqa: PLR2004  a variance needs two values
        np.maximum(n_positive, 2.0, out=n_positive)
        np.maximum(n_negative, 2.0, out=n_negative)
        total = product(self.values, positive) ** 2
        squares = product(self.values * self.values, positive)
        weight_positive = 1.0 / (n_positive * (n_positive - 1.0))
        weight_negative = 1.0 / (n_negative * (n_negative - 1.0))
        error = weight_positive * squares + weight_negative * (1.0 - squares)
        error -= total * (weight_positive / n_positive + weight_negative / n_negative)
        np.maximum(error, SMALLEST_REST * np.minimum(weight_positive, weight_negative), out=error)
        squared = total * (1.0 / n_positive + 1.0 / n_negative) ** 2 / (error * self.factor)
        squared[undefined] = NEVER
        return np.asarray(squared, dtype=np.float64)


@dataclass(frozen=True, eq=False)
class _Welch:
    """Welch's t squared of all genes: those with gaps apart, for they cost more."""

    complete: _Complete
    with_gaps: _WithGaps
    gaps: BoolArray  # (p,) genes with gaps

    @property
    def factor(self) -> float:
        return self.complete.factor

    def take(self, genes: IntArray) -> _Welch:
        gaps = self.gaps[genes]
        position = np.where(self.gaps, self.gaps.cumsum(), (~self.gaps).cumsum()) - 1  # of each gene among its kind
        return _Welch(self.complete.take(position[genes[~gaps]]), self.with_gaps.take(position[genes[gaps]]), gaps)

    def of_draws(self, draws: Draws, product: Product = np.matmul) -> FloatArray:
        if not self.gaps.any():
            return self.complete.of_draws(draws, product)
        squared = np.empty((self.gaps.size, draws.shape[0]))
        squared[~self.gaps] = self.complete.of_draws(draws, product)
        squared[self.gaps] = self.with_gaps.of_draws(draws, product)
        return squared


def _centred_rows(values: FloatArray) -> FloatArray:
    """Return `(p, n)` rows with mean 0 and sum of squares 1; 0 where missing, and all 0 for a gene that is constant."""
    present = ~np.isnan(values)
    filled = np.where(present, values, 0.0)
    centred = np.where(present, filled - filled.sum(axis=0) / present.sum(axis=0), 0.0)
    size = np.sqrt((centred * centred).sum(axis=0))
    # deviations of a gene that does not vary are rounding; as zeros they give t = 0 under every labelling
    constant = np.nanmax(values, axis=0, initial=-np.inf) == np.nanmin(values, axis=0, initial=np.inf)
    return np.ascontiguousarray(np.where(constant, 0.0, centred / np.where(constant, 1.0, size)).T)


def _squared_t(values: FloatArray, design: Design) -> _Welch:
    n_negative, n_positive = group_sizes(design)
    weight_positive = 1.0 / (n_positive * (n_positive - 1))
    weight_negative = 1.0 / (n_negative * (n_negative - 1))
    common = weight_positive / n_positive + weight_negative / n_negative
    factor = (1.0 / n_positive + 1.0 / n_negative) ** 2 / common
    gaps = ~complete_genes(values)
    rows = _centred_rows(values[:, ~gaps])  # (p, n)
    last = np.full((rows.shape[0], 1), weight_negative)
    squares = np.hstack([rows * rows * (weight_positive - weight_negative), last])
    smallest = SMALLEST_REST * min(weight_positive, weight_negative)
    complete = _Complete(rows * math.sqrt(common), squares, smallest, factor)
    present = np.ascontiguousarray(~np.isnan(values[:, gaps]).T, dtype=np.float64)
    return _Welch(complete, _WithGaps(_centred_rows(values[:, gaps]), present, factor), gaps)


LABELS = PermutationScheme(
    name="labels",
    statistic_name="Welch's t",
    distinct=_distinct,
    mirrored=_mirrored,
    every=_every,
    source=_source,
    observed=lambda design: design.positive[None, :],
    usable=_usable,
    statistic=_welch_t,
    squared_t=_squared_t,
    draws_called="labellings",
    all_called="labellings",
    method=(
        "by permuting the labels, with Welch's t, over {which} of the samples. The null hypothesis is that the labels "
        "are exchangeable: a small p-value says that the distributions differ, and in groups of unequal size unequal "
        "variances can be what differs."
    ),
)
