"""The factor of one sample against another: the trimmed mean of the log ratios of its genes, of which TMM is made."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray

# Samples whose log ratios are all smaller than this are proportional to the reference.
PROPORTIONAL = 1e-6


@dataclass(frozen=True)
class Trimming:
    """What TMM leaves out: shares at each end of log ratios and of mean levels, and levels at or below a cutoff.

    `weighted`: log ratios are weighted by the inverse of their variances as counts have them.
    """

    ratio: float = 0.3
    level: float = 0.05
    weighted: bool = True
    level_cutoff: float = -1e10


USUAL = Trimming()


def tmm_factor(
    counts: FloatArray, library: float, reference: FloatArray, reference_library: float, trimming: Trimming
) -> float:
    """Return the factor of one sample against the reference, not yet divided by the middle of all factors.

    It is 2 to the trimmed mean of the genes' log ratios, each weighted by the inverse of its variance where counts
    follow the binomial law. Genes that either sample lacks (zero or missing) take no part.

    Parameters
    ----------
    counts, reference
        `(p,)` counts of the sample and of the reference.
    library, reference_library
        Their library sizes.
    trimming
        What is left out.
    """
    return Against.of(reference, reference_library).factor(counts, library, trimming)


@dataclass(frozen=True, eq=False)
class Against:
    """What is the same for every sample that is held against a reference: `(q,)` of the `q` genes seen in it.

    `genes` are their columns, None where it has seen every gene; `log_share` is log2 of their share in the library,
    `variance` what they add to the variance of a log ratio.
    """

    genes: IntArray | None
    share: FloatArray
    log_share: FloatArray
    variance: FloatArray

    @classmethod
    def of(cls, counts: FloatArray, library: float) -> Against:
        """Return it of the reference's `(p,)` counts and its library size."""
        seen = counts > 0.0
        genes = None if seen.all() else np.flatnonzero(seen)
        against = counts if genes is None else counts[genes]
        share = against / library
        return cls(genes, share, np.log2(share), (library - against) / library / against)

    def factor(self, counts: FloatArray, library: float, trimming: Trimming) -> float:
        """Return the factor of `(p,)` counts, as `tmm_factor`."""
        seen = counts if self.genes is None else counts[self.genes]
        reference_share, reference_log, variance = self.share, self.log_share, self.variance
        both = seen > 0.0
        if not both.all():
            kept = np.flatnonzero(both)
            seen, variance = seen[kept], variance[kept]
            reference_share, reference_log = reference_share[kept], reference_log[kept]
        share = seen / library
        ratio = np.log2(share / reference_share)
        level = (np.log2(share) + reference_log) / 2.0
        return _trimmed(ratio, level, (library - seen) / library / seen + variance, trimming)


def _trimmed(ratio: FloatArray, level: FloatArray, variance: FloatArray, trimming: Trimming) -> float:
    """Return 2 to the trimmed mean of the log ratios of genes with these levels and variances; NaN where none is."""
    if trimming.level_cutoff > -1e10:  # noqa: PLR2004  below every level there can be
        above = level > trimming.level_cutoff
        ratio, level, variance = ratio[above], level[above], variance[above]
    if not ratio.size:
        return math.nan
    if float(np.abs(ratio).max()) < PROPORTIONAL:
        return 1.0
    kept = np.flatnonzero(_between(ratio, trimming.ratio) & _between(level, trimming.level))
    ratio, variance = ratio[kept], variance[kept]
    if not ratio.size:
        return 1.0
    mean = float((ratio / variance).sum() / (1.0 / variance).sum()) if trimming.weighted else float(ratio.mean())
    return 1.0 if math.isnan(mean) else float(2.0**mean)


def _between(values: FloatArray, share: float) -> BoolArray:
    """Return `(p,)` True for the values whose rank (mean rank of equal ones) leaves `share` at either end."""
    n = values.size
    low = math.floor(n * share) + 1
    high = n + 1 - low
    if low > high:
        return np.zeros(n, dtype=np.bool_)
    parted = np.partition(values, low - 1)  # twice by one place is several times as fast as once by two
    lower, upper = parted[low - 1], np.partition(parted[low - 1 :], high - low)[high - low]
    kept = (values > lower) & (values < upper)
    for border in {float(lower), float(upper)}:
        equal = values == border
        rank = int((values < border).sum()) + (int(equal.sum()) + 1) / 2.0
        if low <= rank <= high:
            kept |= equal
    return np.asarray(kept, dtype=np.bool_)
