"""A report with every text of it changed in the same way, wherever it stands."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from interpret.report.blocks import Report
from interpret.report.inline import changed
from interpret.visible import code, visible

_DRAWING = "<svg"
_P_VALUE = re.compile(r"\b([pq]) ([=<>≤]) (?=[0-9])")


def spell_out(report: Report, letters: frozenset[str]) -> Report:
    """Return the report with each of the letters written as its code, `[U+4E2D]`, wherever it stands.

    In a drawing, whose room was measured for the letters alone, it is a question mark.
    """
    codes = {ord(letter): code(letter) for letter in letters}
    marks = dict.fromkeys(codes, "?")
    return respelled(report, lambda text: text.translate(marks if text.startswith(_DRAWING) else codes))


def private(report: Report) -> Report:
    """Return the report with every letter for private use written as its code: no standard says what it means."""
    return respelled(report, _without_private)


def _without_private(text: str) -> str:
    letters = {letter for letter in set(text) if unicodedata.category(letter) == "Co"}
    return text.translate({ord(letter): code(letter) for letter in letters}) if letters else text


def bound(report: Report) -> Report:
    """Return the report with `p = 0.03` bound together: paper breaks a line where the reader cannot mend it."""
    return respelled(report, lambda text: _P_VALUE.sub("\\1\u00a0\\2\u00a0", text))


def seen(report: Report) -> Report:
    """Return the report with every mark that nobody would see as its code, in drawings too."""
    return respelled(report, lambda text: changed(text, visible))


def respelled(report: Report, change: Callable[[str], str]) -> Report:
    """Return the report with every text of it changed."""

    def respell(value: object) -> Any:  # noqa: ANN401  the same type as given
        if isinstance(value, str):
            return change(value)
        if isinstance(value, tuple):
            return tuple(respell(part) for part in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {field.name: respell(getattr(value, field.name)) for field in dataclasses.fields(value)}
            return dataclasses.replace(value, **fields)
        return value

    made: Report = respell(report)
    return made
