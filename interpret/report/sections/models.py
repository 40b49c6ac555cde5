"""How well the models did, on patients they had never seen, and how far that can be trusted."""

from __future__ import annotations

from interpret.report import against_first, tally, words
from interpret.report.blocks import Block, Bullets, Prose, Section, Table, TableColumn
from interpret.report.every_model import every_model
from interpret.report.figures.calls import calls
from interpret.report.figures.comparison import comparison
from interpret.report.figures.permuted import permuted
from interpret.report.figures.roc import roc
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.report.three_way import DESCRIPTIVE, three_way
from interpret.scoring.measures import MEASURES, Measure

PARTS: tuple[Part, ...] = ("loo", "independent")
SIDE_BY_SIDE = 3  # with more models than this the table has one row a model and measure
TWO = 2  # models are compared in a sentence, more in a table
COUNTED = frozenset({"right", "sensitivity", "specificity"})


def section(findings: Findings) -> Section:
    """Return the section on models."""
    blocks: list[Block] = [_how(findings), summary(findings), *three_way(findings), calls(findings), meanings(findings)]
    blocks += [measures(findings, part) for part in parts(findings)]
    blocks.append(reading(findings))
    if len(findings.models) > TWO and not findings.beside.models:
        blocks += against_first.against_first(findings)
    blocks += [comparison(findings), roc(findings)]
    blocks += shuffled(findings)
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
                    words.count(counted.unsure) + (f", {DESCRIPTIVE}" if part == "loo" else ""),
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
    note = (
        f"Uncertain: do not act on it; such {tally.noun(findings)}s are also counted by their more probable class. "
        f"{words.capital(DESCRIPTIVE)}: of training {tally.noun(findings, 'loo')}s a three-way call describes, and "
        "promises nothing."
    )
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
    items = [
        (
            f"The left-out calls are not independent of each other: any two of the models share {shared}. "
            "The intervals take them as independent and are therefore approximate."
        ),
        _compared(findings),
    ]
    names = {measure.name for measure in measures_taken(findings, "loo")}
    if "auc_pooled" in names:
        items.append(
            f"The pooled AUC compares chances that come from different models. {_tilt(persons=persons)} "
            "It is given for completeness; read the AUC within pairs or within folds instead."
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
    return text.replace("patient", tally.noun(findings))


def _lower(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


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
