"""Pairs of genes that act together in the tree models: shown where the left-out patients bear them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from interpret.explain import unstable as rule
from interpret.explain.interactions import Interactions
from interpret.report import tally, words
from interpret.report.blocks import Block, Prose, Table, TableColumn
from interpret.report.findings import Findings
from interpret.report.gene_names import GeneNames, gene_names


def blocks(findings: Findings) -> list[Block]:
    """Return the table of supported, stable pairs, or one sentence that there is none; nothing without a tree model."""
    found = findings.interactions
    if not found.held:
        return []
    shown = found.shown()
    if shown.empty:
        return [Prose((_none(findings, found),))]
    return [_table(findings, shown)]


def methods(findings: Findings) -> Iterator[str]:
    """Return what the methods say of stability and of pairs of genes."""
    one = tally.noun(findings, "loo")
    yield (
        f"Stability: means and ranks with 95% bootstrap ranges, {tally.left_out(findings)}s drawn "
        "with all their samples; over the left-out models, each asked by itself, the rank, the share that uses a gene "
        "and the share of those in which it points the way it does in most. The weight of a gene in a linear model is "
        "its coefficient times its mean absolute deviation, in trees the mean absolute step of the training draws at "
        f"its splits. A gene is unstable and drawn faded where {rule.IN_WORDS}."
    )
    if findings.interactions.held:
        yield (
            "Pairs of genes: SHAP interaction values, path dependent, of every left-out "
            f"{one} by trees that never saw them, doi:10.1038/s42256-019-0138-9. A pair is shown that at least half of "
            "the left-out models hold on one way of a tree, that is stable, and without which the Brier score of the "
            f"left-out {one}s is worse: bootstrap, 95%, simultaneous over all pairs held (single-step maximum)."
        )


def _none(findings: Findings, found: Interactions) -> str:
    counts = words.listing(
        [f"{words.plural(pairs, 'pair')} in {_title(findings, model)}" for model, pairs in found.held], len(found.held)
    )
    return (
        "Pairs of genes: no pair is shown, since of those that at least half of the left-out models hold "
        f"({counts}) none acts together steadily and in a way that helps to call the left-out "
        f"{tally.noun(findings, 'loo')}s."
    )


def _table(findings: Findings, shown: pd.DataFrame) -> Table:
    names = gene_names(findings)
    many = len(findings.interactions.held) > 1
    one = tally.noun(findings, "loo")
    columns = (
        *((TableColumn("Model"),) if many else ()),
        TableColumn("Pair"),
        TableColumn("Moves the output by (95% range)", "right"),
        TableColumn("Rank (range)", "right"),
        TableColumn("Same way in models", "right"),
        TableColumn("Brier score without it", "right"),
    )
    rows = tuple(
        (*((_title(findings, str(row["model"])),) if many else ()), *_cells(row, names))
        for row in shown.to_dict("records")
    )
    note = (
        "What a pair adds beyond its two genes each alone (SHAP interaction value), its mean size over the left-out "
        f"{one}s. Shown are pairs that at least half of the left-out models hold, that are stable by the rule for "
        f"genes, and without which the Brier score of the left-out {one}s is worse (lower end of a 95% interval that "
        "allows for all pairs looked at). Each is explained by trees that never saw that "
        f"{tally.left_out(findings)}. A pair describes how the trees split. Where genes move together trees take "
        "either of them, so a pair is no sign that the two genes act on each other in the cell."
    )
    return Table("Pairs of genes that a model uses together", columns, rows, note)


def _cells(row: Mapping[Any, Any], names: GeneNames) -> tuple[str, ...]:
    number = {key: float(value) for key, value in row.items() if isinstance(value, (int, float))}
    size, low, high = (
        words.significant(number[key], 2) for key in ("mean_abs_interaction", "mean_abs_low", "mean_abs_high")
    )
    gain, least = words.significant(number["brier_gain"], 2), words.significant(number["brier_gain_low"], 1)
    return (
        f"{names.marked(str(row['gene_a']))} with {names.marked(str(row['gene_b']))}",
        f"{size} ({low} to {high})",
        f"{words.count(number['rank'])} ({words.count(number['rank_low'])} to {words.count(number['rank_high'])})",
        words.percent(number["fold_sign_share"]),
        f"higher by {gain} (at least {least})",
    )


def _title(findings: Findings, model: str) -> str:
    return words.plain(next(each.title for each in findings.models if each.name == model))
