"""Arrays of doubtful quality: those that differ from the others of their set in ways that no class should bring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.validation.count_quality import TOP, top_share
from interpret.validation.everybody import Everybody
from interpret.validation.libraries import library_sizes, share_of_zeros
from interpret.validation.robust_spread import middle_and_spread, too_far

FAR = 5.0
"""Robust standard deviations from the middle of its set beyond which an array is named (more in small sets).

Fixed on the simulated study: over 20 of its seeds (1,440 sound arrays) the farthest lies 3.9 out.
"""
LIBRARY = "number of reads"
FEWEST = 6  # arrays of a set: among fewer there is no middle to be far from


@dataclass(frozen=True)
class Doubt:
    """One array that is far from the middle of its set in one respect.

    `value` and `usual` (the median of the set) are in the unit of the rule `rule`; `spreads` is signed.
    """

    sample: str
    independent: bool
    rule: str
    value: float
    usual: float
    spreads: float


@dataclass(frozen=True)
class Rule:
    """A number of each array, and in which direction it is doubtful.

    `least_spread` keeps sets of nearly equal arrays from having outliers that nobody would see.
    """

    name: str
    of: Callable[[Everybody, IntArray], FloatArray]
    side: Literal["both", "low", "high"]
    least_spread: float


@dataclass(frozen=True)
class Quality:
    """The arrays in doubt, worst first; the rules that could be asked; sets too small to be judged are named.

    `limits` are the robust standard deviations from which an array of each set judged is in doubt.
    """

    doubts: tuple[Doubt, ...]
    limits: tuple[float, ...]
    rules: tuple[str, ...]
    arrays: int
    too_few: tuple[str, ...]


def median(everybody: Everybody, rows: IntArray) -> FloatArray:
    """Return `(k,)` medians over the genes that are measured, on the logarithmic scale."""
    return np.asarray(
        np.nanmedian(everybody.values[np.ix_(rows, np.flatnonzero(everybody.measured))], axis=1), dtype=np.float64
    )


def spread(everybody: Everybody, rows: IntArray) -> FloatArray:
    """Return `(k,)` interquartile ranges over the genes that are measured, on the logarithmic scale."""
    low, high = np.nanquantile(everybody.values[np.ix_(rows, np.flatnonzero(everybody.measured))], [0.25, 0.75], axis=1)
    return np.asarray(high - low, dtype=np.float64)


def likeness(everybody: Everybody, rows: IntArray) -> FloatArray:
    """Return `(k,)` the median correlation of each array with the others of these rows, genes not centred, as z.

    Fisher's z, so that distances mean the same near 1 as elsewhere. Genes that some array lacks are left out; where
    none is left, NaN.
    """
    values = everybody.values[rows]
    values = values[:, ~np.isnan(values).any(axis=0)]
    if len(rows) < 2 or values.shape[1] < 2:  # noqa: PLR2004  no correlation of fewer
        return np.full(len(rows), np.nan)
    centred = values - values.mean(axis=1, keepdims=True)
    norm = np.sqrt((centred**2).sum(axis=1))
    unit = centred / np.where(norm > 0.0, norm, 1.0)[:, None]
    z = np.arctanh(np.clip(unit @ unit.T, -1.0, 1.0 - 1e-12))
    np.fill_diagonal(z, np.nan)
    return np.asarray(np.nanmedian(z, axis=1), dtype=np.float64)


def library(everybody: Everybody, rows: IntArray) -> FloatArray:
    """Return `(k,)` log2 of the reads of each library; NaN where the values are no counts."""
    if not everybody.counts:
        return np.full(len(rows), np.nan)
    return np.asarray(np.log2(np.maximum(library_sizes(everybody.read[rows]), 1.0)), dtype=np.float64)


def unread(everybody: Everybody, rows: IntArray) -> FloatArray:
    """Return `(k,)` share of the genes without a read; NaN where the values are no counts."""
    return share_of_zeros(everybody.read[rows]) if everybody.counts else np.full(len(rows), np.nan)


def taken(everybody: Everybody, rows: IntArray) -> FloatArray:
    """Return `(k,)` share of the reads that few genes take; NaN where the values are no counts."""
    if not everybody.counts or everybody.read.shape[1] <= TOP:
        return np.full(len(rows), np.nan)
    return top_share(everybody.read[rows])


RULES: tuple[Rule, ...] = (
    Rule("median", median, "both", 0.05),
    Rule("width of the middle half", spread, "both", 0.05),
    Rule("share of values at the floor", lambda everybody, rows: everybody.at_floor[rows], "high", 0.01),
    Rule("likeness to the other arrays", likeness, "low", 0.02),
    Rule("share of genes called present by the scanner", lambda everybody, rows: everybody.present[rows], "low", 0.01),
    Rule(LIBRARY, library, "low", 0.2),
    Rule("share of genes without a read", unread, "high", 0.01),
    Rule(f"share of the reads in {TOP} genes", taken, "high", 0.01),
)


def doubtful_arrays(everybody: Everybody) -> Quality:
    """Return every array that lies too far (`too_far`, at least `FAR`) from the median of its set by any rule.

    Sets are judged apart, since two scanners may differ without either being poor. Classes are not told apart.
    """
    doubts: list[Doubt] = []
    asked: dict[str, None] = {}
    too_few = []
    for later, name in ((False, "training"), (True, "independent")):
        rows = everybody.rows(independent=later)
        if 0 < rows.size < FEWEST:
            too_few.append(name)
        if rows.size < FEWEST:
            continue
        for rule in RULES:
            value = rule.of(everybody, rows)
            if np.isnan(value).any():
                continue
            asked[_named(rule, everybody)] = None
            doubts += _beyond(everybody, rows, rule, value)
    sizes = [everybody.rows(independent=later).size for later in (False, True)]
    limits = tuple(too_far(n, FAR) for n in sizes if n >= FEWEST)
    doubts.sort(key=lambda doubt: (-abs(doubt.spreads), doubt.sample, doubt.rule))
    return Quality(tuple(doubts), limits, tuple(asked), len(everybody.samples), tuple(too_few))


def _named(rule: Rule, everybody: Everybody) -> str:
    return rule.name.replace("arrays", "samples") if everybody.sequenced else rule.name


def _beyond(everybody: Everybody, rows: IntArray, rule: Rule, value: FloatArray) -> list[Doubt]:
    usual, scale = middle_and_spread(value, rule.least_spread)
    away = (value - usual) / scale
    signed = {"both": np.abs(away), "low": -away, "high": away}[rule.side]
    return [
        Doubt(
            everybody.samples[rows[k]],
            bool(everybody.independent[rows[k]]),
            _named(rule, everybody),
            float(value[k]),
            usual,
            float(away[k]),
        )
        for k in np.flatnonzero(signed >= too_far(rows.size, FAR))
    ]
