"""Arrays in doubt: by which rules they were asked, and which of them lie too far from the others of their set."""

from __future__ import annotations

from interpret.report import tally, words
from interpret.report.blocks import Block, Table, TableColumn
from interpret.report.findings import Findings
from interpret.validation.array_quality import LIBRARY, Doubt

MOST_DOUBTS = 8


def title(findings: Findings) -> str:
    """Return the title of the section."""
    return f"Quality of the {'counts' if findings.arrays.sequenced else 'arrays'}"


def poor_arrays(findings: Findings) -> str:
    """Return whether any array is poor, by which rules, and how far is too far."""
    found = findings.questioned.quality
    one = tally.measured(findings)
    said = f"Is any {one} poor? "
    if found.rules:
        said += f"Each was held against the others of its set: {words.listing(found.rules)}. "
    limits = [words.number(limit, 1) for limit in found.limits]
    named = list(dict.fromkeys(words.plain(doubt.sample) for doubt in found.doubts))
    if named:
        verb = "lies" if len(named) == 1 else "lie"
        said += f"{words.listing(named, MOST_DOUBTS)} {verb} far from the rest: see the table."
    elif found.rules:
        said += (
            f"No {one} lies {limits[0]} robust standard deviations or more from the middle of its set"
            f"{f' (of the independent set {limits[1]})' if len(set(limits)) > 1 else ''}."
        )
    if found.too_few:
        sets = words.listing([f"{name} set" for name in found.too_few])
        said += f" Of the {sets} there are too few {one}s to say that one is odd."
    return said.strip()


def doubts(findings: Findings) -> list[Block]:
    """Return the doubtful arrays, worst first; nothing where there are none."""
    found = findings.questioned.quality.doubts
    if not found:
        return []
    rows = tuple(
        (
            words.plain(doubt.sample),
            "independent" if doubt.independent else "training",
            words.capital(doubt.rule),
            _measured(doubt, doubt.value),
            _measured(doubt, doubt.usual),
            words.signed(doubt.spreads, 1),
        )
        for doubt in found[:MOST_DOUBTS]
    )
    columns = (
        *(TableColumn(name) for name in ("Sample", "Set", "What is odd")),
        *(TableColumn(name, "right") for name in ("Here", "Usual in its set", "Robust SDs away")),
    )
    left = len(found) - len(rows)
    more = f" {words.plural(left, 'more finding')} in study.json." if left > 0 else ""
    note = f"Nobody was left out for this. Likeness: median correlation with the others, as Fisher's z.{more}"
    return [Table(f"Doubtful {tally.measured(findings)}s", columns, rows, note, individual=True)]


def _measured(doubt: Doubt, value: float) -> str:
    if doubt.rule == LIBRARY:
        return words.count(2.0**value)
    return words.percent(value) if doubt.rule.startswith("share") else words.number(value)
