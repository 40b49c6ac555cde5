"""The values of single samples: expression, SHAP values and the columns of the sheet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from interpret.contracts import FloatArray
from interpret.explain.attribution import Attribution
from interpret.report import words
from interpret.report.every_model import every_model
from interpret.report.explorer.packing import (
    coded,
    coded_around_zero,
    in_figures,
    packed,
    packed_json,
    sixteen_bit,
)
from interpret.report.findings import Findings, ModelFindings

MOST_SHAP, MOST_SHAP_BESIDE = 40_000, 12_000
"""SHAP values of one model that the page holds, run in full or beside: those of its leading genes."""


def individual_parts(findings: Findings, place: dict[str, int], pages: Sequence[int]) -> dict[str, str]:
    """Return the parts that hold single samples' values.

    Parameters
    ----------
    findings
        Of the study.
    place
        Where each gene stands on the page.
    pages
        The samples that have a page, by their number, in the order of the pages.
    """
    display = findings.display
    kept = [j for j, gene in enumerate(display.individual_genes) if gene in place]
    values = display.individual_values[:, kept].T
    codes, low, step = coded(values)
    rows = [place[display.individual_genes[j]] for j in kept]
    explained, shap = _explained(findings, place)
    return {
        "samples": packed_json(_samples(findings, pages)),
        "scales": packed_json({"rows": rows, "low": low, "step": step}),
        "values": packed(sixteen_bit(codes)),
        "explained": packed_json(explained),
        "shap": packed(sixteen_bit(np.concatenate([np.zeros(0, dtype="<i2"), *shap]))),
    }


def _samples(findings: Findings, pages: Sequence[int]) -> dict[str, Any]:
    display = findings.display
    return {
        "name": list(display.samples),
        "shown": [words.plain(name) for name in display.samples],
        "positive": display.positive.astype(int).tolist(),
        "independent": display.independent.astype(int).tolist(),
        "sheet": [_column(findings.covariates, name) for name in findings.covariates.columns],
        "pages": list(pages),
    }


def _column(sheet: pd.DataFrame, name: str) -> dict[str, Any]:
    column = sheet[name]
    title = words.plain(str(name))
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        numbers = column.to_numpy(np.float64, na_value=np.nan).tolist()
        return {
            "title": title,
            "numeric": True,
            "values": [in_figures(value) if math.isfinite(value) else None for value in numbers],
        }
    texts = [None if pd.isna(value) else words.plain(str(value)) for value in column.tolist()]
    return {"title": title, "numeric": False, "values": texts}


def _explained(findings: Findings, place: dict[str, int]) -> tuple[list[dict[str, Any]], list[npt.NDArray[np.int16]]]:
    """Return, of every model explained, its leading genes and their SHAP values, all samples of both sets in order."""
    said, shap = [], []
    for model in every_model(findings).models:
        if not model.attribution:
            continue
        genes, values = _shap(findings, model, place)
        codes, step = coded_around_zero(values)
        unit = next(iter(model.attribution.values())).unit
        said.append(
            {
                "title": words.plain(model.title),
                "unit": unit,
                "rows": [place[gene] for gene in genes],
                "step": step,
                "whole": len(genes) == len(_used(model, place)),
            }
        )
        shap.append(codes.ravel())
    return said, shap


def _shap(findings: Findings, model: ModelFindings, place: dict[str, int]) -> tuple[list[str], FloatArray]:
    """Return the leading genes and their `(k, n)` SHAP values: zero where unused, NaN where a set is not explained."""
    display = findings.display
    size = _used(model, place)
    allowed = MOST_SHAP if model in findings.models else MOST_SHAP_BESIDE
    most = max(1, allowed // max(1, len(display.samples)))
    genes = sorted(size, key=lambda gene: (-size[gene], gene))[:most]
    values = np.full((len(genes), len(display.samples)), np.nan)
    for part, attribution in model.attribution.items():
        later = part == "independent"
        column = {gene: j for j, gene in enumerate(attribution.genes)}
        own = {sample: i for i, sample in enumerate(attribution.samples)}
        for j, (sample, independent) in enumerate(zip(display.samples, display.independent, strict=True)):
            row = own.get(sample)
            if bool(independent) is later and row is not None:
                known = [column.get(gene, -1) for gene in genes]
                dense = attribution.values[row]
                values[:, j] = [dense[k] if k >= 0 else 0.0 for k in known]
    return genes, values


def _used(model: ModelFindings, place: dict[str, int]) -> dict[str, float]:
    """Return the tested genes that move any sample's output, with the largest mean size of their values in a set."""
    size: dict[str, float] = {}
    for attribution in model.attribution.values():
        for gene, mean in zip(attribution.genes, _mean_size(attribution), strict=True):
            if mean > 0.0 and gene in place:
                size[gene] = max(size.get(gene, 0.0), mean)
    return size


def _mean_size(attribution: Attribution) -> list[float]:
    # rounded: sums in another order must not change which gene leads
    means: list[float] = np.round(np.abs(attribution.values).mean(axis=0), 12).tolist()
    return means
