"""One patient twice: samples whose values are the same, or so alike that they may come from one specimen.

A patient who is in the study twice under two names leaks: left out under one name, they are learnt from under the
other. A training patient who comes back in the independent set makes that set easier than new patients are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.scoring.measures.protocol import Part
from interpret.validation.everybody import Everybody
from interpret.validation.robust_spread import middle_and_spread

LEAST = 0.7
"""Correlation below which no pair counts as a near copy, however unlike all others are."""

FAR = 6.0
"""Robust standard deviations above the usual pair of its kind from which on a pair counts as a near copy.

Fixed on the simulated study: over 20 of its seeds no pair of 72 strangers reaches a correlation of 0.2, while a copy
with a tenth of multiplicative noise has 0.99 and one scaled by 0.6 has 0.87.
"""

ALIKE = 0.3  # below it no two samples are compared value by value: gaps filled with means cannot hide a copy so far
LEAST_SPREAD = 0.05  # of Fisher's z: a handful of pairs can lie close together by chance
_LARGEST = 1.0 - 1e-12


@dataclass(frozen=True)
class Twin:
    """Two samples that are alike. `exact`: every value present in both is the same.

    `first` and `second` are names, `sets` the set of each; `correlation` as in `centred_correlations`, and `spreads`
    how many robust standard deviations it lies above the usual pair of its kind.
    """

    first: str
    second: str
    sets: tuple[Part, Part]
    exact: bool
    correlation: float
    spreads: float

    @property
    def across(self) -> bool:
        """Whether one sample is of the training set and the other of the independent one."""
        return self.sets[0] != self.sets[1]


@dataclass(frozen=True)
class Twins:
    """What was found among all pairs.

    Attributes
    ----------
    found
        Exact and near copies, the most alike first.
    pairs, of_one_person
        Pairs compared, and pairs that were expected to be alike because one person gave both.
    next_pair
        The most alike pair of different persons that is not a copy; None where there is no other pair.
    """

    found: tuple[Twin, ...]
    pairs: int
    of_one_person: int
    next_pair: Twin | None


def find_twins(everybody: Everybody) -> Twins:
    """Return the exact and near copies among all pairs of samples of different persons.

    Exact copies have the same values as read. A near copy has a correlation (`centred_correlations`) of at least
    `LEAST` that lies `FAR` robust standard deviations or more, on Fisher's z, above the median of the pairs of its
    kind: two samples of one class, or of different classes, since classes that differ strongly make their own members
    alike. The order of the samples does not matter: each pair is named in the order of the names.
    """
    first, second = np.triu_indices(len(everybody.samples), 1)
    same_person = everybody.persons[first] == everybody.persons[second]
    correlation = centred_correlations(everybody.values)[first, second]
    z = np.arctanh(np.clip(correlation, -1.0, _LARGEST))
    spreads = _spreads_above_usual(z, everybody.positive[first] == everybody.positive[second], ~same_person)
    exact = _same_values(everybody.read, first, second, correlation >= ALIKE)
    copy = exact | ((correlation >= LEAST) & (spreads >= FAR))

    def twin(k: int) -> Twin:
        return _twin(everybody, (int(first[k]), int(second[k])), bool(exact[k]), float(correlation[k]), spreads[k])

    order = sorted(
        np.flatnonzero(~same_person).tolist(),
        key=lambda k: (not exact[k], -correlation[k], everybody.samples[first[k]], everybody.samples[second[k]]),
    )
    found = tuple(twin(k) for k in order if copy[k])
    following = next((twin(k) for k in order if not copy[k]), None)
    return Twins(found, int(first.size), int(same_person.sum()), following)


def centred_correlations(values: FloatArray) -> FloatArray:
    """Return `(n, n)` Pearson correlations between samples over the genes that vary, each gene centred first.

    Centring takes away what all samples share: without it any two arrays correlate at 0.9. A missing value stands at
    the mean of its gene. A sample that does not differ from the mean anywhere correlates with nobody (0).

    Parameters
    ----------
    values
        `(n, p)` on a logarithmic scale, so that a scaled array differs by a constant, which a correlation ignores.
    """
    present = ~np.isnan(values)
    known = present.sum(axis=0)
    mean = np.where(known > 0, np.nansum(values, axis=0) / np.maximum(known, 1), 0.0)
    centred = np.where(present, values - mean, 0.0)
    centred -= centred.mean(axis=1, keepdims=True)
    norm = np.sqrt((centred**2).sum(axis=1))
    usable = norm > 1e-9 * max(1.0, float(norm.max(initial=0.0)))
    unit = np.where(usable[:, None], centred / np.where(usable, norm, 1.0)[:, None], 0.0)
    return np.asarray(np.clip(unit @ unit.T, -1.0, 1.0), dtype=np.float64)


def _same_values(read: FloatArray, first: IntArray, second: IntArray, alike: BoolArray) -> BoolArray:
    """Return which of the pairs that are `alike` agree at every gene both have, more than half of all genes."""
    same = np.zeros(first.size, dtype=np.bool_)
    for k in np.flatnonzero(alike):
        one, other = read[first[k]], read[second[k]]
        both = ~np.isnan(one) & ~np.isnan(other)
        same[k] = 2 * both.sum() > both.size and np.array_equal(one[both], other[both])
    return same


def _spreads_above_usual(z: FloatArray, same_class: BoolArray, counted: BoolArray) -> FloatArray:
    """Return how far each pair lies above the median of its kind."""
    spreads = np.zeros_like(z)
    for kind in (same_class, ~same_class):
        usual = z[kind & counted]
        if usual.size:
            middle, spread = middle_and_spread(usual, LEAST_SPREAD)
            spreads[kind] = (z[kind] - middle) / spread
    return spreads


def _twin(everybody: Everybody, rows: tuple[int, int], exact: bool, r: float, spreads: float) -> Twin:  # noqa: FBT001  one more column
    a, b = rows  # training samples first, each set by name: so a pair has one order
    names, sets = everybody.samples, everybody.sets
    return Twin(names[a], names[b], (sets[a], sets[b]), exact, r, float(spreads))
