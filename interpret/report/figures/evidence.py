"""The leading genes by all sources at once: a row a gene, a column a source."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray
from interpret.explain.evidence_columns import prefix
from interpret.explain.supported import stably_used
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import evidence_marks as marks
from interpret.report.figures import reading, style
from interpret.report.figures.evidence_marks import FOOT, HEAD, ROW, Panel
from interpret.report.figures.genes import gene_labels, has_symbol
from interpret.report.figures.patients import label
from interpret.report.figures.svg import Drawing, shorten
from interpret.report.findings import Findings, ModelFindings

SHOWN = 25
MOST_MODELS = 3  # whose columns have room
_NAMES = 119.0  # right edge of the names
_MIDDLE = (69.0, 48.0, 40.0)  # widths: effect, q-value, selection
_GAP = 14.0
_LETTERS = 26.0  # at the right: with whom a gene moves


@dataclass(frozen=True, eq=False)
class Leading:
    """The genes drawn, best first.

    Attributes
    ----------
    rows
        Their rows of the evidence table, with the interval of the effect.
    models
        The models drawn.
    steady
        Model name to `(g,)`: the model uses the gene steadily.
    called
        `(g,)`: the test calls the gene.
    letters
        A letter for each gene that moves with another one drawn, a dot for one that moves with others alone.
    """

    rows: pd.DataFrame
    models: tuple[ModelFindings, ...]
    steady: dict[str, BoolArray]
    called: BoolArray
    letters: tuple[str, ...]

    @property
    def agreed(self) -> BoolArray:
        """`(g,)`: the test calls the gene, and every model drawn uses it steadily."""
        return np.asarray(np.logical_and.reduce([self.called, *self.steady.values()]), dtype=np.bool_)


def evidence(findings: Findings) -> Figure:
    """Return the 25 genes that lead the consensus: effect, q-value, selection, rank in each model, block."""
    leading = leading_genes(findings)
    names = gene_labels(findings, [str(gene) for gene in leading.rows["gene"]])
    drawing = Drawing(style.FULL, HEAD + ROW * max(1, len(names)) + FOOT)
    _rows(drawing, findings, leading, names)
    panels = _panels(findings, leading)
    for panel, draw in panels:
        panel.head(drawing)
        draw(drawing, panel)
    if leading.models:
        drawing.text(panels[3][0].left, 9, "Rank by SHAP in", size=style.SMALL, fill=style.MUTED)
    return Figure(
        title="The leading genes by all the evidence",
        svg=drawing.svg(),
        caption=_caption(findings, leading),
        how_to_read=reading.EVIDENCE,
        alt=_alt(findings, leading, names),
    )


def explained_models(findings: Findings) -> tuple[ModelFindings, ...]:
    """Return the models run in full that have SHAP values: they make the consensus."""
    return tuple(model for model in findings.models if model.attribution)


def leading_genes(findings: Findings, most: int = SHOWN) -> Leading:
    """Return the genes with the smallest consensus rank and what is drawn of them."""
    models = explained_models(findings)[:MOST_MODELS]
    ordered = findings.evidence.sort_values("consensus_rank", kind="stable").reset_index(drop=True)
    intervals = findings.genes.frame[["gene", "ci_low", "ci_high"]]
    rows = ordered.head(most).merge(intervals, on="gene", how="left", sort=False)
    steady = {model.name: stably_used(ordered, prefix(model.name))[: len(rows)] for model in models}
    called = rows["q_value"].to_numpy(dtype=np.float64) <= findings.settings.tests.fdr
    return Leading(rows, models, steady, called, _letters(ordered, len(rows)))


def _letters(ordered: pd.DataFrame, shown: int) -> tuple[str, ...]:
    blocks = [str(block) if isinstance(block, str) else "" for block in ordered["block"]]
    drawn, known = blocks[:shown], dict[str, str]()
    for block in drawn:
        if block and block not in known and drawn.count(block) > 1:
            known[block] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[len(known)]
    return tuple(known.get(block, marks.DOT if block else "") for block in drawn)


def _panels(findings: Findings, leading: Leading) -> list[tuple[Panel, marks.Draw]]:
    """Return the columns from left to right, each with what draws it."""
    bottom, left, panels = HEAD + ROW * len(leading.rows), _NAMES + _GAP, list[tuple[Panel, marks.Draw]]()
    middle = (
        ("Effect and its interval", marks.effects(leading.rows)),
        ("q-value (long: small)", marks.q_values(leading.rows, findings.settings.tests.fdr)),
        ("In sparse models", marks.shares(leading.rows["selection_frequency"])),
    )
    for (title, draw), width in zip(middle, _MIDDLE, strict=True):
        panels.append((Panel(left, width, bottom, title), draw))
        left += width + _GAP
    room = (style.FULL - _LETTERS - left) / max(1, len(leading.models)) - _GAP
    most = marks.farthest(leading.rows, [prefix(model.name) for model in leading.models])
    for model in leading.models:
        ranks = marks.ranks(leading.rows, prefix(model.name), leading.steady[model.name], most)
        panels.append((Panel(left, room, bottom, words.plain(model.title)), ranks))
        left += room + _GAP
    panels.append((Panel(style.FULL - _LETTERS, _LETTERS, bottom, "Moves with"), marks.texts(leading.letters)))
    return panels


def _rows(drawing: Drawing, findings: Findings, leading: Leading, names: list[str]) -> None:
    """Draw the bands of genes that all sources agree on, and every gene's name with its marks."""
    of_interest = leading.rows["of_interest"].to_numpy(dtype=np.bool_)
    symbols = [has_symbol(findings, str(gene)) for gene in leading.rows["gene"]]
    for row, (name, agreed, interest) in enumerate(zip(names, leading.agreed, of_interest, strict=True)):
        top = HEAD + ROW * row
        if agreed:
            drawing.rect(0, top, style.FULL, ROW, style.SHADE)
        room = _NAMES - (24 if interest else 14)
        text = shorten(name, style.BODY, room)
        drawing.text(14, top + ROW / 2 + 2.8, text, fill=style.INK, italic=symbols[row])
        drawing.text(10, top + ROW / 2 + 2.6, str(row + 1), size=6.2, fill=style.MUTED, anchor="end")
        if interest:
            marks.star(drawing, (_NAMES - 4, top + ROW / 2), 4.0)


