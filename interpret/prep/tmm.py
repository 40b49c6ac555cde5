"""TMM: library sizes made comparable where a few genes take up much of a library, learnt from training patients."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from interpret.contracts import FloatArray
from interpret.data.expression import Expression
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.prep.filter_by_expression import library_sizes
from interpret.prep.select import select_genes
from interpret.prep.trimmed_mean import USUAL, Against
from interpret.prep.trimmed_mean import Trimming as Trimming  # noqa: PLC0414  the rooms take it from here
from interpret.prep.trimmed_mean import tmm_factor as tmm_factor  # noqa: PLC0414  the same

QUARTILE = 0.75
# Below this the upper quartiles say nothing (most genes were not seen) and the richest sample is the reference.
NO_QUARTILE = 1e-20


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
    trimming: Trimming = USUAL

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


def learn_tmm(training: Expression, genes: tuple[str, ...], trimming: Trimming = USUAL) -> TmmReference:
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
        library, factor = _held_against(reference, select_genes(samples, reference.genes))
        found[1, new] = factor  # before what says that both are there, since threads may share the table
        found[0, new] = library
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


def _held_against(reference: TmmReference, known: Expression) -> tuple[FloatArray, FloatArray]:
    """Return `(n,)` library sizes and factors of samples that have just the genes of the reference."""
    library = library_sizes(known)
    against = Against.of(reference.counts, reference.library)
    factor = np.array(
        [against.factor(counts, size, reference.trimming) for counts, size in zip(known.values, library, strict=True)]
    )
    _refuse_nothing_shared(known, factor)
    return library, factor


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
