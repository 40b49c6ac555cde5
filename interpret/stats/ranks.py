"""Rank sums of every gene, in blocks of genes so that the ranks of a large study never stand in memory together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray

# Numbers that a block of genes holds: 2 MB, which stay in the cache while they are sorted.
BLOCK = 1 << 18


@dataclass(frozen=True, eq=False)
class RankSums:
    """What tests by rank need to know.

    Attributes
    ----------
    n_negative, n_positive
        `(p,)` samples of each class that have a value.
    won
        `(p,)` pairs of one positive and one negative sample in which the positive one has the higher value, ties
        half: the statistic U.
    ties
        `(p,)` sum of t^3 - t over groups of t equal values; 0 where no two are equal.
    """

    n_negative: IntArray
    n_positive: IntArray
    won: FloatArray
    ties: FloatArray


@dataclass(frozen=True, eq=False)
class SignedRankSums:
    """What the signed-rank test needs to know; differences that are 0 have no sign and are not ranked.

    Attributes
    ----------
    n
        `(p,)` differences that are not 0.
    zeros
        `(p,)` differences that are 0.
    won
        `(p,)` sum of the ranks of |difference| over the differences above 0: the statistic V.
    ties
        `(p,)` sum of t^3 - t over groups of t equal |difference|.
    """

    n: IntArray
    zeros: IntArray
    won: FloatArray
    ties: FloatArray


def rank_sums(values: FloatArray, positive: BoolArray) -> RankSums:
    """Return the rank sums of every gene; missing values (NaN) are left out gene by gene.

    Parameters
    ----------
    values
        `(n, p)`, samples in rows.
    positive
        `(n,)`, True for the positive class.
    """
    p = values.shape[1]
    sums = RankSums(np.zeros(p, dtype=np.int64), np.zeros(p, dtype=np.int64), np.zeros(p), np.zeros(p))
    for genes in _blocks(values):
        rows = np.ascontiguousarray(values[:, genes].T)  # (q, n): a gene's values side by side, sorting is fast so
        order = np.argsort(rows, axis=1)
        n, marked, total, ties = _marked_rank_sums(np.take_along_axis(rows, order, axis=1), positive[order])
        sums.n_negative[genes] = n - marked
        sums.n_positive[genes] = marked
        sums.won[genes] = total - marked * (marked + 1) / 2.0
        sums.ties[genes] = ties
    return sums


def signed_rank_sums(differences: FloatArray) -> SignedRankSums:
    """Return the signed rank sums of every gene; missing differences (NaN) are left out gene by gene.

    Parameters
    ----------
    differences
        `(n, p)`, pairs in rows.
    """
    p = differences.shape[1]
    sums = SignedRankSums(np.zeros(p, dtype=np.int64), np.zeros(p, dtype=np.int64), np.zeros(p), np.zeros(p))
    for genes in _blocks(differences):
        rows = np.ascontiguousarray(differences[:, genes].T)  # (q, n)
        size = np.abs(rows)
        sums.zeros[genes] = (size == 0.0).sum(axis=1)
        size[size == 0.0] = np.nan
        order = np.argsort(size, axis=1)
        n, _, total, ties = _marked_rank_sums(
            np.take_along_axis(size, order, axis=1), np.take_along_axis(rows > 0.0, order, axis=1)
        )
        sums.n[genes] = n
        sums.won[genes] = total
        sums.ties[genes] = ties
    return sums


def _blocks(values: FloatArray) -> Iterator[slice]:
    n, p = values.shape
    width = max(1, BLOCK // max(1, n))
    return (slice(start, min(start + width, p)) for start in range(0, p, width))


def _marked_rank_sums(rows: FloatArray, marked: BoolArray) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Return number of values, number of marked ones, sum of the marked ones' mid-ranks, and sum of t^3 - t.

    Parameters
    ----------
    rows
        `(q, n)`, each row in ascending order, missing values last.
    marked
        `(q, n)`, in the order of `rows`.
    """
    n = np.full(rows.shape[0], rows.shape[1], dtype=np.int64)
    gaps = np.flatnonzero(np.isnan(rows[:, -1])) if rows.shape[1] else np.empty(0, dtype=np.int64)
    if gaps.size:
        present = ~np.isnan(rows[gaps])
        n[gaps] = present.sum(axis=1)
        marked[gaps] &= present
    # Ranks are whole or half numbers: their sums are exact in any order of summation.
    total = marked.astype(np.float64) @ np.arange(1.0, rows.shape[1] + 1.0)
    ties = np.zeros(rows.shape[0])
    new = np.ones(rows.shape, dtype=np.bool_)  # the first of a group of equal values
    np.not_equal(rows[:, 1:], rows[:, :-1], out=new[:, 1:])
    tied = np.flatnonzero(~new.all(axis=1))
    if tied.size:
        total[tied], ties[tied] = _with_ties(new[tied], marked[tied])
    return n, marked.sum(axis=1), total, ties


def _with_ties(new: BoolArray, marked: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Return sum of the marked values' mid-ranks, and sum of t^3 - t, of rows in which `new` starts each group."""
    q, n = new.shape
    start = np.flatnonzero(new)  # (groups,) counted through all rows
    row, place = start // n, start % n
    size = np.diff(start, append=q * n)
    marked_in_group = np.add.reduceat(marked.ravel(), start, dtype=np.int64)
    mid_rank = place + (size + 1) / 2.0
    cubes = (size**3 - size).astype(np.float64)
    total, ties = (np.bincount(row, weights=each, minlength=q) for each in (marked_in_group * mid_rank, cubes))
    return np.asarray(total, dtype=np.float64), np.asarray(ties, dtype=np.float64)
