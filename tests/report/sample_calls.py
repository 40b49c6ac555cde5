"""Three-way calls and comparisons of the synthetic study, worked out by the package from its predictions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray
from interpret.data.cohort import Labels
from interpret.report.findings import Part
from interpret.validation.comparison import JudgedSet, compare
from interpret.validation.coverage import Coverage, ThreeWay, share

ERROR_RATE = 0.1


def three_way(tables: Sequence[pd.DataFrame], positive: BoolArray, labels: Labels) -> ThreeWay:
    """Return the record, each independent sample having lost its true class where it was called the other one."""
    smaller = int(min(positive.sum(), (~positive).sum()))
    floor = 1.0 / (smaller + 1)
    rate = max(ERROR_RATE, floor)
    found = [_coverage(model, rows, labels) for model, rows in _models(tables, "independent").items()]
    return ThreeWay(None, rate, max(rate, 1.0 / smaller), floor, smaller, tuple(found))


def _coverage(model: str, rows: pd.DataFrame, labels: Labels) -> Coverage:
    truth, call = rows["truth"].to_numpy(), rows["call"].to_numpy()
    firm, right, positive = call != "uncertain", call == truth, truth == labels.positive
    kept = right | ~firm
    return Coverage(model, share(kept), share(kept[~positive]), share(kept[positive]), share(~firm), share(right[firm]))


def comparisons(tables: Sequence[pd.DataFrame], labels: Labels) -> pd.DataFrame:
    """Return comparisons.csv, every sample a person of its own."""
    sets = []
    for part in ("loo", "independent"):
        models = _models(tables, part)
        if models:
            truth = (next(iter(models.values()))["truth"] == labels.positive).to_numpy(dtype=bool)
            chance = {model: rows["probability"].to_numpy() for model, rows in models.items()}
            sets.append(JudgedSet(cast("Part", part), truth, np.arange(truth.size), chance))
    return compare(sets)


def _models(tables: Sequence[pd.DataFrame], part: str) -> dict[str, pd.DataFrame]:
    return {
        str(model): rows for table in tables for model, rows in table[table["set"] == part].groupby("model", sort=False)
    }
