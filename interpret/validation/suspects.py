"""Patients to look at again: those whom models contradict, or whom the first model cannot place."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from interpret import nouns
from interpret.validation.calls import UNCERTAIN

SUSPECT_COLUMNS = ("sample", "set", "truth", "call", "probability", "reason", "against", "models", "given")
LEAST_SHARE = 0.1


def patients_to_look_at_again(predictions: pd.DataFrame, titles: Mapping[str, str], positive: str) -> pd.DataFrame:
    """Return the patients in doubt, most urgent first, with columns `SUSPECT_COLUMNS`.

    A patient is listed when the more probable class of at least one model in ten is not the one in the sample sheet
    (of up to ten models: of any), or when the first model's call is `uncertain`. Order: the share of models that
    contradict the sheet, then how little probability the models give to the sheet's class on average (`given`), then
    set and name. Every model counts once. `call` and `probability` are the first model's; `against` of `models`
    contradict the sheet.

    The rule was fixed on the simulated study, with two labels exchanged: see the tests.

    Parameters
    ----------
    predictions
        Rows of predictions.csv; models that are not in `titles` do not count.
    titles
        Model name to title; the first key is the first model.
    positive
        Name of the positive class.
    """
    first = next(iter(titles))
    predictions = predictions[predictions["model"].isin(list(titles))]
    rows: list[tuple[tuple[float, float, str, str], tuple[object, ...]]] = []
    for (part, sample), group in predictions.groupby(["set", "sample"], sort=False):
        by_model = group.set_index("model")
        contradicts = by_model["argmax_call"] != by_model["truth"]
        lead = by_model.loc[first]
        if contradicts.mean() < LEAST_SHARE and lead["call"] != UNCERTAIN:
            continue
        chance = np.where(by_model["truth"] == positive, by_model["probability"], 1.0 - by_model["probability"])
        against, given = int(contradicts.sum()), float(chance.mean())
        order = (-against / len(by_model), given, str(part), str(sample))
        reason = _reason([titles[str(name)] for name in by_model.index[contradicts]], len(by_model))
        counted = (against, len(by_model), given)
        row = (sample, part, lead["truth"], lead["argmax_call"], lead["probability"], reason, *counted)
        rows.append((order, row))
    return pd.DataFrame([row for _, row in sorted(rows, key=lambda pair: pair[0])], columns=list(SUSPECT_COLUMNS))


def _reason(contradicting: list[str], models: int) -> str:
    if not contradicting:
        return "Right but uncertain"
    if len(contradicting) == models:
        return "Wrong by every model" if models > 1 else "Wrong call"
    if len(contradicting) == 1:
        return f"Wrong by {nouns.within(contradicting[0])}"
    return f"Wrong by {len(contradicting)} of {models} models"
