"""How far two rankings agree, the first places counting most, and how far rankings drawn at random would."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.method import Basis, Method

PERSISTENCE = 0.96  # the first 25 places carry 85 % of the weight: about what a reader of such a list looks at


@dataclass(frozen=True, eq=False)
class Depths:
    """Two rankings walked down together, place by place, as far as the longer one goes.

    Attributes
    ----------
    shorter, longer
        `(l,)` items that the ranking holds down to each place; ties all stand at their first place.
    shared
        `(l,)` items that both hold, at random: expected, down to each place.
    s
        Length of the shorter ranking.
    """

    shorter: FloatArray
    longer: FloatArray
    shared: FloatArray
    s: int


def rank_biased_overlap(first: FloatArray, second: FloatArray, p: float = PERSISTENCE) -> float:
    """Return the extrapolated rank-biased overlap of two rankings of the same `n` items.

    Rank-biased overlap (Webber, Moffat and Zobel 2010, doi:10.1145/1852102.1852106) is the mean over all depths of the
    share of items that both rankings hold down to that depth, the depth d weighing `(1 - p) p^(d-1)`: what a reader
    finds who goes on to the next place with probability p. 1 says the same items in the same order, 0 says no item in
    common. A ranking may end early, as that of a sparse model, which says nothing of the genes that it does not use:
    beyond its end it is taken to go on agreeing as it did down to there (their equation 32), and beyond the end of
    the longer one nothing changes any more.

    Ties, by the rule of the paper: t tied items all stand at the first of their places, and the share
    is `2 shared / (held by one + held by the other)`, so that two equal rankings with ties overlap by 1. Corsi and
    Urbano (2024, arXiv:2406.07121, their RBO^w) write out the extrapolation of that rule to rankings of two lengths; it
    is what is done here. Ties in a test or a model are equal values, not an order that nobody knows.

    Parameters
    ----------
    first, second
        `(n,)` ranks, 1 is best, in the same order of items; any increasing values do. Items that share a value are
        tied; not a number: the ranking does not hold the item.
    p
        Persistence, above 0 and below 1.

    Returns
    -------
    float
        0 to 1; not a number where a ranking holds nothing.
    """
    held = _places(first), _places(second)
    if not all(places.any() for places in held):
        return math.nan
    short, long = sorted(held, key=lambda places: int((places > 0).sum()))
    both = (short > 0) & (long > 0)
    length = int((long > 0).sum())
    shared = _held(np.maximum(short, long), both, length)
    return _overlap(Depths(_held(short, short > 0, length), _held(long, long > 0, length), shared, _size(short)), p)


def expected_by_chance(first: FloatArray, second: FloatArray, p: float = PERSISTENCE) -> float:
    """Return the expectation of `rank_biased_overlap` were the items of one ranking exchanged at random.

    Lengths and ties stay; which of the `n` items stands where is drawn. Down to a depth at which the rankings hold a
    and b items they then share `a b / n` on average, and the overlap is linear in what is shared, so the expectation
    is exact.

    Parameters
    ----------
    first, second, p
        As `rank_biased_overlap`.
    """
    held = _places(first), _places(second)
    if not all(places.any() for places in held):
        return math.nan
    short, long = sorted(held, key=lambda places: int((places > 0).sum()))
    length = int((long > 0).sum())
    shorter, longer = _held(short, short > 0, length), _held(long, long > 0, length)
    return _overlap(Depths(shorter, longer, shorter * longer / first.size, _size(short)), p)


def weight_of_first(depth: int, p: float = PERSISTENCE) -> float:
    """Return the share of the weight that the first `depth` places carry (Webber, Moffat and Zobel, equation 21)."""
    places = np.arange(1, depth)
    rest = math.log(1.0 / (1.0 - p)) - float((p**places / places).sum())
    return 1.0 - p ** (depth - 1) + (1.0 - p) / p * depth * rest


def _overlap(depths: Depths, p: float) -> float:
    """Return the sum over depths, and what is extrapolated behind it."""
    s, length = depths.s, depths.shared.size
    depth = np.arange(1, length + 1, dtype=np.float64)
    at_end = 2.0 * depths.shared[s - 1] / (depths.shorter[s - 1] + depths.longer[s - 1])
    beyond = np.maximum(depth - s, 0.0)  # places of the shorter ranking that nobody has seen
    held = np.where(beyond > 0.0, depth, depths.shorter)
    agreement = 2.0 * (depths.shared + beyond * at_end) / (held + depths.longer)
    last = (depths.shared[-1] + (length - s) * at_end) / length
    return float((1.0 - p) / p * (agreement * p**depth).sum() + last * p**length)


def _places(ranks: FloatArray) -> IntArray:
    """Return `(n,)` the first of the places that each item's ties take, 0 where it is not held."""
    held = np.isfinite(ranks)
    ordered = np.sort(ranks[held])
    places = np.zeros(ranks.shape, dtype=np.int64)
    places[held] = np.searchsorted(ordered, ranks[held], side="left") + 1
    return places


def _held(places: IntArray, counted: BoolArray, length: int) -> FloatArray:
    """Return `(length,)` how many of the items counted stand at each place or above."""
    return np.bincount(places[counted], minlength=length + 1)[1 : length + 1].cumsum().astype(np.float64)


def _size(places: IntArray) -> int:
    return int((places > 0).sum())


RECORD = Method(
    name="rank-overlap",
    title="Overlap of two rankings",
    room="explanations",
    about="How far two rankings agree, with more weight on their first genes.",
    basis=Basis(
        estimand="The expected agreement at a depth that a reader stops at with constant probability.",
        formula="RBO = (1 - p) * sum over depths d of p^(d - 1) * |top d of both| / d.",
        assumptions="None; p says how far a reader looks.",
        reference="Webber, Moffat and Zobel 2010, doi:10.1145/1852102.1852106",
    ),
)
