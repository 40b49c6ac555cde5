"""What a preparation does to a sample, in words for the methods section."""

from __future__ import annotations

import math
from collections.abc import Iterator

from interpret.nouns import PATIENT, told
from interpret.prep.filter import GeneFilter
from interpret.prep.filter_by_expression import CountFilter
from interpret.prep.preparation import Preparation
from interpret.prep.tmm import TmmReference

_BY_ALL = "also by models that otherwise take values as they were read"


def describe(preparation: Preparation) -> tuple[str, ...]:
    """Return what is done to a sample, one plain sentence a step, for the methods section."""
    sentences = []
    if preparation.intensities is not None:
        limits = preparation.intensities
        sentences.append(
            f"Raw intensities below {limits.floor:,g} were set to {limits.floor:,g} "
            f"and those above {limits.ceiling:,g} to {limits.ceiling:,g}."
        )
    if isinstance(preparation.gene_filter, CountFilter):
        sentences += _of_counts(preparation.gene_filter)
    elif preparation.gene_filter is not None:
        sentences += _of_range(preparation.gene_filter)
    else:
        sentences.append(f"All {len(preparation.genes):,} genes were kept.")
    sentences += _logged(preparation)
    if preparation.medians is not None:
        sentences.append(told(f"What was missing was filled with the gene's median over the training {PATIENT}s."))
    if preparation.scales_arrays:
        sentences.append("Each array was brought to mean 0 and variance 1 over these genes.")
    if preparation.gene_scaling is not None:
        sentences.append(
            told(
                "Each gene was brought to mean 0 and variance 1 with the mean and standard deviation of the training "
                f"{PATIENT}s."
            )
        )
    return (*sentences, *preparation.left_out)


def _of_range(kept: GeneFilter) -> Iterator[str]:
    yield told(
        f"Genes were kept whose largest value over the {kept.n_samples:,} training {PATIENT}s is more than "
        f"{kept.min_ratio:g} times the smallest and exceeds it by more than {kept.min_difference:,g}: "
        f"{len(kept.genes):,} of {kept.n_genes:,} genes. Labels were not looked at."
    )
    if kept.n_incomplete:
        yield told(
            f"Values of {kept.n_incomplete:,} of these {kept.n_genes:,} genes were missing in some of the {PATIENT}s "
            "and were left out of the comparison."
        )


def _of_counts(kept: CountFilter) -> Iterator[str]:
    groups = "as many as the smaller class has" if kept.fewest <= kept.rule.large_n else "by the smaller class"
    limit = f"a scaled count of {kept.cutoff:g} or more"
    total = ""
    if not kept.scaled:
        limit = (
            f"{kept.rule.min_count:g} counts or more, were the library the median one ({kept.cutoff:.3g} per million),"
        )
        total = f" and {kept.rule.min_total:g} counts or more in all"
    yield told(
        f"Genes were kept that have {limit} in at least {math.ceil(kept.fewest - 1e-9):,} of the "
        f"{kept.n_samples:,} training {PATIENT}s ({groups}){total}: {len(kept.genes):,} of {kept.n_genes:,} genes. "
        f"Which {PATIENT}s these are was not looked at. Chen, Lun and Smyth 2016, doi:10.12688/f1000research.8987.2."
    )


def _logged(preparation: Preparation) -> Iterator[str]:
    if preparation.intensities is not None:
        yield f"The logarithm to base {preparation.intensities.base.removeprefix('log')} was taken."
    if preparation.ratios:
        yield f"The logarithm to base 2 of every ratio was taken, {_BY_ALL}."
    counts = preparation.counts
    if counts is None:
        return
    if isinstance(counts, TmmReference):
        yield told(
            "Libraries were made comparable by TMM (trimmed mean of M values): each sample by itself against training "
            f"{PATIENT} {counts.sample}, whose upper quartile is the most usual, over the genes kept. Robinson and "
            "Oshlack 2010, doi:10.1186/gb-2010-11-3-r25."
        )
        yield told(
            "Counts became log2 counts per million of the effective library (library size times factor), 2 counts "
            "added in proportion to the library. Models that take values as they were read, and forests whose held-out "
            "trees judge, are given log2((count + 0.5) / (library size + 1) x 1,000,000) of every sample by itself, "
            f"since nothing may be learnt from {PATIENT}s there."
        )
    elif counts.library is None:
        yield f"Counts were scaled already, so log2(scaled count + 0.5) was taken, {_BY_ALL}."
    else:
        yield told(
            "Counts became log2 counts per million, log2((count + 0.5) / (library size + 1) x 1,000,000), the library "
            f"size being the sample's sum over {len(counts.library):,} genes: each sample by itself, without "
            f"further normalisation (Law et al. 2014, doi:10.1186/gb-2014-15-2-r29), {_BY_ALL}."
        )
