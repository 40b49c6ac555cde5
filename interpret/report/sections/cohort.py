"""Who was studied and what was measured: patients, sample sheet, and the way from probes to genes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray
from interpret.data.set_aside import ALL_ZERO
from interpret.report import tally, words
from interpret.report.blocks import Block, Columns, Prose, Section, Table, TableColumn
from interpret.report.findings import Findings
from interpret.report.told import FEWEST

MOST_LEVELS = 4
ALL_MISSING = "—"
_ARRAY_WORDS = (
    *("Probes read", "of them controls", "put there by the maker"),
    *("controls among them", "controls included"),
)
_COUNT_WORDS = (
    *("Genes read", "of them spike-ins", "ERCC, added to every sample"),
    *("those without a read among them", "spike-ins included"),
)
MOST_COVARIATES = 20
NUMERIC_LEVELS = 6  # a numeric column with no more values than this is read as categories


def section(findings: Findings) -> Section:
    """Return the section on patients and probes."""
    blocks: list[Block] = [_who(findings), Columns(patients(findings), probes(findings)), *covariates(findings)]
    part = "For the clinician" if tally.of_study(findings).usual else "For the investigator"
    return Section("cohort", "What was studied, and on whom", tuple(blocks), part=part)


def _who(findings: Findings) -> Prose:
    counts, labels = findings.counts, findings.labels
    one, other = tally.noun(findings, "loo"), tally.noun(findings, "independent")
    first = (
        f"{words.plural(counts.n_train, one)}{tally.from_persons(findings, 'loo')} were used to learn from: "
        f"{words.count(counts.train_negative)} {labels.negative} and "
        f"{words.count(counts.train_positive)} {labels.positive}."
    )
    if counts.n_independent:
        second = (
            f"{words.plural(counts.n_independent, f'more {other}')}{tally.from_persons(findings, 'independent')} were "
            "kept apart and opened once, after every model had been fixed."
        )
    else:
        second = f"There are no independent {other}s, so no result here has been tested outside the study."
    said = " ".join((findings.layout, *findings.scale_said))
    return Prose((f"{first} {second}", f"How the files were read: {words.closed(words.plain(said))}"))


def patients(findings: Findings) -> Table:
    """Return patients by class and set."""
    counts, labels = findings.counts, findings.labels
    many = f"{words.capital(tally.noun(findings))}s"
    rows = [
        (
            "Training, left out in turn",
            words.count(counts.train_negative),
            words.count(counts.train_positive),
            words.count(counts.n_train),
        )
    ]
    if counts.n_independent:
        rows.append(
            (
                "Independent",
                words.count(counts.independent_negative),
                words.count(counts.independent_positive),
                words.count(counts.n_independent),
            )
        )
    columns = (
        TableColumn("Set"),
        TableColumn(labels.negative, "right"),
        TableColumn(labels.positive, "right"),
        TableColumn(many, "right"),
    )
    return Table(f"{many} by class and set", columns, tuple(rows))


def probes(findings: Findings) -> Table:
    """Return the way from probes as read to genes as tested."""
    counts, preparation = findings.counts, findings.settings.preparation
    kept = "kept" if preparation.keep_controls else "left out"
    training = f"training {tally.noun(findings, 'loo')}s"
    read, controls, put, constant, filtered = _ARRAY_WORDS
    if findings.arrays.sequenced:
        read, controls, put, constant, filtered = _COUNT_WORDS
    rows = (
        (read, words.count(counts.probes), "one row each in the file"),
        (controls, words.count(counts.controls), f"{put}; {kept}"),
        *_silent(findings),
        ("of them without variation", words.count(counts.constant), f"one value for all {training}; {constant}"),
        ("that pass the filter", words.count(counts.filtered_all), f"learnt on the {training}, {filtered}"),
        ("Genes tested", words.count(counts.tested), "the genes of this report"),
    )
    columns = (TableColumn("Step"), TableColumn("Number", "right"), TableColumn("Meaning"))
    if findings.arrays.sequenced:
        return Table(
            "From the file to the genes tested", columns, rows, "The word gene stands for one row of the file."
        )
    return Table("From probes to genes", columns, rows, "The word gene stands for one probe of the array.")


def _silent(findings: Findings) -> list[tuple[str, str, str]]:
    """Return the row of genes without a read; nothing where the values are no counts of reads."""
    if not findings.arrays.sequenced:
        return []
    silent = int((findings.set_aside["reason"] == ALL_ZERO).sum())
    return [("of them without a read", words.count(silent), f"0 in all training {tally.noun(findings, 'loo')}s")]


def covariates(findings: Findings) -> list[Block]:
    """Return what the sample sheet says of the patients, by class and set; nothing without such columns."""
    results = [name for name in findings.identifiability.results if name in findings.covariates.columns]
    frame = findings.covariates.drop(columns=results)
    if frame.shape[1] == 0:
        return []
    groups = _groups(findings)
    fewest = 1 if findings.settings.report.patient_data else FEWEST
    columns = (
        TableColumn("Column", width="12%"),
        *(TableColumn(name, width=f"{round(88 / len(groups), 2)}%") for name, _ in groups),
    )
    rows = tuple(
        (words.shorten(str(name), 40), *(_summary(frame.loc[:, name], members, fewest) for _, members in groups))
        for name in frame.columns[:MOST_COVARIATES]
    )
    dashes = " Dash: missing for everybody." if any(ALL_MISSING in row for row in rows) else ""
    left = frame.shape[1] - len(rows)
    apart = ""
    if results:
        named = words.listing([words.plain(name) for name in results])
        apart = f" Left out, since declared as {'a result' if len(results) == 1 else 'results'}: {named}."
    more = f" {words.plural(left, 'more column')} not shown." if left > 0 else ""
    note = (
        f"Numbers: median (lower to upper quartile).{dashes} What follows from differences between the classes is "
        f"said under What else differs.{more}{apart}"
    )
    return [Table("The sample sheet by class", columns, rows, note)]


def _groups(findings: Findings) -> list[tuple[str, BoolArray]]:
    """Return the groups of patients that the sheet's rows fall into, each with its row mask."""
    display, labels, n = findings.display, findings.labels, len(findings.covariates)
    short = tally.class_names(findings)
    positive, independent = display.positive[:n], display.independent[:n]
    found = []
    for outside, name in ((False, "training"), (True, "independent")):
        for wanted in (False, True):
            members = np.asarray((positive == wanted) & (independent == outside), dtype=np.bool_)
            if members.any():
                found.append(
                    (f"{short[labels.name(positive=wanted)]}, {name} (n\u00a0=\u00a0{int(members.sum())})", members)
                )
    return found


def _summary(column: pd.Series, members: BoolArray, fewest: int) -> str:
    values = column[members]
    known = values.dropna()
    missing = len(values) - len(known)
    tail = f"; {words.count(missing)} missing" if missing else ""
    if known.empty:
        return ALL_MISSING
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        if column.nunique() > NUMERIC_LEVELS:
            if len(known) < fewest:
                return "too few to be told"
            low, middle, high = (float(value) for value in known.quantile([0.25, 0.5, 0.75]))
            spread = f"{words.significant(low)} to {words.significant(high)}"
            return f"{words.significant(middle)} ({spread}){tail}"
        known = known.map(lambda value: words.setting(float(value)))
    counted = known.astype(str).value_counts()
    if len(counted) > MOST_LEVELS and counted.max() == 1:
        return f"{words.count(len(counted))} different values{tail}"
    ordered = sorted(counted.items(), key=lambda item: (-int(item[1]), str(item[0])))
    shown = [f"{words.shorten(str(level), 24)} {words.count(n)}" for level, n in ordered[:MOST_LEVELS]]
    if len(ordered) > MOST_LEVELS:
        shown.append(f"{words.count(len(ordered) - MOST_LEVELS)} other values")
    return ", ".join(shown) + tail
