"""What is said of the genes of a block: who would do in whose place, and only where the rule says so."""

from __future__ import annotations

from collections.abc import Iterator

from interpret.explain.blocks import CANDIDATES, LEAST_CORRELATION
from interpret.explain.gene_blocks import BlockWeights
from interpret.explain.standing_in import MOST_RISE, Swap
from interpret.report import tally, words
from interpret.report.findings import Findings
from interpret.report.gene_names import gene_names

_SAID = {"yes": "would do", "no": "would not do", "undecided": "undecided", "not needed": "", "": ""}
_MOST_NAMED = 2
_MOST_BLOCKS = 1


def said_of(swap: Swap | None, gene: str) -> str:
    """Return what is said of a gene in the place of the block's most used one, short enough for a figure."""
    if swap is None:
        return ""
    if gene == swap.replaced:
        return "most used" if swap.needed else "hardly needed"
    return _SAID[swap.verdict_on(gene)]


def one_would_do(findings: Findings, weights: BlockWeights, title: str) -> str:
    """Return a sentence or two on one model: where one of several genes would do, and how much it hardly needs."""
    names = gene_names(findings)
    tried = [weights.swaps[j] for j in findings.blocks.leading(weights)]
    swaps = [swap for swap in tried if swap is not None]
    if not swaps:
        return f"{title}: in no block could a gene be tried in another's place."
    alike = [
        " or ".join(names.marked(gene) for gene in (swap.replaced, *swap.would_do[:_MOST_NAMED]))
        for swap in swaps
        if swap.needed and swap.would_do
    ]
    said = "in no block is it shown that another gene would do"
    if alike:
        more = len(alike) - _MOST_BLOCKS
        said = "one of these would do: " + "; ".join(alike[:_MOST_BLOCKS])
        said += f"; and in {words.plural(more, 'more block')} (blocks.csv)" if more > 0 else ""
    spare = sum(not swap.needed for swap in swaps)
    where = f"In {words.count(spare)} of {words.plural(len(swaps), 'block')} tried"
    return f"{title}: {said}." + (f" {where} it hardly needs the gene it uses most." if spare else "")


def methods(findings: Findings) -> Iterator[str]:
    """Yield how blocks were found and genes tried in one another's place; nothing where no model is explained."""
    if not findings.blocks.weights:
        return
    one = tally.noun(findings, "loo")
    yield (
        "Blocks of genes: average linkage on 1 minus the absolute correlation within the classes, cut at "
        f"{1.0 - LEAST_CORRELATION:.2g}, on the {one}s learnt from in each fold, among the {CANDIDATES} genes with the "
        "largest F that pass the filter and those of models that use no more. A block bears the name of its first "
        f"gene by the primary test among all training {one}s, whose blocks are used for names, for the independent "
        f"{tally.one(findings)}s and to describe. A fold's group with several such genes is divided by correlation "
        "with them, so that blocks, single genes and baseline add up to the model's output."
    )
    yield (
        f"A gene in another's place: its value, as many standard deviations from its mean over the {one}s learnt from, "
        "was set to the other's mean and standard deviation in the direction of their correlation within the classes. "
        f"Noise: the mean over 25 quantiles of the gene replaced. Limits of the mean rise of the Brier score over "
        f"held-out {one}s are Student's, one-sided 95%; margins were fixed beforehand: {MOST_RISE:g}, and half of the "
        "rise by noise. The leading 20 blocks of each model were tried."
    )
