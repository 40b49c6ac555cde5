"""Answers that WeasyPrint 70 and its parser ask for thousands of times a document, and reckon anew each time.

- the height of an empty line of a style: by the text of all properties of its fonts;
- the references of all pages, of which one is wanted: for every tag of the document;
- what finds the end of a run of letters in a page's markup: tinyhtml5 2.1 keeps it where it does not look for it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pydyf


def register(weasyprint: ModuleType) -> None:
    """Have these answers kept."""
    from tinyhtml5 import inputstream  # noqa: PLC0415  comes with WeasyPrint, and HTML must work without it

    inline = weasyprint.layout.inline
    if not hasattr(inline.strut, "__wrapped__"):
        inline.strut = _once_a_style(inline.strut)
        pydyf.PDF.page_references = property(_once_a_page(pydyf.PDF.page_references.fget))
        inputstream.characters_until_regex = _Patterns()


def _once_a_style(strut: Callable[[Any], tuple[float, float]]) -> Callable[[Any], tuple[float, float]]:
    @functools.wraps(strut)  # by whose mark `register` knows its work
    def known_strut(style: Any) -> tuple[float, float]:  # noqa: ANN401  untyped package
        kept: tuple[float, float] | None = getattr(style, "kept_strut", None)
        if kept is None:
            kept = style.kept_strut = strut(style)
        return kept

    return known_strut


def _once_a_page(references: Callable[[Any], tuple[bytes, ...]]) -> Callable[[Any], tuple[bytes, ...]]:
    def known_references(pdf: Any) -> tuple[bytes, ...]:  # noqa: ANN401  untyped package
        pages, kept = len(pdf.pages["Kids"]), getattr(pdf, "kept_references", None)
        if kept is None or kept[0] != pages:
            kept = pdf.kept_references = pages, references(pdf)
        found: tuple[bytes, ...] = kept[1]
        return found

    return known_references


class _Patterns(dict[Any, "re.Pattern[str]"]):
    """What finds letters that are in a set, or are not: by the set and whether they are to be in it."""

    def __missing__(self, key: tuple[Any, bool]) -> re.Pattern[str]:
        letters, within = key
        listed = "".join(f"\\x{ord(letter):02x}" for letter in letters)
        pattern = self[key] = re.compile(f"[{'' if within else '^'}{listed}]+")
        return pattern
