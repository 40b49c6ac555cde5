"""Judgements as rows: what goes into predictions.csv and models.csv."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from interpret.data.cohort import Cohort
from interpret.models.learner import Fitted
from interpret.report.findings import MODEL_COLUMNS, Part
from interpret.scoring.measures import MEASURES, Scored


def prediction_rows(
    model: str, part: Part, cohort: Cohort, scored: Scored, calls: list[str], fitted: tuple[Fitted, ...]
) -> pd.DataFrame:
    """Return one row a patient, `fitted[i]` being the model that judged patient `i`."""
    names = np.array([cohort.labels.negative, cohort.labels.positive], dtype=object)
    return pd.DataFrame(
        {
            "model": model,
            "set": part,
            "sample": list(cohort.samples),
            "truth": names[cohort.positive.astype(int)],
            "probability": scored.probability,
            "argmax_call": names[scored.called_positive.astype(int)],
            "call": calls,
            "model_id": [one.model_id for one in fitted],
        }
    )


def measure_rows(model: str, part: Part, judged: Scored) -> pd.DataFrame:
    """Return one row for every registered measure that is taken on this part and defined for this model."""
    rows = []
    for measure in MEASURES:
        if part not in measure.parts:
            continue
        estimate = measure.estimate(judged)
        if not math.isnan(estimate.value):
            interval = (estimate.ci_low, estimate.ci_high)
            rows.append((model, part, measure.name, estimate.value, *interval, estimate.n))
    return pd.DataFrame(rows, columns=[column.name for column in MODEL_COLUMNS])
