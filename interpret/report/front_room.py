"""How many patients page 1 has room for: it must stay one page, and be a full one.

Heights follow `.opening` and `.front` in `templates/base.css` and `templates/print.css`; letters are measured a little
too wide and lines broken as a page breaks them, so that what is reckoned is rather too much than too little.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from interpret.report.blocks import Block, Bullets, Callout, Columns, Facts, Figure, Prose, Table
from interpret.report.figures.svg import text_width
from interpret.report.headline import Answer
from interpret.report.inline import bare
from interpret.settings import ReportSettings

PAGE = 734.0  # points of A4 between head and foot
_MM = 72.0 / 25.4
_WIDE = 178.0 * _MM
_COLUMN = 85.0 * _MM
_LEDE = 158.0 * _MM
_TEXT, _LEADING = 8.7, 1.34
_TITLE = 9.6 * 1.3
_TOO_WIDE = {False: 1.08, True: 1.19}  # of `text_width`, which gives 1.09 and 1.21 times the width of our letters
_SHARED = 0.85  # of its fair share a column is sure of
_DRAWN = re.compile(r'viewBox="\S+ \S+ ([\d.]+) ([\d.]+)"')


def rows_that_fit(said: Answer, house: ReportSettings, blocks: Iterable[Block], table: Table, pointer: Prose) -> int:
    """Return how many of the table's rows page 1 has room for beside all else that stands on it."""
    left = PAGE - opening(said, house) - sum(map(height, blocks))
    widths = _widths(table)
    left -= _end(pointer) + _TITLE + 1.2 * _MM + _head(table, widths) + 3.8 * _MM
    for fit, row in enumerate(table.rows):
        left -= _row(row, widths)
        if left < 0.0:
            return fit
    return len(table.rows)


def has_room(said: Answer, house: ReportSettings, blocks: Iterable[Block], pointer: Prose) -> bool:
    """Return whether the pointer at the end fits below the rest of page 1."""
    return opening(said, house) + sum(map(height, blocks)) + _end(pointer) <= PAGE


def opening(said: Answer, house: ReportSettings) -> float:
    """Return the height of what stands above the facts: for whom the report is, the headline and the lede."""
    taken = lines(said.headline, 18.6 * 0.97, _WIDE, bold=True) * 18.6 * 1.2
    taken += lines(said.lede, 10.6, _LEDE) * 10.6 * 1.45 + 2.6 * _MM + 6.5 * _MM
    named = [text for text in (house.institution, house.contact, house.disclaimer) if text]
    if named:
        beside = 13.0 * 8.0 if house.logo else 0.0
        told = sum(lines(text, 8.0, _WIDE - beside, bold=text == house.institution) for text in named) * 8.0 * 1.35
        taken += max(told, 3.2 * 8.0 if house.logo else 0.0) + 3.0 * _MM
    return taken


def height(block: Block) -> float:
    """Return the height of a block of page 1 with the space below it."""
    match block:
        case Facts():
            return _facts(block)
        case Callout():
            said = f"CAUTION {block.title}. {block.text}"
            return lines(said, _TEXT, _WIDE - 7.4 * _MM - 2.4) * _TEXT * _LEADING + 8.7 * _MM
        case Columns():
            return max(_in_column(block.left), _in_column(block.right)) + 4.2 * _MM
        case Prose():
            return sum(lines(text, _TEXT, 168.0 * _MM) for text in block.paragraphs) * _TEXT * _LEADING + 3.8 * _MM
    return 0.0


def lines(text: str, size: float, width: float, *, bold: bool = False) -> int:
    """Return over how many lines a text goes: broken between words, and within a word that is wider than a line."""
    taken, used, blank = 1, 0.0, _wide(" ", size, bold=bold)
    for word in bare(text).split():
        wide = _wide(word, size, bold=bold)
        if used and used + blank + wide > width:
            taken, used = taken + 1, 0.0
        used += wide + (blank if used else 0.0)
        if used > width:
            further = int(used // width)
            taken, used = taken + further, used - further * width
    return taken


def _wide(text: str, size: float, *, bold: bool = False) -> float:
    return text_width(bare(text), size, bold=bold) / _TOO_WIDE[bold]


def _facts(block: Facts) -> float:
    number = 15.0 if len(block.facts) == 4 else 19.0  # noqa: PLR2004  `.facts-4`
    width = _WIDE / len(block.facts) - 8.0 * _MM
    tallest = max(
        lines(fact.number, number, width, bold=True) * number * 1.12 + lines(fact.label, 8.4, width) * 8.4 * _LEADING
        for fact in block.facts
    )
    return tallest + 6.8 * _MM + 1.2 + 7.0 * _MM


def _in_column(block: Block) -> float:
    match block:
        case Bullets():
            told = sum(lines(item, _TEXT, _COLUMN - 11.6 * _MM) * _TEXT * _LEADING + 0.8 * _MM for item in block.items)
            return _TITLE + 1.4 * _MM + told + 6.0 * _MM
        case Figure():
            drawn = _DRAWN.search(block.svg)
            tall = float(drawn[2]) * min(1.0, _COLUMN / float(drawn[1])) if drawn else 0.0
            return _TITLE + 1.6 * _MM + tall + lines(block.caption, 7.6, _COLUMN) * 7.6 * _LEADING + 1.0 * _MM
    return 0.0


def _widths(table: Table) -> list[float]:
    """Return how wide each column's text may be: a table shares its width out by what would stand on one line."""
    natural = []
    for place, column in enumerate(table.columns):
        cells = [_wide(row[place], 8.0, bold=place == 0) for row in table.rows]
        natural.append(max(_wide(column.heading, 7.7, bold=True), *cells))
    room = _WIDE - 3.0 * _MM * (len(natural) - 1)
    return [wide * min(1.0, _SHARED * room / sum(natural)) if sum(natural) > room else room for wide in natural]


def _head(table: Table, widths: Sequence[float]) -> float:
    told = zip(table.columns, widths, strict=True)
    return max(lines(column.heading, 7.7, width, bold=True) for column, width in told) * 7.7 * 1.25 + 1.6 * _MM + 0.8


def _row(row: Sequence[str], widths: Sequence[float]) -> float:
    told = enumerate(zip(row, widths, strict=True))
    tallest = max(lines(cell, 8.0, width, bold=place == 0) for place, (cell, width) in told)
    return tallest * 8.0 * 1.32 + 1.4 * _MM + 0.5


def _end(pointer: Prose) -> float:
    """Return the height of the last words of page 1 with the line above them."""
    told = sum(lines(text, 8.0, _WIDE) for text in pointer.paragraphs)
    return told * 8.0 * 1.42 + 7.4 * _MM + 0.6
