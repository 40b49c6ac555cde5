"""The report as plain text, 80 columns wide: for terminals and snapshots, and proof that blocks hold all words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from interpret.report.blocks import Bullets, Callout, Columns, Facts, Figure, Listing, Own, Prose, Report, Table
from interpret.report.render.place import PlacedBlock, PlacedSection, place

WIDTH = 80
_GAP = 2
_NARROWEST = 8


def render_text(report: Report) -> str:
    """Return the report as plain text.

    A figure stands as its title, its text alternative and its caption; a table that does not fit into 80 columns even
    with wrapped cells becomes one paragraph a row.

    Raises
    ------
    ValueError
        The report itself is malformed (see `place`).
    """
    placed = place(report)
    report = placed.report
    marks = "   ".join(line for line in (report.mark, report.badge) if line)
    parts = [*_wrapped(report.kind_line), *_wrapped(marks), ""]
    if report.headline:
        parts += [*_underlined(report.headline, "="), "", *_wrapped(report.lede), ""]
    for section in placed.sections:
        parts += _section(section)
    parts += ["-" * WIDTH, *_wrapped(report.running)]
    return "\n".join(line.rstrip() for line in parts) + "\n"


def _section(section: PlacedSection) -> list[str]:
    lines: list[str] = []
    if not section.front:
        lines += ["", *_underlined(f"{section.number} {section.section.title}".strip(), "="), ""]
    for block in section.blocks:
        lines += [*_block(block), ""]
    return lines


def _block(placed: PlacedBlock) -> list[str]:  # noqa: PLR0911  one return a kind of block
    block = placed.block
    match block:
        case Prose():
            return _separated([_wrapped(paragraph) for paragraph in block.paragraphs])
        case Bullets():
            items = [line for item in block.items for line in _wrapped(item, first="- ", rest="  ")]
            return [*_underlined(block.title, "-"), *items]
        case Facts():
            return [line for fact in block.facts for line in _fact(fact.number, fact.label)]
        case Callout():
            tone = "CAUTION" if block.tone == "caution" else "NOTE"
            return _wrapped(f"{tone}: {block.title} {block.text}", first="! ", rest="! ")
        case Figure():
            heading = _labelled(placed.label or "Figure", block.title)
            return [*_wrapped(f"[{heading}]"), *_indented(block.alt), *_indented(block.caption)]
        case Table():
            return [*_underlined(_labelled(placed.label, block.caption), "-"), *_table(block), *_wrapped(block.note)]
        case Own():
            return _wrapped(f"[{block.template}]")
        case Listing():
            numbered = enumerate(block.entries, start=1)
            return [line for n, entry in numbered for line in _wrapped(entry, first=f"{n:>3}. ", rest="     ")]
        case Columns():
            return _separated([_block(child) for child in placed.children])


def _labelled(label: str, title: str) -> str:
    return ". ".join(part for part in (label, title) if part)


def _fact(number: str, label: str) -> list[str]:
    return _wrapped(f"{number}: {' '.join(label.split())}", rest="    ")


def _table(table: Table) -> list[str]:
    if not table.columns:
        return []
    widths = _column_widths(table)
    if not widths:
        return _records(table)
    headings = tuple(column.heading for column in table.columns)
    rule = (" " * _GAP).join("-" * width for width in widths)
    rows = [_row(row, widths, table) for row in table.rows]
    return [*_row(headings, widths, table), rule, *(line for row in rows for line in row)]


def _column_widths(table: Table) -> tuple[int, ...]:
    """Return widths that fit the page, the widest columns giving way first; none if even narrow ones do not fit."""
    cells = [tuple(column.heading for column in table.columns), *table.rows]
    widths = [max(1, *(len(row[column]) for row in cells)) for column in range(len(table.columns))]
    room = WIDTH - _GAP * (len(widths) - 1)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda column: (widths[column], column))
        if widths[widest] <= _NARROWEST:
            return ()
        widths[widest] -= 1
    return tuple(widths)


def _row(cells: Sequence[str], widths: tuple[int, ...], table: Table) -> list[str]:
    columns = [textwrap.wrap(cell, width) or [""] for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for number in range(max(len(column) for column in columns)):
        texts = [column[number] if number < len(column) else "" for column in columns]
        placed = [
            text.rjust(width) if heading.align == "right" else text.ljust(width)
            for text, width, heading in zip(texts, widths, table.columns, strict=True)
        ]
        lines.append((" " * _GAP).join(placed))
    return lines


def _records(table: Table) -> list[str]:
    records = []
    for row in table.rows:
        rest = zip(table.columns[1:], row[1:], strict=True)
        named = "; ".join(f"{column.heading} {cell}" for column, cell in rest if cell)
        records += _wrapped(f"{row[0]}: {named}", rest="    ")
    return records


def _underlined(title: str, mark: str) -> list[str]:
    lines = _wrapped(title)
    return [*lines, mark * max(len(line) for line in lines)] if lines else []


def _indented(text: str) -> list[str]:
    return _wrapped(text, first="    ", rest="    ")


def _wrapped(text: str, *, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest)


def _separated(blocks: Iterable[list[str]]) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        lines += ["", *block] if lines else block
    return lines
