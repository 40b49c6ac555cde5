"""What study.json holds: all findings that are not a table, and everything needed to repeat the run."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import pandas as pd

from interpret.nouns import Noun
from interpret.report.every_model import every_model
from interpret.report.files.blocks_json import blocks_json
from interpret.report.files.evidence_json import evidence_json
from interpret.report.files.quality_json import quality_json
from interpret.report.files.questioned_json import questioned_json
from interpret.report.files.sets_json import sets_json
from interpret.report.findings import Findings, ModelFindings, Selection

SCHEMA = "interpret-study/1"


def written(content: dict[str, Any]) -> bytes:
    """Return the content as JSON: UTF-8, keys in the order given; what is no number is null."""
    return (json.dumps(_finite(content), indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def study_content(findings: Findings) -> dict[str, Any]:
    """Return the content as plain values."""
    return {
        "schema": SCHEMA,
        "title": findings.title,
        "date": findings.date,
        "simulated": findings.simulated,
        "negative": findings.labels.negative,
        "positive": findings.labels.positive,
        "layout": findings.layout,
        "scale": findings.scale,
        "scale_said": list(findings.scale_said),
        "counts": dataclasses.asdict(findings.counts),
        "differential_expression": _differential(findings),
        "gene_sets": sets_json(findings),
        "models": [_model(model, findings.settings.study.noun) for model in findings.models],
        "models_beside": [_model(model, findings.settings.study.noun) for model in findings.beside.models],
        "notebook": [dataclasses.asdict(result) for result in findings.notebook],
        "selection": _selection(findings.selection),
        "blocks": blocks_json(findings.blocks),
        "evidence": evidence_json(findings),
        "measures": _records(every_model(findings).measures),
        "measures_not_taken": [dataclasses.asdict(each) for each in findings.not_taken],
        "three_way_calls": dataclasses.asdict(findings.three_way),
        "left_out": dataclasses.asdict(findings.validated),
        "interactions": _interactions(findings),
        "permuted_labels": [dataclasses.asdict(runs) | {"floor": runs.floor} for runs in findings.permuted],
        "identifiability": _identifiability(findings),
        "patients_to_look_at_again": _records(findings.suspects),
        "data_questioned": questioned_json(findings.questioned),
        "array_quality": quality_json(findings.arrays),
        "cautions": [dataclasses.asdict(caution) for caution in findings.cautions],
        "settings": findings.settings.without_paths(),
        "seed": findings.settings.seed,
        "versions": findings.versions,
        "inputs": [dataclasses.asdict(source) for source in findings.sources],
    }


def _differential(findings: Findings) -> dict[str, Any]:
    tests, table, checks = findings.settings.tests, findings.genes, findings.diagnostics
    called = table.called(tests.fdr)
    return {
        "design": {
            "formula": findings.design.formula,
            "kind": findings.design.kind,
            "columns": list(findings.design.columns),
            "samples": findings.design.n,
            "residual_df": findings.design.residual_df,
        },
        "primary_test": tests.primary,
        "genes_called": len(called),
        "fdr": tests.fdr,
        "df_prior": table.df_prior,
        "s2_prior": table.s2_prior,
        "top_genes": called["gene"].head(25).tolist(),
        "pi0": {"smoother": checks.pi0_smoother, "bootstrap": checks.pi0_bootstrap},
        "detectable": dataclasses.asdict(checks.detectable),
        "resampling": _resampling(findings),
        "tests_not_run": [{"test": title, "reason": reason} for title, reason in checks.not_run],
        "agreement": _records(checks.agreement),
        "set_aside": _set_aside(findings.set_aside),
    }


def _resampling(findings: Findings) -> dict[str, Any]:
    drawn = findings.diagnostics.resampled
    if drawn is None:
        return {"made": False, "reason": findings.diagnostics.unfit}
    return {
        "made": True,
        "scheme": drawn.scheme,
        "statistic": drawn.statistic_name,
        "draws": drawn.draws,
        "complete": drawn.complete,
        "floor": drawn.floor,
        "genes_left_out": drawn.left_out,
    }


def _set_aside(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the genes that were not tested, by reason, in the order in which the reasons first occur."""
    return [
        {"reason": str(reason), "count": len(rows), "genes": rows["gene"].astype(str).tolist()}
        for reason, rows in frame.groupby("reason", sort=False)
    ]


def _interactions(findings: Findings) -> dict[str, Any]:
    found = findings.interactions
    return {
        "pairs_held": [{"model": model, "pairs": pairs} for model, pairs in found.held],
        "pairs": _records(found.table),
    }


def _model(model: ModelFindings, noun: Noun) -> dict[str, Any]:
    return {
        "name": model.name,
        "title": model.title,
        "method": noun.said(model.method),
        "recipe": dataclasses.asdict(model.recipe),
        "facts": model.facts,
        "genes_used": len(model.genes),
        "coefficients": None if model.coefficients is None else _records(model.coefficients),
        "explanation_unit": {part: attribution.unit for part, attribution in model.attribution.items()},
        "efficiency_gap": {part: attribution.efficiency_gap for part, attribution in model.attribution.items()},
    }


def _selection(selection: Selection) -> dict[str, Any]:
    stability, written = selection.stability, selection.signature
    return {
        "signature": None
        if written is None
        else {"intercept": written.intercept, "unit": written.unit, "genes": len(written.table)},
        "stability": {"made": False, "reason": selection.unfit}
        if stability is None
        else {
            "made": True,
            "pairs": stability.pairs,
            "half_sizes": list(stability.half_sizes),
            "alpha": selection.alpha,
            "genes_a_half": stability.q,
            "threshold": stability.threshold,
            "stable_genes": list(stability.chosen),
            "bounds": dataclasses.asdict(stability.bounds),
        },
        "curves": {"path": _records(selection.path.table()), "filter": _records(selection.by_filter.table())},
    }


def _identifiability(findings: Findings) -> dict[str, Any]:
    found = findings.identifiability
    return {
        "columns": [{"column": column, "taken_as": kind} for column, kind in found.kinds],
        "results_left_out": list(found.results),
        "training": [dataclasses.asdict(relation) for relation in found.training],
        "independent": [dataclasses.asdict(relation) for relation in found.independent],
        "training_against_independent": [dataclasses.asdict(relation) for relation in found.sets],
        "values_of_one_class": dict(found.one_class),
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
