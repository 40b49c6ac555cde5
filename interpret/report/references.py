"""The works that the report stands on: one list, in the order in which the texts cite them, each by its number.

Sentences name a work as whoever wrote them did ("Smyth 2004, doi:10.2202/1544-6115.1027"). Here the identifier gives
way to a number, and the list says the rest, so that no work is listed that is not cited and none cited that is not
listed.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import Any

from interpret.report.bibliography import BIBLIOGRAPHY
from interpret.report.blocks import Listing, Section
from interpret.report.inline import cite

ANCHOR, TITLE = "references", "References"
AFTER = "methods"

# with what joins it to the words before: a comma, a colon or brackets of its own
_WORK = re.compile(r"(?P<before>,? ?\(?)(?P<work>doi:10\.\d{4,9}/[^\s;,\"]*[^\s;,.\"](?:;2\b)?|arXiv:\d{4}\.\d{4,5})")


def referenced(sections: Sequence[Section]) -> tuple[Section, ...]:
    """Return the sections with works cited by number, and the list of them behind the methods."""
    works: dict[str, str] = {}
    told = [_cited(section, works) for section in sections]
    if not works:
        return tuple(told)
    anchors = [section.anchor for section in told]
    place = anchors.index(AFTER) + 1 if AFTER in anchors else len(told)
    return (*told[:place], _list(works), *told[place:])


def entry(work: str) -> str:
    """Return what the list says of a work: authors, year, title, journal and its identifier."""
    known = BIBLIOGRAPHY.get(work, "")
    return f"{known} {work}" if known else work


def _list(works: Iterable[str]) -> Section:
    return Section(ANCHOR, TITLE, (Listing(tuple(entry(work) for work in works)),))


def _cited(value: Any, works: dict[str, str]) -> Any:  # noqa: ANN401  the same type as given
    if isinstance(value, str):
        return _numbered(value, works)
    if isinstance(value, tuple):
        return tuple(_cited(part, works) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: _cited(getattr(value, field.name), works) for field in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value


def _numbered(text: str, works: dict[str, str]) -> str:
    """Return the text with each work as its number; drawings hold none."""
    if "doi:" not in text and "arXiv:" not in text:
        return text

    def number(found: re.Match[str]) -> str:
        work, rest = found["work"], ""
        if work.endswith(")") and work.count(")") > work.count("("):
            work, rest = work[:-1], ")"
        works.setdefault(work, str(len(works) + 1))
        opened = found["before"].endswith("(")
        if opened and rest:  # in brackets of its own
            return f" {cite(works[work])}"
        return f"{' (' if opened else ' '}{cite(works[work])}{rest}"

    return _WORK.sub(number, text)
