"""The genes with the smallest p-values in every patient."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.genes import gene_labels, has_symbol
from interpret.report.figures.heatmap_bars import (
    HEIGHT,
    PITCH,
    Bar,
    draw_bar,
    draw_classes,
    draw_keys,
    keys,
    keys_height,
    sheet_bars,
)
from interpret.report.figures.joints import draw_joints
from interpret.report.figures.patients import PARTS, label
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.findings import Findings
from interpret.validation.clustering import ArrayTree, array_tree, correlation_distance

_ROWS = 30
_TREE, _NAMES = 20.0, 96.0  # widths of the genes' tree at the left and of their names at the right
_LEFT, _RIGHT = _TREE + 3.0, style.FULL - _NAMES
_HEADING, _CROWN = 13.0, 17.0  # heights of what stands above the samples: their set, and their tree
_ROW = 8.2
_BETWEEN = 8.0  # gap between the two sets
_EXTREME = 2.5  # standard deviations at which the colours end


@dataclass(frozen=True, eq=False)
class _Columns:
    """The samples in the order drawn: `(n,)` rows of the display, left edges, one width; and each set's tree."""

    order: IntArray
    lefts: FloatArray
    width: float
    trees: tuple[tuple[str, ArrayTree, FloatArray], ...]


def heatmap(findings: Findings) -> Figure:
    """Return the top genes against all samples, each gene standardised on the training samples.

    Genes are joined by their correlation over the training samples, samples by theirs over these genes, set by set;
    neither tree is told the classes, which stand in a row of their own above, as do columns of the sample sheet. The
    cells of one colour are one path.
    """
    z = standardised(findings)  # (n, g)
    effect = findings.genes.frame.set_index("gene")["effect"].reindex(list(findings.display.top_genes[:_ROWS]))
    effects = np.nan_to_num(effect.to_numpy(dtype=np.float64))
    known = np.nan_to_num(z)
    training = known[~findings.display.independent]
    genes = array_tree(correlation_distance(training.T, np.zeros(len(training))), effects)
    columns = _columns(findings, known @ np.sign(effects), known)
    bars = sheet_bars(findings)
    lines = keys(findings, bars)
    top = _HEADING + _CROWN + PITCH * (1 + len(bars)) + 2.0
    bottom = top + _ROW * genes.order.size
    drawing = Drawing(style.FULL, bottom + 20.0 + keys_height(lines))
    _crown(drawing, findings, columns, bars)
    _cells(drawing, z[np.ix_(columns.order, genes.order)], columns, top)
    places = np.empty(genes.order.size)
    places[genes.order] = top + _ROW * (np.arange(genes.order.size) + 0.5)
    draw_joints(drawing, genes, places, _LEFT - 2.0, _TREE, upright=False)
    tops = [findings.display.top_genes[j] for j in genes.order]
    names = gene_labels(findings, tops)
    for row, (gene, name) in enumerate(zip(tops, names, strict=True)):
        text, italic = shorten(name, 7.0, _NAMES - 6), has_symbol(findings, gene)
        drawing.text(_RIGHT + 5, top + _ROW * (row + 0.8), text, size=7.0, fill=style.INK, italic=italic)
    _legend(drawing, bottom + 7)
    draw_keys(drawing, lines, bottom + 20)
    return _figure(findings, drawing, effects, names)


def _figure(findings: Findings, drawing: Drawing, effects: FloatArray, names: list[str]) -> Figure:
    negative, positive = label(findings, positive=False), label(findings, positive=True)
    down, called = int((effects < 0).sum()), min(tally.called_genes(findings), effects.size)
    one = tally.noun(findings)
    empty = " An empty cell: no value." if np.isnan(findings.display.top_values[:, :_ROWS]).any() else ""
    return Figure(
        title=f"The {'strongest genes' if called else 'genes with the smallest p-values'} in every {one}",
        svg=drawing.svg(),
        caption=f"Rows are the {words.count(effects.size)} genes with the smallest p-values, columns are {one}s, both "
        f"joined by likeness. Blue: below that gene's average over the training {tally.noun(findings, 'loo')}s; red: "
        f"above it. {_how_to_read(findings, called, effects.size)}{empty}",
        how_to_read=reading.HEATMAP,
        alt=f"Heat map of {words.plural(effects.size, 'gene')} in "
        f"{words.plural(findings.display.positive.size, one)}{'' if called else ', none of them called'}: {down} genes "
        f"higher in {negative}, {effects.size - down} higher in {positive}. First genes: {words.listing(names[:5])}.",
        individual=True,
    )


