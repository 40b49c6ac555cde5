"""Lists of genes by which the table can be narrowed: one function a kind of list; the registry is `GENE_LISTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from interpret.report import words
from interpret.report.findings import Findings
from interpret.stats.gene_sets.answer import MOST_COMPARED


@dataclass(frozen=True)
class GeneList:
    """A title and the genes, which need not all have been tested; `group` is the heading under which it is offered."""

    title: str
    genes: tuple[str, ...]
    group: str = ""


def supported(findings: Findings) -> Iterable[GeneList]:
    """Return the genes that the test and a model support."""
    yield GeneList("Supported by test and model", _marked(findings, "supported"))


def of_interest(findings: Findings) -> Iterable[GeneList]:
    """Return the genes that somebody had in mind before."""
    if findings.of_interest is not None:
        title = f"Genes of interest ({words.shorten(findings.of_interest.file, 40)})"
        yield GeneList(title, _marked(findings, "of_interest"))


def used_by_models(findings: Findings) -> Iterable[GeneList]:
    """Return the genes of each model run in full, as it was frozen."""
    for model in findings.models:
        yield GeneList(f"Used by: {words.plain(model.title)}", model.genes)


def in_blocks(findings: Findings) -> Iterable[GeneList]:
    """Return the genes that move together with others."""
    members = tuple(dict.fromkeys(gene for block in findings.blocks.blocks for gene in block.members))
    yield GeneList("In a block of genes that move together", members)


def sets(findings: Findings) -> Iterable[GeneList]:
    """Return the sets of genes asked about that were held against each other, in the order of their table."""
    found = findings.gene_sets
    if found is None:
        return
    group = f"Sets of {words.shorten(found.given.file, 40)}"
    for name, rows in zip(found.table["set"].head(MOST_COMPARED), found.members, strict=False):
        yield GeneList(words.shorten(str(name), 60), tuple(found.universe[i] for i in rows.tolist()), group)


def _marked(findings: Findings, column: str) -> tuple[str, ...]:
    evidence = findings.evidence
    return tuple(evidence.loc[evidence[column].fillna(value=False).astype(bool), "gene"].astype(str))


GENE_LISTS: tuple[Callable[[Findings], Iterable[GeneList]], ...] = (
    *(supported, of_interest, used_by_models, in_blocks),
    sets,
)
"""In the order in which the page offers them; a list without a tested gene is not offered."""


def gene_lists(findings: Findings) -> list[GeneList]:
    """Return every list that holds a gene."""
    return [found for kind in GENE_LISTS for found in kind(findings) if found.genes]
