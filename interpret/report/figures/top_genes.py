"""How much each gene moves a model on average, and how firm its rank is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading, style, unstable
from interpret.report.figures.genes import gene_labels, has_symbol
from interpret.report.figures.patients import found_model, label
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.figures.ticks import round_steps
from interpret.report.findings import Findings

_SHOWN = 15
_LEFT = 112.0
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
    loose = unstable.unstable_genes(findings, model)
    fades = [gene in loose for gene in genes]
    unsure = [name for name, fade in zip(names, fades, strict=True) if fade]
    for row, (gene, name, fade) in enumerate(zip(genes, names, fades, strict=True)):
        y, ink = _TOP + _ROW * (row + 0.5), style.MUTED if fade else style.INK
        text, italic = shorten(name, style.BODY, _LEFT - 13), has_symbol(findings, gene)
        drawing.text(_LEFT - 11, y + 2.8, text, fill=ink, anchor="end", italic=italic)
    unstable.mark(drawing, fades, _LEFT - 5, _TOP, _ROW)
    _bars(drawing, rows, higher, fades, (bottom, f"mean |SHAP| ({attribution.unit})"))
    _ranges(drawing, rows, bottom)
    _headings(drawing, findings)
    one = tally.noun(findings, "loo")
    firm = [name for name, high in zip(names, rows["high"], strict=True) if high <= 10]  # noqa: PLR2004  the top ten
    return Figure(
        title=f"How much each gene matters to {words.plain(found.title)}",
        svg=drawing.svg(),
        caption=f"Bar: the gene's mean absolute SHAP value over the left-out {one}s, each explained by a model that "
        f"never saw that {tally.left_out(findings)}; the line across its end is the 95% range of that mean. Right: the "
        f"rank (1 is largest) with its 95% range. Both are over resampled {one}s; the broad pale line is the range of "
        "the rank over the left-out models. A long line means not firm." + unstable.caption(unsure),
        how_to_read=reading.TOP_GENES,
        alt=f"Genes by mean absolute SHAP in {found.title}: "
        + (words.listing([f"{n} ({words.significant(s, 2)})" for n, s in zip(names, size, strict=True)][:5]) or "none")
        + f". {_firm(firm)}{unstable.alternative(unsure)}",
    )


def leading_rows(findings: Findings, model: str) -> pd.DataFrame:
    """Return the 15 largest genes of a model, largest first, from the evidence.

    Columns `gene, size, least, most` (mean absolute SHAP and its range), `rank, low, high` (its range over patients)
    and `fold_low, fold_high` (that over left-out models).
    """
    key = model.replace("-", "_")
    wanted = {
        "mean_abs_shap": "size",
        "mean_abs_low": "least",
        "mean_abs_high": "most",
        "shap_rank": "rank",
        "rank_low": "low",
        "rank_high": "high",
        "fold_rank_low": "fold_low",
        "fold_rank_high": "fold_high",
    }
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


def _bars(
    drawing: Drawing, rows: pd.DataFrame, higher: list[bool], fades: list[bool], below: tuple[float, str]
) -> None:
    bottom, title = below
    sizes = rows[["size", "least", "most"]].to_numpy(dtype=np.float64)
    top = 1.04 * max(1e-12, float(np.nanmax(sizes, initial=0.0)))
    ticks = round_steps(0.0, top, 4)
    for tick in ticks:
        x = _LEFT + _BARS * tick / top
        drawing.line((x, _TOP), (x, bottom), style.GRID, 0.6)
        drawing.text(x, bottom + 10, f"{tick:g}", size=style.SMALL, fill=style.MUTED, anchor="middle")
    for row, ((value, least, most), up, fade) in enumerate(zip(sizes, higher, fades, strict=True)):
        y, width = _TOP + _ROW * (row + 0.5), _BARS * float(value) / top
        colour = style.class_colour(positive=up)
        fill = unstable.faded(colour) if fade else colour
        drawing.add("rect", x=_LEFT, y=y - 4, width=width, height=8, fill=fill, data_marks="gene")
        end = width
        if np.isfinite(least) and np.isfinite(most):
            start, end = _BARS * float(least) / top, _BARS * float(most) / top
            _whisker(drawing, (_LEFT + start, _LEFT + end), y)
        sign = "+" if up else "\N{MINUS SIGN}"
        drawing.text(_LEFT + end + 4, y + 2.8, sign, size=style.SMALL, fill=style.MUTED)
    drawing.line((_LEFT, _TOP), (_LEFT, bottom), style.QUIET, 0.7)
    drawing.text(_LEFT + _BARS / 2, bottom + 23, title, anchor="middle")


def _whisker(drawing: Drawing, ends: tuple[float, float], y: float) -> None:
    """Draw the range of a mean over the end of its bar: dark within a pale line, so that it shows on bar and paper."""
    for colour, width in ((style.PAPER, 2.2), (style.INK, 0.9)):
        drawing.line((ends[0], y), (ends[1], y), colour, width)
    for x in ends:
        drawing.line((x, y - 2), (x, y + 2), style.INK, 0.9)


def _ranges(drawing: Drawing, rows: pd.DataFrame, bottom: float) -> None:
    left, right = _RANKS
    most = max(20.0, float(np.nanmax(rows[["rank", "high", "fold_high"]].to_numpy(dtype=np.float64), initial=1.0)))

    def x(rank: float) -> float:
        return left + (right - left) * float(np.log(rank) / np.log(most))

    powers = [tick for tick in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 50000) if tick <= most]
    for tick in powers if len(powers) <= 7 else powers[::3]:  # noqa: PLR2004  as many as do not touch
        drawing.line((x(tick), _TOP), (x(tick), bottom), style.GRID, 0.6)
        text = words.count(tick)
        drawing.text(x(tick), bottom + 10, text, size=style.SMALL, fill=style.MUTED, anchor="middle")
    columns = ["rank", "low", "high", "fold_low", "fold_high"]
    for row, (rank, low, high, fold_low, fold_high) in enumerate(rows[columns].to_numpy(dtype=np.float64)):
        y = _TOP + _ROW * (row + 0.5)
        for start, end, colour, width in ((fold_low, fold_high, style.RULE, 5.0), (low, high, style.MUTED, 1.5)):
            if np.isfinite(start) and np.isfinite(end):
                drawing.line((x(max(1.0, start)), y), (x(max(1.0, end)), y), colour, width)
        drawing.dots([(x(float(rank)), y)], 2.5, style.INK, kind="rank")
    drawing.text((left + right) / 2, bottom + 23, "rank among all genes (1 is largest)", anchor="middle")


def _headings(drawing: Drawing, findings: Findings) -> None:
    positive, negative = (shorten(label(findings, positive=p), style.SMALL, 78) for p in (True, False))
    up, down = f"+ high means {positive}", f"\N{MINUS SIGN} high means {negative}"
    drawing.text(0, 12, down, size=style.SMALL, fill=style.NEGATIVE, bold=True)
    drawing.text(_LEFT + _BARS, 12, up, size=style.SMALL, fill=style.POSITIVE, bold=True, anchor="end")
    drawing.text(_RANKS[0], 12, "rank and its 95% ranges", size=style.SMALL, fill=style.MUTED)


def _firm(names: list[str]) -> str:
    if not names:
        return "No gene is in the top ten throughout its 95% range."
    return f"In the top ten throughout their 95% range: {words.listing(names, 8)}."
