"""What else differs between the classes, what can therefore not be concluded, and how the models do where it does not.

The table asks columns, their gaps and the order; the strata show the calls among patients who are alike in a column.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from interpret.report import tally, words
from interpret.report.blocks import Block, Prose, Section, Table, TableColumn
from interpret.report.confounding import named
from interpret.report.findings import Findings
from interpret.report.within_strata import of_stratum, right_within, strata_table
from interpret.validation.identifiability import Relation
from interpret.validation.identifiability.record import NEAR_P, NEAR_SHARE

MOST_ROWS = 20
MOST_NAMED = 4
ORDER = "Order of the samples"
_PLACE = {"exact": 0, "near": 1, "none": 2}
_VERDICTS = (
    ("exact", "coincides", "its gaps coincide"),
    ("near", "nearly coincides", "its gaps nearly coincide"),
)
_Source = tuple[Sequence[Relation], str, tuple[str, str]]  # relations, what was asked, names of the two groups


def section(findings: Findings) -> Section:
    """Return the section on what cannot be told from the class."""
    blocks: list[Block] = [Prose((*concluded(findings), *about_sets(findings)))]
    if findings.identifiability.kinds:
        blocks.append(table(findings))
    strata = strata_table(findings)
    if strata is not None:
        blocks.append(strata)
    return Section("identifiability", "What else differs between the classes", tuple(blocks))


def methods(findings: Findings) -> tuple[str, ...]:
    """Return how the columns were asked, for the methods section; nothing without columns."""
    if not findings.identifiability.kinds:
        return ()
    return (
        "The sample sheet against the class: each person counts once in a class. Numbers and dates in order: area under "
        "the curve, exact Mann-Whitney test; anything else, and numbers of few values: each person's class guessed from "
        "the others with the same value, both classes weighing the same, and the exact test of Freeman and Halton 1951 "
        "(doi:10.1093/biomet/38.1-2.141), by random deals where the tables are too many. Order of the samples: guess "
        "from the neighbours, exact runs test of Wald and Wolfowitz 1940 (doi:10.1214/aoms/1177731909). A column nearly "
        f"coincides where it tells the classes apart to {words.percent(NEAR_SHARE)} or more (half-way from chance to no "
        f"error) with p at most {words.setting(NEAR_P)} after Holm's correction for everything asked of the set: the "
        "size spares a large study warnings of trifles, the p-value a small one warnings of luck.",
    )


def concluded(findings: Findings) -> tuple[str, ...]:
    """Return what can and what cannot be concluded, in plain words."""
    found, one = findings.identifiability, tally.noun(findings, "loo")
    if not found.kinds:
        nothing = (
            f"No sample sheet with centre, batch or date was given{_but_results(findings)}, so none could be held "
            "against the class: a difference in where or when samples were taken cannot be told from a difference "
            f"between the classes. {_order(findings)}"
        )
        return (nothing,)
    values = [relation for relation in found.training if relation.aspect == "values"]
    exact = [relation for relation in values if relation.verdict == "exact"]
    near = [relation for relation in values if relation.verdict == "near"]
    pair = f"{findings.labels.negative} against {findings.labels.positive}"
    said = []
    if exact:
        said.append(
            f"Among the training {one}s the class can be read off {_columns(exact)} without error. That a gene differs, "
            f"or that a left-out {one} was called right, therefore does not show whether it is {pair} that is "
            "recognised. Correcting for such a column would take the difference between the classes away with it, so "
            f"nothing was corrected.{_witnesses(findings, exact)}"
        )
    if near:
        said.append(
            f"{_columns(near)} {'comes' if len(near) == 1 else 'come'} close to giving the class away: part of what is "
            f"found may follow {'it' if len(near) == 1 else 'them'} instead of {pair}."
        )
    if not exact and not near:
        said.append(
            "No column of the sample sheet coincides with the class, or nearly so. What the sheet does not say could "
            "not be looked at."
        )
    said.append(" ".join(text for text in (_gaps(findings), _order(findings), _left_out(findings)) if text))
    return tuple(said)


def _columns(relations: Sequence[Relation]) -> str:
    return words.listing([words.plain(relation.column) for relation in relations], MOST_NAMED)


def _witnesses(findings: Findings, exact: Sequence[Relation]) -> str:
    """Return how the first model does where both classes have the same value of a column that otherwise coincides."""
    frame, model = findings.identifiability.strata, findings.models[0]
    wanted = frame[frame["column"].isin([relation.column for relation in exact])]
    keys = list(dict.fromkeys(zip(*(wanted[name] for name in ("set", "column", "level")), strict=True)))
    if not keys:
        return " No value of it occurs in both classes, in either set."
    key = keys[0]
    row = of_stratum(findings, key).loc[model.name]
    where = "independent" if key[0] == "independent" else "training"
    labels = findings.labels
    return (
        f" The {where} {tally.noun(findings)}s with {words.plain(key[1])} {words.plain(key[2])} "
        f"({words.count(row['n_negative'])} {labels.negative}, {words.count(row['n_positive'])} {labels.positive}) can "
        f"tell more: of them {words.plain(model.title)} called {right_within(row)} right."
    )


def _gaps(findings: Findings) -> str:
    """Return which columns are known for one class only, or nearly so."""
    gaps = [relation for relation in findings.identifiability.training if relation.aspect == "gaps"]
    exact = [words.plain(relation.column) for relation in gaps if relation.verdict == "exact"]
    near = [named(relation).replace("known or not, ", "") for relation in gaps if relation.verdict == "near"]
    said = []
    if exact:
        said.append(
            f"Whether {words.listing(exact)} {'is' if len(exact) == 1 else 'are'} known at all gives the class away: "
            "the classes were recorded in different ways."
        )
    if near:
        said.append(f"{'Nearly the same holds for' if exact else 'The class can nearly be told from the gaps of'} "
                    f"{words.listing(near)}.")
    return " ".join(said)


def _order(findings: Findings) -> str:
    """Return whether the classes stand together in the order of the names."""
    found = [relation for relation in findings.identifiability.training if relation.aspect == "order"]
    if not found:
        return ""
    if found[0].verdict == "exact":
        stand = "the classes stand one after the other"
    elif found[0].verdict == "near":
        stand = f"samples of one class tend to stand together ({words.p_brief(found[0].p_holm)})"
    else:
        return f"In the order of their names the classes are mixed as chance would have it ({words.p_brief(found[0].p)})."
    return f"In the order of their names {stand}: had they been processed so, a drift would look like the class."


def _but_results(findings: Findings) -> str:
    return ", beside columns declared as results" if findings.identifiability.results else ""


def _left_out(findings: Findings) -> str:
    results = findings.identifiability.results
    if not results:
        return ""
    return f"Left out, since declared as results: {words.listing([words.plain(name) for name in results])}."


def about_sets(findings: Findings) -> tuple[str, ...]:
    """Return how the independent set differs from the training set; nothing without one."""
    found = findings.identifiability.sets
    if not found:
        return ()
    counts, label = findings.counts, findings.labels.positive
    shares = (counts.train_positive / counts.n_train, counts.independent_positive / counts.n_independent)
    chance = next((f" ({words.p_brief(each.p)})" for each in found if each.aspect == "class" and not math.isnan(each.p)), "")
    text = (
        f"Of the training {tally.noun(findings, 'loo')}s {words.percent(shares[0])} are {label}, of the independent "
        f"ones {words.percent(shares[1])}{chance}."
    )
    apart = [named(each) for each in sorted(found, key=lambda each: _PLACE[each.verdict]) if each.verdict != "none"]
    if apart:
        text += (
            f" The two sets differ in {words.listing(apart, MOST_NAMED)}: where the models do otherwise on the "
            "independent set, that can be why."
        )
    inside = [each for each in findings.identifiability.independent if each.column and each.verdict != "none"]
    if inside:
        listed = [named(each) for each in sorted(inside, key=lambda each: _PLACE[each.verdict])]
        text += f" Within the independent set the class goes with {words.listing(listed, MOST_NAMED)}."
    return (text,)


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
    asked = [
        (name, [_one(relations, name, aspect) for relations, aspect, _ in sources]) for name, _ in found.kinds
    ]
    order = [_one(found.training, "", "order"), *([_one(found.independent, "", "order")] if with_sets else [])]
    asked.append((ORDER, [*order, *[None] * (len(sources) - len(order))]))
    asked.sort(key=lambda row: _PLACE[_verdict(found.training, row[0])])
    rows = tuple(
        (
            words.shorten(name, 30),
            *(_cell(each, groups) for each, (_, _, groups) in zip(cells, sources, strict=True)),
            _verdict_words(found.training, name),
        )
        for name, cells in asked[:MOST_ROWS]
    )
    note = (
        "How far each tells the classes (in the last but one column, the sets) apart: 50% not at all, 100% without "
        "error; p corrected for everything asked of the set. The verdict is that of the training set."
        if with_sets
        else "How far each tells the classes apart: 50% not at all, 100% without error; p corrected for everything asked."
    )
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


def _verdict(relations: Sequence[Relation], name: str) -> str:
    return min((each.verdict for each in _of(relations, name)), key=_PLACE.__getitem__, default="none")


def _verdict_words(relations: Sequence[Relation], name: str) -> str:
    for verdict, said, of_gaps in _VERDICTS:
        hits = [each.aspect for each in _of(relations, name) if each.verdict == verdict]
        if hits:
            return of_gaps if hits == ["gaps"] else said
    return "—"
