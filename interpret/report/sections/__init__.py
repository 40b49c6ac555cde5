"""Sections, one a file; the registry is the tuple `SECTIONS`, in the order of the report."""

from collections.abc import Callable

from interpret.report.blocks import Section
from interpret.report.findings import Findings
from interpret.report.sections import (
    again,
    cohort,
    diagnostics,
    explanations,
    expression,
    limits,
    methods,
    models,
    provenance,
    summary,
)

# For the clinician first, then for the reviewer; a new section is one file and one line here.
SECTIONS: tuple[Callable[[Findings], Section], ...] = (
    summary.section,
    cohort.section,
    expression.section,
    models.section,
    explanations.section,
    again.section,
    limits.section,
    diagnostics.section,
    methods.section,
    provenance.section,
)

__all__ = ["SECTIONS"]