def _how_to_read(findings: Findings, called: int, shown: int) -> str:
    """Return how much of the pattern can be believed: the genes were picked on the patients that are drawn."""
    train, other = (f"{tally.noun(findings, part)}s" for part in PARTS)
    rate = words.percent(findings.settings.tests.fdr)
    apart = findings.counts.n_independent > 0
    if not called:
        text = (
            f"Not one of them differs at a false discovery rate of {rate}: picking the smallest p-values out of many "
            f"makes a pattern like that in the training {train} by chance alone"
        )
        return f"{text}; the independent {other} took no part in the picking." if apart else f"{text}."
    some = f"At a false discovery rate of {rate}, {called} of them differ. " if called < shown else ""
    text = f"{some}The genes were chosen on the training {train}, so the pattern there looks cleaner than it is; "
    if apart and tally.only_class(findings, "independent"):
        return f"{text}the independent {other}, all of one class, cannot show whether it holds."
    if apart:
        return f"{text}the independent {other} show whether it holds."
    return f"{text}there are no independent {train} to show whether it holds."


def standardised(findings: Findings) -> FloatArray:
    """Return `(n, g)` values of the top genes minus the training mean, over the training standard deviation.

    A missing value stays missing and counts in neither.
    """
    display = findings.display
    values = display.top_values[:, :_ROWS]
    train = values[~display.independent]
    spread = np.nanstd(train, axis=0, ddof=1)
    z = (values - np.nanmean(train, axis=0)) / np.where(spread > 0, spread, 1.0)
    return np.asarray(z, dtype=np.float64)


def _columns(findings: Findings, score: FloatArray, known: FloatArray) -> _Columns:
    """Return where every sample stands: each set joined by itself, of two branches the less positive one left."""
    independent = findings.display.independent
    sets = [
        (name, np.flatnonzero(independent == later)) for name, later in (("Training", False), ("Independent", True))
    ]
    sets = [(name, rows) for name, rows in sets if rows.size]
    width = (_RIGHT - _LEFT - _BETWEEN * (len(sets) - 1)) / max(1, independent.size)
    orders, lefts, trees, left = [], [], [], _LEFT
    for name, rows in sets:
        tree = array_tree(correlation_distance(known[rows], np.zeros(known.shape[1])), score[rows])
        edges = left + width * np.arange(rows.size)
        middles = np.empty(rows.size)
        middles[tree.order] = edges + width / 2
        orders.append(rows[tree.order])
        lefts.append(edges)
        trees.append((f"{name}, {words.count(rows.size)}", tree, middles))
        left += width * rows.size + _BETWEEN
    return _Columns(np.concatenate(orders), np.concatenate(lefts), width, tuple(trees))


def _crown(drawing: Drawing, findings: Findings, columns: _Columns, bars: list[Bar]) -> None:
    """Draw what stands above the cells: each set with its tree, the classes, columns of the sheet."""
    for name, tree, middles in columns.trees:
        drawing.text(float(middles.min()) - columns.width / 2, 8, name, fill=style.INK, bold=True)
        draw_joints(drawing, tree, middles, _HEADING + _CROWN - 1.5, _CROWN - 3.0, upright=True)
    y = _HEADING + _CROWN
    draw_classes(drawing, findings.display.positive[columns.order], columns.lefts, columns.width, y)
    drawing.text(_RIGHT + 5, y + HEIGHT - 0.8, "class", size=7.0, fill=style.TEXT)
    for bar in bars:
        y += PITCH
        draw_bar(drawing, bar, columns.order, columns.lefts, columns.width, y)
        drawing.text(_RIGHT + 5, y + HEIGHT - 0.8, shorten(bar.name, 7.0, _NAMES - 6), size=7.0, fill=style.TEXT)


def _cells(drawing: Drawing, z: FloatArray, columns: _Columns, top: float) -> None:
    share = (np.clip(z, -_EXTREME, _EXTREME) + _EXTREME) / (2 * _EXTREME)
    level = np.minimum(np.nan_to_num(share * len(style.RAMP), nan=-1.0).astype(int), len(style.RAMP) - 1)  # (n, g)
    wide = columns.width - min(0.5, 0.12 * columns.width)
    for each, colour in enumerate(style.RAMP):
        cells = np.argwhere(level == each)
        drawing.rects(((columns.lefts[i], top + _ROW * g, wide, _ROW - 0.4) for i, g in cells), colour)


def _legend(drawing: Drawing, y: float) -> None:
    cell = 13.0
    left = 66.0
    drawing.text(left - 5, y + 6.8, "below average", size=style.SMALL, fill=style.MUTED, anchor="end")
    for i, colour in enumerate(style.RAMP):
        drawing.rect(left + cell * i, y, cell - 0.5, 8, colour)
    right = left + cell * len(style.RAMP)
    drawing.text(right + 5, y + 6.8, "above average", size=style.SMALL, fill=style.MUTED)
    said = f"ends at {_EXTREME:g} standard deviations"
    drawing.text(style.FULL, y + 6.8, said, size=style.SMALL, fill=style.MUTED, anchor="end")
