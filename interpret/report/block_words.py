"""What is said of the genes of a block: who would do in whose place, and only where the rule says so."""

from __future__ import annotations

from interpret.explain.gene_blocks import BlockWeights
from interpret.explain.standing_in import Swap
from interpret.report import words
from interpret.report.findings import Findings
from interpret.report.gene_names import gene_names

_SAID = {"yes": "would do", "no": "would not do", "undecided": "undecided", "not needed": "", "": ""}
_MOST_NAMED = 4


def said_of(swap: Swap | None, gene: str) -> str:
    """Return what is said of a gene in the place of the block's most used one, short enough for a figure."""
    if swap is None:
        return ""
    if gene == swap.replaced:
        return "most used" if swap.needed else "hardly needed"
    return _SAID[swap.verdict_on(gene)]


def one_would_do(findings: Findings, weights: BlockWeights, title: str) -> str:
    """Return a sentence or two on one model: where one of several genes would do, and what it hardly needs."""
    names, blocks = gene_names(findings), findings.blocks
    alike, spare, tried = [], [], 0
    for j in blocks.leading(weights):
        swap = weights.swaps[j]
        if swap is None:
            continue
        tried += 1
        if not swap.needed:
            spare.append(names.label(swap.replaced))
        elif swap.would_do:
            alike.append(" or ".join(names.label(gene) for gene in (swap.replaced, *swap.would_do[:_MOST_NAMED])))
    if not tried:
        return f"{title}: in no block could a gene be tried in another's place."
    said = "in no block is it shown that another gene would do"
    if alike:
        more = len(alike) - _MOST_NAMED
        said = "one of these would do: " + "; ".join(alike[:_MOST_NAMED])
        said += f"; and in {words.plural(more, 'more block')} (blocks.csv)" if more > 0 else ""
    loss = "its loss does" if len(spare) == 1 else "the loss of one does"
    needs = f" The model hardly needs {words.listing(spare, _MOST_NAMED)}: {loss} no harm for certain." if spare else ""
    return f"{title}: {said}.{needs}"
