"""What the three-way calls promise, on what assumption, and what became of the promise on independent patients."""

from __future__ import annotations

from interpret.report import tally, words
from interpret.report.blocks import Block, Prose, Table, TableColumn
from interpret.report.findings import Findings
from interpret.validation.coverage import Share

DO_NOT_ACT = "do not act on it"
DESCRIPTIVE = "descriptive"


def three_way(findings: Findings) -> list[Block]:
    """Return the promise in words, and the coverage realised where there is an independent set."""
    kept = [coverage(findings)] if findings.three_way.coverage else []
    return [Prose((promise(findings),)), *kept]


def promise(findings: Findings) -> str:
    """Return the assumption, the bound and where the promise was held against the truth."""
    made, one = findings.three_way, tally.noun(findings, "loo")
    others = f"{tally.left_out(findings)}s"
    drawn = f"a new {one} drawn" if tally.one_each(findings, "loo") else f"a sample of a new {others[:-1]} drawn"
    bound = (
        f"For {drawn} as the training {one}s were, these calls rule the true class out, in each class, in at most "
        f"{words.percent(1.0 - made.promise)} of cases; that bound (twice the error rate) holds for any model, and "
        f"{words.percent(made.error_rate)} is what is aimed at."
        if made.promise > 0.0
        else f"With so few {one}s the calls carry no bound at all: twice the error rate is 100% or more."
    )
    assumed = (
        f" It is assumed that new {others} are like the training {others} (exchangeable). Another centre, tissue or "
        "array breaks that, and then nothing is promised."
    )
    if tally.is_confounded(findings):
        assumed += (
            " Here the classes also differ in what page 1 names, so even a call that kept its promise may follow "
            "that difference: nothing is promised where it is absent."
        )
    if made.coverage:
        return f"{bound}{assumed} What was realised is counted on the independent {_others(findings)} alone."
    return f"{bound}{assumed} There are no independent {_others(findings)}, so what is realised is not known."


def _others(findings: Findings) -> str:
    return f"{tally.noun(findings, 'independent')}s"


def coverage(findings: Findings) -> Table:
    """Return how often each model run in full kept the true class of an independent sample."""
    made, short = findings.three_way, tally.class_names(findings)
    rows = []
    for model in findings.models:
        found = made.of(model.name)
        if found is not None:
            cells = (words.narrow(_share(each)) for each in (found.kept, found.kept_negative, found.kept_positive))
            rows.append((words.plain(model.title), *cells))
    columns = (
        TableColumn("Model"),
        TableColumn("True class kept (95% interval)", "right"),
        TableColumn(f"Of the {short[findings.labels.negative]}", "right"),
        TableColumn(f"Of the {short[findings.labels.positive]}", "right"),
    )
    note = (
        f"Kept: not ruled out; aimed at {words.percent(1.0 - made.error_rate)} or more in each class, bound "
        f"{words.percent(made.promise)}.{_beside(findings)}"
    )
    return Table(
        f"Did the three-way calls keep the true class? Independent {_others(findings)}", columns, tuple(rows), note
    )


def _beside(findings: Findings) -> str:
    """Return what the models beside kept, least and most; nothing without them."""
    found = [each for model in findings.beside.models if (each := findings.three_way.of(model.name)) is not None]
    if not found:
        return ""
    counts = sorted(each.kept.count for each in found)
    low, high, n = words.count(counts[0]), words.count(counts[-1]), words.count(found[0].kept.n)
    kept = f"{low} of {n}" if low == high else f"{low} to {high} of {n}"
    return f" The {words.spelled_plural(len(found), 'model')} beside: {kept}; each in study.json."


def _share(share: Share) -> str:
    return words.share_of(share.count, share.n, share.ci_low, share.ci_high) if share.n else "—"
