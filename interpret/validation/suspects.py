"""Patients to look at again: those whom a model contradicts or cannot place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from interpret.validation.calls import UNCERTAIN

SUSPECT_COLUMNS = ("sample", "set", "truth", "call", "probability", "reason")


def patients_to_look_at_again(predictions: pd.DataFrame, titles: Mapping[str, str], positive: str) -> pd.DataFrame:
    """Return the patients in doubt, most urgent first, with columns `SUSPECT_COLUMNS`.

    A patient is listed when any model's more probable class is not the one in the sample sheet, or when the first
    model's call is `uncertain`. Order: number of models that contradict the sheet, then how little probability the
    models give to the sheet's class on average. `call` and `probability` are the first model's.

    Parameters
    ----------
    predictions
        Rows of predictions.csv.
    titles
        Model name to title; the first key is the first model.
    positive
        Name of the positive class.
    """
    first = next(iter(titles))
    rows: list[tuple[tuple[int, float, str, str], tuple[object, ...]]] = []
    for (part, sample), group in predictions.groupby(["set", "sample"], sort=False):
        by_model = group.set_index("model")
        contradicts = by_model["argmax_call"] != by_model["truth"]
        lead = by_model.loc[first]
        if not contradicts.any() and lead["call"] != UNCERTAIN:
            continue
        given = np.where(by_model["truth"] == positive, by_model["probability"], 1.0 - by_model["probability"])
        order = (-int(contradicts.sum()), float(given.mean()), str(part), str(sample))
        reason = _reason([titles[str(name)] for name in by_model.index[contradicts]], len(by_model))
        row = (sample, part, lead["truth"], lead["argmax_call"], lead["probability"], reason)
        rows.append((order, row))
    return pd.DataFrame([row for _, row in sorted(rows, key=lambda pair: pair[0])], columns=list(SUSPECT_COLUMNS))


def _reason(contradicting: list[str], models: int) -> str:
    if not contradicting:
        return "Right but uncertain"
    if len(contradicting) == models:
        return "Wrong by every model" if models > 1 else "Wrong call"
    return "Wrong by " + ", ".join(title.lower() for title in contradicting)
