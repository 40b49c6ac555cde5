"""The tables of measures: every model, one set a table, with intervals, n, and what could not be taken and why."""

from __future__ import annotations

from collections.abc import Sequence

from interpret.report import tally, words
from interpret.report.blocks import Bullets, Table, TableColumn
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.scoring.measures import MEASURES, Measure

SIDE_BY_SIDE = 3  # with more models than this the table has one row a model and measure
COUNTED = frozenset({"right", "sensitivity", "specificity"})
PREDICTIVE = frozenset({"ppv", "npv"})  # counted too, unless they are worked out for a stated prevalence
CALIBRATION = frozenset({"calibration_intercept", "calibration_slope"})
NOT_DEFINED = "not defined"
MOST_COLUMNS = 4  # of values, each with its interval


def part_title(findings: Findings, part: Part) -> str:
    """Return what the samples of a set are called in a table."""
    many = f"{tally.noun(findings, part)}s"
    return f"training {many}, left out in turn" if part == "loo" else f"independent {many}"


def measures_taken(findings: Findings, part: Part) -> tuple[Measure, ...]:
    """Return the registered measures that were taken on a set, or should have been, in the order of the registry."""
    frame = findings.measures
    present = set(frame.loc[frame["set"] == part, "measure"])
    present |= {each.measure for each in findings.not_taken if each.part == part}
    return tuple(measure for measure in MEASURES if measure.name in present)


def measures(findings: Findings, part: Part) -> Table:
    """Return every measure of every model on one set, with its interval and n."""
    taken, many = measures_taken(findings, part), f"{tally.noun(findings, part)}s"
    caption = f"Measures with 95% intervals: {part_title(findings, part)}"
    if len(findings.models) > SIDE_BY_SIDE:
        long = tuple(
            (words.plain(model.title), said_of(findings, measure.title), *_cell(findings, model, part, measure))
            for model in findings.models
            for measure in taken
        )
        heads = (
            TableColumn("Model"),
            TableColumn("Measure"),
            TableColumn("Estimate", "right"),
            TableColumn("n", "right"),
        )
        return Table(caption, heads, long, measures_note(findings, part))
    rows = []
    for measure in taken:
        cells = [_cell(findings, model, part, measure) for model in findings.models]
        sizes = dict.fromkeys(n for _, n in cells if n != "—")
        rows.append(
            (said_of(findings, measure.title), *(text for text, _ in cells), words.listing(tuple(sizes)) or "—")
        )
    columns = (
        TableColumn("Measure"),
        *(TableColumn(words.plain(model.title), "right") for model in findings.models),
        TableColumn(words.capital(many), "right"),
    )
    return Table(caption, columns, tuple(rows), measures_note(findings, part))


def every_measure(findings: Findings, parts: Sequence[Part]) -> list[Table]:
    """Return every measure of every model: both sets in one table where it has room for them, else a table a set."""
    if len(parts) * len(findings.models) > MOST_COLUMNS or len(parts) == 1:
        return [measures(findings, part) for part in parts]
    names = {measure.name for part in parts for measure in measures_taken(findings, part)}
    short = {"loo": "left out", "independent": "independent"}
    models = [(part, model) for part in parts for model in findings.models]
    columns = (
        TableColumn("Measure", width="16%"),
        *(
            TableColumn(f"{words.plain(model.title)}, {short[part]}", "right", width=f"{84 / len(models):.4g}%")
            for part, model in models
        ),
    )
    rows = tuple(
        (said_of(findings, measure.title), *(_with_n(findings, model, part, measure) for part, model in models))
        for measure in MEASURES
        if measure.name in names
    )
    sizes = [f"{words.count(tally.size(findings, part)[0])} {part_title(findings, part)}" for part in parts]
    note = f"Of {words.listing(sizes)}, or of as many as stand in a cell. {notes(findings, parts)}"
    return [Table("Measures with 95% intervals", columns, rows, note)]


def _with_n(findings: Findings, model: ModelFindings, part: Part, measure: Measure) -> str:
    """Return the cell, with n where it is neither said in the cell nor the size of the set."""
    text, n = _cell(findings, model, part, measure)
    text = words.narrow(text)
    if n == "—" or " of " in text or n == words.count(tally.size(findings, part)[0]):
        return text
    return f"{text}, n = {n}"


def notes(findings: Findings, parts: Sequence[Part]) -> str:
    """Return what the notes of the sets say, each sentence once."""
    said: dict[str, None] = {}
    for part in parts:
        said |= dict.fromkeys(_sentences(findings, part))
    return " ".join(said)


