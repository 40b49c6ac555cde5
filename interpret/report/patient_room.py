"""How many genes the page of one patient has room for: it must be one page, however long the names are, and a full one.

Heights follow `.leaves` in `templates/print.css` and `templates/base.css`; lines are counted as for page 1, rather too
many than too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from interpret.report.blocks import Block, Bullets, Facts, Figure, Prose
from interpret.report.figures import style
from interpret.report.figures.waterfall_drawing import height as waterfall_height
from interpret.report.front_room import PAGE, lines

FEWEST = 3
_MM = 72.0 / 25.4
_LEADING = 1.34
_GAP = 3.3 * _MM  # below a block
_SPARE = 5.0  # what rounding may take
_HEADING, _TEXT, _LISTED, _SMALL, _LABEL, _NUMBER = 14.0, 10.4, 8.0, 7.6, 8.4, 15.0  # sizes of letters
_FIGURE_TITLE = 9.6 * 1.3 + 1.6 * _MM
_DRAWN = re.compile(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"')


def genes_that_fit(heading: str, blocks: Iterable[Block], most: int) -> int:
    """Return how many genes a waterfall may show beside these blocks, at most `most`; 0 if not even `FEWEST`."""
    room = PAGE - _SPARE - lines(heading, _HEADING, style.FULL, bold=True) * _HEADING * 1.2 - 2.4 * _MM
    room -= sum(_height(block) + _GAP for block in blocks)
    room -= _FIGURE_TITLE + _caption(2)
    for genes in range(most, FEWEST - 1, -1):
        if waterfall_height(genes + 1) <= room:
            return genes
    return 0


def _height(block: Block) -> float:
    match block:
        case Prose():
            told = sum(lines(text, _TEXT, style.FULL) * _TEXT * _LEADING for text in block.paragraphs)
            return told + 1.5 * _MM * (len(block.paragraphs) - 1)
        case Bullets():
            width = style.FULL - 3.6 * _MM
            return sum(lines(text, _LISTED, width) * _LISTED * _LEADING + 0.8 * _MM for text in block.items)
        case Figure():
            drawn = _DRAWN.search(block.svg)
            tall = float(drawn[2]) * min(1.0, style.FULL / float(drawn[1])) if drawn else 0.0
            caption = _caption(lines(block.caption, _SMALL, style.FULL)) if block.caption else 0.0
            return (_FIGURE_TITLE if block.title else 0.0) + tall + caption
        case Facts():
            width = style.FULL / len(block.facts) - 8.0 * _MM
            return 4.8 * _MM + 1.2 + max(_fact(fact.number, fact.label, width) for fact in block.facts)
    return 0.0


def _fact(number: str, label: str, width: float) -> float:
    told = lines(number, _NUMBER, width, bold=True) * _NUMBER * 1.12
    return told + sum(lines(line, _LABEL, width) for line in label.split("\n")) * _LABEL * _LEADING


def _caption(told: int) -> float:
    return told * _SMALL * _LEADING + 1.0 * _MM
