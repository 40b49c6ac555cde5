"""The sparse logistic regression as JSON: few enough numbers that anybody can compute with them in any language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from interpret.data.cohort import Labels
from interpret.data.expression import Scale
from interpret.models.disk.damage import SCHEMA, damaged, not_a_model, require_schema
from interpret.models.kinds.sparse_logistic import FittedSparseLogistic
from interpret.prep.fill import Medians
from interpret.prep.log_counts import CountLog
from interpret.prep.preparation import Intensities, Preparation, narrowed
from interpret.prep.scale_genes import GeneScaling
from interpret.prep.tmm import TmmReference, Trimming

KIND = "sparse-logistic"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True, strict=True)


class _Labels(_Part):
    negative: str
    positive: str


class _Intensities(_Part):
    floor: float
    ceiling: float
    logarithm: Literal["log2", "log10"]


class _GeneScaling(_Part):
    mean: list[float]
    sd: list[float]


class _Counts(_Part):
    library: list[str] | None


class _Trimming(_Part):
    ratio: float
    level: float
    weighted: bool
    level_cutoff: float


class _Reference(_Part):
    genes: list[str]
    counts: list[float]
    library: float
    middle: float
    mean_library: float
    trimming: _Trimming


class _Preparation(_Part):
    values_as_read: str
    intensities: _Intensities | None
    scales_arrays: bool
    genes: list[str]
    gene_scaling: _GeneScaling | None
    left_out: list[str]
    counts: _Counts | None = None
    reference: _Reference | None = None
    ratios: bool = False
    medians: list[float] | None = None


class _Sparse(_Part):
    """The whole file, in its order."""

    format: str = Field(alias="schema")
    kind: Literal["sparse-logistic"]
    model_id: str
    labels: _Labels
    formula: list[str]
    threshold: float
    intercept: float
    genes: list[str]
    coefficients: list[float]
    means: list[float]
    scales: list[float | None]
    preparation: _Preparation
    alpha: float
    penalty: float = Field(alias="lambda")
    tuning: dict[str, float | None]


def write(fitted: FittedSparseLogistic, labels: Labels) -> bytes:
    """Return UTF-8 JSON, every number in the shortest form that reads back as the same bits."""
    background = fitted.background  # (n, k)
    deviations = background.std(axis=0, ddof=1).tolist() if len(background) > 1 else [None] * len(fitted.genes)
    content = _Sparse(
        format=SCHEMA,
        kind="sparse-logistic",
        model_id=fitted.model_id,
        labels=_Labels(negative=labels.negative, positive=labels.positive),
        formula=_formula(fitted.preparation),
        threshold=0.5,
        intercept=float(fitted.intercept),
        genes=list(fitted.genes),
        coefficients=fitted.coefficient.tolist(),
        means=fitted.background_mean.tolist(),
        scales=deviations,
        preparation=_steps(narrowed(fitted.preparation, fitted.genes)),
        alpha=float(fitted.alpha),
        penalty=float(fitted.penalty),
        tuning={name: value if np.isfinite(value) else None for name, value in fitted.tuning},
    )
    text = json.dumps(content.model_dump(by_alias=True), indent=1, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()


def read(content: bytes, path: Path) -> tuple[Labels, FittedSparseLogistic]:
    """Return the labels and the model.

    Raises
    ------
    InputError
        Not such a file, or numbers that do not belong together.
    """
    try:
        said: Any = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise damaged(f"it is no JSON ({error})", path) from error
    require_schema(said.get("schema"), path)
    if said.get("kind") != KIND:
        raise not_a_model(f"the JSON holds a model of kind {said.get('kind')!r}; wanted {KIND}", path)
    try:
        model = _Sparse.model_validate(said)
    except ValidationError as error:
        first = error.errors()[0]
        raise damaged(f"{'.'.join(map(str, first['loc']))}: {first['msg']}", path) from error
    fitted = _fitted(model)
    if not len(model.genes) == len(model.coefficients) == len(model.means) == len(model.scales):
        raise damaged("genes, coefficients, means and scales are not of one length", path)
    if fitted.model_id != model.model_id:
        raise damaged("its numbers do not give the model_id that it states", path)
    return Labels(model.labels.negative, model.labels.positive), fitted


def _steps(preparation: Preparation) -> _Preparation:
    limits, scaling, counts = preparation.intensities, preparation.gene_scaling, preparation.counts
    return _Preparation(
        values_as_read=preparation.scale_read.value,
        intensities=None
        if limits is None
        else _Intensities(floor=float(limits.floor), ceiling=float(limits.ceiling), logarithm=limits.base),
        scales_arrays=preparation.scales_arrays,
        genes=list(preparation.genes),
        gene_scaling=None if scaling is None else _GeneScaling(mean=scaling.mean.tolist(), sd=scaling.sd.tolist()),
        left_out=list(preparation.left_out),
        counts=_counts_said(counts) if isinstance(counts, CountLog) else None,
        reference=_reference_said(counts) if isinstance(counts, TmmReference) else None,
        ratios=preparation.ratios,
        medians=None if preparation.medians is None else preparation.medians.median.tolist(),
    )


def _fitted(model: _Sparse) -> FittedSparseLogistic:
    steps = model.preparation
    limits, scaling, genes = steps.intensities, steps.gene_scaling, tuple(steps.genes)
    preparation = Preparation(
        genes=genes,
        scale_read=Scale(steps.values_as_read),
        intensities=None if limits is None else Intensities(limits.floor, limits.ceiling, limits.logarithm),
        gene_filter=None,  # it chose the genes, and has done its work
        scales_arrays=steps.scales_arrays,
        gene_scaling=None if scaling is None else GeneScaling(genes, np.array(scaling.mean), np.array(scaling.sd)),
        left_out=tuple(steps.left_out),
        counts=_counts(steps),
        ratios=steps.ratios,
        medians=None if steps.medians is None else Medians(genes, np.array(steps.medians)),
    )
    return FittedSparseLogistic(
        preparation=preparation,
        genes=tuple(model.genes),
        coefficient=np.array(model.coefficients, dtype=np.float64),
        intercept=model.intercept,
        background=np.array([model.means], dtype=np.float64),
        alpha=model.alpha,
        penalty=model.penalty,
        tuning=tuple((name, np.nan if value is None else value) for name, value in model.tuning.items()),
    )


def _counts_said(counts: CountLog) -> _Counts:
    return _Counts(library=None if counts.library is None else list(counts.library))


def _reference_said(reference: TmmReference) -> _Reference:
    trimming = reference.trimming
    return _Reference(
        genes=list(reference.genes),
        counts=reference.counts.tolist(),
        library=reference.library,
        middle=reference.middle,
        mean_library=reference.mean_library,
        trimming=_Trimming(
            ratio=trimming.ratio,
            level=trimming.level,
            weighted=trimming.weighted,
            level_cutoff=trimming.level_cutoff,
        ),
    )


def _counts(steps: _Preparation) -> CountLog | TmmReference | None:
    if steps.reference is not None:
        said = steps.reference
        numbers = (said.library, said.middle, said.mean_library)
        trimming = Trimming(
            said.trimming.ratio, said.trimming.level, said.trimming.weighted, said.trimming.level_cutoff
        )
        return TmmReference(tuple(said.genes), "", np.array(said.counts), *numbers, trimming)
    if steps.counts is None:
        return None
    return CountLog(None if steps.counts.library is None else tuple(steps.counts.library))


def _formula(preparation: Preparation) -> list[str]:
    """Return how to compute the probability of one sample, one step a line."""
    lines = [f"x[g] = the sample's value of gene g as read ({preparation.scale_read}), g in preparation.genes"]
    if preparation.intensities is not None:
        base = preparation.intensities.base
        lines.append("x[g] = min(max(x[g], preparation.intensities.floor), preparation.intensities.ceiling)")
        lines.append(f"x[g] = {base}(x[g])")
    if isinstance(preparation.counts, TmmReference):
        lines += [
            "L = sum of x as read over preparation.reference.genes",
            "F = TMM factor of x against preparation.reference (counts, library, trimming), divided by its middle",
            "a = 2 * L * F / preparation.reference.mean_library",
            "x[g] = log2((x[g] + a) / (L * F + 2 * a) * 1e6)",
        ]
    elif preparation.counts is not None and preparation.counts.library is None:
        lines.append("x[g] = log2(x[g] + 0.5)")
    elif preparation.counts is not None:
        lines.append("x[g] = log2((x[g] + 0.5) / (L + 1) * 1e6); L = sum of x as read over preparation.counts.library")
    if preparation.ratios:
        lines.append("x[g] = log2(x[g])")
    if preparation.medians is not None:
        lines.append("x[g] = preparation.medians[g] where it is missing")
    if preparation.scales_arrays:
        lines.append("x[g] = (x[g] - m) / s; m, s = mean and standard deviation (n - 1) of x over preparation.genes")
    if preparation.gene_scaling is not None:
        lines.append("x[g] = (x[g] - preparation.gene_scaling.mean[g]) / preparation.gene_scaling.sd[g]")
    return [
        *lines,
        "log_odds = intercept + sum over g in genes of coefficients[g] * x[g]",
        "probability of labels.positive = 1 / (1 + exp(-log_odds)); more than threshold: called positive",
        "means, scales: mean and standard deviation (n - 1) of x[g] over the training patients; no step needs them",
    ]
