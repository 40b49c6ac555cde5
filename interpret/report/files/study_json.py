"""study.json: all findings that are not a table, and everything needed to repeat the run."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import pandas as pd

from interpret.report.findings import Findings, ModelFindings

SCHEMA = "interpret-study/1"


def study_json(findings: Findings) -> bytes:
    """Return study.json: UTF-8, keys in a fixed order, missing numbers as null."""
    called = findings.genes.called(findings.settings.tests.fdr)
    content = {
        "schema": SCHEMA,
        "title": findings.title,
        "date": findings.date,
        "simulated": findings.simulated,
        "negative": findings.labels.negative,
        "positive": findings.labels.positive,
        "layout": findings.layout,
        "scale": findings.scale,
        "counts": dataclasses.asdict(findings.counts),
        "differential_expression": {
            "primary_test": "moderated_t",
            "genes_called": len(called),
            "fdr": findings.settings.tests.fdr,
            "df_prior": findings.genes.df_prior,
            "s2_prior": findings.genes.s2_prior,
            "top_genes": called["gene"].head(25).tolist(),
        },
        "models": [_model(model) for model in findings.models],
        "measures": _records(findings.measures),
        "permuted_labels": [dataclasses.asdict(runs) for runs in findings.permuted],
        "patients_to_look_at_again": _records(findings.suspects),
        "cautions": [dataclasses.asdict(caution) for caution in findings.cautions],
        "settings": findings.settings.without_paths(),
        "seed": findings.settings.seed,
        "versions": findings.versions,
        "inputs": [dataclasses.asdict(source) for source in findings.sources],
    }
    return (json.dumps(_finite(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _model(model: ModelFindings) -> dict[str, Any]:
    return {
        "name": model.name,
        "title": model.title,
        "method": model.method,
        "facts": model.facts,
        "genes_used": len(model.genes),
        "coefficients": None if model.coefficients is None else _records(model.coefficients),
        "explanation_unit": {part: attribution.unit for part, attribution in model.attribution.items()},
        "efficiency_gap": {part: attribution.efficiency_gap for part, attribution in model.attribution.items()},
    }


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict(orient="records")]


def _finite(value: Any) -> Any:  # noqa: ANN401  JSON is anything
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.item() if hasattr(value, "item") else value
