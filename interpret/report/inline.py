"""Words within a text that are more than words: a gene's symbol, a patient, a work cited, another part of the report.

A block's text stays one string. What is more than words stands in it between three marks that no text from a data file
can hold (`words.plain` writes them as codes): `ANCHOR words SEPARATOR what TERMINATOR`. The renderers turn such a run
into italics or a link; where a text is only read or measured, `bare` leaves its words.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from interpret.nouns import resolved

_ANCHOR, _SEPARATOR, _TERMINATOR = "\ufff9", "\ufffa", "\ufffb"
_RUN = re.compile(f"{_ANCHOR}([^{_ANCHOR}{_SEPARATOR}{_TERMINATOR}]*){_SEPARATOR}([a-z0-9:-]+){_TERMINATOR}")

_SYMBOL, _GENE = "symbol", "gene"  # then, in hexadecimal after a colon, the gene as its file names it
_PATIENT, _ROW = "sample", "row"  # then the sample in the same way
NUMBER_OF = "section "  # before the key of a section that is called by its number
_SEE, _PART, _CITE = "see:", "part:", "cite:"


def symbol(text: str, gene: str = "") -> str:
    """Return the symbol of a gene, to be set in italics; where the page has a card of the gene, it leads there."""
    return _run(text, _of(_SYMBOL, gene)) if text else ""


def gene(text: str, name: str) -> str:
    """Return another name of a gene, not set in italics, that leads to its card as a symbol does."""
    return _run(text, _of(_GENE, name)) if text else ""


def patient(text: str, sample: str) -> str:
    """Return the name of a patient, that leads to their page, or on paper to the row that is about them."""
    return _run(text, _of(_PATIENT, sample)) if text else ""


def row_of(text: str, sample: str) -> str:
    """Return the name of a patient at the head of the row that is about them."""
    return _run(text, _of(_ROW, sample)) if text else ""


def see(key: str, otherwise: str) -> str:
    """Return a reference to the figure, table or section of that key; `otherwise` where the report has none.

    A figure or table is called by its number ("Table 4"), a section by its title; paper adds the page.
    """
    return _run(otherwise, _SEE + key)


def part(key: str, otherwise: str) -> str:
    """Return a reference to a section by its number ("section 4"), where its title would take too much room."""
    return _run(otherwise, _PART + key)


def cite(number: str) -> str:
    """Return the number of a work in the list of references."""
    return _run(f"[{number}]", _CITE + number)


def bare(text: str) -> str:
    """Return the words alone."""
    return _RUN.sub(lambda found: found[1], resolved(text))


def split(text: str) -> list[tuple[str, str]]:
    """Return the text in pieces with what each is: empty for plain words, `symbol:gene`, `see:key`, ..."""
    pieces, end = [], 0
    for found in _RUN.finditer(text):
        pieces += [(text[end : found.start()], ""), (found[1], found[2])]
        end = found.end()
    return [piece for piece in [*pieces, (text[end:], "")] if piece[0] or piece[1]]


def is_symbol(what: str) -> bool:
    """Whether a piece is the symbol of a gene."""
    return what.partition(":")[0] == _SYMBOL


def gene_of(what: str) -> str:
    """Return the gene that a piece names, as its file does; empty where it names none, or does not say which."""
    kind, _, name = what.partition(":")
    return bytes.fromhex(name).decode() if kind in {_SYMBOL, _GENE} else ""


def patient_of(what: str) -> str:
    """Return the sample that a piece names; empty where it names none."""
    kind, _, name = what.partition(":")
    return bytes.fromhex(name).decode() if kind in {_PATIENT, _ROW} else ""


def heads_row(what: str) -> bool:
    """Whether a piece is the name of a patient at the head of their row."""
    return what.partition(":")[0] == _ROW


def sought(what: str) -> str:
    """Return the key that a piece refers to, `section ` before it where the number is wanted; empty where none."""
    if what.startswith(_PART):
        return NUMBER_OF + what.removeprefix(_PART)
    return what.removeprefix(_SEE) if what.startswith(_SEE) else ""


def cited(what: str) -> str:
    """Return the number of the work that a piece cites; empty where it cites none."""
    return what.removeprefix(_CITE) if what.startswith(_CITE) else ""


def changed(text: str, change: Callable[[str], str]) -> str:
    """Return the text with its words changed, and the runs as they are."""
    if _ANCHOR not in text:
        return change(text)
    return "".join(_run(change(words), what) if what else change(words) for words, what in split(text))


def _of(kind: str, name: str) -> str:
    return f"{kind}:{name.encode().hex()}" if name else kind


def _run(words: str, what: str) -> str:
    return f"{_ANCHOR}{words}{_SEPARATOR}{what}{_TERMINATOR}"
