"""How the models do within each value of a column that both classes have, in words."""

from __future__ import annotations

from dataclasses import dataclass

from interpret.report import tally, words
from interpret.report.blocks import Table, TableColumn
from interpret.report.findings import Findings

MOST_ROWS = 12
_SETS = {"loo": "training, left out", "independent": "independent"}


@dataclass(frozen=True)
class Stratum:
    """Samples and right calls of one model within a value; `right` says `7 of 8 (47% to 100%)`."""

    n_negative: int
    n_positive: int
    right_negative: int
    right_positive: int
    right: str

    def in_words(self) -> str:
        """Return `7 of 8 (47% to 100%); 3 / 4`."""
        return f"{self.right}; {words.count(self.right_negative)} / {words.count(self.right_positive)}"


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
        "apart. In brackets the exact 95% interval; then the right calls of each class."
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


def of_stratum(findings: Findings, key: tuple[str, str, str]) -> dict[str, Stratum]:
    """Return model to the counts of one set, column and value."""
    frame = findings.identifiability.strata
    part, column, level = key
    rows = frame[(frame["set"] == part) & (frame["column"] == column) & (frame["level"] == level)]
    return {
        str(row["model"]): Stratum(
            int(row["n_negative"]),
            int(row["n_positive"]),
            int(row["right_negative"]),
            int(row["right_positive"]),
            words.share_of(
                int(row["right"]),
                int(row["n_negative"] + row["n_positive"]),
                float(row["right_low"]),
                float(row["right_high"]),
            ),
        )
        for row in rows.to_dict(orient="records")
    }


def _row(findings: Findings, key: tuple[str, str, str]) -> tuple[str, ...]:
    part, column, level = key
    judged = of_stratum(findings, key)
    first = next(iter(judged.values()))
    counts = f"{words.count(first.n_negative)} / {words.count(first.n_positive)}"
    cells = [judged[model.name].in_words() for model in findings.models]
    return (words.shorten(column, 30), words.shorten(level, 30), _SETS[part], counts, *cells)
