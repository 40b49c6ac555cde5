"""Which columns the explorer has, what they mean and how their numbers are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from interpret.contracts import Column, FloatArray
from interpret.report import tally, words
from interpret.report.every_model import every_model
from interpret.report.findings import Findings, ModelFindings
from interpret.stats.gene_table import ADJUSTED, MAXT, PRIMARY, REPLICATION

_SIGNED = frozenset({"effect", "ci_low", "ci_high", "hedges_g", "hedges_g_ci_low", "hedges_g_ci_high", "log_odds"})
_P_VALUES = frozenset({"p_value", "q_value", "maxt_p", "independent_p", *(c.name for c in ADJUSTED[:5])})
_SHARES = ("_frequency", "_consistency", "_share")
_SMALL = ("_abs_shap", "_abs_low", "_abs_high")
TOGETHER = "Test and models together"
_OF_MODELS_BESIDE = ("_mean_abs_shap", "_shap_rank")
"""What the page holds of a model beside those run in full; evidence.csv has their intervals too."""
_IN_TABLE = ("effect", "statistic", "p_value", "q_value", "auc", "consensus_rank")


@dataclass(frozen=True)
class Shown:
    """One column of numbers.

    Attributes
    ----------
    name
        As in genes.csv or evidence.csv.
    meaning
        Declared there, with the classes by their names.
    group
        The heading under which a gene's card has it.
    written
        The function of words.js that writes it, with its decimals: `p`, `count`, `truth`, `percent`, `number 2`,
        `signed 2`, `significant 3`.
    heading
        Of the table; empty for a column that is only shown when it is asked for.
    """

    name: str
    meaning: str
    group: str
    written: str
    heading: str = ""


def shown_columns(findings: Findings) -> tuple[Shown, ...]:
    """Return every column of numbers of genes.csv and evidence.csv, each once; of the models beside, size and rank."""
    beside = tuple(_prefix(model) for model in findings.beside.models)
    tables = [(findings.genes.columns, ""), (findings.evidence_columns, TOGETHER)]
    named: dict[str, Shown] = {}
    for columns, group in tables:
        for column in columns:
            if column.kind == "text" or column.name in named:
                continue
            if group and column.name.startswith(beside) and not column.name.endswith(_OF_MODELS_BESIDE):
                continue
            named[column.name] = Shown(
                column.name,
                _meaning(findings, column),
                (_model(findings, column) or group) if group else _group(column),
                _written(column),
                _heading(findings, column.name),
            )
    return tuple(named.values())


def as_given(columns: Sequence[Shown], repeated: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the columns as the page is given them."""
    same = {name: {"same": other} for name, other in repeated.items()}
    return [asdict(column) | same.get(column.name, {}) for column in columns]


def repeats(columns: Sequence[Shown], values: FloatArray) -> dict[str, str]:
    """Return the columns whose every number another one holds, with that one: of the table where it has such a column.

    The primary test stands under two names, and some tests share a statistic.
    """
    first: dict[bytes, str] = {}
    found: dict[str, str] = {}
    for column, row in sorted(zip(columns, values, strict=True), key=lambda pair: not pair[0].heading):
        key = np.where(np.isnan(row), np.nan, row).tobytes()
        other = first.setdefault(key, column.name)
        if other != column.name and not column.heading:
            found[column.name] = other
    return found


def numbers(findings: Findings, columns: Sequence[Shown], genes: pd.Index) -> FloatArray:
    """Return `(columns, genes)`: truth values as 0 and 1, what is missing as NaN."""
    tested = findings.genes.frame.set_index("gene").reindex(genes)
    evidence = findings.evidence.drop_duplicates("gene").set_index("gene").reindex(genes)
    rows = [tested[c.name] if c.name in tested.columns else evidence[c.name] for c in columns]
    return np.array([pd.to_numeric(row, errors="coerce").to_numpy(np.float64, na_value=np.nan) for row in rows])


def _meaning(findings: Findings, column: Column) -> str:
    """Return what a column means, with the classes by name."""
    short = tally.class_names(findings)
    meaning = tally.said(findings, column.meaning)
    for side, label in (("negative", findings.labels.negative), ("positive", findings.labels.positive)):
        meaning = meaning.replace(f"the {side} class", short[label]).replace(
            f"{side} sample", f"sample of {short[label]}"
        )
    return meaning.replace("positive minus negative class", _difference(findings))


def _model(findings: Findings, column: Column) -> str:
    """Return the title of the model that a column of evidence.csv is about; empty for one about all of them."""
    for model in every_model(findings).models:
        if column.name.startswith(_prefix(model)):
            return words.plain(model.title)
    return ""


def _prefix(model: ModelFindings) -> str:
    """Return how the names of a model's columns of evidence.csv begin."""
    return f"{model.name.replace('-', '_')}_"


def _difference(findings: Findings) -> str:
    short = tally.class_names(findings)
    return f"{short[findings.labels.positive]} minus {short[findings.labels.negative]}"


def _group(column: Column) -> str:
    for columns, title in (
        (PRIMARY, "Difference and primary test"),
        (ADJUSTED, "Primary test, adjusted in other ways"),
        (MAXT, "Permutation"),
        (REPLICATION, "Independent set"),
    ):
        if column in columns:
            return title
    return "Other tests"


def _written(column: Column) -> str:  # noqa: PLR0911  one line a form
    name = column.name
    if column.kind == "truth":
        return "truth"
    if column.kind == "integer":
        return "count"
    if name in _P_VALUES or name.endswith(("_p", "_q")):
        return "p"
    if name in _SIGNED or name.startswith("independent_"):
        return "signed 2"
    if name.endswith(_SHARES):
        return "percent"
    if name.endswith(_SMALL):
        return "significant 3"
    return "quantity" if name.endswith(("_low", "_high")) and "rank" in name else "number 2"


def _heading(findings: Findings, name: str) -> str:
    if name not in _IN_TABLE:
        return ""
    unit = findings.genes.frame["effect_unit"]
    effect = "log\N{SUBSCRIPT TWO} fold change" if (unit == "log2 fold change").all() else "Difference"
    return {
        "effect": effect,
        "statistic": "Statistic",
        "p_value": "p",
        "q_value": "q",
        "auc": "AUC",
        "consensus_rank": "Rank",
    }[name]
