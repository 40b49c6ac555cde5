"""What else differs between the classes, what can therefore not be concluded, and how the models do where it does not.

The table asks columns, their gaps and the order; the strata show the calls among patients who are alike in a column.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from interpret.report import words
from interpret.report.blocks import Block, Prose, Section, Table, TableColumn, only_on_screen
from interpret.report.findings import Findings
from interpret.report.identified import about_sets, concluded
from interpret.report.within_strata import strata_table
from interpret.validation.identifiability import Relation

MOST_ROWS = 20
_PLACE = {"exact": 0, "near": 1, "none": 2}
_VERDICTS = {"exact": "coincides", "near": "nearly", "none": "—"}


@dataclass(frozen=True)
class _Asked:
    """A column of the table: of which relations, what was asked, and the names of the two groups."""

    heading: str
    relations: Sequence[Relation]
    aspect: str
    groups: tuple[str, str]


def section(findings: Findings) -> Section:
    """Return the section on what cannot be told from the class."""
    blocks: list[Block] = [Prose((*concluded(findings), *about_sets(findings)))]
    if findings.identifiability.kinds:
        blocks.append(table(findings))
    strata = strata_table(findings)
    if strata is not None:
        blocks += only_on_screen([strata])
    return Section("identifiability", "What else differs", tuple(blocks))


def table(findings: Findings) -> Table:
    """Return a row a column: how far it tells the classes apart, in each set, and the sets."""
    found, asked = findings.identifiability, _asked(findings)
    verdicts = {name: _verdict(found.training, name) for name in ("", *(name for name, _ in found.kinds))}
    names = sorted(verdicts, key=lambda name: (_PLACE[verdicts[name][0]], verdicts[name][1], name == ""))
    rows = tuple(
        (
            words.shorten(name, 30) if name else "Sample order",
            *(_cell(_one(each.relations, name, each.aspect), each.groups) for each in asked),
            _VERDICTS[verdicts[name][0]],
        )
        for name in names[:MOST_ROWS]
    )
    note = "How far each tells the classes apart: 50% not at all, 100% without error; p corrected for everything asked."
    if found.sets:
        note += " The last column of figures tells the sets apart instead."
    note += " Verdict: in the training set, by value or by being known."
    if len(names) > MOST_ROWS:
        note += f" {words.plural(len(names) - MOST_ROWS, 'more row')} in study.json."
    headings = (TableColumn(each.heading, "right") for each in asked)
    return Table(
        "The sample sheet against the class", (TableColumn("Column"), *headings, TableColumn("Verdict")), rows, note
    )


def _asked(findings: Findings) -> list[_Asked]:
    """Return the columns of the table."""
    found, labels = findings.identifiability, findings.labels
    classes = (labels.negative, labels.positive)
    asked = [_Asked("Class, training", found.training, "values", classes)]
    if found.sets:
        asked.append(_Asked("Class, independent", found.independent, "values", classes))
    asked.append(_Asked("Known or not, training", found.training, "gaps", classes))
    if found.sets:
        asked.append(_Asked("Training against independent", found.sets, "values", ("training", "independent")))
    return asked


def _one(relations: Sequence[Relation], column: str, aspect: str) -> Relation | None:
    wanted = "order" if aspect == "values" and not column else aspect
    return next((each for each in relations if each.column == column and each.aspect == wanted), None)


def _cell(relation: Relation | None, groups: tuple[str, str]) -> str:
    """Return `93%, p < 0.001`, or why it cannot be asked."""
    if relation is None:
        return "—"
    if not math.isnan(relation.share):
        return f"{words.percent(relation.share)}, {words.p_brief(relation.p_holm)}"
    counts = (relation.n_first, relation.n_second)
    if max(counts) == 0:
        return "not known"
    if min(counts) == 0:
        return f"known for {words.shorten(groups[counts[0] == 0], 20)} only"
    return "one value" if len(relation.levels) == 1 else "no value repeats"


def _verdict(relations: Sequence[Relation], name: str) -> tuple[str, bool]:
    """Return the strongest verdict on the values or the gaps of a column, and whether only the gaps have it."""
    hits = [each for each in relations if each.column == name and each.aspect != "class"]
    verdict = min((each.verdict for each in hits), key=_PLACE.__getitem__, default="none")
    return verdict, all(each.aspect == "gaps" for each in hits if each.verdict == verdict)