def _caption(findings: Findings, leading: Leading) -> str:
    one, rate = tally.noun(findings, "loo"), words.percent(findings.settings.tests.fdr)
    agreed = "every model" if len(leading.models) > 1 else "the model"
    positive, negative = label(findings, positive=True), label(findings, positive=False)
    interest = " A star marks a gene of the list of genes of interest." if findings.of_interest else ""
    interval = words.percent(findings.settings.tests.confidence)
    return (
        f"Shaded: all sources agree, that is, the test calls the gene and {agreed} uses it steadily. Effect "
        f"with its {interval} interval: diamond, higher in {positive}; circle, higher in {negative}. Dashed: a false "
        f"discovery rate of {rate}. "
        f"Rank (1 is largest) with its 95% range over {one}s; hollow and dotted: not used steadily; a dash: not used. "
        "The same letter: genes that move together; a dot: moves with genes further down." + interest
    )


def _alt(findings: Findings, leading: Leading, names: list[str]) -> str:
    agreed = [name for name, is_agreed in zip(names, leading.agreed, strict=True) if is_agreed]
    first = [
        f"{name} (q {words.q_value(float(row['q_value']))}"
        + "".join(f", rank {_rank(row, model)} in {model.title}" for model in leading.models)
        + ")"
        for name, (_, row) in zip(names[:5], leading.rows.iterrows(), strict=False)
    ]
    stars = [name for name, of in zip(names, leading.rows["of_interest"], strict=True) if of]
    return (
        f"The first {words.plural(len(names), 'gene')} of the consensus, each with its effect "
        f"({findings.labels.positive} minus {findings.labels.negative}), q-value, share of sparse models and rank in "
        "each model. First: "
        f"{words.listing(first) or 'none'}. All sources agree on {words.plural(len(agreed), 'gene')}"
        + (f": {words.listing(agreed, 8)}." if agreed else ".")
        + (f" Genes of interest among them: {words.listing(stars, 8)}." if stars else "")
    )


def _rank(row: pd.Series, model: ModelFindings) -> str:
    rank = row[f"{prefix(model.name)}_shap_rank"]
    return "none" if pd.isna(rank) else words.count(float(rank))
