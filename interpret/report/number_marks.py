"""The marks of numbers as a country writes them, in a whole report: sentences, cells and the letters of drawings."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

from interpret.report import words
from interpret.report.blocks import Figure, Report
from interpret.settings import ReportSettings

THOUSANDS = {",": ",", ".": ".", "thin space": "\u202f", "none": ""}
"""What stands at the thousands; a thin space is the one at which no line is broken."""
AS_GIVEN = frozenset({"provenance", "references"})
"""Sections in which settings, versions and identifiers stand as they are written elsewhere."""

_LETTERS = re.compile(r">([^<>]+)<")


def with_number_marks(report: Report, settings: ReportSettings) -> Report:
    """Return the report with its numbers written as the settings say; title, foot and names are nobody's numbers."""
    decimal, thousands = settings.decimal_mark, THOUSANDS[settings.thousands_mark]
    if (decimal, thousands) == (".", ","):
        return report

    def written(text: str) -> str:
        return words.with_marks(text, decimal, thousands)

    def of(item: Any) -> Any:  # noqa: ANN401  a report and what it is made of
        if isinstance(item, str):
            return written(item)
        if isinstance(item, tuple):
            return tuple(map(of, item))
        if isinstance(item, Figure):
            drawn = _LETTERS.sub(lambda found: f">{written(found[1])}<", item.svg)
            return replace(
                item,
                svg=drawn,
                **{name: of(getattr(item, name)) for name in ("title", "caption", "alt", "how_to_read")},
            )
        if is_dataclass(item) and not isinstance(item, type):
            return replace(item, **{field.name: of(getattr(item, field.name)) for field in fields(item)})
        return item

    sections = tuple(one if one.anchor in AS_GIVEN else replace(one, blocks=of(one.blocks)) for one in report.sections)
    return replace(report, headline=written(report.headline), lede=written(report.lede), sections=sections)
