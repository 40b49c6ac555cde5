"""Keep the genes with counts enough in samples enough to be worth a test (edgeR's filterByExpr)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.data.expression import Expression, Scale
from interpret.errors import AnalysisError
from interpret.method import Basis, Method
from interpret.nouns import PATIENT, told
from interpret.settings import PreparationSettings

ROUNDING = 1e-14


@dataclass(frozen=True)
class ExpressionRule:
    """The limits of the filter.

    Attributes
    ----------
    min_count
        A gene is seen in a sample that has this many counts of it, were the library the median one.
    min_total
        Counts of the gene in all samples together.
    large_n, min_prop
        Of the samples of the smaller class beyond `large_n`, only this share need to see the gene.
    min_scaled
        Of counts that were scaled before, a gene is seen where its value is at least this.
    """

    min_count: float = 10.0
    min_total: float = 15.0
    large_n: float = 10.0
    min_prop: float = 0.7
    min_scaled: float = 1.0


@dataclass(frozen=True)
class CountFilter:
    """What the filter learnt.

    Attributes
    ----------
    genes
        Names of the genes kept, in the order of the training set.
    rule
        Its limits.
    fewest
        The samples that have to see a gene; need not be a whole number.
    cutoff
        What a gene has to have in them: counts per million; of counts scaled before, the value itself.
    scaled
        Whether the counts were scaled before.
    n_samples, n_genes
        How many patients and genes it was learnt from.
    """

    genes: tuple[str, ...]
    rule: ExpressionRule
    fewest: float
    cutoff: float
    scaled: bool
    n_samples: int
    n_genes: int


def rule_of(settings: PreparationSettings) -> ExpressionRule:
    """Return the limits that the settings ask for."""
    return ExpressionRule(
        settings.min_count, settings.min_total, settings.large_n, settings.min_prop, settings.min_scaled
    )


def smallest_by_design(columns: FloatArray) -> float:
    """Return the size of the smallest group that a design with any columns amounts to: 1 / the largest leverage.

    Parameters
    ----------
    columns
        `(n, k)` of full rank. Of two plain groups the result is the size of the smaller.
    """
    basis = np.linalg.qr(np.asarray(columns, dtype=np.float64))[0]
    return float(1.0 / (basis * basis).sum(axis=1).max())


def fewest_samples(smallest: float, rule: ExpressionRule) -> float:
    """Return in how many samples a gene has to be seen, where the smallest group has so many."""
    return smallest if smallest <= rule.large_n else rule.large_n + (smallest - rule.large_n) * rule.min_prop


def passing_counts(counts: FloatArray, library: FloatArray, smallest: float, rule: ExpressionRule) -> BoolArray:
    """Return `(p,)` True for the genes that are kept.

    Parameters
    ----------
    counts
        `(n, p)`; a missing value is not seen.
    library
        `(n,)` library sizes.
    smallest
        Samples in the smallest group.
    rule
        The limits.

    Notes
    -----
    Chen, Lun and Smyth 2016, doi:10.12688/f1000research.8987.2, as edgeR's filterByExpr. Its limit is a count per
    million; here both sides are multiplied out, so that a sample of just the median library size with just
    `min_count` counts is not decided by rounding.
    """
    median = float(np.median(library))
    needed = (rule.min_count / median) * library  # (n,) counts
    seen = np.zeros(counts.shape[1], dtype=np.int64)
    for row, limit, size in zip(counts, needed, library, strict=True):
        seen += row >= (rule.min_count if size == median else limit)
    total = counts.sum(axis=0)
    if np.isnan(total).any():
        total = np.nansum(counts, axis=0)
    enough = fewest_samples(smallest, rule) - ROUNDING
    return np.asarray((seen >= enough) & (total >= rule.min_total - ROUNDING), dtype=np.bool_)


def learn_expression_filter(training: Expression, rule: ExpressionRule, smallest: float | None) -> CountFilter:
    """Learn which genes are seen often enough among the training patients.

    Parameters
    ----------
    training
        `(n, p)` counts as read, or counts that were scaled before.
    rule
        The limits.
    smallest
        How many training patients the smaller class has; None where that is not to be looked at: all patients are
        then one group. Which of them belong to it cannot enter.

    Raises
    ------
    AnalysisError
        No patient; a patient without any count; no gene passes.
    """
    n = training.n_samples
    if not n:
        raise AnalysisError(
            told(f"the filter of counts was given no {PATIENT}"), wanted=told(f"at least one training {PATIENT}")
        )
    group = float(n) if smallest is None else smallest
    fewest, scaled = fewest_samples(group, rule), training.scale is Scale.SCALED_COUNTS
    if scaled:
        cutoff = rule.min_scaled
        passes = (training.values >= cutoff).sum(axis=0) >= fewest - ROUNDING
    else:
        library = library_sizes(training)
        cutoff = rule.min_count / float(np.median(library)) * 1e6
        passes = passing_counts(training.values, library, group, rule)
    kept = np.flatnonzero(passes)
    if not kept.size:
        what = f"a scaled count of {cutoff:g}" if scaled else f"{cutoff:g} counts per million"
        raise AnalysisError(
            told(f"none of {training.n_genes} genes has {what} or more in {fewest:g} of the {n} training {PATIENT}s"),
            wanted="at least one gene that was counted",
            remedy="lower [preparation] min_count and min_total (min_scaled where counts were scaled), or check that "
            "the values are counts",
        )
    genes = tuple(map(training.genes.__getitem__, kept.tolist()))
    return CountFilter(genes, rule, fewest, cutoff, scaled, n, training.n_genes)


def library_sizes(expression: Expression) -> FloatArray:
    """Return `(n,)` what was counted in each sample over all genes given, missing values left out.

    Raises
    ------
    AnalysisError
        A sample in which nothing was counted (named).
    """
    size = _row_sums(expression.values)
    if any(not total.is_integer() for total in size.tolist()):
        # expected counts of a quantifier: summed in the order of the names, whatever that of the file
        size = _row_sums(np.take(expression.values, np.argsort(np.array(expression.genes)), axis=1))
    if (size <= 0.0).any():
        names = [name for name, total in zip(expression.samples, size, strict=True) if total <= 0.0]
        raise AnalysisError(
            f"nothing was counted in {len(names)} samples",
            where="first: " + ", ".join(names[:5]),
            wanted="counts above 0",
            remedy="leave these samples out",
        )
    return size


def _row_sums(values: FloatArray) -> FloatArray:
    """Return `(n,)` the sum of the values present in each row, each row by itself."""
    sums = [float(row.sum()) for row in values]
    lacking = (np.nansum(row) if np.isnan(total) else total for row, total in zip(values, sums, strict=True))
    return np.array(list(lacking), dtype=np.float64)


RECORD = Method(
    name="count-filter",
    title="Filter of genes that are hardly counted",
    room="preparation",
    about=(
        "Genes were kept that are counted often enough in about as many samples as the smaller class has (edgeR's "
        "filterByExpr); learnt anew in every fold."
    ),
    basis=Basis(
        estimand="Which genes were counted often enough; of the labels only the size of the smaller class is used.",
        formula=(
            "keep gene j if count / library size >= min_count / median library size in at least k samples, and its "
            "counts sum to min_total; k = size of the smaller class, beyond large_n only min_prop of the rest."
        ),
        assumptions="A gene with few reads in all samples tells no classes apart.",
        reference="Chen, Lun and Smyth 2016, doi:10.12688/f1000research.8987.2",
    ),
)
