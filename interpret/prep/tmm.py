"""TMM: library sizes made comparable where a few genes take up much of a library, learnt from training patients."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.data.expression import Expression
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.prep.filter_by_expression import library_sizes
from interpret.prep.select import select_genes

QUARTILE = 0.75
# Below this the upper quartiles say nothing (most genes were not seen) and the richest sample is the reference.
NO_QUARTILE = 1e-20
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


@dataclass(frozen=True, eq=False)
class TmmReference:
    """What new samples are normalised against; holds one training patient's counts and no label.

    Attributes
    ----------
    genes
        `p` names, sorted: sums run in this order, whatever that of the file.
    sample
        Name of the reference patient, for the report; a model does not keep it.
    counts
        `(p,)`, read-only: its counts.
    library
        Its library size over these genes.
    middle
        Geometric mean of the training patients' factors, by which every factor is divided.
    mean_library
        Mean of the training patients' effective library sizes, to which prior counts are scaled.
    trimming
        What is left out.
    """

    genes: tuple[str, ...]
    sample: str
    counts: FloatArray
    library: float
    middle: float
    mean_library: float
    trimming: Trimming = Trimming()

    @property
    def facts(self) -> tuple[object, ...]:
        """What the hash of a model needs to know: everything that a new sample's values hang on."""
        limits = (self.trimming.ratio, self.trimming.level, self.trimming.weighted, self.trimming.level_cutoff)
        return (
            "normalised counts",
            self.genes,
            tuple(self.counts.tolist()),
            self.library,
            self.middle,
            self.mean_library,
            limits,
        )

    def __post_init__(self) -> None:
        counts = np.asarray(self.counts, dtype=np.float64)
        if counts.flags.writeable or counts.base is not None:  # else nobody can change it, and copies share it
            counts = counts.copy()
            counts.setflags(write=False)
        object.__setattr__(self, "counts", counts)


@dataclass(frozen=True, eq=False)
class LibrarySizes:
    """Library sizes of `n` samples, `(n,)` each: as counted, the factor, and their product."""

    counted: FloatArray
    factor: FloatArray

    @property
    def effective(self) -> FloatArray:
        """`(n,)` library sizes times factors."""
        return self.counted * self.factor


def learn_tmm(training: Expression, genes: tuple[str, ...], trimming: Trimming = Trimming()) -> TmmReference:
    """Learn the reference patient, the middle of the factors and the mean library size from training patients.

    The reference is the patient whose upper quartile of counts, divided by the library size, is nearest to the mean of
    all patients'; of equally near ones the first by name.

    Parameters
    ----------
    training
        Counts as read; may hold more genes.
    genes
        The genes that passed the filter; library sizes are summed over them.

    Notes
    -----
    Robinson and Oshlack 2010, doi:10.1186/gb-2010-11-3-r25, as edgeR's calcNormFactors. Assumes that most genes do not
    differ between samples. Neither the order of the patients nor that of the genes changes a bit.
    """
    names = tuple(sorted(genes))
    names = genes if names == genes else names  # one tuple is kept, not two
    order = sorted(range(training.n_samples), key=training.samples.__getitem__)
    ordered = training.take_samples(order)
    known = select_genes(ordered, names)
    library = library_sizes(known)
    row = reference_row(known.values, library)
    start = TmmReference(names, known.samples[row], known.values[row], float(library[row]), 1.0, 1.0, trimming)
    raw = _by_itself(start, ordered).factor
    middle = math.exp(math.fsum(map(math.log, raw.tolist())) / raw.size)
    mean_library = math.fsum((library * (raw / middle)).tolist()) / raw.size
    return replace(start, middle=middle, mean_library=mean_library)


def normalised_libraries(reference: TmmReference, expression: Expression) -> LibrarySizes:
    """Return the library sizes and factors of any samples, each by itself against the stored reference."""
    found = _by_itself(reference, expression)
    return LibrarySizes(found.counted, found.factor / reference.middle)


def _by_itself(reference: TmmReference, expression: Expression) -> LibrarySizes:
    """Return library sizes and factors, not yet divided by the middle; those of a sample hang on no other sample.

    So each sample of a matrix is held against a reference once, whoever asks, alone or with others.
    """
    whole, rows = expression.origin
    found = whole.once.of(_Stored(reference), lambda: np.full((2, whole.n_samples), np.nan), lambda made: made.nbytes)
    new = rows[np.isnan(found[0, rows])]
    if new.size:
        samples = expression if new.size == rows.size else whole.take_samples(new)
        found[:, new] = _held_against(reference, select_genes(samples, reference.genes))
    return LibrarySizes(*found[:, rows])