def _cell(findings: Findings, model: ModelFindings, part: Part, measure: Measure) -> tuple[str, str]:
    estimate = tally.measure(findings, model.name, part, measure.name)
    if estimate is None:
        failed = {(each.model, each.part, each.measure) for each in findings.not_taken}
        return (NOT_DEFINED if (model.name, part, measure.name) in failed else "—"), "—"
    n = words.count(estimate.n)
    interval = words.percent_interval(estimate.low, estimate.high)
    counted = measure.name in COUNTED or (
        measure.name in PREDICTIVE and findings.settings.validation.prevalence is None
    )
    if counted:
        right = round(estimate.value * estimate.n)
        return f"{words.count(right)} of {n} ({interval})", n
    if measure.name in PREDICTIVE or measure.name == "balanced_accuracy":
        return f"{words.percent(estimate.value)} ({interval})", n
    return words.with_interval(estimate.value, estimate.low, estimate.high, 2 if measure.name in CALIBRATION else 3), n


def measures_note(findings: Findings, part: Part) -> str:
    """Return which way is better, of whom the shares are, the prevalence reckoned with, and what is not defined."""
    return " ".join(_sentences(findings, part))


def _sentences(findings: Findings, part: Part) -> tuple[str, ...]:
    taken, many = measures_taken(findings, part), f"{tally.noun(findings, part)}s"
    negative, positive = findings.labels.negative, findings.labels.positive
    other = {
        way: [words.within(measure.title) for measure in taken if measure.better == way]
        for way in ("lower", "nearer 0", "nearer 1")
    }
    said = "".join(f"; for {words.listing(titles)} {way}" for way, titles in other.items() if titles)
    better = f"Higher is better{said}."
    shares = (
        f"Sensitivity: of the {positive} {many}, PPV: of those called {positive}; specificity: of the {negative} "
        f"{many}, NPV: of those called {negative}."
    )
    rest = (_prevalence(findings, part).strip(), _undefined(findings, part).strip())
    return (better, shares, *(text for text in rest if text))


def _prevalence(findings: Findings, part: Part) -> str:
    """Say what share of the positive class PPV, NPV and net benefit reckon with."""
    counts = findings.counts
    split = (
        (counts.train_negative, counts.train_positive)
        if part == "loo"
        else (counts.independent_negative, counts.independent_positive)
    )
    own, stated = split[1] / max(1, sum(split)), findings.settings.validation.prevalence
    positive, many = findings.labels.positive, f"{tally.noun(findings, part)}s"
    if stated is None:
        return f" PPV, NPV and net benefit: where {words.percent(own)} are {positive}, as among these {many}."
    return (
        f" PPV, NPV and net benefit: where {words.percent(stated)} are {positive}, as the settings state (among these "
        f"{many} {words.percent(own)})."
    )


def _undefined(findings: Findings, part: Part) -> str:
    """Name the measures that are not defined, by reason."""
    titles = {model.name: words.plain(model.title) for model in findings.models}
    named = {measure.name: measure.title for measure in MEASURES}
    by_reason: dict[str, dict[str, list[str]]] = {}
    for each in findings.not_taken:
        if each.part == part:
            of = by_reason.setdefault(said_of(findings, each.reason), {}).setdefault(named[each.measure], [])
            of.append(titles.get(each.model, each.model))
    said = [
        f"{words.listing([f'{words.within(title)} of {words.listing(models)}' for title, models in which.items()])} "
        f"({reason})"
        for reason, which in by_reason.items()
    ]
    return f" Not defined: {'; '.join(said)}." if said else ""


def meanings(findings: Findings) -> Bullets:
    """Return what each measure means, as its registry entry says; those that look at the same thing in one item."""
    names = set(findings.measures["measure"]) | {each.measure for each in findings.not_taken}
    titles = {"calls": "Calls", "chances": "The chances themselves", "ranks": "The order of the chances"}
    said: dict[str, list[str]] = {}
    for measure in MEASURES:
        if measure.name in names:
            text = f"{measure.title}: {words.within(measure.meaning).removesuffix('.')}"
            said.setdefault(titles[measure.judges], []).append(said_of(findings, text))
    return Bullets("What is measured", tuple(f"{title}. {'. '.join(texts)}." for title, texts in said.items()))


def said_of(findings: Findings, text: str, *parts: Part) -> str:
    """Return what the registry says of patients, said of samples where these are what is counted."""
    if not tally.one_each(findings, *parts):
        text = text.replace("patient", "sample")
    return tally.said(findings, text)
