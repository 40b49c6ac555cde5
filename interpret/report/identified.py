"""What can and what cannot be concluded from a sheet held against the class, in plain words."""

from __future__ import annotations

import math
from collections.abc import Sequence

from interpret.report import tally, words
from interpret.report.confounding import named
from interpret.report.findings import Findings
from interpret.report.within_strata import of_stratum
from interpret.validation.identifiability import Relation
from interpret.validation.identifiability.record import NEAR_P, NEAR_SHARE

MOST_NAMED = 4
_PLACE = {"exact": 0, "near": 1, "none": 2}


def method(findings: Findings) -> tuple[str, ...]:
    """Return how the columns were asked, for the methods section; nothing without columns."""
    if not findings.identifiability.kinds:
        return ()
    text = (
        "The sample sheet against the class: each person counts once in a class. Numbers and dates in order: area "
        "under the curve, exact Mann-Whitney test. Anything else, and numbers of few values: each person's class "
        "guessed from the others with the same value, both classes weighing the same, and the exact test of Freeman "
        "and Halton 1951 (doi:10.1093/biomet/38.1-2.141), by random deals where the tables are too many. Order of the "
        "samples: guess from the neighbours, exact runs test of Wald and Wolfowitz 1940 "
        "(doi:10.1214/aoms/1177731909). A column nearly coincides where it tells the classes apart to "
        f"{words.percent(NEAR_SHARE)} or more (half-way from chance to no error) with p at most "
        f"{words.setting(NEAR_P)} after Holm's correction for everything asked of the set: the size spares a large "
        "study warnings of trifles, the p-value a small one warnings of luck."
    )
    return (tally.said(findings, text),)


def concluded(findings: Findings) -> tuple[str, ...]:
    """Return what can and what cannot be concluded."""
    found = findings.identifiability
    if not found.kinds:
        beside = ", beside columns declared as results" if found.results else ""
        text = (
            f"No sample sheet with centre, batch or date was given{beside}, so none could be held against the class: "
            "a difference in where or when samples were taken cannot be told from a difference between the classes."
        )
        return (" ".join([text, *_order(findings), *_left_out(findings)]),)
    values = [relation for relation in found.training if relation.aspect == "values"]
    exact = [relation for relation in values if relation.verdict == "exact"]
    near = [relation for relation in values if relation.verdict == "near"]
    said = [_coincide(findings, exact)] if exact else []
    if near:
        said.append(
            f"{_columns(near)} {'comes' if len(near) == 1 else 'come'} close to giving the class away: part of what is "
            f"found may follow {'it' if len(near) == 1 else 'them'} instead of {_pair(findings)}."
        )
    if not said:
        said.append(
            "The values of no column of the sample sheet coincide with the class, or nearly so. What the sheet does "
            "not say could not be looked at."
        )
    said.append(" ".join([*_gaps(findings), *_order(findings), *_left_out(findings)]))
    return tuple(text for text in said if text)


def about_sets(findings: Findings) -> tuple[str, ...]:
    """Return how the independent set differs from the training set; nothing without one."""
    found = findings.identifiability
    if not found.sets:
        return ()
    counts, label = findings.counts, findings.labels.positive
    of_class = next((each for each in found.sets if each.aspect == "class"), None)
    chance = "" if of_class is None or math.isnan(of_class.p) else f" ({words.p_brief(of_class.p)})"
    text = (
        f"Of the training {tally.noun(findings, 'loo')}s "
        f"{words.percent(counts.train_positive / counts.n_train)} are {label}, of the independent ones "
        f"{words.percent(counts.independent_positive / counts.n_independent)}{chance}."
    )
    apart = _worst_first(found.sets)
    if apart:
        text += (
            f" The two sets differ in {words.listing(apart, MOST_NAMED)}: where the models do otherwise on the "
            "independent set, that can be why."
        )
    inside = _worst_first([each for each in found.independent if each.column])
    if inside:
        text += f" Within the independent set the class goes with {words.listing(inside, MOST_NAMED)}."
    return (text,)


def _worst_first(relations: Sequence[Relation]) -> list[str]:
    hits = [each for each in relations if each.verdict != "none"]
    return [named(each) for each in sorted(hits, key=lambda each: (_PLACE[each.verdict], each.aspect == "gaps"))]


def _pair(findings: Findings) -> str:
    return f"{findings.labels.negative} against {findings.labels.positive}"


def _columns(relations: Sequence[Relation]) -> str:
    return words.listing([words.plain(relation.column) for relation in relations], MOST_NAMED)


def _coincide(findings: Findings, exact: Sequence[Relation]) -> str:
    one = tally.noun(findings, "loo")
    return (
        f"Among the training {one}s the class can be read off {_columns(exact)} without error. That a gene differs, "
        f"or that a left-out {one} was called right, therefore does not show that {_pair(findings)} is what is "
        "recognised. Correcting for such a column would take the difference between the classes away with it, so "
        f"that was not done. {_witnesses(findings, exact)}"
    )


def _witnesses(findings: Findings, exact: Sequence[Relation]) -> str:
    """Return how the first model does where both classes have the same value of a column that otherwise coincides."""
    frame, model = findings.identifiability.strata, findings.models[0]
    for relation in exact:
        rows = frame[frame["column"] == relation.column]
        if rows.empty:
            continue
        key = (str(rows["set"].iloc[0]), relation.column, str(rows["level"].iloc[0]))
        found = of_stratum(findings, key)[model.name]
        where = "independent" if key[0] == "independent" else "training"
        labels = findings.labels
        return (
            f"The {where} {tally.noun(findings)}s with {words.plain(key[1])} {words.plain(key[2])} "
            f"({words.count(found.n_negative)} {labels.negative}, {words.count(found.n_positive)} {labels.positive}) "
            f"can tell more: of them {words.plain(model.title)} called {found.right} right."
        )
    return "No value of it occurs in both classes, in any set."


def _gaps(findings: Findings) -> list[str]:
    """Return which columns are known for one class only, or nearly so."""
    gaps = [relation for relation in findings.identifiability.training if relation.aspect == "gaps"]
    exact = [words.plain(relation.column) for relation in gaps if relation.verdict == "exact"]
    near = [f"{words.plain(each.column)} ({words.percent(each.share)})" for each in gaps if each.verdict == "near"]
    said = []
    if exact:
        said.append(
            f"Whether {words.listing(exact)} {'is' if len(exact) == 1 else 'are'} known at all gives the class away."
        )
    if near:
        lead = "Nearly the same holds for" if exact else "The class can nearly be told from the gaps of"
        said.append(f"{lead} {words.listing(near)}.")
    return said


def _order(findings: Findings) -> list[str]:
    """Return whether the classes stand together in the order of the names."""
    found = next((each for each in findings.identifiability.training if each.aspect == "order"), None)
    if found is None:
        return []
    if found.verdict == "none":
        chance = words.p_brief(found.p)
        return [f"In the order of their names the classes stand together no more than chance would have it ({chance})."]
    stand = "the classes stand one after the other"
    if found.verdict == "near":
        stand = f"samples of one class tend to stand together ({words.p_brief(found.p_holm)})"
    return [f"In the order of their names {stand}: if they were processed so, a drift would look like the class."]


def _left_out(findings: Findings) -> list[str]:
    results = [words.plain(name) for name in findings.identifiability.results]
    declared = "a result" if len(results) == 1 else "results"
    return [f"Not asked, since declared as {declared}: {words.listing(results)}."] if results else []
