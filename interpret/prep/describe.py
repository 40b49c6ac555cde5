"""What a preparation does to a sample, in words for the methods section."""

from __future__ import annotations

from collections.abc import Iterator

from interpret.prep.count_filter import CountFilter
from interpret.prep.filter import GeneFilter
from interpret.prep.log_counts import CountLog
from interpret.prep.preparation import Preparation

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
        sentences.append(_of_counts(preparation.gene_filter, preparation.counts))
    elif preparation.gene_filter is not None:
        sentences += _of_range(preparation.gene_filter)
    else:
        sentences.append(f"All {len(preparation.genes):,} genes were kept.")
    sentences += _logged(preparation)
    if preparation.medians is not None:
        sentences.append("What was missing was filled with the gene's median over the training patients.")
    if preparation.scales_arrays:
        sentences.append("Each array was brought to mean 0 and variance 1 over these genes.")
    if preparation.gene_scaling is not None:
        sentences.append(
            "Each gene was brought to mean 0 and variance 1 with the mean and standard deviation of the training "
            "patients."
        )
    return (*sentences, *preparation.left_out)


def _of_range(kept: GeneFilter) -> Iterator[str]:
    yield (
        f"Genes were kept whose largest value over the {kept.n_samples:,} training patients is more than "
        f"{kept.min_ratio:g} times the smallest and exceeds it by more than {kept.min_difference:,g}: "
        f"{len(kept.genes):,} of {kept.n_genes:,} genes. Labels were not looked at."
    )
    if kept.n_incomplete:
        yield (
            f"Values of {kept.n_incomplete:,} of these {kept.n_genes:,} genes were missing in some of the patients "
            "and were left out of the comparison."
        )


def _of_counts(kept: CountFilter, counts: CountLog | None) -> str:
    scaled = counts is not None and counts.library is None
    limit = (
        f"a scaled count of more than {kept.min_cpm:g}" if scaled else f"more than {kept.min_cpm:g} counts per million"
    )
    return (
        f"Genes were kept that have {limit} in at least {kept.fewest:,} of the {kept.n_samples:,} training patients: "
        f"{len(kept.genes):,} of {kept.n_genes:,} genes. Labels were not looked at."
    )


def _logged(preparation: Preparation) -> Iterator[str]:
    if preparation.intensities is not None:
        yield f"The logarithm to base {preparation.intensities.base.removeprefix('log')} was taken."
    if preparation.ratios:
        yield f"The logarithm to base 2 of every ratio was taken, {_BY_ALL}."
    if preparation.counts is None:
        return
    if preparation.counts.library is None:
        yield f"Counts were scaled already, so log2(scaled count + 0.5) was taken, {_BY_ALL}."
        return
    yield (
        "Counts became log2 counts per million, log2((count + 0.5) / (library size + 1) x 1,000,000), the library "
        f"size being the sample's sum over {len(preparation.counts.library):,} genes: each sample by itself, without "
        f"further normalisation (Law et al. 2014, doi:10.1186/gb-2014-15-2-r29), {_BY_ALL}."
    )
