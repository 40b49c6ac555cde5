"""From values as read to values as modelled: what is learnt from training patients, and its use on anybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from interpret.data.expression import Expression, Scale
from interpret.errors import InputError
from interpret.nouns import PATIENT, told
from interpret.prep.clamp import clamp
from interpret.prep.fill import Medians, fill, genes_to_fill, learn_medians
from interpret.prep.filter import GeneFilter, learn_filter
from interpret.prep.filter_by_expression import CountFilter, learn_expression_filter, rule_of
from interpret.prep.log_counts import CountLog, learn_count_log, log_counts
from interpret.prep.log_cpm import apply_log_cpm
from interpret.prep.log_ratios import log_ratios
from interpret.prep.logarithm import Base, logarithm
from interpret.prep.scale_arrays import scale_arrays
from interpret.prep.scale_genes import GeneScaling, apply_gene_scaling, learn_gene_scaling
from interpret.prep.select import select_genes
from interpret.prep.steps_without import steps_without
from interpret.prep.tmm import TmmReference, learn_tmm
from interpret.settings import PreparationSettings

BYTES_A_GENE = 16  # of a preparation that is kept: a reference to a name, and a count


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
        Limits and logarithm; None where the values are no raw intensities.
    gene_filter
        The filter learnt, of intensities or counts; None where every gene is kept.
    scales_arrays
        Whether each array is brought to mean 0 and variance 1 over `genes`.
    gene_scaling
        Mean and standard deviation of each gene; None where genes are not scaled.
    left_out
        Sentences on the steps asked for but not taken, for the methods section.
    counts
        How counts are logged: each sample by itself, or normalised against a stored reference patient; None where the
        values are no counts.
    ratios
        Whether the values are ratios, whose logarithm to base 2 is taken.
    medians
        What gaps are filled with; None where they stay gaps.
    """

    genes: tuple[str, ...]
    scale_read: Scale
    intensities: Intensities | None
    gene_filter: GeneFilter | CountFilter | None
    scales_arrays: bool
    gene_scaling: GeneScaling | None
    left_out: tuple[str, ...] = ()
    counts: CountLog | TmmReference | None = None
    ratios: bool = False
    medians: Medians | None = None

    @property
    def learnt(self) -> bool:
        """True where another set of training patients could have given another preparation."""
        learnt = (self.gene_filter, self.gene_scaling, self.medians)
        return isinstance(self.counts, TmmReference) or any(each is not None for each in learnt)

    @property
    def more_steps(self) -> tuple[object, ...]:
        """What counts, ratios and filled gaps add to the hash of a model, genes by name; nothing for intensities."""
        steps: list[object] = [] if self.counts is None else [*self.counts.facts]
        if self.ratios:
            steps.append("ratios")
        if self.medians is not None:
            by_name = sorted(zip(self.medians.genes, self.medians.median.tolist(), strict=True))
            steps += ["medians", tuple(by_name)]
        return tuple(steps)

    @property
    def limits(self) -> tuple[float, float] | None:
        """The floor and the ceiling; None where the values were read as logarithms."""
        return None if self.intensities is None else (self.intensities.floor, self.intensities.ceiling)

    @property
    def scale(self) -> Scale:
        """The scale of the prepared values."""
        if self.scales_arrays or self.gene_scaling is not None:
            return Scale.STANDARDISED
        if self.counts is not None:
            return Scale.LOG_SCALED if self.counts == CountLog(None) else Scale.LOG_CPM
        if self.ratios:
            return Scale.LOG_RATIOS
        if self.intensities is None:
            return self.scale_read
        return Scale.LOG2 if self.intensities.base == "log2" else Scale.LOG10


def learn_preparation(
    training: Expression, settings: PreparationSettings, smaller_class: int | None = None
) -> Preparation:
    """Learn the preparation from training patients: filter, logarithm, gaps filled, scale arrays, scale genes.

    Labels cannot enter: an `Expression` has none. Raw intensities are clamped, filtered by range and logged; counts are
    filtered by how often they were counted, normalised by TMM and become log2 counts per million; ratios are logged.
    Everything else is neither filtered nor logged; `left_out` says so. The same samples are learnt from once.

    Parameters
    ----------
    training
        `(n, p)` expression of the patients that may be learnt from, as read.
    smaller_class
        How many of these patients the smaller class has: in so many a gene has to be counted, whoever they are. None
        has the filter of counts take all patients for one group. Nothing else looks at it.

    Raises
    ------
    AnalysisError
        Nothing passes the filter, or a scaling has no variance to divide by.
    """
    whole, rows = training.origin
    key = ("preparation", rows.tobytes(), settings, smaller_class)
    learn = partial(_learnt, training, settings, smaller_class)
    return whole.once.of(key, learn, lambda learnt: BYTES_A_GENE * len(learnt.genes))


def _learnt(training: Expression, settings: PreparationSettings, smaller_class: int | None) -> Preparation:
    steps = _by_value(training, settings)
    known = select_genes(training, steps.genes)
    gene_filter = _filter(steps, known, training, settings, smaller_class)
    if gene_filter is not None:
        steps = replace(steps, genes=gene_filter.genes, gene_filter=gene_filter)
        if isinstance(gene_filter, CountFilter) and not gene_filter.scaled:
            steps = replace(steps, counts=learn_tmm(training, gene_filter.genes))
    steps = _filled(steps, training, settings)
    if not settings.scale_genes:
        return steps
    return replace(steps, gene_scaling=learn_gene_scaling(apply_preparation(steps, training)))


