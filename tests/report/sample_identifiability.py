"""How the sheet of the synthetic study goes with its classes: asked of the real thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.validation.identifiability import Identifiability, identify


def found(sheet: pd.DataFrame | None, sets: Mapping[str, Any], calls: pd.DataFrame, labels: Labels) -> Identifiability:
    """Return the relations and strata; `sets` hold `names` and `positive`, `calls` are rows of predictions.csv."""
    cohorts, called = {}, {}
    for part, patients in sets.items():
        names = patients.names
        columns = pd.DataFrame(index=list(names)) if sheet is None else sheet.loc[list(names)].drop(columns="PS")
        expression = Expression(np.ones((len(names), 1)), names, ("g",))
        cohorts[part] = Cohort(expression, patients.positive, labels, columns)
        rows = calls[calls["set"] == part]
        called[part] = {
            str(model): (each["argmax_call"] == labels.positive).to_numpy() for model, each in rows.groupby("model")
        }
    return identify(cohorts["loo"], cohorts.get("independent"), called, results=() if sheet is None else ("PS",))
