"""How well the models did, on patients they had never seen, and how far that can be trusted."""

from __future__ import annotations

from interpret.report import against_first, tally, words
from interpret.report.blocks import Block, Bullets, Columns, Prose, Section, Table, TableColumn
from interpret.report.every_model import PREVALENCE, every_model
from interpret.report.figures.calibration import calibration
from interpret.report.figures.comparison import comparison
from interpret.report.figures.decision_curve import decision
from interpret.report.figures.roc import roc
from interpret.report.findings import Findings, Part
from interpret.report.measured import every_measure, measures_taken
from interpret.report.three_way import DESCRIPTIVE, three_way

PARTS: tuple[Part, ...] = ("loo", "independent")
TWO = 2  # models are compared in a sentence, more in a table


def section(findings: Findings) -> Section:
    """Return the section on models."""
    blocks: list[Block] = [_how(findings), summary(findings), *three_way(findings)]
    blocks += every_measure(findings, parts(findings))
    blocks.append(reading(findings))
    if len(findings.models) > TWO and not findings.beside.models:
        blocks += against_first.against_first(findings)
    if not findings.beside.models:  # else every model has its interval in the drawing of the next section
        blocks.append(comparison(findings))
    blocks += [Columns(calibration(findings), decision(findings)), roc(findings)]
    return Section("models", "Models", tuple(blocks))


def parts(findings: Findings) -> tuple[Part, ...]:
    """Return the sets on which measures were taken."""
    present = set(findings.measures["set"])
    return tuple(part for part in PARTS if part in present)


def _how(findings: Findings) -> Prose:
    titles = words.listing([model.title for model in findings.models])
    models = words.capital(words.spelled_plural(len(findings.models), "model"))
    one, other = tally.noun(findings, "loo"), tally.noun(findings, "independent")
    first = (
        f"{models} learnt to tell {findings.labels.negative} "
        f"from {findings.labels.positive}: {titles}. {_left_out(findings)}"
    )
    if findings.counts.n_independent:
        second = (
            f"Then each model was fitted once to all training {one}s, frozen, and applied once to the "
            f"{words.plural(findings.counts.n_independent, f'independent {other}')}."
        )
    else:
        second = f"There are no independent {other}s to apply the final models to."
    made = findings.three_way
    rate = words.percent(made.error_rate)
    own = f" ({words.percent(made.training_error_rate)} there)" if made.training_error_rate > made.error_rate else ""
    third = (
        "The call is the more probable class. Beside it stands a stricter, three-way call: a class is ruled out when "
        f"no more than {rate} of its own members fit it as badly as the {one} does. Unless the less probable class, "
        f"and it alone, is ruled out, the call is uncertain: do not act on it. For left-out {one}s this only "
        f"describes{own}, since the {one}s they are compared with were judged by models that had learnt from them."
    )
    return Prose((first, second, third))


def _left_out(findings: Findings) -> str:
    """Return how the training samples were left out, and what was repeated without them."""
    each = words.plural(findings.counts.n_train, f"training {tally.noun(findings, 'loo')}")
    person = not tally.one_each(findings, "loo")
    if person:
        persons = words.plural(findings.counts.n_train_persons, tally.person(findings))
        each = f"{persons} {tally.who(findings)} gave the {each}"
    together = ", with all their samples" if person else ""
    repeated = "filter, choice of genes, tuning and fit were repeated without"
    if tally.in_folds(findings):
        found = findings.validated
        again = (
            f" The dealing was made {words.count(found.repeats)} times; calls and explanations are those of the first."
            if found.repeats > 1
            else ""
        )
        return (
            f"The {each} were dealt at random{together} to {words.count(found.folds)} folds with the same share of "
            f"each class. Each fold was left out in turn; {repeated} it, and only then was it called.{again}"
        )
    return f"Each of the {each} was left out in turn{together}; {repeated} them, and only then were they called."


