"""What the findings say of one sample's quality: one line a flag, from whatever was looked for in everybody."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from interpret.report import tally, words
from interpret.report.findings import Findings, Part
from interpret.report.sections.questions import MOST_PERSONS

LOOKED_AT = "array, copies, sex, distance from the training set, influence, models against the sheet"
_SETS = {"loo": "training", "independent": "independent"}

Key = tuple[Part, str]


@lru_cache(maxsize=2)  # asked for on every page; findings are frozen
def flags(findings: Findings) -> dict[Key, tuple[str, ...]]:
    """Return the flags of every sample that has any, each a clause without a full stop."""
    found: dict[Key, list[str]] = {}
    for flagged in (_arrays, _copies, _sex, _shift, _influence, _suspects):
        for key, text in flagged(findings):
            found.setdefault(key, []).append(text)
    return {key: tuple(texts) for key, texts in found.items()}


def flags_alone(findings: Findings, key: Key) -> tuple[str, ...]:
    """Return the flags of one sample without a word of whom else they concern."""
    copies = dict.fromkeys(text for other, text in _copies(findings) if other == key)
    return tuple(_without_name(text) if text in copies else text for text in flags(findings).get(key, ()))


def _without_name(text: str) -> str:
    """Return what is said of a copy, up to where the other sample is named, and then that there is one."""
    return f"{text.partition(' sample ')[0]} another sample: perhaps one specimen"


def _arrays(findings: Findings) -> list[tuple[Key, str]]:
    rules: dict[Key, list[str]] = {}
    for doubt in findings.questioned.quality.doubts:
        rules.setdefault(("independent" if doubt.independent else "loo", doubt.sample), []).append(doubt.rule)
    what = "it" if tally.measured(findings) == "sample" else "its array"
    return [
        (key, f"{what} lies far from the others of its set by its {words.listing(sorted(set(of)))}")
        for key, of in rules.items()
    ]


def _copies(findings: Findings) -> list[tuple[Key, str]]:
    found: list[tuple[Key, str]] = []
    for twin in findings.questioned.twins.found:
        names = (twin.first, twin.second)
        how = "the same values as" if twin.exact else "nearly the same values as"
        for own, other in ((0, 1), (1, 0)):
            of_set = _SETS[twin.sets[other]]
            text = f"it has {how} sample {words.plain(names[other])} of the {of_set} set: perhaps one specimen"
            found.append(((twin.sets[own], names[own]), text))
    return found


def _sex(findings: Findings) -> list[tuple[Key, str]]:
    sex, display = findings.arrays.sex, findings.display
    return [
        (
            ("independent" if display.independent[i] else "loo", display.samples[i]),
            f"its expression speaks for {sex.calls[i]}, the sample sheet says {sex.sheet[i]}: perhaps a mix-up",
        )
        for i in np.flatnonzero(sex.mismatched)
    ]


def _shift(findings: Findings) -> list[tuple[Key, str]]:
    shift = findings.questioned.shift
    if shift is None or shift.distances is None:
        return []
    off, one = shift.distances.off, tally.noun(findings, "loo")
    farthest = float(off[~shift.independent].max())
    found: list[tuple[Key, str]] = []
    for i in np.flatnonzero(shift.independent & (off > shift.limit)):
        than = "all" if off[i] > farthest else "95%"
        text = f"it lies farther from the training set than {than} of the training {one}s, each measured without itself"
        found.append((("independent", shift.samples[i]), text))
    return found


def _influence(findings: Findings) -> list[tuple[Key, str]]:
    """Return the persons whom the report names as those on whom most hangs."""
    found: list[tuple[Key, str]] = []
    for _, row in findings.questioned.influence.table.head(MOST_PERSONS).iterrows():
        if pd.isna(row["genes_lost"]) or not row["genes_lost"] + row["genes_gained"]:
            continue
        text = (
            f"much hangs on it: without it {words.count(int(row['genes_lost']))} genes leave the list of genes called "
            f"and {words.count(int(row['genes_gained']))} enter"
        )
        found += [(("loo", sample), text) for sample in _samples_of(findings, str(row["samples"]))]
    return found


def _samples_of(findings: Findings, named: str) -> list[str]:
    """Return the samples that the blanks of `named` part; a name may hold blanks itself."""
    display = findings.display
    training = [name for name, later in zip(display.samples, display.independent, strict=True) if not later]
    if named in training:
        return [named]
    parts = set(named.split(" "))
    return [name for name in training if name in parts]


def _suspects(findings: Findings) -> list[tuple[Key, str]]:
    found: list[tuple[Key, str]] = []
    for row in findings.suspects[["set", "sample", "reason"]].itertuples(index=False):
        part: Part = "loo" if row.set == "loo" else "independent"
        reason = words.plain(str(row.reason))
        found.append(((part, str(row.sample)), f"to look at again: {reason[:1].lower()}{reason[1:]}"))
    return found
