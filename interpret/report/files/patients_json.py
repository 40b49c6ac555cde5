"""study.json without single patients: what was said of them is counted, lists of them are gone."""

from __future__ import annotations

from typing import Any

from interpret.nouns import Noun
from interpret.report.withheld import SAID, countless

# group within study.json, and its lists of patients
_LISTS: tuple[tuple[tuple[str, ...], str], ...] = (
    ((), "patients_to_look_at_again"),
    (("data_questioned", "duplicates"), "found"),
    (("data_questioned", "arrays"), "doubtful"),
    (("data_questioned", "shift"), "distances"),
    (("array_quality", "sex"), "do_not_fit"),
)
_GONE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("data_questioned", "duplicates"), "most_alike_of_the_others"),
    (("data_questioned", "influence"), "table"),
    (("array_quality",), "table"),
    (("array_quality",), "tree"),
)


def without_patients(content: dict[str, Any], noun: Noun) -> dict[str, Any]:
    """Return the content with a count in place of every list of patients, and nobody named."""
    content = dict(content)
    for groups, key in _LISTS:
        group = _copied(content, groups)
        if group is not None:
            group[key] = {"count": len(group[key])}
    for groups, key in _GONE:
        group = _copied(content, groups)
        if group is not None:
            group[key] = None
    kept: dict[str, Any] = countless(content, noun)
    return kept | {"left_out_of_the_files": noun.said(SAID)}


def _copied(content: dict[str, Any], groups: tuple[str, ...]) -> dict[str, Any] | None:
    """Return a group, copied so that it can be changed; None where the study has none of it."""
    for name in groups:
        if content[name] is None:
            return None
        content[name] = dict(content[name])
        content = content[name]
    return content
