"""What the report counts and draws of the data themselves."""

from __future__ import annotations

import numpy as np
import pandas as pd

from interpret.data.cohort import Cohort
from interpret.data.controls import is_control
from interpret.data.study import Study
from interpret.prep.preparation import Preparation, apply_preparation, learn_preparation, learn_without_filter
from interpret.report.findings import Counts, Display
from interpret.settings import Settings
from interpret.stats.gene_table import GeneTable
from interpret.stats.overview import array_quantiles, principal_components
from interpret.stats.prepared_study import PreparedStudy
from interpret.stats.question import varying_genes

TOP_GENES = 40
MOST_VALUES = 4_000_000
"""Values of single samples that report.html has room for: of 60,000 genes of 500 samples, the first 8,000 genes."""


def counts_of(study: Study, prepared: PreparedStudy, settings: Settings) -> Counts:
    """Count on the study as read, control probes among it."""
    training, independent = study.training, study.independent
    limits = settings.preparation
    kept: Preparation = learn_preparation(training.expression, limits, training.smaller_class)
    # each array scaled by itself would let a gene vary that does not
    unscaled = learn_without_filter(training.expression, limits.model_copy(update={"scale_arrays": False}))
    # and so would libraries of different sizes: a gene that was never counted has no variation
    every_gene = training.expression if unscaled.counts else apply_preparation(unscaled, training.expression)
    return Counts(
        probes=training.expression.n_genes,
        controls=sum(is_control(gene) for gene in training.genes),
        constant=int((~varying_genes(every_gene.values)).sum()),
        filtered_all=len(kept.genes),
        tested=prepared.training.expression.n_genes,
        train_negative=training.n_negative,
        train_positive=training.n_positive,
        independent_negative=0 if independent is None else independent.n_negative,
        independent_positive=0 if independent is None else independent.n_positive,
        train_persons=_persons(training),
        independent_persons=_persons(independent),
    )


def _persons(cohort: Cohort | None) -> int | None:
    return None if cohort is None or cohort.subjects is None else cohort.n_persons


def display_of(genes: GeneTable, prepared: PreparedStudy) -> Display:
    """Return what figures draw of the expression: training patients first, then the independent ones."""
    cohorts = [cohort for cohort in (prepared.training, prepared.independent) if cohort is not None]
    ordered = tuple(genes.by_evidence()["gene"])
    top = ordered[:TOP_GENES]
    shown = ordered[: max(TOP_GENES, MOST_VALUES // sum(cohort.n for cohort in cohorts))]
    scores, share = principal_components(
        prepared.training.expression, None if prepared.independent is None else prepared.independent.expression
    )
    return Display(
        top_genes=top,
        top_values=np.concatenate([cohort.expression.named(top).values for cohort in cohorts]),
        component_scores=scores,
        component_share=share,
        array_quantiles=np.concatenate([array_quantiles(cohort.expression) for cohort in cohorts]),
        samples=tuple(sample for cohort in cohorts for sample in cohort.samples),
        positive=np.concatenate([cohort.positive for cohort in cohorts]),
        independent=np.concatenate([np.full(cohort.n, i == 1) for i, cohort in enumerate(cohorts)]),
        individual_genes=shown,
        individual_values=np.concatenate([cohort.expression.named(shown).values for cohort in cohorts]),
    )


def covariates_of(study: Study) -> pd.DataFrame:
    """Return the columns of the sample sheet for all samples, training ones first."""
    cohorts = [study.training] if study.independent is None else [study.training, study.independent]
    return pd.concat([cohort.covariates for cohort in cohorts])
