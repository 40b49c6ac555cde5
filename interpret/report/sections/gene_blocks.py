"""Genes that move together: what a block weighs in each model, and whether one of its genes would do for another."""

from __future__ import annotations

from interpret.explain.blocks import LEAST_CORRELATION
from interpret.explain.gene_blocks import BlockWeights
from interpret.explain.standing_in import MOST_RISE
from interpret.report import words
from interpret.report.block_words import one_would_do
from interpret.report.blocks import Block, Prose, Section, Table, TableColumn
from interpret.report.figures.block_map import block_map
from interpret.report.findings import Findings
from interpret.report.gene_names import gene_names

MOST_ROWS = 3
MOST_NAMED = 4


def section(findings: Findings) -> Section | None:
    """Return the section on blocks; None where no model is explained."""
    blocks = findings.blocks
    if not blocks.weights:
        return None
    used = [weights for weights in blocks.weights if blocks.leading(weights)]
    if not used:
        nothing = (
            "Within the classes no gene that a model uses correlates with another by "
            f"{words.setting(LEAST_CORRELATION)} or more, among the genes looked at. So each stands for "
            "itself, and there are no blocks to show."
        )
        return Section("gene-blocks", "Genes that move together", (Prose((nothing,)),))
    titles = {model.name: words.plain(model.title) for model in findings.models}
    said = tuple(one_would_do(findings, weights, titles[weights.model]) for weights in used)
    content: list[Block] = [_how(), Prose((" ".join(said),))]
    if len(used) > 1:
        content.append(_table(findings, used, titles))
    # last, since it is tall: what is said of it fills the page before
    content.append(block_map(findings, used[0]))
    return Section("gene-blocks", "Genes that move together", tuple(content))


def _how() -> Prose:
    text = (
        "Which of several genes that rise and fall together a model uses can be chance. They were grouped anew in "
        "every fold and SHAP values summed over each block. Another gene would do where, in the place of the most used "
        "one, it keeps over half of what that one adds and the held-out Brier score rises by less than "
        f"{words.setting(MOST_RISE)}, each with 95% confidence. This tells what a model could read, not what a gene "
        "does."
    )
    return Prose((text,))


def _table(findings: Findings, used: list[BlockWeights], titles: dict[str, str]) -> Table:
    blocks, names = findings.blocks, gene_names(findings)
    rows = []
    for j in blocks.leading(used[0])[:MOST_ROWS]:
        block = blocks.blocks[j]
        others = [names.marked(gene) for gene in block.members[1:]]
        rows.append((names.marked(block.name), words.listing(others, MOST_NAMED), *(_weight(one, j) for one in used)))
    columns = (
        TableColumn("Block"),
        TableColumn("Grouped with it"),
        *(TableColumn(f"{titles[weights.model]} ({weights.unit})", "right") for weights in used),
    )
    note = "Mean size of the summed SHAP values, with 95% interval. All blocks and genes: blocks.csv."
    return Table("The same blocks in each model", columns, tuple(rows), note)


def _weight(weights: BlockWeights, j: int) -> str:
    size = float(weights.mean_abs[j])
    if not size > 0.0:
        return "not used"
    decimals = 2 if weights.unit == "log-odds" else 4
    return words.with_interval(size, float(weights.low[j]), float(weights.high[j]), decimals)
