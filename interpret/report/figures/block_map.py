"""The blocks of genes that weigh most in a model: who is in them, how alike they are, and who would do for whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.explain.gene_blocks import Block, BlockWeights, GeneBlocks
from interpret.explain.standing_in import Swap
from interpret.report import tally, words
from interpret.report.block_words import said_of
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.genes import gene_labels, has_symbol
from interpret.report.figures.patients import found_model, label
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.figures.ticks import round_steps
from interpret.report.findings import Findings

MOST_BLOCKS = 3
MOST_GENES = 5
_MOST_ROWS = 12
_ROW, _GAP, _TOP = 11.5, 4.0, 21.0
_FOLDS = 146.0  # right edge of the share of folds
_SQUARES, _CELL = 154.0, 26.0
_BARS = (274.0, 396.0)
_WORDS = 410.0
_GREYS = ((0.95, "#3f4d59"), (0.9, "#687682"), (0.8, "#95a1ab"), (0.5, "#c9d1d8"), (0.0, style.GRID))
_DARK = frozenset({"#3f4d59", "#687682"})


@dataclass(frozen=True, eq=False)
class _Shown:
    """One block as drawn: `genes` are places in it, `left` the members that are not drawn."""

    block: Block
    genes: tuple[int, ...]
    left: int
    size: float
    low: float
    high: float
    swap: Swap | None

    @property
    def rows(self) -> int:
        return 1 + len(self.genes)


def block_map(findings: Findings, weights: BlockWeights) -> Figure:
    """Return the leading blocks of a model.

    Raises
    ------
    KeyError
        The model was not run.
    """
    found = found_model(findings, weights.model)
    shown = _shown(findings.blocks, weights)
    tall = sum(each.rows * _ROW + _GAP for each in shown)
    drawing = Drawing(style.FULL, _TOP + tall + 26)
    top = 1.04 * max([each.high if np.isfinite(each.high) else each.size for each in shown] + [1e-12])
    _axis(drawing, top, _TOP + tall, f"mean |SHAP| ({weights.unit})")
    _headings(drawing)
    y = _TOP
    for each in shown:
        _draw_block(drawing, findings, each, weights, y, top)
        y += each.rows * _ROW + _GAP
    one = tally.noun(findings, "loo")
    return Figure(
        title=f"Blocks of genes that weigh most in {words.within(words.plain(found.title))}",
        svg=drawing.svg(),
        caption=f"Bold: a block, the mean size of its summed SHAP values over the left-out {one}s with its 95% "
        "interval; thin: each gene alone. Same block: share of the folds that group the gene with the first one. "
        f"Squares: correlation within the classes. Undecided: too few {one}s to say. Hardly needed: even other {one}s' "
        "values in its place do no harm for certain.",
        how_to_read=reading.BLOCK_MAP,
        alt=_alt(findings, weights, shown),
    )


def _shown(blocks: GeneBlocks, weights: BlockWeights) -> list[_Shown]:
    """Return as many of the leading blocks as there is room for, the first in any case."""
    shown: list[_Shown] = []
    room = _MOST_ROWS
    for j in blocks.leading(weights)[:MOST_BLOCKS]:
        block, swap = blocks.blocks[j], weights.swaps[j]
        members = [i for i, member in enumerate(block.by_all) if member]
        genes = members[:MOST_GENES]
        most = next((i for i in members if swap is not None and block.genes[i] == swap.replaced), genes[0])
        if most not in genes:  # the others are judged against it
            genes = [*genes[:-1], most]
        each = _Shown(
            block,
            tuple(genes),
            len(members) - len(genes),
            float(weights.mean_abs[j]),
            float(weights.low[j]),
            float(weights.high[j]),
            swap,
        )
        if shown and each.rows > room:
            break
        shown.append(each)
        room -= each.rows
    return shown


def _headings(drawing: Drawing) -> None:
    said = (
        (0.0, "gene", "start"),
        (_FOLDS, "same block", "end"),
        (_SQUARES, "correlation with genes above", "start"),
        (_WORDS, "as a replacement", "start"),
    )
    for x, text, anchor in said:
        drawing.text(x, 10, text, size=style.SMALL, fill=style.MUTED, anchor=anchor)
    drawing.text(_BARS[0], 10, "block (bold), gene (thin)", size=style.SMALL, fill=style.MUTED)
    drawing.line((0, 14.5), (style.FULL, 14.5), style.QUIET, 0.7)


def _axis(drawing: Drawing, top: float, bottom: float, title: str) -> None:
    left, right = _BARS
    for tick in round_steps(0.0, top, 3):
        x = left + (right - left) * tick / top
        drawing.line((x, _TOP - 6), (x, bottom), style.GRID, 0.6)
        drawing.text(x, bottom + 9, f"{tick:g}", size=style.SMALL, fill=style.MUTED, anchor="middle")
    drawing.text((left + right) / 2, bottom + 21, title, anchor="middle")


def _draw_block(
    drawing: Drawing, findings: Findings, each: _Shown, weights: BlockWeights, y: float, top: float
) -> None:
    left, right = _BARS
    block, scale = each.block, (right - left) / top
    names = gene_labels(findings, [block.genes[i] for i in each.genes])
    members = words.plural(len(block.members), "gene")
    rest = f", {words.count(each.left)} not drawn" if each.left else ""
    middle = y + _ROW / 2
    title = shorten(f"Block of {names[0]}", style.BODY, _BARS[0] - 90, bold=True)
    drawing.text(0, middle + 2.8, title, fill=style.INK, bold=True)
    drawing.text(_BARS[0] - 10, middle + 2.8, members + rest, size=style.SMALL, fill=style.MUTED, anchor="end")
    drawing.add("rect", x=left, y=middle - 4, width=each.size * scale, height=8, fill=style.INK, data_marks="block")
    if np.isfinite(each.low) and np.isfinite(each.high):
        ends = left + each.low * scale, left + each.high * scale
        drawing.line((ends[0], middle), (left + each.size * scale, middle), style.QUIET, 1.1)
        drawing.line((left + each.size * scale, middle), (ends[1], middle), style.INK, 1.1)
        for x, colour in zip(ends, (style.QUIET, style.INK), strict=True):
            drawing.line((x, middle - 2.5), (x, middle + 2.5), colour, 1.1)
    drawing.text(_WORDS, middle + 2.8, words.significant(each.size, 2), size=style.SMALL, fill=style.INK, bold=True)
    for row, (i, name) in enumerate(zip(each.genes, names, strict=True)):
        at = y + _ROW * (row + 1.5)
        text, italic = shorten(name, style.BODY, _FOLDS - 44), has_symbol(findings, block.genes[i])
        drawing.text(8, at + 2.8, text, fill=style.TEXT, italic=italic)
        share = words.percent(float(block.share_of_folds[i]))
        drawing.text(_FOLDS, at + 2.8, share, size=style.SMALL, fill=style.MUTED, anchor="end")
        for column, other in enumerate(each.genes[:row]):
            _square(drawing, _SQUARES + _CELL * column, at - _ROW / 2, float(block.correlation[i, other]))
        own = float(weights.gene_mean_abs.get(block.genes[i], 0.0))
        drawing.add("rect", x=left, y=at - 1.75, width=own * scale, height=3.5, fill="#687682", data_marks="gene")
        text = said_of(each.swap, block.genes[i])
        drawing.text(_WORDS, at + 2.8, text, size=style.SMALL, fill=style.TEXT, bold=text == "would do")


def _square(drawing: Drawing, x: float, y: float, correlation: float) -> None:
    fill = next(colour for least, colour in _GREYS if abs(correlation) >= least)
    drawing.rect(x + 0.5, y + 0.5, _CELL - 1, _ROW - 1, fill)
    ink = style.PAPER if fill in _DARK else style.INK
    text = words.number(correlation, 2)
    drawing.text(x + _CELL / 2, y + _ROW / 2 + 2.6, text, size=style.SMALL, fill=ink, anchor="middle")


def _alt(findings: Findings, weights: BlockWeights, shown: list[_Shown]) -> str:
    said = []
    for each in shown:
        names = gene_labels(findings, [each.block.genes[i] for i in each.genes])
        genes = []
        for i, name in zip(each.genes, names, strict=True):
            verdict = said_of(each.swap, each.block.genes[i])
            share = f"in {words.percent(float(each.block.share_of_folds[i]))} of folds"
            genes.append(f"{name} ({share}{', ' + verdict if verdict else ''})")
        size = words.with_interval(each.size, each.low, each.high, 3)
        said.append(f"Block of {names[0]}, mean size {size}: {words.listing(genes)}.")
    unit = f"{weights.unit} of {label(findings, positive=True)}"
    return f"Blocks of genes by the mean size of their summed SHAP values, in {unit}. {' '.join(said)}"
