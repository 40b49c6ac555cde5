"""One order of samples and genes, so that results do not depend on that of the file."""

from __future__ import annotations

from interpret.data.cohort import Cohort
from interpret.data.natural_order import natural_order


def by_name(cohort: Cohort) -> Cohort:
    """Return the cohort with samples in natural and genes in plain order of their names."""
    cohort = cohort.take(natural_order(cohort.samples))
    return cohort.with_expression(cohort.expression.genes_by_name())
