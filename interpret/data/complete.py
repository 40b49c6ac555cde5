"""The genes that every patient has a value of: what a model needs, since it must call anybody."""

from __future__ import annotations

import numpy as np

from interpret.data.study import Study
from interpret.errors import AnalysisError
from interpret.nouns import PATIENT, told


def with_complete_genes(study: Study) -> Study:
    """Return the study with the genes that no patient, training or independent, lacks the value of.

    No label is looked at. Which values are missing in independent patients decides on genes too: a model could not
    call them otherwise. The same object comes back where nothing is missing.

    Raises
    ------
    AnalysisError
        No gene is left (the sample that lacks the most values is named).
    """
    cohorts = [study.training] if study.independent is None else [study.training, study.independent]
    incomplete = np.any([cohort.expression.incomplete for cohort in cohorts], axis=0)  # (p,)
    if not incomplete.any():
        return study
    if incomplete.all():
        lacking = np.concatenate([np.isnan(cohort.expression.values).sum(axis=1) for cohort in cohorts])
        worst = [sample for cohort in cohorts for sample in cohort.samples][int(lacking.argmax())]
        raise AnalysisError(
            told(f"every one of {incomplete.size:,} genes lacks the value of at least one {PATIENT}"),
            where=f"sample {worst} lacks the most: {int(lacking.max()):,} values",
            wanted=told(f"genes with a value in every training and independent {PATIENT}, for the models"),
            remedy="leave out the samples that lack many values, or have gaps filled: [preparation] missing = median",
        )
    return study.take_genes(np.flatnonzero(~incomplete))
