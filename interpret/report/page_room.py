"""Whether blocks fit a page of the PDF, so that a section can choose an order that leaves no large blank.

A figure, a callout or a short table is never broken over two pages: where one does not fit, the rest of the page stays
empty. Heights are estimates for the pages of `templates/print.css`; where one is off, a blank is all it costs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from interpret.report.blocks import Block, Bullets, Callout, Columns, Facts, Figure, Listing, Prose, Table
from interpret.report.inline import bare

PAGE = 711.0  # points of A4 between head and foot
HEADING = 28.0  # of a section that starts the page
_GAP = 14.7  # after a block
_LINE, _SMALL_LINE = 13.3, 10.9  # of text, and of captions and notes
_LETTERS, _LISTED_LETTERS, _SMALL_LETTERS = 92, 98, 118  # a line holds
_LONG_TABLE = 24  # rows from which print.css sets them closer
_TALL = re.compile(r'viewBox="\S+ \S+ \S+ ([\d.]+)"')


def fits_first_page(blocks: Iterable[Block]) -> bool:
    """Whether these blocks fit one page below the heading of their section."""
    return HEADING + sum(height(block) for block in blocks) - _GAP <= PAGE


def height(block: Block) -> float:
    """Return about how many points of a page a block takes, the gap after it among them."""
    match block:
        case Prose():
            tall = sum(_lines(text, _LETTERS) * _LINE + 5.7 for text in block.paragraphs) - 5.7
        case Bullets():
            tall = 18.0 + sum(_lines(text, _LISTED_LETTERS) * _LINE + 3.1 for text in block.items)
        case Callout():
            tall = _lines(f"CAUTION {block.title}. {block.text}", _LETTERS) * _LINE + 13.9
        case Table():
            row = 14.4 if len(block.rows) > _LONG_TABLE else 17.5
            tall = 16.7 + 22.0 + row * len(block.rows) + _small(block.note)
        case Figure():
            drawn = _TALL.search(block.svg)
            tall = 18.0 + (float(drawn[1]) if drawn else 0.0) + _small(block.caption)
        case Columns():
            return max(height(block.left), height(block.right))
        case Listing():
            tall = sum(_lines(entry, _SMALL_LETTERS) * _SMALL_LINE for entry in block.entries) / 2.0  # in two columns
        case Facts():
            tall = 60.0
    return tall + _GAP


def _lines(text: str, letters: int) -> int:
    return math.ceil(len(bare(text)) / letters)


def _small(text: str) -> float:
    return _lines(text, _SMALL_LETTERS) * _SMALL_LINE + 3.4 if text else 0.0
