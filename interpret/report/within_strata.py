"""How the models do within each value of a column that both classes have, in words."""

from __future__ import annotations

import pandas as pd

from interpret.report import tally, words
from interpret.report.blocks import Table, TableColumn
from interpret.report.findings import Findings

MOST_ROWS = 12
_SETS = {"loo": "training, left out", "independent": "independent"}


def strata_table(findings: Findings) -> Table | None:
    """Return the strata, columns that go with the class first; None where no value occurs in both classes."""
    every = findings.identifiability.strata
    if every.empty:
        return None
    keys = _ordered(findings)
    short, many = tally.class_names(findings), f"{tally.noun(findings)}s"
    columns = (
        TableColumn("Column"),
        TableColumn("Value"),
        TableColumn("Set"),
        TableColumn(f"{short[findings.labels.negative]} / {short[findings.labels.positive]}", "right"),
        *(TableColumn(f"{words.plain(model.title)}: right of n", "right") for model in findings.models),
    )
    rows = tuple(_row(findings, key) for key in keys[:MOST_ROWS])
    alone = sum(n for _, n in findings.identifiability.one_class)
    note = (
        f"Only {many} with one value of a column are compared in a row, so that column cannot be why they are told "
        "apart. In brackets the exact 95% interval; then right of each class."
    )
    if alone:
        note += f" {words.capital(words.spelled_plural(alone, 'value'))} that only one class has cannot be judged so."
    if len(keys) > MOST_ROWS:
        note += f" {words.plural(len(keys) - MOST_ROWS, 'more row')} in strata.csv."
    return Table("Right calls where both classes have the same value", columns, rows, note)


def _ordered(findings: Findings) -> list[tuple[str, str, str]]:
    """Return set, column and value: columns that coincide with the class, or nearly, first; then as in the sheet."""
    found = findings.identifiability
    place = {"exact": 0, "near": 1, "none": 2}
    weight: dict[str, int] = {}
    for relation in (*found.training, *found.independent):
        if relation.aspect == "values":
            weight[relation.column] = min(weight.get(relation.column, 2), place[relation.verdict])
    keys = list(dict.fromkeys(zip(*(found.strata[name] for name in ("set", "column", "level")), strict=True)))
    sheet = {column: i for i, (column, _) in enumerate(found.kinds)}
    return sorted(keys, key=lambda key: (weight.get(key[1], 2), sheet.get(key[1], 0), key[0] != "loo"))


def of_stratum(findings: Findings, key: tuple[str, str, str]) -> pd.DataFrame:
    """Return the rows of one set, column and value, by model."""
    frame = findings.identifiability.strata
    part, column, level = key
    wanted = (frame["set"] == part) & (frame["column"] == column) & (frame["level"] == level)
    return frame[wanted].set_index("model")


def right_within(row: pd.Series) -> str:
    """Return `7 of 8 (47% to 100%)`."""
    n = int(row["n_negative"] + row["n_positive"])
    return words.share_of(int(row["right"]), n, float(row["right_low"]), float(row["right_high"]))


def _row(findings: Findings, key: tuple[str, str, str]) -> tuple[str, ...]:
    part, column, level = key
    stratum = of_stratum(findings, key)
    first = stratum.iloc[0]
    counts = f"{words.count(first['n_negative'])} / {words.count(first['n_positive'])}"
    cells = []
    for model in findings.models:
        row = stratum.loc[model.name]
        each = [
            f"{words.count(row[f'right_{side}'])} of {words.count(row[f'n_{side}'])}" for side in ("negative", "positive")
        ]
        cells.append(f"{right_within(row)}; {', '.join(each)}")
    return (words.shorten(column, 30), words.shorten(level, 30), _SETS[part], counts, *cells)
