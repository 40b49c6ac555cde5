"""The t of the class in the linear model of the design, for the schemes that permute with that statistic."""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.design import Design
from interpret.stats.linear_fit import fit_linear
from interpret.stats.resampling.scheme import complete_genes, unit_rows


def usable_genes(values: FloatArray, design: Design) -> BoolArray:
    """Return `(p,)` genes without gaps: with them every gene would have a design of its own under every draw."""
    del design
    return complete_genes(values)


def observed_t(values: FloatArray, design: Design) -> FloatArray:
    """Return `(p,)` the t of the class; NaN where the gene is constant, all else equal."""
    fit = fit_linear(values, design)
    se = np.sqrt(fit.variance) * fit.unscaled_sd
    undefined = fit.only_rounding | (fit.df < 1)
    return np.asarray(fit.effect / np.where(undefined, np.nan, se), dtype=np.float64)


def residual_rows(values: FloatArray, design: Design) -> FloatArray:
    """Return `(p, n)` residuals of the reduced model, each gene brought to length 1."""
    return unit_rows(less_nuisance(values, design), np.sqrt((values * values).sum(axis=0)))


def less_nuisance(columns: FloatArray, design: Design) -> FloatArray:
    """Return `(n, b)` columns less what the nuisance columns say of them."""
    basis = design.nuisance_basis
    residuals = columns - basis @ (basis.T @ columns)
    return np.asarray(residuals - basis @ (basis.T @ residuals), dtype=np.float64)  # twice is enough: Kahan
