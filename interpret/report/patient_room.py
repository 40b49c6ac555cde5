"""How many genes the page of one patient has room for: it must be one page, however long the names are.

Heights are estimates for `.leaves` in `templates/print.css`, rather too much than too little.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from interpret.report.blocks import Block, Bullets, Facts, Figure, Prose
from interpret.report.figures import style
from interpret.report.figures.svg import text_width
from interpret.report.figures.waterfall_drawing import height as waterfall_height
from interpret.report.inline import bare

PAGE = 711.0  # points of A4 between head and foot
FEWEST = 3
_GAP = 9.4  # after a block
_HEADING, _TEXT, _LISTED, _SMALL, _LABEL = 15.5, 10.4, 8.0, 7.9, 8.4  # sizes of letters
_LEADING = 1.42
_FIGURE_TITLE = 18.0
_FACT_EDGES = 23.0
_TALL = re.compile(r'viewBox="\S+ \S+ \S+ ([\d.]+)"')


def genes_that_fit(heading: str, blocks: Iterable[Block], most: int) -> int:
    """Return how many genes a waterfall may show beside these blocks, at most `most`; 0 if not even `FEWEST`."""
    taken = _lines(heading, _HEADING, style.FULL, bold=True) * _HEADING * 1.2 + 9.4
    taken += sum(_height(block) + _GAP for block in blocks)
    around = _FIGURE_TITLE + 2 * _SMALL * 1.38 + 3.4 + _GAP
    for genes in range(most, FEWEST - 1, -1):
        if taken + around + waterfall_height(genes + 1) <= PAGE:
            return genes
    return 0


def _height(block: Block) -> float:
    match block:
        case Prose():
            return sum(_lines(text, _TEXT) * _TEXT * _LEADING + 5.7 for text in block.paragraphs)
        case Bullets():
            return sum(_lines(text, _LISTED, style.FULL - 12.0) * _LISTED * _LEADING + 2.3 for text in block.items)
        case Figure():
            drawn = _TALL.search(block.svg)
            title = _FIGURE_TITLE if block.title else 0.0
            caption = _lines(block.caption, _SMALL) * _SMALL * 1.38 + 3.4 if block.caption else 0.0
            return title + (float(drawn[1]) if drawn else 0.0) + caption
        case Facts():
            width = style.FULL / len(block.facts) - _FACT_EDGES
            return 14.0 + max(
                _lines(fact.number, 15.0, width, bold=True) * 17.0 + _lines(fact.label, _LABEL, width) * 12.0
                for fact in block.facts
            )
    return 0.0


def _lines(text: str, size: float, width: float = style.FULL, *, bold: bool = False) -> int:
    """Return about how many lines a text takes; `text_width` gives rather too much, and words are not broken."""
    return math.ceil(text_width(bare(text), size, bold=bold) / width)
