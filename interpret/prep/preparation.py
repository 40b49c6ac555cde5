"""From values as read to values as modelled: what is learnt from training patients, and its use on anybody."""

from __future__ import annotations

from dataclasses import dataclass, replace

from interpret.data.expression import Expression, Scale
from interpret.errors import InputError
from interpret.prep.clamp import clamp
from interpret.prep.filter import GeneFilter, learn_filter
from interpret.prep.logarithm import Base, logarithm
from interpret.prep.scale_arrays import scale_arrays
from interpret.prep.scale_genes import GeneScaling, apply_gene_scaling, learn_gene_scaling
from interpret.prep.select import select_genes
from interpret.settings import PreparationSettings


@dataclass(frozen=True)
class Intensities:
    """What is done to raw intensities and to nothing else: the limits, then the logarithm."""

    floor: float
    ceiling: float
    base: Base


@dataclass(frozen=True, eq=False)
class Preparation:
    """Everything needed to prepare new samples just as the training patients were. Picklable; holds no label.

    Attributes
    ----------
    genes
        `p` genes of the prepared expression, in order.
    scale_read
        The scale of the values as read; samples on another scale are refused.
    intensities
        Limits and logarithm; None where the values were read as logarithms, which are taken as they are.
    gene_filter
        The filter learnt; None where every gene is kept.
    scales_arrays
        Whether each array is brought to mean 0 and variance 1 over `genes`.
    gene_scaling
        Mean and standard deviation of each gene; None where genes are not scaled.
    left_out
        Sentences on the steps asked for but not taken, for the methods section.
    """

    genes: tuple[str, ...]
    scale_read: Scale
    intensities: Intensities | None
    gene_filter: GeneFilter | None
    scales_arrays: bool
    gene_scaling: GeneScaling | None
    left_out: tuple[str, ...] = ()

    @property
    def learnt(self) -> bool:
        """True where another set of training patients could have given another preparation."""
        return self.gene_filter is not None or self.gene_scaling is not None

    @property
    def limits(self) -> tuple[float, float] | None:
        """The floor and the ceiling; None where the values were read as logarithms."""
        return None if self.intensities is None else (self.intensities.floor, self.intensities.ceiling)

    @property
    def scale(self) -> Scale:
        """The scale of the prepared values."""
        if self.scales_arrays or self.gene_scaling is not None:
            return Scale.STANDARDISED
        if self.intensities is None:
            return self.scale_read
        return Scale.LOG2 if self.intensities.base == "log2" else Scale.LOG10


def learn_preparation(training: Expression, settings: PreparationSettings) -> Preparation:
    """Learn the preparation from training patients: clamp, filter, logarithm, scale arrays, scale genes.

    Labels cannot enter: an `Expression` has none. Values read as logarithms (or standardised) are neither clamped,
    filtered nor logged, since the limits are those of raw intensities; `left_out` says so.

    Parameters
    ----------
    training
        `(n, p)` expression of the patients that may be learnt from, as read.

    Raises
    ------
    AnalysisError
        Nothing passes the filter, or a scaling has no variance to divide by.
    """
    intensities = _intensities(training, settings)
    gene_filter = None
    if intensities is not None:
        clamped = clamp(training, settings.floor, settings.ceiling)
        gene_filter = learn_filter(clamped, settings.min_ratio, settings.min_difference)
    preparation = Preparation(
        genes=training.genes if gene_filter is None else gene_filter.genes,
        scale_read=training.scale,
        intensities=intensities,
        gene_filter=gene_filter,
        scales_arrays=settings.scale_arrays,
        gene_scaling=None,
        left_out=() if intensities is not None else (_not_raw(training.scale),),
    )
    if not settings.scale_genes:
        return preparation
    scaling = learn_gene_scaling(apply_preparation(preparation, training))
    return replace(preparation, gene_scaling=scaling)


def learn_without_filter(training: Expression, settings: PreparationSettings) -> Preparation:
    """Return the preparation that keeps every gene and takes only the steps that look at one sample at a time.

    Clamp, logarithm and array scaling; gene scaling is left out even when asked for, because it is learnt from
    patients. So nothing is learnt: it is the same preparation whichever patients of the study are given, which is
    what makes the held-out trees of one forest exact.
    """
    intensities = _intensities(training, settings)
    left_out = [] if intensities is not None else [_not_raw(training.scale)]
    if settings.scale_genes:
        left_out.append("Genes were not scaled: that would be learnt from patients, and trees do not need it.")
    return Preparation(
        genes=training.genes,
        scale_read=training.scale,
        intensities=intensities,
        gene_filter=None,
        scales_arrays=settings.scale_arrays,
        gene_scaling=None,
        left_out=tuple(left_out),
    )