class _Stored:
    """A reference under which results are kept: equal to every other that holds the same counts of the same genes."""

    def __init__(self, reference: TmmReference) -> None:
        self._plain = (reference.library, reference.trimming, reference.genes)
        self._counts = reference.counts
        self._hash = hash((self._plain, self._counts.tobytes()))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Stored)
            and self._plain == other._plain
            and np.array_equal(self._counts, other._counts, equal_nan=True)
        )


def _held_against(reference: TmmReference, known: Expression) -> FloatArray:
    """Return `(2, n)` library sizes and factors of samples that have just the genes of the reference."""
    library = library_sizes(known)
    against = _Against.of(reference.counts, reference.library)
    factor = np.array(
        [against.factor(counts, size, reference.trimming) for counts, size in zip(known.values, library, strict=True)]
    )
    _refuse_nothing_shared(known, factor)
    return np.stack([library, factor])


def reference_row(counts: FloatArray, library: FloatArray) -> int:
    """Return the row of the sample to normalise against; of equally good ones the first.

    Parameters
    ----------
    counts
        `(n, p)`; genes that are zero in every sample take no part.
    library
        `(n,)` library sizes.
    """
    seen = np.fmax.reduce(counts, axis=0) > 0.0
    inside = counts if seen.all() else counts[:, seen]
    quartile = _upper_quartiles(inside) / library
    if float(np.median(quartile)) < NO_QUARTILE:
        return int(np.argmax([math.fsum(np.sqrt(row[~np.isnan(row)]).tolist()) for row in inside]))
    return int(np.argmin(np.abs(quartile - math.fsum(quartile.tolist()) / quartile.size)))


def _upper_quartiles(counts: FloatArray) -> FloatArray:
    """Return `(n,)` the upper quartile of the values present in each row, 0 where there is none."""
    present = (row[~missing] if missing.any() else row for row, missing in zip(counts, np.isnan(counts), strict=True))
    return np.array([_quantile(row, QUARTILE) if row.size else 0.0 for row in present])


def _quantile(values: FloatArray, share: float) -> float:
    """Return what `np.quantile` does, to the bit, in a tenth of the time."""
    place = share * (values.size - 1)
    low = math.floor(place)
    parted = np.partition(values, low)
    lower, part = float(parted[low]), place - low
    upper = float(parted[low + 1 :].min()) if low + 1 < values.size else lower
    step = upper - lower
    return lower + step * part if part < 0.5 else upper - step * (1.0 - part)  # noqa: PLR2004  from the nearer end


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
    return _Against.of(reference, reference_library).factor(counts, library, trimming)


@dataclass(frozen=True, eq=False)
class _Against:
    """What is the same for every sample that is held against a reference: `(q,)` of the `q` genes seen in it.

    `genes` are their columns, None where it has seen every gene; `log_share` is log2 of their share in the library,
    `variance` what they add to the variance of a log ratio.
    """

    genes: IntArray | None
    share: FloatArray
    log_share: FloatArray
    variance: FloatArray

    @classmethod
    def of(cls, counts: FloatArray, library: float) -> _Against:
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


def _refuse_nothing_shared(expression: Expression, factor: FloatArray) -> None:
    alone = [name for name, each in zip(expression.samples, factor, strict=True) if math.isnan(each)]
    if alone:
        raise AnalysisError(
            f"{len(alone)} samples have no gene in common with the sample that libraries are normalised against",
            where="first: " + ", ".join(alone[:5]),
            wanted="samples in which the same genes were counted",
            remedy="leave these samples out, or check that they are counts of the same genes",
        )


RECORD = Method(
    name="tmm",
    title="TMM normalisation of libraries",
    room="preparation",
    about=(
        "Library sizes were made comparable by the trimmed mean of log ratios to one training sample; a new sample is "
        "normalised against that sample alone."
    ),
    basis=Basis(
        estimand="The size of a library as far as genes go that do not differ: its total times a factor.",
        formula=(
            "log2 factor = weighted mean of log2((count / N) / (count_ref / N_ref)) after leaving out 30 % of the "
            "genes at each end of the ratios and 5 % at each end of the levels; weights = 1 / variance."
        ),
        assumptions="Most genes do not differ between a sample and the reference, or differ both ways alike.",
        reference="Robinson and Oshlack 2010, doi:10.1186/gb-2010-11-3-r25",
    ),
)
