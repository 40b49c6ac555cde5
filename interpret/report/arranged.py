"""Which sections a report has, in which order: as they come or as the author wants them, with sections of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from interpret.data.wording import did_you_mean
from interpret.errors import SettingsError
from interpret.report import words
from interpret.report.blocks import Own, Prose, Section
from interpret.settings import AddedSection, ReportSettings

ANCHORS = (
    *("summary", "cohort", "found", "trust", "independent", "patients", "limits"),
    *(
        "quality",
        "genes",
        "gene-sets",
        "models",
        "panel",
        "identifiability",
        "selection",
        "explanations",
        "gene-blocks",
    ),
    *("questions", "checks", "methods", "checklists", "provenance"),
)
"""Of every section that a report can have, in the order in which they come."""
KEPT = ("summary", "limits", "methods")
"""Without the answer with its uncertainty, what cannot be concluded and how it was found, a report misleads."""
BEFORE = "methods"
_WHERE = "[report] sections"
_BLANK_LINE = re.compile(r"\n\s*\n")


def template_of(anchor: str) -> str:
    """Return the template of a section of the author's own."""
    return f"sections/{anchor}.html.j2"


def require_sections(settings: ReportSettings, templates: Path | None = None) -> None:
    """Refuse a wish that cannot be met, before anything is computed.

    Raises
    ------
    SettingsError
        A section that there is not or that is named twice, one that must stay is left out, an own section has neither
        text nor template, or the anchor of another.
    """
    own = [section.anchor for section in settings.added]
    _refuse_own(settings.added, templates)
    wanted = settings.sections
    known = (*ANCHORS, *own)
    unknown = [anchor for anchor in wanted if anchor not in known]
    if unknown:
        raise SettingsError(
            f"there is no section {unknown[0]!r}",
            where=_WHERE,
            wanted=f"some of {', '.join(known)}",
            remedy=did_you_mean(unknown[0], known, "correct the name, or add the section under [[report.added]]"),
        )
    twice = sorted({anchor for anchor in wanted if wanted.count(anchor) > 1})
    if twice:
        raise SettingsError(f"the section {twice[0]!r} is named twice", where=_WHERE, remedy="name it once")
    missing = [anchor for anchor in KEPT if wanted and anchor not in wanted]
    if missing or (wanted and wanted[0] != KEPT[0]):
        raise SettingsError(
            f"the section {missing[0]!r} is left out" if missing else f"the report begins with {wanted[0]!r}",
            where=_WHERE,
            wanted=f"{words.listing(KEPT)} among the sections, and {KEPT[0]} first",
            remedy="name them too: the rest can be dropped and put in any order",
        )


def arranged(sections: Sequence[Section], settings: ReportSettings) -> tuple[Section, ...]:
    """Return the sections that are wanted, in the order wanted, those of the author among them."""
    own = {section.anchor: _section(section) for section in settings.added}
    if settings.sections:
        every = {section.anchor: section for section in sections} | own
        return tuple(every[anchor] for anchor in settings.sections if anchor in every)
    place = next((i for i, section in enumerate(sections) if section.anchor == BEFORE), len(sections))
    return (*sections[:place], *own.values(), *sections[place:])


def _section(added: AddedSection) -> Section:
    if not added.text.strip():
        return Section(added.anchor, words.plain(added.title), (Own(template_of(added.anchor)),))
    paragraphs = (words.plain(part) for part in _BLANK_LINE.split(added.text.strip()))
    return Section(added.anchor, words.plain(added.title), (Prose(tuple(paragraphs)),))


def _refuse_own(added: Sequence[AddedSection], templates: Path | None) -> None:
    anchors = [section.anchor for section in added]
    for section in added:
        where = f"[[report.added]] {section.anchor}"
        if section.anchor in ANCHORS or anchors.count(section.anchor) > 1:
            raise SettingsError(
                "two sections have one anchor", where=where, wanted="an anchor of its own", remedy="choose another"
            )
        file = template_of(section.anchor)
        if not section.text.strip() and (templates is None or not (templates / file).is_file()):
            raise SettingsError(
                "a section of your own has neither text nor template",
                where=where,
                wanted=f"text, or the file {file} in the folder that --templates names",
                remedy="add one of them",
            )
