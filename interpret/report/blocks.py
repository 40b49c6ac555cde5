"""What a report is made of. A cell is already words: nothing below this file formats or rounds a number.

Templates and the plain-text renderer know these blocks and nothing else.

A block that is not `on_paper` is for who looks things up: report.html holds it, report.pdf a line that says so. One
that is `individual` shows values, calls or names of single patients: a report without patients says in its place that
it was left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

Medium = Literal["html", "pdf"]


@dataclass(frozen=True)
class Prose:
    """Paragraphs of plain text."""

    paragraphs: tuple[str, ...]
    on_paper: bool = True
    kind: str = "prose"


@dataclass(frozen=True)
class Bullets:
    """A titled list of short sentences; `boxed` draws it in a box (page 1)."""

    title: str
    items: tuple[str, ...]
    boxed: bool = False
    on_paper: bool = True
    kind: str = "bullets"


@dataclass(frozen=True)
class Fact:
    """A large number in words and what it is."""

    number: str
    label: str


@dataclass(frozen=True)
class Facts:
    """Up to four facts side by side."""

    facts: tuple[Fact, ...]
    on_paper: bool = True
    kind: str = "facts"


@dataclass(frozen=True)
class Callout:
    """A caution or a note that must not be overlooked."""

    title: str
    text: str
    tone: Literal["caution", "note"] = "caution"
    on_paper: bool = True
    kind: str = "callout"


@dataclass(frozen=True)
class TableColumn:
    """A heading with how its cells stand; `italic` for gene symbols."""

    heading: str
    align: Literal["left", "right"] = "left"
    italic: bool = False
    width: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of words. The first column names the row. `wide` asks for landscape where the medium has pages.

    `key` is the name by which a text refers to it (`inline.see`). `inside` is a table a row, or nothing at all: what
    the row opens to on a screen.
    """

    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    wide: bool = False
    on_paper: bool = True
    individual: bool = False
    key: str = ""
    inside: tuple[Table, ...] = ()
    kind: str = "table"


@dataclass(frozen=True)
class Figure:
    """A drawing with a title, a caption that says how to read it, and a text alternative that gives its content.

    `svg` is our own SVG markup (one root element with a viewBox); `share` is the part of the text width it takes;
    `key` is the name by which a text refers to it (`inline.see`). `how_to_read` is for somebody who has not seen such a
    figure before, and stands on a screen alone.
    """

    title: str
    svg: str
    caption: str
    alt: str
    share: float = 1.0
    how_to_read: str = ""
    on_paper: bool = True
    individual: bool = False
    key: str = ""
    kind: str = "figure"


@dataclass(frozen=True)
class Listing:
    """Numbered entries that texts cite by their numbers (`inline.cite`): the list of references."""

    entries: tuple[str, ...]
    on_paper: bool = True
    kind: str = "listing"


@dataclass(frozen=True)
class Columns:
    """Two blocks side by side."""

    left: Block
    right: Block
    on_paper: bool = True
    kind: str = "columns"


@dataclass(frozen=True)
class Own:
    """A part of the author's own: the name of a template in the folder that `--templates` names."""

    template: str
    on_paper: bool = True
    kind: str = "own"


Block = Prose | Bullets | Facts | Callout | Table | Figure | Listing | Columns | Own


def only_on_screen(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks as report.html alone holds them."""
    return [replace(block, on_paper=False) for block in blocks]


@dataclass(frozen=True)
class Section:
    """A headed part of the report. `anchor` is its stable address; `page` starts a new page in the PDF.

    `part` names the part of the report that begins here, in the list of contents: for whom the following sections are.
    """

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    page: bool = False
    part: str = ""


@dataclass(frozen=True)
class Review:
    """Who is to sign the report, a line each on paper; `said` where there is nobody and that must be known."""

    names: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class House:
    """In whose name a report is made; `logo` is a `data:` address. Everything may be empty."""

    institution: str = ""
    logo: str = ""
    contact: str = ""
    disclaimer: str = ""


@dataclass(frozen=True)
class Report:
    """A whole report, ready to be rendered.

    `headline` and `lede` open page 1; `badge` is the line on every page ("For research. Not for treatment
    decisions."), `mark` another one (SIMULATED, DRAFT) or empty; `running` is the running foot. `contents` allows a
    list of contents where there are sections enough; without a headline there is none. `colophon` says whose report it
    is, in which version, and how far it has come; `house` stands on page 1.
    """

    title: str
    kind_line: str
    headline: str
    lede: str
    badge: str
    mark: str
    running: str
    sections: tuple[Section, ...]
    language: str = "en"
    author: str = ""
    date: str = ""
    attachments: tuple[str, ...] = field(default_factory=tuple)
    contents: bool = True
    house: House = field(default_factory=House)
    colophon: str = ""
    review: Review = field(default_factory=Review)
