"""The quality of the arrays or counts: what each looks like, who resembles whom, whose sex its expression tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from interpret.report import quality_words as said
from interpret.report.blocks import Block, Bullets, Callout, Columns, Figure, Section
from interpret.report.doubtful import doubts, poor_arrays, title
from interpret.report.figures.arrays import arrays
from interpret.report.figures.components import components
from interpret.report.figures.dendrogram import dendrogram
from interpret.report.figures.libraries import libraries
from interpret.report.figures.library_bars import library_bars
from interpret.report.figures.present import present
from interpret.report.figures.sex import sex
from interpret.report.figures.top_share import top_share
from interpret.report.figures.voom_trend import voom_trend
from interpret.report.findings import Findings
from interpret.report.side_by_side import side_by_side


def section(findings: Findings) -> Section:
    """Return the section on the quality of the arrays."""
    counted = (said.libraries, said.aside, said.top, said.normalised, said.trend)
    told = (poor_arrays, said.tree, said.detection, *counted, said.sex)
    items = tuple(text for tell in told if (text := tell(findings)))
    what = "counts" if findings.arrays.sequenced else "arrays"
    # the text before the figures: it breaks over a page where they cannot
    blocks: list[Block] = [Bullets(f"What the {what} say", items), *_counted(findings), arrays(findings)]
    blocks += [*_trend(findings), *_figures(findings)]
    blocks += [*doubts(findings), *said.mismatches(findings)]
    return Section("quality", title(findings), tuple(blocks), part="For the reviewer")


def _counted(findings: Findings) -> list[Block]:
    """Return the libraries sample by sample; nothing where the values are no counts."""
    return [] if findings.arrays.counts is None else [library_bars(findings)]


def _trend(findings: Findings) -> list[Block]:
    """Return the mean-variance trend; nothing where the values are no counts."""
    found = findings.diagnostics.counts_trend
    return [] if found is None else [voom_trend(findings, found)]


def _figures(findings: Findings) -> list[Block]:
    """Return the small figures in two columns; where one is left over, beside it what could not be looked at."""
    quality = findings.arrays
    drawn: list[Figure] = [components(findings), dendrogram(findings)]
    drawn += [present(findings)] if quality.has_calls else []
    drawn += [libraries(findings)] if quality.has_counts else []
    drawn += [top_share(findings)] if quality.counts is not None else []
    drawn += [sex(findings)] if quality.sex.xist_measured or quality.sex.y_symbols else []
    blocks: list[Block] = [side_by_side(left, right) for left, right in zip(drawn[::2], drawn[1::2], strict=False)]
    missing = _not_looked_at(findings)
    if len(drawn) % 2:
        last = replace(drawn[-1], share=1.0)
        blocks.append(Columns(last, Callout("Not looked at", missing, tone="note")) if missing else drawn[-1])
    elif missing:
        blocks.append(Callout("Not looked at", missing, tone="note"))
    return [*blocks[:1], *_looked_up(blocks[1:])]


def _looked_up(blocks: Iterable[Block]) -> list[Block]:
    """Return what stands beside the components on screen alone, words excepted."""
    return [block if isinstance(block, Callout) else replace(block, on_paper=False) for block in blocks]


def _not_looked_at(findings: Findings) -> str:
    quality, texts = findings.arrays, []
    if not quality.has_calls and not quality.has_counts:
        texts.append(
            "The counts were scaled, so the number of reads of a sample is no longer known."
            if quality.sequenced
            else "The files have no detection calls, and the values are no counts of reads."
        )
    if not quality.sex.xist_measured and not quality.sex.y_symbols:
        texts.append(
            "No gene is named as XIST or as one of the Y chromosome, so the sex could not be checked: an annotation "
            "with symbols would allow it."
        )
    return " ".join(texts)
