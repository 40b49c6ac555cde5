"""Precision weights for counts: how variance hangs on level is read off the genes and given to every value (voom)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from interpret.contracts import FloatArray
from interpret.errors import AnalysisError
from interpret.stats.design import Design
from interpret.stats.group_moments import BLOCK
from interpret.stats.linear_fit import LinearFit
from interpret.stats.lowess import lowess
from interpret.stats.weighted_fit import fit_weighted

SPAN = 0.5  # share of the genes that each place of the trend looks at
PRIOR, MILLION = 0.5, 1e6


@dataclass(frozen=True, eq=False)
class Counts:
    """What is tested where values are counts: the counts themselves, and the libraries they come from.

    Attributes
    ----------
    values
        `(n, p)` counts of the genes tested.
    library
        `(n,)` effective library sizes: summed over the genes that passed the filter, times the factors.
    """

    values: FloatArray
    library: FloatArray


@dataclass(frozen=True, eq=False)
class Trend:
    """The mean-variance trend, as points to be drawn and as a curve.

    Attributes
    ----------
    level, root_sd
        `(q,)` mean log2 count of each gene and the square root of its residual standard deviation, by level.
    curve_level, curve
        `(r,)` the trend: distinct levels and the square root of the standard deviation that it gives them.
    after
        `(q,)` the same square roots where every value has its weight, in the order of `level`: flat if weights are apt.
    after_curve
        `(q,)` the trend of those.
    """

    level: FloatArray
    root_sd: FloatArray
    curve_level: FloatArray
    curve: FloatArray
    after: FloatArray
    after_curve: FloatArray


@dataclass(frozen=True, eq=False)
class Voom:
    """Values with weights, and the model fitted with them.

    Attributes
    ----------
    values
        `(n, p)` log2((count + 0.5) / (library + 1) x 1,000,000).
    weights
        `(n, p)` inverse variances.
    fit
        The weighted linear model.
    level, root_sd, curve_level, curve, after
        What the weights follow from, as in `Trend`.
    span
        Share of the genes that each place of the trend looks at.
    """

    values: FloatArray
    weights: FloatArray
    fit: LinearFit
    level: FloatArray
    root_sd: FloatArray
    curve_level: FloatArray
    curve: FloatArray
    after: FloatArray
    span: float

    @cached_property
    def trend(self) -> Trend:
        """What the weights follow from and what comes of them, to be drawn: no test asks for it."""
        # equal levels are equal places: their heights in order, as `lowess` asks for
        height = self.after[np.lexsort((self.after, self.level))]
        flat = lowess(self.level, height, self.span)
        return Trend(self.level, self.root_sd, self.curve_level, self.curve, self.after, flat)


def voom(counts: Counts, design: Design, span: float = SPAN) -> Voom:
    """Return the log counts with their weights and the weighted fit.

    Each gene is fitted without weights; through the square roots of the residual standard deviations, over the genes'
    mean log counts, a smooth curve is laid; every value gets the weight that the curve says at the count which the
    model expects of it.

    Raises
    ------
    AnalysisError
        Fewer than two genes that were counted and have a variance.

    Notes
    -----
    Law et al. 2014, doi:10.1186/gb-2014-15-2-r29, as limma's voom with a span of 0.5. Assumes that the variance of a
    log count depends on the expected count alone, up to the prior of the moderated t. A gene without any count, and a
    gene without degrees of freedom, shape no trend.
    """
    logged = log_counts_of(counts)
    plain = fit_weighted(logged, None, design)
    shift = math.fsum(np.log2(counts.library + 1.0).tolist()) / counts.library.size - math.log2(MILLION)
    counted = (np.nansum(counts.values, axis=0) > 0.0) & np.isfinite(plain.fit.variance)
    shaping = np.flatnonzero(counted)
    if shaping.size < 2:  # noqa: PLR2004  no trend through one point
        raise AnalysisError(
            f"a trend of variances needs 2 genes that were counted; here are {shaping.size}",
            wanted="more genes, and more samples than columns of the design",
            remedy="lower [preparation] min_count, or use a simpler design",
        )
    level, root_sd = plain.fit.mean[shaping] + shift, np.sqrt(np.sqrt(plain.fit.variance[shaping]))
    order = np.lexsort((root_sd, level))
    level, root_sd = level[order], root_sd[order]
    curve = lowess(level, root_sd, span)
    places, first = np.unique(level, return_index=True)
    weights = _weights(plain.fitted, counts.library, places, curve[first])
    fit = fit_weighted(logged, weights, design).fit
    after = np.sqrt(np.sqrt(fit.variance[shaping]))[order]
    return Voom(logged, weights, fit, level, root_sd, places, curve[first], after, span)


def genes_counted(counts: Counts | None) -> int:
    """Return how many genes are tested by their counts; 0 where the values are no counts."""
    return 0 if counts is None else int(counts.values.shape[1])


def log_counts_of(counts: Counts) -> FloatArray:
    """Return `(n, p)` log2((count + 0.5) / (library + 1) x 1,000,000); missing stays missing."""
    values = counts.values + PRIOR
    values /= ((counts.library + 1.0) / MILLION)[:, None]
    return np.asarray(np.log2(values, out=values), dtype=np.float64)


def _weights(fitted: FloatArray, library: FloatArray, places: FloatArray, curve: FloatArray) -> FloatArray:
    """Return `(n, p)`: 1 over the fourth power of the curve at the expected log2 count; level beyond its ends.

    A value that is missing has the weight 1: it takes no part.
    """
    to_count = np.log2((library + 1.0) / MILLION)  # (n,)
    weights = np.ones(fitted.shape)
    rows = max(1, BLOCK // max(1, fitted.shape[1]))
    for start in range(0, fitted.shape[0], rows):
        expected = fitted[start : start + rows] + to_count[start : start + rows, None]
        found = np.interp(expected, places, curve) ** -4.0
        weights[start : start + rows] = np.where(np.isnan(expected), 1.0, found)
    return weights
