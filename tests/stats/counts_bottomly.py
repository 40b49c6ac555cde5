"""Bottomly's counts that pass the filter, in the two designs that R was asked in, and what R and pydeseq2 make of them.

The values were made by tests/reference/make_bottomly_deseq2.R and .py.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from stats.counts_simulated import REFERENCE

from interpret.data.expression import Expression, Scale
from interpret.prep.filter_by_expression import ExpressionRule, learn_expression_filter
from interpret.prep.tmm import learn_tmm, normalised_libraries
from interpret.stats.design import Design, two_groups
from interpret.stats.voom import Counts

DESIGNS = ("groups", "batch")
FDR = 0.05
POSITIVE = "DBA/2J"


@cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / f"bottomly_{name}.csv", index_col=0)


@cache
def _sheet(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "bottomly_phenodata.tsv", sep=r"\s+", index_col=0)


@cache
def counts(folder: Path) -> tuple[tuple[str, ...], Counts]:
    """Return the genes that pass the filter, sorted by name, and their counts with the effective libraries."""
    frame = pd.read_csv(folder / "bottomly_count_table.tsv", sep="\t", index_col=0)[list(_sheet(folder).index)]
    frame = frame.sort_index()
    expression = Expression(frame.to_numpy(dtype=np.float64).T, tuple(frame.columns), tuple(frame.index), Scale.COUNTS)
    kept = learn_expression_filter(expression, ExpressionRule(), _smaller(folder)).genes
    libraries = normalised_libraries(learn_tmm(expression, kept), expression)
    return kept, Counts(expression.named(kept).values, libraries.effective)


def _positive(folder: Path) -> np.ndarray:
    return (_sheet(folder)["strain"] == POSITIVE).to_numpy()


def _smaller(folder: Path) -> int:
    positive = _positive(folder)
    return int(min(positive.sum(), (~positive).sum()))


def design(folder: Path, name: str) -> Design:
    if name == "groups":
        return two_groups(_positive(folder))
    batch = _sheet(folder)["experiment.number"].to_numpy()
    known = np.unique(batch)
    columns = (batch[:, None] == known).astype(np.float64)
    columns[:, 0] = 1.0
    names = ("intercept", *(f"batch {i}" for i in known[1:]))
    return Design(_positive(folder), columns, names, "strata", np.searchsorted(known, batch), "~ group + batch")
