"""What a template is given of the gene explorer, and where on the page the patients' pages stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from interpret.report.render.place import PlacedSection
from interpret.report.render.runs import Card

PATIENTS_BEFORE = frozenset({"selection", "explanations"})
"""Sections, by anchor, that the patients' pages come before: after the models, before the explanations."""


@dataclass(frozen=True)
class Explorer:
    """The gene explorer and the patients' pages.

    Attributes
    ----------
    title, lede
        Heading of the explorer and the sentence under it.
    patients_title, patients_lede, patients_label
        The same of the patients, and what the list to choose from is called; empty where they may not be shown.
    payload, later
        JSON texts that may stand inside `<script type="application/json">`: what the table needs, and everything else.
    genes
        Those that have a card, as their file names them.
    patients
        Those that have a page, as their file names them.
    patients_before
        Place of the section that the patients' pages come before.
    """

    title: str
    lede: str
    patients_title: str
    patients_label: str
    patients_lede: str
    payload: str
    later: str
    genes: frozenset[str] = frozenset()
    patients: frozenset[str] = frozenset()
    patients_before: int = 0

    @property
    def cards(self) -> frozenset[Card]:
        """What names on the page can lead to."""
        return frozenset(("gene", gene) for gene in self.genes) | {("patient", name) for name in self.patients}


def on_page(explorer: Explorer, sections: Sequence[PlacedSection]) -> Explorer:
    """Return the explorer with the place of the patients' pages, and its JSON texts as what may stand in a script.

    Raises
    ------
    ValueError
        One of them holds a mark that a parser of HTML would take for its own.
    """
    found = (i for i, placed in enumerate(sections) if i and placed.section.anchor in PATIENTS_BEFORE)
    payload, later = _script(explorer.payload), _script(explorer.later)
    return replace(explorer, payload=payload, later=later, patients_before=next(found, len(sections)))


def _script(json: str) -> Markup:
    if set("<>&") & set(json):
        raise ValueError("the payload of the explorer holds markup")
    return Markup(json)  # noqa: S704  JSON whose every mark of markup is written as a code
