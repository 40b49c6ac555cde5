"""What else differs between the classes, what can therefore not be concluded, and how the models do where it does not.

The table asks columns, their gaps and the order; the strata show the calls among patients who are alike in a column.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from interpret.report import words
from interpret.report.blocks import Block, Prose, Section, Table, TableColumn
from interpret.report.findings import Findings
from interpret.report.identified import about_sets, concluded
from interpret.report.within_strata import strata_table
from interpret.validation.identifiability import Relation

MOST_ROWS = 20
ORDER = "Sample order"
_PLACE = {"exact": 0, "near": 1, "none": 2}
_VERDICTS = {"exact": "coincides", "near": "nearly", "none": "—"}
_Source = tuple[Sequence[Relation], str, tuple[str, str]]  # relations, what was asked, names of the two groups


def section(findings: Findings) -> Section:
    """Return the section on what cannot be told from the class."""
    blocks: list[Block] = [Prose((*concluded(findings), *about_sets(findings)))]
    if findings.identifiability.kinds:
        blocks.append(table(findings))
    strata = strata_table(findings)
    if strata is not None:
        blocks.append(strata)
    return Section("identifiability", "What else differs", tuple(blocks))


def table(findings: Findings) -> Table:
    """Return a row a column: how far it tells the classes apart, in each set, and the sets."""
    found, counts = findings.identifiability, findings.counts
    with_sets = bool(counts.n_independent)
    classes = (findings.labels.negative, findings.labels.positive)
    sources: list[_Source] = [(found.training, "values", classes), (found.training, "gaps", classes)]
    headings = ["Class, training", "Known or not, training"]
    if with_sets:
        sources.insert(1, (found.independent, "values", classes))
        sources.append((found.sets, "values", ("training", "independent")))
        headings = [headings[0], "Class, independent", headings[1], "Training against independent"]
    asked = [(name, [_one(relations, name, aspect) for relations, aspect, _ in sources]) for name, _ in found.kinds]
    order = [_one(found.training, "", "order"), *([_one(found.independent, "", "order")] if with_sets else [])]
    asked.append((ORDER, [*order, *[None] * (len(sources) - len(order))]))
    verdicts = {name: _verdict(found.training, name) for name, _ in asked}
    asked.sort(key=lambda row: (_PLACE[verdicts[row[0]][0]], verdicts[row[0]][1]))
    rows = tuple(
        (
            words.shorten(name, 30),
            *(_cell(each, groups) for each, (_, _, groups) in zip(cells, sources, strict=True)),
            _VERDICTS[verdicts[name][0]],
        )
        for name, cells in asked[:MOST_ROWS]
    )
    note = "How far each tells the classes apart: 50% not at all, 100% without error; p corrected for everything asked."
    if with_sets:
        note += " The last column of figures tells the sets apart instead. Verdict: on the training set, "
        note += "values or gaps."
    if len(asked) > MOST_ROWS:
        note += f" {words.plural(len(asked) - MOST_ROWS, 'more row')} in study.json."
    columns = (
        TableColumn("Column"),
        *(TableColumn(heading, "right") for heading in headings),
        TableColumn("Verdict"),
    )
    return Table("The sample sheet against the class", columns, rows, note)


def _one(relations: Sequence[Relation], column: str, aspect: str) -> Relation | None:
    return next((each for each in relations if each.column == column and each.aspect == aspect), None)


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


def _of(relations: Sequence[Relation], name: str) -> list[Relation]:
    column = "" if name == ORDER else name
    return [each for each in relations if each.column == column]


def _verdict(relations: Sequence[Relation], name: str) -> tuple[str, bool]:
    """Return the strongest verdict on the values or the gaps of a column, and whether only the gaps have it."""
    hits = _of(relations, name)
    verdict = min((each.verdict for each in hits), key=_PLACE.__getitem__, default="none")
    return verdict, all(each.aspect == "gaps" for each in hits if each.verdict == verdict)
