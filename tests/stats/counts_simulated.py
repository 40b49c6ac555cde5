"""The simulated counts of tests/reference/make_counts.R, and what R makes of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from interpret.data.expression import Expression, Scale
from interpret.prep.filter_by_expression import ExpressionRule, learn_expression_filter
from interpret.prep.tmm import learn_tmm, normalised_libraries
from interpret.stats.design import Design, two_groups
from interpret.stats.voom import Counts

REFERENCE = Path(__file__).parent.parent / "reference"


@cache
def table(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / f"counts_{name}.csv", index_col=0)


@cache
def read() -> Expression:
    values = table("values")
    return Expression(values.to_numpy(dtype=np.float64).T, tuple(values.columns), tuple(values.index), Scale.COUNTS)


@cache
def positive() -> np.ndarray:
    return table("libraries")["positive"].to_numpy() == 1


@cache
def counts() -> Counts:
    """Return the counts that pass the filter, with their effective libraries."""
    kept = learn_expression_filter(read(), ExpressionRule(), 7)
    libraries = normalised_libraries(learn_tmm(read(), kept.genes), read())
    return Counts(read().named(kept.genes).values, libraries.effective)


def design(name: str) -> Design:
    if name == "groups":
        return two_groups(positive())
    cells = table("libraries")[{"batch": "batch", "pairs": "person"}[name]].to_numpy()
    columns = (cells[:, None] == np.unique(cells)).astype(np.float64)
    columns[:, 0] = 1.0
    names = tuple(f"cell {i}" for i in range(columns.shape[1]))
    return Design(positive(), columns, names, "strata", cells - 1, "~ group + cell")
