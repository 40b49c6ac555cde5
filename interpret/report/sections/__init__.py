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
    gene_blocks,
    identifiability,
    independent,
    limits,
    methods,
    models,
    panel,
    provenance,
    quality,
    questions,
    selection,
    summary,
    trust,
)

# For the clinician first, then for the reviewer; a new section is one file and one line here. None: nothing to say.
SECTIONS: tuple[Callable[[Findings], Section | None], ...] = (
    summary.section,
    cohort.section,
    quality.section,
    expression.section,
    models.section,
    panel.section,
    trust.section,
    identifiability.section,
    independent.section,
    selection.section,
    explanations.section,
    gene_blocks.section,
    again.section,
    questions.section,
    limits.section,
    diagnostics.section,
    methods.section,
    provenance.section,
)

__all__ = ["SECTIONS"]
