"""How well the models did, on patients they had never seen, and how far that can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from interpret.report import tally, words
from interpret.report.blocks import Block, Bullets, Prose, Section, Table, TableColumn
from interpret.report.figures.calls import calls
from interpret.report.figures.comparison import comparison
from interpret.report.figures.roc import roc
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.scoring.measures import MEASURES, Measure

PARTS: tuple[Part, ...] = ("loo", "independent")
SIDE_BY_SIDE = 3  # with more models than this the table has one row a model and measure
COUNTED = frozenset({"right", "sensitivity", "specificity"})
# What the registry says of leave-one-out, and what holds where folds were left out instead.
IN_FOLDS = {
    "leaving a patient out shifts the class shares the model learns from against that patient, so that a model that "
    "knows nothing scores 0. Read the AUC within pairs instead.": "they are not on one scale. Read the AUC within "
    "folds instead.",
    "n different models. Biased low": "different models, one a fold. Biased",
    "as the AUC within pairs, but the two patients of a pair are left out together as part of one fold of": "over all "
    "pairs of one positive and one negative patient that were left out together in a fold of",
    "never shared a fold (about one in three) are": "never shared a fold are",
}


def section(findings: Findings) -> Section:
    """Return the section on models."""
    blocks: list[Block] = [_how(findings), summary(findings), calls(findings), meanings(findings)]
    blocks += [measures(findings, part) for part in parts(findings)]
    blocks += [reading(findings), comparison(findings), roc(findings)]
    return Section("models", "Models", tuple(blocks), page=True)


def parts(findings: Findings) -> tuple[Part, ...]:
    """Return the sets on which measures were taken."""
    present = set(findings.measures["set"])
    return tuple(part for part in PARTS if part in present)


def part_title(findings: Findings, part: Part) -> str:
    """Return what the samples of a set are called in a table."""
    many = f"{tally.noun(findings, part)}s"
    return f"training {many}, left out in turn" if part == "loo" else f"independent {many}"


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
    rate = words.percent(findings.settings.validation.error_rate)
    third = (
        "The call is the more probable class. Beside it stands a stricter, three-way call: a class is ruled out when "
        f"no more than {rate} of its own members fit it as badly as the {one} does. Unless the less probable class, "
        f"and it alone, is ruled out, the {one} is uncertain: too close to rely on. For left-out {one}s this only "
        f"describes, since the {one}s they are compared with were judged by models that had learnt from them."
    )
    return Prose((first, second, third))


def _left_out(findings: Findings) -> str:
    """Return how the training samples were left out, and what was repeated without them."""
    each = words.plural(findings.counts.n_train, f"training {tally.noun(findings, 'loo')}")
    person = tally.left_out(findings) == "person"
    if person:
        each = f"{words.plural(findings.counts.n_train_persons, 'person')} who gave the {each}"
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


def measures_taken(findings: Findings, part: Part) -> tuple[Measure, ...]:
    """Return the registered measures that were taken on a set, in the order of the registry."""
    frame = findings.measures
    present = set(frame.loc[frame["set"] == part, "measure"])
    return tuple(measure for measure in MEASURES if measure.name in present)


def measures(findings: Findings, part: Part) -> Table:
    """Return every measure of every model on one set, with its interval and n."""
    taken, many = measures_taken(findings, part), f"{tally.noun(findings, part)}s"
    caption = f"Measures with 95% intervals: {part_title(findings, part)}"
    if len(findings.models) > SIDE_BY_SIDE:
        long = tuple(
            (words.plain(model.title), _said_of(findings, measure.title), *_cell(findings, model, part, measure))
            for model in findings.models
            for measure in taken
        )
        heads = (
            TableColumn("Model"),
            TableColumn("Measure"),
            TableColumn("Estimate", "right"),
            TableColumn("n", "right"),
        )
        return Table(caption, heads, long)
    rows = []
    for measure in taken:
        cells = [_cell(findings, model, part, measure) for model in findings.models]
        sizes = dict.fromkeys(n for _, n in cells if n != "—")
        rows.append(
            (_said_of(findings, measure.title), *(text for text, _ in cells), words.listing(tuple(sizes)) or "—")
        )
    columns = (
        TableColumn("Measure"),
        *(TableColumn(words.plain(model.title), "right") for model in findings.models),
        TableColumn(words.capital(many), "right"),
    )
    note = (
        "Higher is better, except for the Brier score and the log loss. Sensitivity: of the "
        f"{findings.labels.positive} {many}; specificity: of the {findings.labels.negative} {many}."
    )
    return Table(caption, columns, tuple(rows), note)


def _cell(findings: Findings, model: ModelFindings, part: Part, measure: Measure) -> tuple[str, str]:
    estimate = tally.measure(findings, model.name, part, measure.name)
    if estimate is None:
        return "—", "—"
    if measure.name in COUNTED:
        right = round(estimate.value * estimate.n)
        interval = words.percent_interval(estimate.low, estimate.high)
        return f"{words.count(right)} of {words.count(estimate.n)} ({interval})", words.count(estimate.n)
    return words.with_interval(estimate.value, estimate.low, estimate.high, 3), words.count(estimate.n)


def reading(findings: Findings) -> Bullets:
    """Return what the measures do not show: independence, an order of the models, the pooled AUC."""
    persons = tally.left_out(findings) == "person"
    shared = "all but the samples of two persons" if persons else "all but two patients"
    if tally.in_folds(findings):
        shared = f"all but two of the {words.count(findings.validated.folds)} folds"
    items = [
        (
            f"The left-out calls are not independent of each other: any two of the models share {shared}. "
            "The intervals take them as independent and are therefore approximate."
        ),
        _ranking(findings),
    ]
    names = {measure.name for measure in measures_taken(findings, "loo")}
    if "auc_pooled" in names:
        items.append(
            f"The pooled AUC compares chances that come from different models. {_tilt(findings, persons=persons)} "
            "It is given for completeness; read the AUC within pairs or within folds instead."
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
    return (
        "Leaving out a patient tilts the model a little against that patient's class, so this AUC is biased low: a "
        "model that knows nothing scores 0, not one half."
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


def meanings(findings: Findings) -> Bullets:
    """Return what each measure means, as its registry entry says."""
    names = {measure.name for part in parts(findings) for measure in measures_taken(findings, part)}
    items = tuple(
        _said_of(findings, f"{measure.title}: {_lower(measure.meaning)}")
        for measure in MEASURES
        if measure.name in names
    )
    return Bullets("What is measured", items)


def _said_of(findings: Findings, text: str) -> str:
    """Return what the registry says of patients, said of samples where these are what is counted."""
    if tally.in_folds(findings):
        for one_by_one, in_folds in IN_FOLDS.items():
            text = text.replace(one_by_one, in_folds)
    return text.replace("patient", tally.noun(findings))


def _lower(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]
