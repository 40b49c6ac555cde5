"""Texts whose runs a renderer knows: genes in italics, links to patients, to other parts and to works cited.

The value of such a text is its words, so that whoever only reads it needs to know nothing; a template that prints it
gets markup, every word of it escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from interpret.report import inline

REFERENCE = "reference-"  # before the number of a work: its anchor in the list
_ROW = "row of "  # before a sample: the key of the row that is about them
_AS_THEY_ARE = "!~*'()"

Card = tuple[str, str]
"""What a page of the explorer is about: `gene` or `patient`, and the name in its file."""


@dataclass(frozen=True)
class Target:
    """What a reference leads to: how it is called, and its anchor."""

    name: str
    anchor: str


@dataclass(frozen=True)
class Piece:
    """Words within a text.

    `italic` as the symbol of a gene, `anchor` of what they link to, `paged` with its page; `own` is the anchor of the
    words themselves, and `person` says that they name a patient.
    """

    words: str
    italic: bool = False
    anchor: str = ""
    paged: bool = False
    own: str = ""
    person: bool = False


class Runs(str):
    """Words that a template prints as markup."""

    __slots__ = ("pieces",)
    pieces: tuple[Piece, ...]

    def __html__(self) -> str:
        """Return the markup."""
        return self.markup(escape)

    def markup(self, written: Callable[[str], Markup]) -> Markup:
        """Return the markup, the words written by `written`, which escapes them."""
        return Markup("").join(_markup(piece, written) for piece in self.pieces)


def rows_of_patients(heads: Iterable[str], anchor: str) -> dict[str, Target]:
    """Return where the rows of patients stand in the table of that anchor, whose rows begin with `heads`."""
    named = (inline.split(head) for head in heads)
    samples = [inline.patient_of(pieces[0][1]) if pieces and inline.heads_row(pieces[0][1]) else "" for pieces in named]
    return {_ROW + sample: Target(sample, f"{anchor}-row-{n}") for n, sample in enumerate(samples, start=1) if sample}


def resolved(text: str, targets: Mapping[str, Target], cards: frozenset[Card] = frozenset()) -> str:
    """Return the text with its references by name and number, or as it is where it has no runs.

    `cards` are what has one on the page.
    """
    pieces = inline.split(text)
    if all(not what for _, what in pieces):
        return text
    made = tuple(_piece(words, what, targets, cards) for words, what in pieces)
    if not any(piece.italic or piece.anchor or piece.own for piece in made):
        return "".join(piece.words for piece in made)
    runs = Runs("".join(piece.words for piece in made))
    runs.pieces = made
    return runs


def _piece(words: str, what: str, targets: Mapping[str, Target], cards: frozenset[Card]) -> Piece:
    key, number, gene = inline.sought(what), inline.cited(what), inline.gene_of(what)
    if key in targets:
        return Piece(targets[key].name, anchor=targets[key].anchor, paged=True)
    if number and REFERENCE + number in targets:
        return Piece(words, anchor=targets[REFERENCE + number].anchor)
    if sample := inline.patient_of(what):
        row = targets[_ROW + sample].anchor if _ROW + sample in targets else ""
        page, heads = _card("patient", sample, cards), inline.heads_row(what)
        return Piece(words, anchor=page or ("" if heads else row), own=row if heads else "", person=True)
    return Piece(words, italic=inline.is_symbol(what), anchor=_card("gene", gene, cards))


def _card(kind: str, name: str, cards: frozenset[Card]) -> str:
    """Return the address of a card, written as templates/explorer/elements.js does; empty where there is none."""
    return f"{kind}-{quote(name, safe=_AS_THEY_ARE)}" if (kind, name) in cards else ""


def _markup(piece: Piece, written: Callable[[str], Markup]) -> Markup:
    words = written(piece.words)
    if piece.italic:
        words = Markup('<i class="symbol">{}</i>').format(words)
    if piece.anchor:
        # on paper a link holds nothing but text (PDF/UA): the page, which print.css generates, stands behind it
        alone = piece.paged or piece.person
        words = Markup('<a href="#{}">{}</a>').format(piece.anchor, piece.words if alone else words)
    if piece.paged:
        words += Markup('<span class="on-page" data-target="#{}"></span>').format(piece.anchor)
    return Markup('<span id="{}">{}</span>').format(piece.own, words) if piece.own else words
