"""Which patients have a page in patients.pdf: all of them, or in a large study those about whom there is most to say.

A page takes a tenth of a second and a hundredth of a megabyte, and nobody reads five hundred. Every patient stands in
patients.csv, and any page can be had alone.
"""

from __future__ import annotations

from collections.abc import Container

from interpret.report import tally, words
from interpret.report.findings import Findings, Part

MOST_PAGES = 120
PARTS: tuple[Part, ...] = ("loo", "independent")

Patient = tuple[Part, str]


def with_a_page(findings: Findings, flagged: Container[Patient]) -> frozenset[Patient]:
    """Return the patients that patients.pdf shows, at most `MOST_PAGES`.

    First those to look at again, most urgent first; then those whom the first model calls wrong or not at all; then
    those who are `flagged`; among these, and last of all, those about whom that model is least sure. The order of
    the file decides nothing.
    """
    everybody = _everybody(findings)
    if len(everybody) <= MOST_PAGES:
        return frozenset(everybody)
    listed = zip(findings.suspects["set"], findings.suspects["sample"].astype(str), strict=True)
    urgency = {patient: place for place, patient in enumerate(listed)}
    last = len(urgency)

    def rank(patient: Patient) -> tuple[int, bool, bool, float, Patient]:
        first = everybody[patient]
        doubtful = first.uncertain or not first.right
        return urgency.get(patient, last), not doubtful, patient not in flagged, abs(first.probability - 0.5), patient

    return frozenset(sorted(everybody, key=rank)[:MOST_PAGES])


def all_have_a_page(findings: Findings) -> bool:
    """Return whether patients.pdf shows everybody."""
    return len(_everybody(findings)) <= MOST_PAGES


def pages_said(findings: Findings) -> str:
    """Return what patients.pdf holds, as a sentence or two."""
    one, n = tally.noun(findings), len(_everybody(findings))
    if not findings.settings.report.patient_data:
        return f"No page about a single {one}: that is left out."
    if all_have_a_page(findings):
        return f"One page a {one}: patients.pdf."
    return (
        f"One page each for {words.count(MOST_PAGES)} of {words.count(n)} {one}s, those in doubt first: patients.pdf. "
        "Any other page alone: interpret patient."
    )


def _everybody(findings: Findings) -> dict[Patient, tally.Judgement]:
    """Return what the first model said of each, in the order of the study."""
    first = findings.models[0].name
    return {
        (part, sample): judged[first] for part in PARTS for sample, judged in tally.judgements(findings, part).items()
    }
