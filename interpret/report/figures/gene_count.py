"""How the error of left-out patients goes with the number of genes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from interpret.models.gene_count_curve import GeneCountCurve
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style
from interpret.report.figures.axes import Plot, plot
from interpret.report.findings import Findings
from interpret.scoring.intervals import clopper_pearson

_TOP = 30.0
_TICKS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
PATH, FILTER = "sparse logistic regression, along its penalty", "genes with the largest F, diagonal discriminant"


def share_right(findings: Findings) -> Figure:
    """Return the share of left-out samples called right against the number of genes, with the interval of the path."""
    path, by_filter = _curve(findings.selection.path), _curve(findings.selection.by_filter)
    n, majority = tally.size(findings, "loo")[0], tally.majority(findings, "loo")
    with plot(style.HALF, 190.0) as page:
        axes = _axes(page, (path, by_filter), "right", (min(0.4, _lowest(path, by_filter)), 1.0))
        axes.yaxis.set_major_formatter(lambda value, _: words.percent(value))
        _band(page, axes, path)
        left, right = axes.get_xlim()
        page.over.polyline(page.page(axes, [left, right], [majority / n] * 2), style.MUTED, 0.8, "1.5 2")
        _lines(page, axes, path, by_filter, "share")
        svg = page.svg()
    one = tally.noun(findings, "loo")
    return Figure(
        title="Right calls and number of genes",
        svg=svg,
        caption=f"Every left-out {one} judged with few genes and with many, the genes chosen without them. Grey: 95% "
        "interval of the solid line. Dotted: naming the larger class for everybody. Nothing is chosen from this curve; "
        "its best point is the best of many and looks better than it is.",
        how_to_read=reading.RIGHT_BY_GENES,
        alt=_alt(findings, path, by_filter, "share"),
        share=0.5,
    )


def brier_score(findings: Findings) -> Figure:
    """Return the Brier score of the left-out samples against the number of genes."""
    path, by_filter = _curve(findings.selection.path), _curve(findings.selection.by_filter)
    with plot(style.HALF, 190.0) as page:
        top = 1.1 * max(path["brier"].max(), by_filter["brier"].max())
        axes = _axes(page, (path, by_filter), "Brier score", (0.0, top))
        _lines(page, axes, path, by_filter, "brier")
        svg = page.svg()
    return Figure(
        title="Brier score and number of genes",
        svg=svg,
        caption="The mean squared distance between the probability given and what is true: 0 is perfect, and 0.25 is "
        "what a probability of one half for everybody gives. It notices sooner than the calls when a model grows "
        "unsure, or sure and wrong.",
        how_to_read=reading.BRIER_BY_GENES,
        alt=_alt(findings, path, by_filter, "brier"),
        share=0.5,
    )


def _curve(curve: GeneCountCurve) -> pd.DataFrame:
    """Return the positions that have a gene, one a number of genes, with the share right."""
    table = curve.table()
    table = table[table["genes"] >= 1.0].drop_duplicates("genes", keep="last").sort_values("genes")
    return table.assign(share=table["right"] / table["n"])


def _lowest(*curves: pd.DataFrame) -> float:
    return float(min(curve["right_low"].min() if i == 0 else curve["share"].min() for i, curve in enumerate(curves)))


def _axes(page: Plot, curves: Sequence[pd.DataFrame], ylabel: str, limits: tuple[float, float]) -> Axes:
    axes = page.axes(38, _TOP, style.HALF - 44, 124)
    most = max(float(curve["genes"].max()) for curve in curves)
    axes.set_xscale("log")
    axes.set(xlim=(0.9, 1.2 * most), ylim=limits, xlabel="genes in the model", ylabel=ylabel)
    ticks = [tick for tick in _TICKS if tick <= most]
    axes.set_xticks(ticks, [words.count(tick) if _labelled(tick, most) else "" for tick in ticks])
    axes.minorticks_off()
    return axes


def _labelled(tick: int, most: float) -> bool:
    """Label every decade, and the steps between where there is room."""
    return str(tick).startswith("1") or most <= 20  # noqa: PLR2004  up to 20 there is room for every step


def _band(page: Plot, axes: Axes, curve: pd.DataFrame) -> None:
    upper = page.page(axes, curve["genes"].to_numpy(), curve["right_high"].to_numpy())
    lower = page.page(axes, curve["genes"].to_numpy(), curve["right_low"].to_numpy())
    if upper:
        outline = "L".join(f"{x:.2f} {y:.2f}" for x, y in [*upper, *lower[::-1]])
        page.over.add("path", d=f"M{outline}z", fill=style.RULE, data_marks="band")


def _lines(page: Plot, axes: Axes, path: pd.DataFrame, by_filter: pd.DataFrame, column: str) -> None:
    for row, (name, curve, dash) in enumerate(((PATH, path, ""), (FILTER, by_filter, "4 2.4"))):
        points = page.page(axes, curve["genes"].to_numpy(), curve[column].to_numpy())
        if points:
            page.over.polyline(points, style.INK, 1.2, dash)
        if dash:
            page.over.dots(points, 1.8, style.INK, kind="filter")
        page.over.line((38, 5.5 + 11 * row), (58, 5.5 + 11 * row), style.INK, 1.2, dash)
        page.over.text(63, 8 + 11 * row, name, size=style.SMALL)


def _alt(findings: Findings, path: pd.DataFrame, by_filter: pd.DataFrame, column: str) -> str:
    many = f"{tally.noun(findings, 'loo')}s"
    told = []
    for name, curve in ((PATH, path), (FILTER, by_filter)):
        shown = [curve.iloc[int(np.abs(np.log(curve["genes"] / wanted)).argmin())] for wanted in (1, 10, 100)]
        parts = [f"{words.plural(round(float(row['genes'])), 'gene')}: {_said(row, column)}" for row in shown]
        told.append(f"{name}: {'; '.join(dict.fromkeys(parts))}")
    what = f"Left-out {many} called right" if column == "share" else f"Brier score of the left-out {many}"
    return f"{what} against the number of genes. {'. '.join(words.capital(item) for item in told)}."


def _said(row: pd.Series, column: str) -> str:
    if column == "share":
        low, high = clopper_pearson(int(row["right"]), int(row["n"]))
        return f"{words.of(int(row['right']), int(row['n']))} right ({words.percent_interval(low, high)})"
    return words.number(float(row["brier"]))
