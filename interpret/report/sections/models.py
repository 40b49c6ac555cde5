"""How well the models did, on patients they had never seen, and how far that can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from interpret.report import tally, words
from interpret.report.blocks import Block, Bullets, Columns, Prose, Section, Table, TableColumn
from interpret.report.every_model import PREVALENCE, every_model
from interpret.report.figures.calibration import calibration
from interpret.report.figures.calls import calls
from interpret.report.figures.comparison import comparison
from interpret.report.figures.decision_curve import decision
from interpret.report.figures.permuted import permuted
from interpret.report.figures.roc import roc
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.report.measured import meanings, measures, measures_taken, part_title

PARTS: tuple[Part, ...] = ("loo", "independent")


def section(findings: Findings) -> Section:
    """Return the section on models."""
    blocks: list[Block] = [_how(findings), summary(findings), calls(findings), meanings(findings)]
    blocks += [measures(findings, part) for part in parts(findings)]
    blocks += [reading(findings), comparison(findings)]
    blocks += [Columns(calibration(findings), decision(findings)), roc(findings)]
    blocks += shuffled(findings)
    return Section("models", "Models", tuple(blocks), page=True)


def parts(findings: Findings) -> tuple[Part, ...]:
    """Return the sets on which measures were taken."""
    present = set(findings.measures["set"])
    return tuple(part for part in PARTS if part in present)


def _how(findings: Findings) -> Prose:
    titles = words.listing([model.title for model in findings.models])
    models = words.capital(words.spelled_plural(len(findings.models), "model"))
    one, other = tally.noun(findings, "loo"), tally.noun(findings, "independent")
    each = words.plural(findings.counts.n_train, f"training {one}")
    if tally.left_out(findings) == "person":
        persons = words.plural(findings.counts.n_train_persons, "person")
        each = f"{persons} who gave the {each}"
    first = (
        f"{models} learnt to tell {findings.labels.negative} "
        f"from {findings.labels.positive}: {titles}. Each of the {each} was left out in turn"
        f"{', with all their samples' if tally.left_out(findings) == 'person' else ''}; filter, choice of genes, "
        "tuning and fit were repeated without them, and only then were they called."
    )
    if findings.counts.n_independent:
        second = (
            f"Then each model was fitted once to all training {one}s, frozen, and applied once to the "
            f"{words.plural(findings.counts.n_independent, f'independent {other}')}."
        )
    else:
        second = f"There are no independent {other}s to apply the final models to."
    rate = words.percent(findings.settings.validation.error_rate)
    third = (
        "The call is the more probable class. Beside it stands a stricter, three-way call: a class is ruled out when "
        f"no more than {rate} of its own members fit it as badly as the {one} does. Unless the less probable class, "
        f"and it alone, is ruled out, the {one} is uncertain: too close to rely on. For left-out {one}s this only "
        f"describes, since the {one}s they are compared with were judged by models that had learnt from them."
    )
    return Prose((first, second, third))


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
                    part_title(findings, part),
                    f"{words.count(counted.right)} of {words.count(counted.n)}",
                    words.count(counted.false_alarms),
                    words.count(counted.missed),
                    words.count(counted.unsure),
                    _firm(counted) if part == "independent" else "—",
                )
            )
    short = tally.class_names(findings)
    negative, positive = short[findings.labels.negative], short[findings.labels.positive]
    columns = (
        TableColumn("Model"),
        TableColumn(f"{words.capital(tally.noun(findings))}s"),
        TableColumn("Called right", "right"),
        TableColumn(f"{negative} called {positive}", "right"),
        TableColumn(f"{positive} called {negative}", "right"),
        TableColumn("Uncertain", "right"),
        TableColumn("Right where certain", "right"),
    )
    note = f"Uncertain {tally.noun(findings)}s are also counted by their more probable class."
    return Table("Calls", columns, tuple(rows), note)


def _firm(counted: tally.Calls) -> str:
    firm = counted.n - counted.unsure
    return f"{words.count(counted.firm_right)} of {words.count(firm)}" if firm else "none certain"


def reading(findings: Findings) -> Bullets:
    """Return what the measures do not show: independence, an order of the models, the pooled AUC."""
    persons = tally.left_out(findings) == "person"
    shared = "all but the samples of two persons" if persons else "all but two patients"
    dependent = (
        f"The left-out calls are not independent of each other: any two of the models share {shared}. One odd "
        f"{tally.left_out(findings)} sways them all, so errors can come in company. The intervals take the calls as "
        "independent and are therefore approximate; whether too narrow or too wide is not known."
    )
    if findings.counts.n_independent:
        dependent += f" The independent {tally.noun(findings, 'independent')}s were all called by one frozen model."
    items = [dependent, _ranking(findings)]
    names = {measure.name for measure in measures_taken(findings, "loo")}
    if "auc_pooled" in names:
        items.append(
            f"The pooled AUC compares chances that come from different models. {_tilt(persons=persons)}"
            f"{_nothing_known(findings)} It is given for completeness; read the AUC within pairs or within folds "
            "instead, where one model judges both."
        )
    return Bullets("How to read these numbers", tuple(items))


def _tilt(*, persons: bool) -> str:
    """Return why the pooled AUC of left-out samples is biased."""
    if persons:
        return (
            "Leaving out more samples of one class than of the other tilts the model a little against that class, so "
            "this AUC can be biased low."
        )
    return (
        "Leaving out a patient tilts the model a little against that patient's class, so this AUC is biased low: a "
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


def _ranking(findings: Findings) -> str:
    """Say whether the intervals allow any order among the models."""
    if len(findings.models) == 1:
        return "One model was run, so there is nothing to compare it with."
    apart = intervals_apart(findings, findings.models)
    many = f"{tally.noun(findings)}s"
    if not apart:
        return (
            f"The intervals of the {many} called right overlap for all models. These {many} do not "
            "show that one model is better than another, so the report does not rank them."
        )
    return (
        f"The intervals of the {many} called right lie apart for {words.listing(apart)}. The others overlap and are "
        "not ranked."
    )


def intervals_apart(findings: Findings, models: Sequence[ModelFindings]) -> list[str]:
    """Return the pairs of these models whose intervals of the share right lie apart, the better one first."""
    return [
        f"{words.plain(high.title)} above {words.plain(low.title)} ({part_title(findings, part)})"
        for part in parts(findings)
        for a, b in combinations(models, 2)
        for high, low in ((a, b), (b, a))
        if _above(findings, high, low, part)
    ]


def _above(findings: Findings, high: ModelFindings, low: ModelFindings, part: Part) -> bool:
    upper = tally.measure(findings, high.name, part, "right")
    lower = tally.measure(findings, low.name, part, "right")
    return upper is not None and lower is not None and upper.low > lower.high


def shuffled(findings: Findings) -> list[Block]:
    """Return what the procedure reached with shuffled labels; nothing where no such run was made."""
    if not findings.permuted:
        return []
    titles = {model.name: model.title for model in findings.models}
    one = tally.noun(findings, "loo")
    paragraphs = tuple(
        f"With the class labels shuffled, the whole procedure of {words.plain(titles.get(run.model, run.model))} "
        f"called between {words.count(min(run.right))} and {words.count(max(run.right))} {one}s right in "
        f"{words.plural(len(run.right), 'run')}; with the real labels {words.count(run.observed)} "
        f"({words.p_brief(run.p_value)}). With so few runs no p-value can be below "
        f"{words.p_value(1.0 / (1 + len(run.right)))}."
        for run in findings.permuted
        if run.right
    )
    against = "that patient" if one == "patient" else "the samples left out, where they are of one class"
    reading = (
        f"Shuffled labels land a little below chance in leave-one-out: leaving a {tally.left_out(findings)} out tips "
        f"the class shares the model learns from against {against}. The distance from the real result looks larger "
        "for it."
    )
    return [Prose((*paragraphs, reading)), permuted(findings)] if paragraphs else []
