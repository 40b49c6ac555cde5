"""The part of study.json that says what the data answered when they were questioned."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd

from interpret.validation.influence import TOP
from interpret.validation.questioned import Questioned
from interpret.validation.shift import SetShift


def questioned_json(questioned: Questioned) -> dict[str, Any]:
    """Return plain values: copies, doubtful arrays, influence, opening of the independent set, shift."""
    opening, shift, twins = questioned.opening, questioned.shift, questioned.twins
    return {
        "duplicates": {
            "found": [dataclasses.asdict(twin) for twin in twins.found],
            "pairs": twins.pairs,
            "pairs_of_one_person": twins.of_one_person,
            "most_alike_of_the_others": None if twins.next_pair is None else dataclasses.asdict(twins.next_pair),
        },
        "arrays": {
            "rules": list(questioned.quality.rules),
            "doubtful": [dataclasses.asdict(doubt) for doubt in questioned.quality.doubts],
            "sets_too_small": list(questioned.quality.too_few),
        },
        "influence": {
            "genes_called": questioned.influence.called,
            "genes_tested": questioned.influence.tested,
            "models": questioned.influence.models,
            "top": TOP,
            "table": "influence.csv",
        },
        "independent_set": None
        if opening is None
        else {
            "blind": opening.blind,
            "seen": opening.seen,
            "ledger_sha256": opening.ledger.sha256,
            "models_frozen_before": [dataclasses.asdict(model) for model in opening.ledger.models],
            "models_without_one_person": opening.models_without,
        },
        "shift": None if shift is None else _shift(shift),
    }


def _shift(shift: SetShift) -> dict[str, Any]:
    distances = shift.distances
    return {
        "contrasts": [dataclasses.asdict(contrast) for contrast in shift.contrasts],
        "groups": _records(shift.groups),
        "most_different_column": shift.most_different,
        "distance_limit": shift.limit,
        "components": None if distances is None else distances.components,
        "genes": None if distances is None else distances.genes,
        "distances": []
        if distances is None
        else [
            {"sample": sample, "independent": bool(later), "within": float(within), "off": float(off)}
            for sample, later, within, off in zip(
                shift.samples, shift.independent, distances.within, distances.off, strict=True
            )
        ],
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict(orient="records")]