def learn_without_filter(training: Expression, settings: PreparationSettings) -> Preparation:
    """Return the preparation that keeps every gene and takes only the steps that look at one sample at a time.

    Clamp, logarithm and array scaling; gene scaling is left out even when asked for, because it is learnt from
    patients. So nothing is learnt: it is the same preparation whichever patients of the study are given, which is
    what makes the held-out trees of one forest exact. Only where gaps are to be filled, the medians are learnt.
    """
    steps = _filled(_by_value(training, settings), training, settings)
    if not settings.scale_genes:
        return steps
    said = told(f"Genes were not scaled: that would be learnt from {PATIENT}s, and trees do not need it.")
    return replace(steps, left_out=(*steps.left_out, said))


def learn_as_read(training: Expression, settings: PreparationSettings | None = None) -> Preparation:
    """Return the preparation that does nothing: every gene, every value as it was read.

    Counts and ratios are logged all the same, since sums of them would be those of the largest library or ratio; where
    the settings ask for it, gaps are filled.
    """
    counts, ratios = learn_count_log(training), training.scale is Scale.RATIOS
    genes = training.genes
    if settings is not None and settings.missing == "median":
        genes = genes_to_fill(training, settings.most_missing)
    steps = Preparation(
        genes=genes,
        scale_read=training.scale,
        intensities=None,
        gene_filter=None,
        scales_arrays=False,
        gene_scaling=None,
        counts=counts,
        ratios=ratios,
    )
    return steps if settings is None else _filled(steps, training, settings)


def narrowed(preparation: Preparation, genes: tuple[str, ...]) -> Preparation:
    """Return what prepares these of its genes just as `preparation` does, and carries no more than that needs.

    Where arrays are scaled every gene takes part, and nothing can be left out; of counts, the names of the genes that
    make up the library, or the patient they are normalised against, are kept.
    """
    counts = preparation.counts
    if isinstance(counts, TmmReference):
        counts = replace(counts, sample="")  # nothing needs to know who it was
    if preparation.scales_arrays:
        return replace(preparation, counts=counts)
    scaling = None if preparation.gene_scaling is None else preparation.gene_scaling.of(genes)
    medians = None if preparation.medians is None else preparation.medians.of(genes)
    return replace(preparation, genes=genes, gene_filter=None, gene_scaling=scaling, medians=medians, counts=counts)


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
            f"the samples are {expression.scale.plural} ({expression.scale}), the preparation was learnt from "
            f"{preparation.scale_read.plural} ({preparation.scale_read})",
            wanted=f"samples whose values are {preparation.scale_read.plural}",
            remedy="export the new samples as the training samples were",
        )
    # Genes are chosen first: clamp and logarithm look at single values, so the result is the same, with less to do.
    if isinstance(preparation.counts, TmmReference):
        prepared = apply_log_cpm(preparation.counts, expression, preparation.genes)
    elif preparation.counts is not None:
        prepared = log_counts(preparation.counts, expression, preparation.genes)
    else:
        prepared = select_genes(expression, preparation.genes)
    if preparation.intensities is not None:
        prepared = clamp(prepared, preparation.intensities.floor, preparation.intensities.ceiling)
        prepared = logarithm(prepared, preparation.intensities.base)
    if preparation.ratios:
        prepared = log_ratios(prepared)
    if preparation.medians is not None:
        prepared = fill(preparation.medians, prepared)
    if preparation.scales_arrays:
        prepared = scale_arrays(prepared)
    if preparation.gene_scaling is not None:
        prepared = apply_gene_scaling(preparation.gene_scaling, prepared)
    return prepared


def _by_value(training: Expression, settings: PreparationSettings) -> Preparation:
    """Return the steps that look at one sample at a time, for the genes that are not too often missing."""
    genes, raw = training.genes, training.scale is Scale.RAW
    if settings.missing == "median":
        genes = genes_to_fill(training, settings.most_missing)
    return Preparation(
        genes=genes,
        scale_read=training.scale,
        intensities=Intensities(settings.floor, settings.ceiling, settings.logarithm) if raw else None,
        gene_filter=None,
        scales_arrays=settings.scale_arrays,
        gene_scaling=None,
        left_out=steps_without(training.scale),
        counts=learn_count_log(training),
        ratios=training.scale is Scale.RATIOS,
    )


def _filter(
    steps: Preparation,
    known: Expression,
    training: Expression,
    settings: PreparationSettings,
    smaller_class: int | None,
) -> GeneFilter | CountFilter | None:
    if steps.intensities is not None:
        clamped = clamp(known, settings.floor, settings.ceiling)
        return learn_filter(clamped, settings.min_ratio, settings.min_difference)
    if steps.counts is None:
        return None
    found = learn_expression_filter(training, rule_of(settings), smaller_class)
    if known is training:
        return found
    among = frozenset(known.genes)
    return replace(found, genes=tuple(gene for gene in found.genes if gene in among))


def _filled(steps: Preparation, training: Expression, settings: PreparationSettings) -> Preparation:
    """Return the steps with the medians of what is filled, learnt before arrays or genes are scaled."""
    if settings.missing != "median":
        return steps
    before = apply_preparation(replace(steps, scales_arrays=False), training)
    return replace(steps, medians=learn_medians(before))
