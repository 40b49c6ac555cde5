"""Give every block of a report its address and number before any renderer sees it.

Figures and tables after the opening section are numbered through the whole report, so that people can speak of
"Figure 4" whichever medium they hold: one that is not on paper keeps its number there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from interpret.report.blocks import Block, Bullets, Columns, Figure, Listing, Report, Section, Table
from interpret.report.inline import NUMBER_OF
from interpret.report.render.runs import REFERENCE, Card, Target, resolved, rows_of_patients
from interpret.report.render.spelling import respelled, seen

CONTENTS_FROM = 3
"""Sections from which a list of contents is worth its place."""


@dataclass(frozen=True)
class PlacedBlock:
    """A block with its stable `anchor`, and its `label` ("Figure 4") or an empty one.

    `children` holds the two blocks of a `Columns`.
    """

    block: Block
    anchor: str
    label: str
    children: tuple[PlacedBlock, ...] = ()

    @property
    def kind(self) -> str:
        """Of the block: it names the template."""
        return self.block.kind

    @property
    def title(self) -> str:
        """What the block is called where it is told of: figures, tables and lists with a title."""
        if isinstance(self.block, Figure | Bullets):
            return self.block.title
        return self.block.caption if isinstance(self.block, Table) else ""


@dataclass(frozen=True)
class Elsewhere:
    """What stands on paper for blocks that are not there: `titled` are those among them that have a title."""

    titled: tuple[PlacedBlock, ...]
    kind: str = "elsewhere"


@dataclass(frozen=True)
class PlacedSection:
    """A section with its placed blocks; `front` is the opening page and carries neither heading nor number."""

    section: Section
    number: str
    front: bool
    blocks: tuple[PlacedBlock, ...]

    @property
    def listed(self) -> tuple[PlacedBlock, ...]:
        """Numbered figures and tables in reading order."""
        return tuple(placed for placed in _flat(self.blocks) if placed.label)

    @property
    def on_paper(self) -> tuple[PlacedBlock | Elsewhere, ...]:
        """The blocks, those that stand only in report.html told of together where they would be."""
        items: list[PlacedBlock | Elsewhere] = []
        for here, run in groupby(self.blocks, key=lambda placed: placed.block.on_paper):
            blocks = tuple(run)
            told = tuple(placed for placed in _flat(blocks) if placed.title)
            items += blocks if here else [Elsewhere(told)] * bool(told)
        return tuple(items)


@dataclass(frozen=True)
class PlacedReport:
    """A report ready for a renderer; `contents` says whether a list of contents is drawn."""

    report: Report
    sections: tuple[PlacedSection, ...]
    contents: bool


class _Counter:
    """Hand out `figure-1`, `figure-2`, `table-1` ... and the numbers that are printed."""

    def __init__(self) -> None:
        self._anchors: dict[str, int] = {}
        self._labels: dict[str, int] = {}

    def anchor(self, kind: str) -> str:
        self._anchors[kind] = self._anchors.get(kind, 0) + 1
        return f"{kind}-{self._anchors[kind]}"

    def label(self, kind: str) -> str:
        self._labels[kind] = self._labels.get(kind, 0) + 1
        return f"{kind.capitalize()} {self._labels[kind]}"


def place(report: Report, cards: frozenset[Card] = frozenset()) -> PlacedReport:
    """Address and number the blocks of a report, and write marks that nobody would see as their codes.

    Parameters
    ----------
    report
        What is to be rendered. With a headline its first section is the front page: no heading, no numbers. Without
        one (a document of single pages, such as one a patient) nothing is numbered.
    cards
        The genes and patients that have a card on the page: their names lead there.

    Raises
    ------
    ValueError
        Two sections share an anchor, or a table has a row whose cells do not match its columns.
    """
    report = seen(report)
    anchors = [section.anchor for section in report.sections]
    if len(set(anchors)) < len(anchors):
        repeated = sorted({anchor for anchor in anchors if anchors.count(anchor) > 1})
        raise ValueError(f"sections share an anchor: {', '.join(repeated)}")
    targets = _targets(_place_sections(report))
    report = respelled(report, lambda text: resolved(text, targets, cards))
    sections = _place_sections(report)
    contents = bool(report.headline) and report.contents and len(sections) >= CONTENTS_FROM
    return PlacedReport(report, sections, contents)


def _place_sections(report: Report) -> tuple[PlacedSection, ...]:
    counter = _Counter()
    sections = []
    for position, section in enumerate(report.sections):
        front = bool(report.headline) and position == 0
        numbered = bool(report.headline) and not front
        blocks = tuple(_place_block(block, counter, numbered=numbered) for block in section.blocks)
        sections.append(PlacedSection(section, str(position) if numbered else "", front, blocks))
    return tuple(sections)


def _targets(sections: tuple[PlacedSection, ...]) -> dict[str, Target]:
    """Return what a text can refer to, by its key; what has no number cannot be referred to."""
    found: dict[str, Target] = {}
    for placed in sections:
        if placed.number:
            found[placed.section.anchor] = Target(placed.section.title, placed.section.anchor)
            found[NUMBER_OF + placed.section.anchor] = Target(f"section {placed.number}", placed.section.anchor)
        for block in _flat(placed.blocks):
            if isinstance(block.block, Figure | Table) and block.block.key and block.label:
                found[block.block.key] = Target(block.label, block.anchor)
            if isinstance(block.block, Table):
                found |= rows_of_patients((row[0] for row in block.block.rows), block.anchor)
            if isinstance(block.block, Listing):
                numbers = [REFERENCE + str(n) for n in range(1, len(block.block.entries) + 1)]
                found |= {anchor: Target(anchor, anchor) for anchor in numbers}
    return found


def _place_block(block: Block, counter: _Counter, *, numbered: bool) -> PlacedBlock:
    if isinstance(block, Table):
        _check_table(block)
    anchor = counter.anchor(block.kind)
    has_title = isinstance(block, Figure | Table) and bool(block.title if isinstance(block, Figure) else block.caption)
    label = counter.label(block.kind) if numbered and has_title else ""
    children: tuple[PlacedBlock, ...] = ()
    if isinstance(block, Columns):
        children = tuple(_place_block(child, counter, numbered=numbered) for child in (block.left, block.right))
    return PlacedBlock(block, anchor, label, children)


def _check_table(table: Table) -> None:
    # a ragged table is drawn askew without a word and fails PDF/UA
    for number, row in enumerate(table.rows, start=1):
        if len(row) != len(table.columns):
            raise ValueError(f"table {table.caption!r}: row {number} has {len(row)} cells, not {len(table.columns)}")
    if table.inside and len(table.inside) != len(table.rows):
        raise ValueError(f"table {table.caption!r}: {len(table.rows)} rows open to {len(table.inside)} tables")
    for within in table.inside:
        _check_table(within)


def _flat(blocks: tuple[PlacedBlock, ...]) -> Iterator[PlacedBlock]:
    for placed in blocks:
        yield placed
        yield from _flat(placed.children)
