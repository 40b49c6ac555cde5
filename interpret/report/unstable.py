"""Which genes of a model are drawn faded."""

from __future__ import annotations

from interpret.report.findings import Findings


def unstable_genes(findings: Findings, model: str) -> frozenset[str]:
    """Return the genes whose weight in the model of this registry name is not stable.

    None as long as the findings hold no such rule.
    """
    del findings, model
    return frozenset()
