"""Texts whose runs a renderer knows: genes in italics, links to other parts of the report and to works cited.

The value of such a text is its words, so that whoever only reads it needs to know nothing; a template that prints it
gets markup, every word of it escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from interpret.report import inline

REFERENCE = "reference-"  # before the number of a work: its anchor in the list
_CARD = "gene-"  # before a gene, written as templates/explorer/elements.js does: the address of its card
_AS_THEY_ARE = "!~*'()"


@dataclass(frozen=True)
class Target:
    """What a reference leads to: how it is called, and its anchor."""

    name: str
    anchor: str


@dataclass(frozen=True)
class Piece:
    """Words within a text; `italic` as the symbol of a gene, `anchor` of what they link to, `paged` with its page."""

    words: str
    italic: bool = False
    anchor: str = ""
    paged: bool = False


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


def resolved(text: str, targets: Mapping[str, Target], cards: frozenset[str] = frozenset()) -> str:
    """Return the text with its references by name and number, or as it is where it has no runs.

    `cards` are the genes that have one on the page.
    """
    pieces = inline.split(text)
    if all(not what for _, what in pieces):
        return text
    made = tuple(_piece(words, what, targets, cards) for words, what in pieces)
    if not any(piece.italic or piece.anchor for piece in made):
        return "".join(piece.words for piece in made)
    runs = Runs("".join(piece.words for piece in made))
    runs.pieces = made
    return runs


def _piece(words: str, what: str, targets: Mapping[str, Target], cards: frozenset[str]) -> Piece:
    key, number, gene = inline.sought(what), inline.cited(what), inline.gene_of(what)
    if key in targets:
        return Piece(targets[key].name, anchor=targets[key].anchor, paged=True)
    if number and REFERENCE + number in targets:
        return Piece(words, anchor=targets[REFERENCE + number].anchor)
    card = _CARD + quote(gene, safe=_AS_THEY_ARE) if gene in cards else ""
    return Piece(words, italic=inline.is_symbol(what), anchor=card)


def _markup(piece: Piece, written: Callable[[str], Markup]) -> Markup:
    words = written(piece.words)
    if piece.italic:
        words = Markup('<i class="symbol">{}</i>').format(words)
    if not piece.anchor:
        return words
    # on paper a link holds nothing but text (PDF/UA): the page, which print.css generates, stands behind it
    link = Markup('<a href="#{}">{}</a>').format(piece.anchor, piece.words if piece.paged else words)
    page = Markup('<span class="on-page" data-target="#{}"></span>').format(piece.anchor)
    return link + page if piece.paged else link
