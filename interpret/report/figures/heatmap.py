"""The genes with the smallest p-values in every patient."""

from __future__ import annotations

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.genes import gene_labels
from interpret.report.figures.patients import PARTS, label
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.findings import Findings

_ROWS = 30
_LEFT = 92.0
_TOP = 34.0
_ROW = 9.4
_BETWEEN = 5.0  # gap between groups of patients
_EXTREME = 2.5  # standard deviations at which the colours end


def heatmap(findings: Findings) -> Figure:
    """Return the top genes against all patients, each gene standardised on the training patients.

    Patients stand by set, class and then by how positive their pattern is; genes higher in the negative class come
    first. The cells of one colour are one path.
    """
    display = findings.display
    effect = findings.genes.frame.set_index("gene")["effect"].reindex(list(display.top_genes[:_ROWS])).to_numpy()
    rows = np.argsort(effect > 0, kind="stable")
    z = standardised(findings)[:, rows]  # (n, g)
    names = gene_labels(findings, [display.top_genes[j] for j in rows])
    order, groups = _order(findings, np.nan_to_num(z) @ np.nan_to_num(np.sign(effect[rows])))
    drawing = Drawing(style.FULL, _TOP + _ROW * rows.size + 30)
    lefts, width = _columns(groups)
    _cells(drawing, z[order], lefts, width)
    for row, name in enumerate(names):
        y = _TOP + _ROW * (row + 0.76)
        drawing.text(_LEFT - 5, y, shorten(name, 7.0, _LEFT - 6), size=7.0, fill=style.INK, anchor="end")
    _headings(drawing, findings, groups, lefts, width)
    _legend(drawing, _TOP + _ROW * rows.size + 12)
    negative, positive = label(findings, positive=False), label(findings, positive=True)
    down, called = int((effect < 0).sum()), min(tally.called_genes(findings), rows.size)
    one = tally.noun(findings)
    empty = " An empty cell: no value." if np.isnan(z).any() else ""
    return Figure(
        title=f"The {'strongest genes' if called else 'genes with the smallest p-values'} in every {one}",
        svg=drawing.svg(),
        caption=f"Rows are the {words.count(rows.size)} genes with the smallest p-values, columns are {one}s. Blue: "
        f"below that gene's average over the training {tally.noun(findings, 'loo')}s; red: above it. "
        f"{_how_to_read(findings, called, rows.size)}{empty}",
        how_to_read=reading.HEATMAP,
        alt=f"Heat map of {words.plural(rows.size, 'gene')} in {words.plural(len(order), one)}"
        f"{'' if called else ', none of them called'}: {down} genes higher in {negative}, {rows.size - down} higher "
        f"in {positive}. First genes: {words.listing(names[:5])}.",
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


def _order(findings: Findings, score: FloatArray) -> tuple[IntArray, IntArray]:
    group = 2 * findings.display.independent + findings.display.positive  # 0..3 in the order drawn
    order = np.lexsort((score, group))
    return order, group[order]


def _columns(groups: IntArray) -> tuple[FloatArray, float]:
    before = np.searchsorted(np.unique(groups), groups)  # gaps left of each column
    width = (style.FULL - _LEFT - _BETWEEN * int(before.max(initial=0))) / max(1, groups.size)
    return _LEFT + np.arange(groups.size) * width + _BETWEEN * before, width


def _cells(drawing: Drawing, z: FloatArray, lefts: FloatArray, width: float) -> None:
    share = (np.clip(z, -_EXTREME, _EXTREME) + _EXTREME) / (2 * _EXTREME)
    level = np.minimum(np.nan_to_num(share * len(style.RAMP), nan=-1.0).astype(int), len(style.RAMP) - 1)  # (n, g)
    gap = min(0.5, 0.12 * width)
    for each, colour in enumerate(style.RAMP):
        cells = np.argwhere(level == each)
        drawing.rects(((lefts[i], _TOP + _ROW * g, width - gap, _ROW - 0.5) for i, g in cells), colour)


def _headings(drawing: Drawing, findings: Findings, groups: IntArray, lefts: FloatArray, width: float) -> None:
    for each in np.unique(groups):
        mine = np.flatnonzero(groups == each)
        left, right = float(lefts[mine[0]]), float(lefts[mine[-1]]) + width
        positive, part = bool(each % 2), "independent" if each // 2 else "training"
        colour = style.class_colour(positive=positive)
        name = shorten(label(findings, positive=positive), style.BODY, right - left + 2, bold=True)
        drawing.text(left, 9, name, fill=colour, bold=True)
        under = shorten(f"{part}, {mine.size}", style.SMALL, max(right - left, 58.0))
        drawing.text(left, 19, under, size=style.SMALL, fill=style.MUTED)
        drawing.rect(left, 24, right - left - 0.5, 5.5, colour)
        if positive:  # the bar of the positive class is notched: not by colour alone
            notches = "".join(f"M{x:.2f} 24l2.75 2.75l-2.75 2.75z" for x in np.arange(left, right - 4, 6.0))
            drawing.add("path", d=notches, fill=style.PAPER)


def _legend(drawing: Drawing, y: float) -> None:
    cell = 13.0
    left = _LEFT + 74
    drawing.text(left - 5, y + 6.8, "below average", size=style.SMALL, fill=style.MUTED, anchor="end")
    for i, colour in enumerate(style.RAMP):
        drawing.rect(left + cell * i, y, cell - 0.5, 8, colour)
    right = left + cell * len(style.RAMP)
    drawing.text(right + 5, y + 6.8, "above average", size=style.SMALL, fill=style.MUTED)
    said = f"ends at {_EXTREME:g} standard deviations"
    drawing.text(style.FULL, y + 6.8, said, size=style.SMALL, fill=style.MUTED, anchor="end")
