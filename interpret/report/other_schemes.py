"""The same models under other schemes: repeated k-fold, the .632+ bootstrap, whole groups left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from interpret.report import tally, words
from interpret.report.blocks import Block, Prose, Table, TableColumn
from interpret.report.findings import Findings, ModelFindings
from interpret.scoring.intervals import clopper_pearson
from interpret.validation.schemes.records import Bootstrap, GroupsLeftOut, LeftOutGroup, RepeatedFolds

Row = tuple[str, str, str, str, str]
CANNOT = "cannot be judged"


def blocks(findings: Findings) -> list[Block]:
    """Return the table of schemes, and that of groups; nothing where there is only one scheme."""
    found = findings.validated
    made: list[Block] = []
    if found.repeated or found.bootstrap or found.groups is not None:
        made.append(_table(findings))
    if found.groups is not None:
        made += _groups(findings, found.groups)
    return made


def _table(findings: Findings) -> Table:
    rows: list[Row] = []
    for place, model in enumerate(findings.models):
        rows.append(_main(findings, model))
        rows += [_dealt(model, one) for one in findings.validated.repeated if one.model == model.name]
        rows += [_drawn(model, one) for one in findings.validated.bootstrap if one.model == model.name]
        if findings.validated.groups is not None:
            rows.append(_grouped(model, findings.validated.groups, place))
    who = f"{words.capital(tally.noun(findings, 'loo'))}s"
    columns = (
        TableColumn("Model"),
        TableColumn("How they were left out"),
        TableColumn("Called right", "right"),
        TableColumn("Brier score", "right"),
        TableColumn(who, "right"),
    )
    return Table("The same models under other schemes", columns, tuple(rows), _note(findings))


def _note(findings: Findings) -> str:
    found, notes = findings.validated, ["In brackets: 95% interval."]
    if found.repeated:
        notes.append(
            "Folds dealt several times: the mean, in brackets the smallest and the largest of all dealings; that is "
            "luck in who shares a fold and not the uncertainty of the study, which is larger."
        )
    if found.bootstrap:
        notes.append(
            "Bootstrap: the share expected to be called right by a model learnt from all, the optimism of judging by "
            "those learnt from taken off (.632+)."
        )
        redrawn = max(one.redrawn for one in found.bootstrap)
        if redrawn:
            notes.append(
                f"{words.plural(redrawn, 'draw')} held too few of a class and was made anew."
                if redrawn == 1
                else f"{words.count(redrawn)} draws held too few of a class and were made anew."
            )
    unfit = {one.unfit for one in found.repeated} | {one.unfit for one in found.bootstrap}
    notes += [f"Could not be judged: {words.plain(reason)}." for reason in sorted(unfit - {""})]
    same = f"the same {tally.noun(findings, 'loo')}s"
    notes.append(f"Where two rows differ, no row is the better one: they answer the same question on {same}.")
    return " ".join(notes)


def _main(findings: Findings, model: ModelFindings) -> Row:
    right = tally.right_of_n(findings, model.name, "loo")
    brier = tally.measure(findings, model.name, "loo", "brier")
    how = "one by one"
    if tally.in_folds(findings):
        how = f"in {words.count(findings.validated.folds)} folds, first dealing"
    shown = words.NOT_AVAILABLE if brier is None else words.with_interval(brier.value, brier.low, brier.high, 3)
    return (words.plain(model.title), how, right, shown, words.count(findings.counts.n_train))


def _dealt(model: ModelFindings, found: RepeatedFolds) -> Row:
    how = f"in {words.count(found.folds)} folds, {words.plural(len(found.right), 'dealing')}"
    if found.unfit:
        return (words.plain(model.title), f"in {words.count(found.folds)} folds", CANNOT, "—", "—")
    mean = words.number(float(np.mean(found.right)), 1)
    right = f"{mean} of {words.count(found.n)} ({words.count(min(found.right))} to {words.count(max(found.right))})"
    return (words.plain(model.title), how, right, _ranged(found.brier), words.count(found.n))


def _ranged(values: Sequence[float]) -> str:
    return words.with_interval(float(np.mean(values)), min(values), max(values), 3)


def _drawn(model: ModelFindings, found: Bootstrap) -> Row:
    how = f"bootstrap, {words.plural(found.draws, 'draw')}"
    if found.error is None or found.brier is None:
        return (words.plain(model.title), how, CANNOT, "—", "—")
    right = words.percent(1.0 - found.error.value)
    interval = words.percent_interval(1.0 - found.error.high, 1.0 - found.error.low)
    brier = words.with_interval(found.brier.value, found.brier.low, found.brier.high, 3)
    return (words.plain(model.title), how, f"{right} ({interval})", brier, words.count(found.n))


def _grouped(model: ModelFindings, found: GroupsLeftOut, place: int) -> Row:
    how = f"each {words.plain(found.column)} as a whole"
    if not found.judged:
        return (words.plain(model.title), how, CANNOT, "—", "—")
    right = sum(group.right[place] for group in found.groups if not group.unfit)
    text = words.share_of(right, found.judged, *clopper_pearson(right, found.judged))
    return (words.plain(model.title), how, text, words.number(found.brier[place], 3), words.count(found.judged))


def _groups(findings: Findings, found: GroupsLeftOut) -> list[Block]:
    """Say what leaving out whole groups can show here, and how each group did."""
    column, one = words.plain(found.column), tally.noun(findings, "loo")
    unfit = [group for group in found.groups if group.unfit]
    judged = len(found.groups) - len(unfit)
    if not judged:
        text = (
            f"Leaving out each {column} as a whole would show whether a model learnt elsewhere holds in a {column} it "
            f"has never seen. None of the {words.count(len(found.groups))} can be judged that way: "
            f"{_reasons(unfit)}. So these data cannot tell what the models owe to the class and what to the {column}."
        )
    else:
        text = (
            f"Each {column} was left out as a whole and judged by models learnt from the others: "
            f"{words.count(judged)} of {words.count(len(found.groups))} could be judged."
        )
        if unfit:
            text += f" Not judged: {_reasons(unfit)}."
    if found.without:
        text += f" {words.plural(found.without, one)} of unknown {column} took no part."
    if found.shared:
        text += (
            f" {words.plural(found.shared, tally.person(findings))} gave samples to several of them; their other "
            "samples were not learnt from either while one of these was left out."
        )
    return [Prose((text,)), *([_group_table(findings, found)] if judged else [])]


def _reasons(groups: Sequence[LeftOutGroup]) -> str:
    return words.listing([f"{words.plain(group.name)} ({words.plain(group.unfit)})" for group in groups], 12)


def _group_table(findings: Findings, found: GroupsLeftOut) -> Table:
    titles = {model.name: words.plain(model.title) for model in findings.models}
    short = tally.class_names(findings)
    columns = (
        TableColumn(words.plain(found.column)),
        TableColumn(short[findings.labels.negative], "right"),
        TableColumn(short[findings.labels.positive], "right"),
        *(TableColumn(f"{titles[name]}: right", "right") for name in found.models),
    )
    rows = tuple(
        (
            words.plain(group.name),
            words.count(group.negative),
            words.count(group.positive),
            *(f"{words.count(right)} of {words.count(group.negative + group.positive)}" for right in group.right),
        )
        for group in found.groups
        if not group.unfit
    )
    return Table(f"Left out as a whole: {words.plain(found.column)}", columns, rows)


def methods(findings: Findings) -> Iterator[str]:
    """Return how the other schemes were run, for the methods section."""
    found, chosen, one = findings.validated, findings.settings.validation, tally.person(findings)
    if found.repeated and not tally.in_folds(findings):
        yield (
            f"Repeated folds: {one}s dealt to {words.count(found.repeated[0].folds)} folds with the same share of "
            f"each class, {words.plural(chosen.repeats, 'time')}; everything learnt anew without the fold. "
            "All models meet the same dealings."
        )
    if found.bootstrap:
        yield (
            f"Bootstrap (.632+): {words.plural(found.bootstrap[0].draws, 'draw')} of as many {one}s as there are, "
            f"with replacement; those not drawn are judged, and copies of one {one} stay together in inner folds. "
            "Interval: normal, by the standard error of the delta method after the bootstrap; where nobody was ever "
            "called wrong the exact one. Efron and Tibshirani 1997, doi:10.1080/01621459.1997.10474007."
        )
    if found.groups is not None:
        yield (
            f"Groups left out: all samples of a {words.plain(found.groups.column)}, and every other sample of whoever "
            "gave one of them, judged by a model learnt from the rest. Judged are groups outside which two {one}s "
            "of each class are left."
        )
