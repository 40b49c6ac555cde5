"""Cautions from the data questioned: copies on page 1, doubtful arrays and a set that is not blind among the limits."""

from __future__ import annotations

from interpret.nouns import USUAL, Noun
from interpret.report.findings import Caution
from interpret.report.words import capital, count, listing, plain, plural
from interpret.validation.duplicates import Twin
from interpret.validation.questioned import Opening, Questioned

MOST = 3


def questioned_cautions(questioned: Questioned, one: str = "array", noun: Noun = USUAL) -> list[Caution]:
    """Return the cautions, those of copies first; `one` is what was measured of each: an array, or a sample."""
    found = questioned.twins.found
    across = [twin for twin in found if twin.across]
    within = [twin for twin in found if twin.sets == ("loo", "loo")]
    apart = [twin for twin in found if twin.sets == ("independent", "independent")]
    cautions = []
    if across:
        text = (
            f"The independent set is not independent: {_pairs(across)}. What the models say of such a sample is no "
            "result."
        )
        cautions.append(Caution("duplicates_across", text, "page1"))
    if within:
        text = (
            f"Leave-one-out may leak: {_pairs(within)}. If a pair is one {noun.person}, the model that calls the one "
            "has learnt from the other."
        )
        cautions.append(Caution("duplicates_training", text, "page1"))
    if apart:
        text = f"Somebody may be counted twice in the independent set: {_pairs(apart)}."
        cautions.append(Caution("duplicates_independent", text, "limit"))
    doubtful = list(dict.fromkeys(plain(doubt.sample) for doubt in questioned.quality.doubts))
    if doubtful:
        text = (
            f"{capital(plural(len(doubtful), one))} of doubtful quality, which nobody left out for it: "
            f"{listing(doubtful, 2 * MOST)}."
        )
        cautions.append(Caution("doubtful_arrays", text, "limit"))
    if questioned.opening is not None and questioned.opening.blind is False:
        cautions.append(Caution("not_blind", not_blind(questioned.opening, "samples"), "limit"))
    return cautions


def not_blind(opening: Opening, many: str) -> str:
    """Return the sentence that the independent set is no blind test, and why."""
    seen = plain(opening.seen) or "had been looked at before this analysis, by the author's own word"
    return f"The {count(opening.patients)} independent {many} are not blind: they {seen}."


def _pairs(twins: list[Twin]) -> str:
    said = [
        f"{_named(twin, 0)} and {_named(twin, 1)} {'have the same values' if twin.exact else 'are nearly the same'}"
        for twin in twins[:MOST]
    ]
    if len(twins) > MOST:
        said.append(f"so do {count(len(twins) - MOST)} more pairs")
    return listing(said)


def _named(twin: Twin, which: int) -> str:
    part = "training" if twin.sets[which] == "loo" else "independent"
    return f"{part} sample {plain((twin.first, twin.second)[which])}"
