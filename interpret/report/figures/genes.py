"""What the figures of genes have in common: names fit to print."""

from __future__ import annotations

from collections.abc import Sequence

from interpret.report.findings import Findings
from interpret.report.gene_names import gene_names

_LONGEST = 24


def gene_labels(findings: Findings, genes: Sequence[str]) -> list[str]:
    """Return a short name for each gene, the gene itself where several would have the same."""
    names = gene_names(findings)
    return [names.label(gene, _LONGEST) for gene in genes]


def has_symbol(findings: Findings, gene: str) -> bool:
    """Return whether the gene is called by a symbol, which journals set in italics."""
    return bool(gene_names(findings).symbols.get(gene))
