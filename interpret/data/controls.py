"""Control probes: spots the manufacturer puts on the array to check it, not genes of the patient."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from interpret.data.cohort import Cohort
from interpret.data.study import CONTROL_PREFIXES, Study


def is_control(gene: str) -> bool:
    """Return True for a control probe, told by its name."""
    return gene.startswith(CONTROL_PREFIXES)


def without_controls(study: Study) -> Study:
    """Return the study without its control probes."""
    keep = np.flatnonzero([not is_control(gene) for gene in study.training.genes])

    def kept(cohort: Cohort) -> Cohort:
        return cohort.with_expression(cohort.expression.take_genes(keep))

    independent = None if study.independent is None else kept(study.independent)
    return replace(
        study, training=kept(study.training), independent=independent, annotation=study.annotation.iloc[keep]
    )
