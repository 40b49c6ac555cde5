"""How much each gene moves a model on average, and how firm its rank is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import style
from interpret.report.figures.genes import gene_labels
from interpret.report.figures.patients import found_model, label
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.figures.ticks import round_steps
from interpret.report.findings import Findings

_SHOWN = 15
_LEFT = 104.0
_BARS = 196.0  # width of the bars' axis
_RANKS = (_LEFT + _BARS + 52.0, style.FULL - 10.0)
_TOP = 22.0
_ROW = 14.0


def top_genes(findings: Findings, model: str) -> Figure:
    """Return mean absolute SHAP over the left-out patients as bars, with the 95 % bootstrap range of each rank.

    Raises
    ------
    KeyError
        The model was not run, or has no attribution of the left-out patients.
    """
    found = found_model(findings, model)
    attribution = found.attribution["loo"]
    rows = leading_rows(findings, model)
    genes = [str(gene) for gene in rows["gene"]]
    names = gene_labels(findings, genes)
    drawing = Drawing(style.FULL, _TOP + _ROW * max(1, len(genes)) + 28)
    bottom = _TOP + _ROW * max(1, len(genes))
    size = rows["size"].to_numpy(dtype=np.float64)
    column = {gene: j for j, gene in enumerate(attribution.genes)}
    higher = [_rising(attribution.values[:, column[g]], attribution.expression[:, column[g]]) for g in genes]
    for row, name in enumerate(names):
        y = _TOP + _ROW * (row + 0.5)
        drawing.text(_LEFT - 6, y + 2.8, shorten(name, style.BODY, _LEFT - 8), fill=style.INK, anchor="end")
    _bars(drawing, size, higher, bottom, f"mean |SHAP| ({attribution.unit})")
    _ranges(drawing, rows, bottom)
    _headings(drawing, findings)
    one = tally.noun(findings, "loo")
    firm = [name for name, high in zip(names, rows["high"], strict=True) if high <= 10]  # noqa: PLR2004  the top ten
    return Figure(
        title=f"How much each gene matters to {words.plain(found.title)}",
        svg=drawing.svg(),
        caption=f"Bar: the gene's mean absolute SHAP value over the left-out {one}s, each explained by a model that "
        f"never saw that {tally.left_out(findings)}. Right: the rank (1 is largest) with its 95% range when {one}s are "
        "resampled; a "
        "long line means the rank is not firm.",
        alt=f"Genes by mean absolute SHAP in {found.title}: "
        + (words.listing([f"{n} ({words.significant(s, 2)})" for n, s in zip(names, size, strict=True)][:5]) or "none")
        + f". {_firm(firm)}",
    )


def leading_rows(findings: Findings, model: str) -> pd.DataFrame:
    """Return `gene, size, rank, low, high` of the 15 largest genes of a model, largest first, from the evidence."""
    key = model.replace("-", "_")
    wanted = {"mean_abs_shap": "size", "shap_rank": "rank", "rank_low": "low", "rank_high": "high"}
    columns = {"gene": "gene", **{f"{key}_{ours}": short for ours, short in wanted.items()}}
    rows = findings.evidence[list(columns)].rename(columns=columns)
    known = set(findings_genes(findings, model))
    rows = rows[(rows["size"] > 0.0) & rows["gene"].isin(known)]
    return rows.sort_values(["size", "gene"], ascending=[False, True], kind="stable").head(_SHOWN)


def findings_genes(findings: Findings, model: str) -> tuple[str, ...]:
    """Return the genes that the left-out patients' attribution covers."""
    return found_model(findings, model).attribution["loo"].genes


def _rising(values: np.ndarray, expression: np.ndarray) -> bool:
    return float(((expression - expression.mean()) * (values - values.mean())).sum()) > 0.0


def _bars(drawing: Drawing, size: np.ndarray, higher: list[bool], bottom: float, title: str) -> None:
    top = 1.04 * max(1e-12, float(size.max(initial=0.0)))
    ticks = round_steps(0.0, top, 4)
    for tick in ticks:
        x = _LEFT + _BARS * tick / top
        drawing.line((x, _TOP), (x, bottom), style.GRID, 0.6)
        drawing.text(x, bottom + 10, f"{tick:g}", size=style.SMALL, fill=style.MUTED, anchor="middle")
    for row, (value, up) in enumerate(zip(size, higher, strict=True)):
        y, width = _TOP + _ROW * (row + 0.5), _BARS * float(value) / top
        drawing.add(
            "rect", x=_LEFT, y=y - 4, width=width, height=8, fill=style.class_colour(positive=up), data_marks="gene"
        )
        sign = "+" if up else "\N{MINUS SIGN}"
        drawing.text(_LEFT + width + 4, y + 2.8, sign, size=style.SMALL, fill=style.MUTED)
    drawing.line((_LEFT, _TOP), (_LEFT, bottom), style.QUIET, 0.7)
    drawing.text(_LEFT + _BARS / 2, bottom + 23, title, anchor="middle")


def _ranges(drawing: Drawing, rows: pd.DataFrame, bottom: float) -> None:
    left, right = _RANKS
    most = max(20.0, float(np.nanmax(rows[["rank", "high"]].to_numpy(dtype=np.float64), initial=1.0)))

    def x(rank: float) -> float:
        return left + (right - left) * float(np.log(rank) / np.log(most))

    powers = [tick for tick in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000) if tick <= most]
    for tick in powers if len(powers) <= 7 else powers[::3]:  # noqa: PLR2004  as many as do not touch
        drawing.line((x(tick), _TOP), (x(tick), bottom), style.GRID, 0.6)
        text = words.count(tick)
        drawing.text(x(tick), bottom + 10, text, size=style.SMALL, fill=style.MUTED, anchor="middle")
    for row, (rank, low, high) in enumerate(rows[["rank", "low", "high"]].to_numpy(dtype=np.float64)):
        y = _TOP + _ROW * (row + 0.5)
        if np.isfinite(low) and np.isfinite(high):
            drawing.line((x(max(1.0, low)), y), (x(max(1.0, high)), y), style.MUTED, 1.5)
        drawing.dots([(x(float(rank)), y)], 2.5, style.INK, kind="rank")
    drawing.text((left + right) / 2, bottom + 23, "rank among all genes (1 is largest)", anchor="middle")


def _headings(drawing: Drawing, findings: Findings) -> None:
    positive, negative = (shorten(label(findings, positive=p), style.SMALL, 78) for p in (True, False))
    up, down = f"+ high means {positive}", f"\N{MINUS SIGN} high means {negative}"
    drawing.text(0, 12, down, size=style.SMALL, fill=style.NEGATIVE, bold=True)
    drawing.text(_LEFT + _BARS, 12, up, size=style.SMALL, fill=style.POSITIVE, bold=True, anchor="end")
    drawing.text(_RANKS[0], 12, "rank and its 95% range", size=style.SMALL, fill=style.MUTED)


def _firm(names: list[str]) -> str:
    if not names:
        return "No gene is in the top ten throughout its 95% range."
    return f"In the top ten throughout their 95% range: {words.listing(names, 8)}."
