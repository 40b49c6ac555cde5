"""A sparse logistic regression written out for the reader: genes, coefficients and intercept on a scale they know."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from interpret.contracts import Column, FloatArray, declared
from interpret.data.expression import Scale
from interpret.models.kinds.sparse_logistic import FittedSparseLogistic
from interpret.prep.preparation import Preparation

SIGNATURE_COLUMNS = (
    Column("gene", "text", "", "gene or probe"),
    Column("coefficient", "number", "log-odds per unit of the value", "change of the log-odds, all other genes equal"),
    Column("odds_ratio", "number", "per unit of the value", "factor of the odds: e to the coefficient"),
    Column("mean", "number", "unit of the value", "mean over the training patients"),
    Column("sd", "number", "unit of the value", "standard deviation over the training patients, n - 1 below"),
    Column("coefficient_per_sd", "number", "log-odds per standard deviation", "coefficient times sd: comparable sizes"),
)

_UNITS = {
    Scale.LOG2: "doubling of the intensity",
    Scale.LOG10: "tenfold of the intensity",
    Scale.RAW: "unit of the intensity",
    Scale.STANDARDISED: "unit of the standardised log intensity",
    Scale.LN: "factor of e of the intensity",
    Scale.LOG_CPM: "doubling of the counts per million",
    Scale.LOG_SCALED: "doubling of the scaled count",
    Scale.LOG_RATIOS: "doubling of the ratio",
    Scale.RANKS: "rank",
    Scale.Z_SCORES: "unit of the z-score",
}


@dataclass(frozen=True, eq=False)
class Signature:
    """The log-odds of the positive class are `intercept` plus the sum of coefficient times value.

    The values are those of `preparation`, which scales no gene: clamped logarithms for raw intensities, otherwise the
    values as read; standardised per array where that was asked for, which no coefficient can undo. Coefficients are
    shrunken by the penalty and conditional on each other; they are not effects of single genes.

    Attributes
    ----------
    table
        The columns `SIGNATURE_COLUMNS`, largest absolute `coefficient_per_sd` first, ties by name. No row where the
        model uses no gene.
    intercept
        Log-odds where every value is 0: as a rule far outside the data and without a meaning of its own.
    unit
        What one unit of the value is, to follow "per".
    preparation
        From values as read to the values the coefficients belong to.
    """

    table: pd.DataFrame
    intercept: float
    unit: str
    preparation: Preparation


def signature(model: FittedSparseLogistic) -> Signature:
    """Write the model out; a scaling of genes is undone, so that coefficients belong to unscaled values.

    With value x and scaled value z = (x - m) / s, b z is (b / s) x - b m / s: the coefficient is divided by s, and the
    intercept gives back the rest.
    """
    centre, spread = _scaling(model)  # (k,) each
    coefficient = model.coefficient / spread
    mean = model.background.mean(axis=0) * spread + centre
    sd = model.background.std(axis=0, ddof=1) * spread
    with np.errstate(over="ignore"):  # an odds ratio beyond 1e308 is infinite
        ratio = np.exp(coefficient)
    frame = pd.DataFrame(
        {
            "gene": np.array(model.genes, dtype=object),
            "coefficient": coefficient,
            "odds_ratio": ratio,
            "mean": mean,
            "sd": sd,
            "coefficient_per_sd": coefficient * sd,
        }
    )
    order = sorted(range(len(frame)), key=lambda j: (-abs(coefficient[j] * sd[j]), model.genes[j]))
    preparation = replace(model.preparation, gene_scaling=None)
    return Signature(
        table=declared(frame, SIGNATURE_COLUMNS, "signature").iloc[order].reset_index(drop=True),
        intercept=model.intercept - float((coefficient * centre).sum()),
        unit=_unit(preparation),
        preparation=preparation,
    )


def _scaling(model: FittedSparseLogistic) -> tuple[FloatArray, FloatArray]:
    """Return what the preparation took off each gene of the model and what it divided by."""
    scaling = model.preparation.gene_scaling
    if scaling is None:
        return np.zeros(len(model.genes)), np.ones(len(model.genes))
    place = {gene: j for j, gene in enumerate(scaling.genes)}
    columns = [place[gene] for gene in model.genes]
    return scaling.mean[columns], scaling.sd[columns]


def _unit(preparation: Preparation) -> str:
    if preparation.scales_arrays:
        return "standard deviation of the array's genes"
    return _UNITS[preparation.scale]
