"""The quality of counts: what few genes take of each library, how it was normalised, and whether that goes by class."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from interpret.contracts import FloatArray
from interpret.stats.design import Design
from interpret.stats.group_moments import two_sided_t
from interpret.stats.linear_fit import fit_linear
from interpret.stats.multiplicity import holm
from interpret.validation.array_contrasts import ArrayContrast

TOP = 100
"""Genes of a library, those with the most reads, whose share of all reads is told."""
CLEAR = 0.05
"""p-value, Holm's over the two questions, up to which a difference between the classes is a caution."""
SMALL = {"library": 1.25, "factor": 1.05}
"""How many times as large one class must be at least for a caution: less is too little to matter."""
STRONG = 0.01
"""The same for page 1, where the difference is also as large as `LARGE` says."""
LARGE = {"library": 2.0, "factor": 1.2}
"""How many times as large one class must be: twice the reads, or levels shifted by a fifth for every gene."""
WIDE = 5.0
"""Largest over smallest library from which it is said what voom does where libraries are unequal."""


@dataclass(frozen=True)
class LibraryByClass:
    """One property of the training libraries held against the class, by the model that every gene is fitted with.

    Attributes
    ----------
    what
        `library`: reads in all; `factor`: TMM factor.
    ratio, low, high
        Positive over negative class (geometric means, all else in the design equal), with its 95 % interval.
    p_value, adjusted
        Two-sided p-value of the t-test of the logarithm, and Holm's over the properties asked.
    """

    what: Literal["library", "factor"]
    ratio: float
    low: float
    high: float
    p_value: float
    adjusted: float

    @property
    def differs(self) -> bool:
        """Whether it is a caution."""
        return self.adjusted <= CLEAR and self._times >= SMALL[self.what]

    @property
    def strong(self) -> bool:
        """Whether it belongs on page 1."""
        return self.adjusted <= STRONG and self._times >= LARGE[self.what]

    @property
    def _times(self) -> float:
        return max(self.ratio, 1.0 / self.ratio)


@dataclass(frozen=True)
class CountQuality:
    """What is asked of counts alone; the values of each sample stand in the table of quality.

    Attributes
    ----------
    top
        The share of the reads that `TOP` genes take, compared between groups.
    by_class
        Library size and factor against the class, in the training samples tested.
    widest
        Largest effective library of the training samples over the smallest.
    reference
        Training sample that libraries were normalised against.
    """

    top: tuple[ArrayContrast, ...]
    by_class: tuple[LibraryByClass, ...]
    widest: float
    reference: str


def top_share(counts: FloatArray, top: int = TOP) -> FloatArray:
    """Return `(n,)` the share of each sample's reads that its `top` genes of most reads take; missing count nothing."""
    known = np.where(np.isnan(counts), 0.0, counts)
    total = known.sum(axis=1)
    if known.shape[1] > top:
        known = np.partition(known, known.shape[1] - top, axis=1)[:, known.shape[1] - top :]
    return np.asarray(known.sum(axis=1) / np.where(total > 0.0, total, 1.0), dtype=np.float64)


def libraries_by_class(library: FloatArray, factor: FloatArray, design: Design) -> tuple[LibraryByClass, ...]:
    """Return library size and TMM factor against the class, all else in the design equal.

    Parameters
    ----------
    library, factor
        `(n,)` reads in all and TMM factor of the samples of `design`.

    Notes
    -----
    Estimand: the ratio of the geometric means of the classes. The logarithms are fitted by the design of the genes, so
    that a pair or a batch counts here as it does there, and the coefficient is held against Student's t; the two
    p-values are adjusted by Holm 1979. Nothing is returned for a property that all samples share, or without degrees
    of freedom.
    """
    logged = np.log2(np.column_stack([np.maximum(library, 1.0), factor]))
    fit = fit_linear(logged, design)
    asked = np.flatnonzero(np.isfinite(fit.effect) & (fit.df > 0) & (fit.variance > 0.0) & ~fit.only_rounding)
    if not asked.size:
        return ()
    effect, df = fit.effect[asked], fit.df[asked].astype(np.float64)
    se = np.sqrt(fit.variance[asked]) * fit.unscaled_sd[asked]
    p_value = two_sided_t(effect / se, df)
    wide = stdtrit(df, 0.975) * se
    names: tuple[Literal["library", "factor"], ...] = ("library", "factor")
    columns = zip(asked, effect, wide, p_value, holm(p_value), strict=True)
    return tuple(
        LibraryByClass(names[i], _fold(b), _fold(b - w), _fold(b + w), float(p), float(adjusted))
        for i, b, w, p, adjusted in columns
    )


def _fold(log2: float) -> float:
    return float(2.0**log2)


def widest(effective: FloatArray) -> float:
    """Return the largest of these libraries over the smallest."""
    smallest = float(effective.min())
    return float(effective.max()) / smallest if smallest > 0.0 else math.inf
