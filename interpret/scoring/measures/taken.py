"""Measures that could not be taken, with the reason."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.scoring.measures import MEASURES, Scored


@dataclass(frozen=True)
class NotTaken:
    """A measure that has no value for this model and set; `reason` is without a full stop."""

    model: str
    part: str
    measure: str
    reason: str


def not_taken(
    predictions: pd.DataFrame, measures: pd.DataFrame, positive: str, prevalence: float | None
) -> tuple[NotTaken, ...]:
    """Return the measures meant for every model and set of `predictions` that have no row in `measures`, with reasons.

    Parameters
    ----------
    predictions, measures
        Rows of predictions.csv and models.csv.
    positive
        Name of the positive class.
    prevalence
        Its share where the test would be used; None: as among the patients.
    """
    known = set(zip(measures["model"], measures["set"], measures["measure"], strict=True))
    found = []
    for (model, part), rows in predictions.groupby(["model", "set"], sort=False):
        truth = np.asarray(rows["truth"].to_numpy(dtype=object) == positive, dtype=np.bool_)
        scored = Scored(truth, rows["probability"].to_numpy(dtype=np.float64), prevalence=prevalence)
        for measure in MEASURES:
            if part in measure.parts and (model, part, measure.name) not in known:
                reason = measure.estimate(scored).reason
                if reason:
                    found.append(NotTaken(str(model), str(part), measure.name, reason))
    return tuple(found)
