"""Sections, one a file; the registry is the tuple `SECTIONS`, in the order of the report."""

from collections.abc import Callable

from interpret.report.blocks import Section
from interpret.report.findings import Findings
from interpret.report.sections import (
    again,
    checklists,
    cohort,
    diagnostics,
    explanations,
    expression,
    found,
    gene_blocks,
    gene_sets,
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
# The list of references is made of what these cite (report/references.py) and stands behind the methods.
SECTIONS: tuple[Callable[[Findings], Section | None], ...] = (
    summary.section,
    cohort.section,
    found.section,
    trust.section,
    independent.section,
    again.section,
    limits.section,
    quality.section,
    expression.section,
    gene_sets.section,
    models.section,
    panel.section,
    identifiability.section,
    selection.section,
    explanations.section,
    gene_blocks.section,
    questions.section,
    diagnostics.section,
    methods.section,
    checklists.section,
    provenance.section,
)

__all__ = ["SECTIONS"]