def summary(findings: Findings) -> Table:
    """Return the calls of each model in words that need no statistics."""
    rows = []
    for model in findings.models:
        for part in parts(findings):
            counted = tally.count_calls(findings, model.name, part)
            if counted.n == 0:
                continue
            rows.append(
                (
                    words.plain(model.title),
                    "left out in turn" if part == "loo" else "independent",
                    f"{words.count(counted.right)} of {words.count(counted.n)}",
                    words.count(counted.false_alarms),
                    words.count(counted.missed),
                    words.count(counted.unsure) + (f", {DESCRIPTIVE}" if part == "loo" else ""),
                    _firm(counted) if part == "independent" else "—",
                )
            )
    short = tally.class_names(findings)
    negative, positive = short[findings.labels.negative], short[findings.labels.positive]
    columns = (
        TableColumn("Model", width="24%"),
        TableColumn(f"{words.capital(tally.noun(findings))}s", width="15%"),
        TableColumn("Called right", "right", width="11%"),
        TableColumn(f"{negative} called {positive}", "right", width="12%"),
        TableColumn(f"{positive} called {negative}", "right", width="12%"),
        TableColumn("Uncertain", "right", width="14%"),
        TableColumn("Right where certain", "right", width="12%"),
    )
    note = (
        f"Uncertain: do not act on it; such {tally.noun(findings)}s are also counted by their more probable class. "
        f"{words.capital(DESCRIPTIVE)}: of training {tally.noun(findings, 'loo')}s a three-way call describes, and "
        "promises nothing."
    )
    return Table("Calls", columns, tuple(rows), note)


def _firm(counted: tally.Calls) -> str:
    firm = counted.n - counted.unsure
    return f"{words.count(counted.firm_right)} of {words.count(firm)}" if firm else "none certain"


def reading(findings: Findings) -> Bullets:
    """Return what the measures do not show: independence, an order of the models, the pooled AUC."""
    persons, who = not tally.one_each(findings, "loo"), tally.left_out(findings)
    shared = f"all but the samples of two {who}s" if persons else f"all but two {who}s"
    if tally.in_folds(findings):
        shared = f"all but two of the {words.count(findings.validated.folds)} folds"
    dependent = (
        f"The left-out calls are not independent of each other: any two of the models share {shared}. One odd "
        f"{tally.left_out(findings)} sways them all, so errors can come in company. The intervals take the calls as "
        "independent and are therefore approximate; whether too narrow or too wide is not known."
    )
    if findings.counts.n_independent:
        dependent += f" The independent {tally.noun(findings, 'independent')}s were all called by one frozen model."
    items = [dependent, _compared(findings)]
    names = {measure.name for measure in measures_taken(findings, "loo")}
    if "auc_pooled" in names:
        items.append(
            f"The pooled AUC compares chances that come from different models. {_tilt(findings, persons=persons)}"
            f"{_nothing_known(findings)} It is given for completeness; read the AUC within pairs or within folds "
            "instead, where one model judges both."
        )
    return Bullets("How to read these numbers", tuple(items))


def _tilt(findings: Findings, *, persons: bool) -> str:
    """Return why the pooled AUC of left-out samples is biased."""
    if tally.in_folds(findings):
        return "These are not on one scale, and a fold with more of one class tilts its model against that class."
    if persons:
        return (
            "Leaving out more samples of one class than of the other tilts the model a little against that class, so "
            "this AUC can be biased low."
        )
    one = tally.noun(findings, "loo")
    return (
        f"Leaving out a {one} tilts the model a little against that {one}'s class, so this AUC is biased low: a "
        "model that knows nothing scores 0, not one half."
    )


def _nothing_known(findings: Findings) -> str:
    """Return what the model that looks at no gene scores here, pooled and within pairs, where it was run."""
    every = every_model(findings)
    pooled = tally.measure(every, PREVALENCE, "loo", "auc_pooled")
    within = tally.measure(every, PREVALENCE, "loo", "auc_within_pairs")
    if pooled is None or within is None:
        return ""
    title = next(words.plain(model.title) for model in every.models if model.name == PREVALENCE)
    many, positive = f"{tally.noun(findings, 'loo')}s", words.plain(findings.labels.positive)
    return (
        f" {title} shows it: it gives everybody the share of {positive} among those it learnt from, and that falls "
        f"whenever one of the {positive} {many} is left out. Pooled AUC {words.number(pooled.value, 2)}; within pairs, "
        f"where both are given the same share, {words.number(within.value, 2)}: what knowing nothing is worth."
    )


def _compared(findings: Findings) -> str:
    """Say how the models compare on the same patients, or where that stands."""
    models = every_model(findings).models
    if len(models) == 1:
        return "One model was run, so there is nothing to compare it with."
    if len(models) > TWO:
        where = "under Every model side by side" if findings.beside.models else "in the table that follows"
        return (
            "The report does not rank models by figures whose intervals overlap. Every model is compared with the "
            f"first, on the same {tally.noun(findings)}s, {where}."
        )
    return against_first.sentence(findings)
