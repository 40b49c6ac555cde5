"""The page of every patient as blocks of words and drawings, as patients.pdf has it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from interpret.report import inline
from interpret.report.blocks import Block, Bullets, Callout, Columns, Facts, Figure, Prose, Report, Table
from interpret.report.findings import Findings
from interpret.report.patients import in_order
from interpret.report.render import svg
from interpret.report.render.spelling import seen


def dossiers(findings: Findings, patients: Report) -> list[dict[str, Any]]:
    """Return one entry a section of `patients`: the sample, the heading and the blocks.

    Raises
    ------
    ValueError
        The sections are not one a sample that has a page.
    """
    display = findings.display
    place = {
        ("independent" if later else "loo", name): i
        for i, (name, later) in enumerate(zip(display.samples, display.independent.tolist(), strict=True))
    }
    return [
        {
            "sample": place[key],
            "title": section.title,
            "blocks": [made for number, block in enumerate(section.blocks) for made in _blocks(block, str(number))],
        }
        for key, section in zip(in_order(findings), seen(patients).sections, strict=True)
    ]


def _blocks(block: Block, number: str) -> list[dict[str, Any]]:
    """Return a block, or the two of a pair, as plain values; `number` tells it from the others of its page."""
    if isinstance(block, Columns):
        return [*_blocks(block.left, f"{number}-left"), *_blocks(block.right, f"{number}-right")]
    given: dict[str, Any]
    match block:
        case Prose():
            given = {"paragraphs": block.paragraphs}
        case Bullets():
            given = {"title": block.title, "items": block.items}
        case Facts():
            given = {"facts": [asdict(fact) for fact in block.facts]}
        case Callout():
            given = {"title": block.title, "text": block.text, "tone": block.tone}
        case Figure():
            given = _figure(block, number)
        case Table():
            heads = [column.heading for column in block.columns]
            given = {"title": block.caption, "heads": heads, "rows": block.rows, "note": block.note}
    return [_pieces({"kind": block.kind, **given})]


def _pieces(value: Any) -> Any:  # noqa: ANN401  the same nest of lists and dictionaries
    """Return a value with every text that names genes as a list of pieces: words, gene, whether it is its symbol."""
    if isinstance(value, str):
        pieces = inline.split(value)
        if all(not what for _, what in pieces):
            return value
        return [[said, inline.gene_of(what), inline.is_symbol(what)] for said, what in pieces]
    if isinstance(value, dict):
        return {key: _pieces(part) for key, part in value.items()}
    return [_pieces(part) for part in value] if isinstance(value, list | tuple) else value


def _figure(figure: Figure, number: str) -> dict[str, Any]:
    """Return a drawing with ids of its own; one patient is shown at a time."""
    return {
        "title": figure.title,
        "svg": svg.described(figure.svg, f"dossier-{number}", figure.title, figure.alt),
        "caption": figure.caption,
        "width": round(svg.width(figure.svg), 1),
    }
