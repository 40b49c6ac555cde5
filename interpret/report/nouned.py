"""A report in the words of its study: every noun of a sample as a word, wherever it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from interpret.nouns import Noun, resolved
from interpret.report.blocks import Columns, Figure, Report
from interpret.report.render.spelling import respelled


def in_its_noun(report: Report, noun: Noun) -> Report:
    """Return the report with its nouns as words, also in what says of a figure how it is read."""
    if noun.usual:
        return report
    sections = tuple(
        replace(section, blocks=tuple(_how_to_read(block, noun) for block in section.blocks))
        for section in report.sections
    )
    return respelled(replace(report, sections=sections), resolved)


def _how_to_read(block: Any, noun: Noun) -> Any:  # noqa: ANN401  any block
    if isinstance(block, Columns):
        return replace(block, left=_how_to_read(block.left, noun), right=_how_to_read(block.right, noun))
    if isinstance(block, Figure):  # these words are the same for every study: none is from the data
        return replace(block, how_to_read=noun.said(block.how_to_read))
    return block