def learn_as_read(training: Expression) -> Preparation:
    """Return the preparation that does nothing: every gene, every value as it was read."""
    return Preparation(
        genes=training.genes,
        scale_read=training.scale,
        intensities=None,
        gene_filter=None,
        scales_arrays=False,
        gene_scaling=None,
    )


def narrowed(preparation: Preparation, genes: tuple[str, ...]) -> Preparation:
    """Return what prepares these of its genes just as `preparation` does, and carries no more than that needs.

    Where arrays are scaled every gene takes part, and nothing can be left out.
    """
    if preparation.scales_arrays:
        return preparation
    scaling = preparation.gene_scaling
    if scaling is not None:
        place = {gene: j for j, gene in enumerate(scaling.genes)}
        columns = [place[gene] for gene in genes]
        scaling = GeneScaling(genes, scaling.mean[columns], scaling.sd[columns])
    return replace(preparation, genes=genes, gene_filter=None, gene_scaling=scaling)


def apply_preparation(preparation: Preparation, expression: Expression) -> Expression:
    """Prepare any samples by what was learnt.

    Parameters
    ----------
    expression
        `(m, q)` as read; it may hold more genes than needed, in any order: they are found by name.

    Returns
    -------
    Expression
        `(m, p)`, genes as `preparation.genes`, on `preparation.scale`.

    Raises
    ------
    InputError
        A gene is missing, or the values are on another scale than those learnt from.
    AnalysisError
        An array to be scaled does not vary.
    """
    if expression.scale is not preparation.scale_read:
        raise InputError(
            f"the samples are in {expression.scale}, the preparation was learnt from {preparation.scale_read}",
            wanted=f"samples in {preparation.scale_read}",
            remedy="export the new samples as the training samples were",
        )
    # Genes are chosen first: clamp and logarithm look at single values, so the result is the same, with less to do.
    prepared = select_genes(expression, preparation.genes)
    if preparation.intensities is not None:
        prepared = clamp(prepared, preparation.intensities.floor, preparation.intensities.ceiling)
        prepared = logarithm(prepared, preparation.intensities.base)
    if preparation.scales_arrays:
        prepared = scale_arrays(prepared)
    if preparation.gene_scaling is not None:
        prepared = apply_gene_scaling(preparation.gene_scaling, prepared)
    return prepared


def describe(preparation: Preparation) -> tuple[str, ...]:
    """Return what is done to a sample, one plain sentence a step, for the methods section."""
    sentences = []
    if preparation.intensities is not None:
        limits = preparation.intensities
        sentences.append(
            f"Raw intensities below {limits.floor:,g} were set to {limits.floor:,g} "
            f"and those above {limits.ceiling:,g} to {limits.ceiling:,g}."
        )
    if preparation.gene_filter is not None:
        kept = preparation.gene_filter
        sentences.append(
            f"Genes were kept whose largest value over the {kept.n_samples:,} training patients is more than "
            f"{kept.min_ratio:g} times the smallest and exceeds it by more than {kept.min_difference:,g}: "
            f"{len(kept.genes):,} of {kept.n_genes:,} genes. Labels were not looked at."
        )
        if kept.n_incomplete:
            sentences.append(
                f"Values of {kept.n_incomplete:,} of these {kept.n_genes:,} genes were missing in some of the patients "
                "and were left out of the comparison."
            )
    else:
        sentences.append(f"All {len(preparation.genes):,} genes were kept.")
    if preparation.intensities is not None:
        sentences.append(f"The logarithm to base {preparation.intensities.base.removeprefix('log')} was taken.")
    if preparation.scales_arrays:
        sentences.append("Each array was brought to mean 0 and variance 1 over these genes.")
    if preparation.gene_scaling is not None:
        sentences.append(
            "Each gene was brought to mean 0 and variance 1 with the mean and standard deviation of the training "
            "patients."
        )
    return (*sentences, *preparation.left_out)


def _intensities(training: Expression, settings: PreparationSettings) -> Intensities | None:
    if training.scale is not Scale.RAW:
        return None
    return Intensities(settings.floor, settings.ceiling, settings.logarithm)


def _not_raw(scale: Scale) -> str:
    return f"The values were read as {scale}, so they were not clamped, filtered by range or logged."
