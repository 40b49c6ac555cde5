"""Weighted least squares, gene by gene, each value with a weight of its own (limma's lmFit with precision weights)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import FloatArray, IntArray
from interpret.stats.design import Design
from interpret.stats.group_moments import BLOCK
from interpret.stats.linear_fit import ALIASED, LinearFit


@dataclass(frozen=True, eq=False)
class WeightedFit:
    """The weighted linear model of every gene.

    Attributes
    ----------
    fit
        Effects and variances.
    fitted
        `(n, p)` what the model says of every sample, also of those that lack the value; NaN without any value.
    """

    fit: LinearFit
    fitted: FloatArray


def fit_weighted(values: FloatArray, weights: FloatArray | None, design: Design) -> WeightedFit:
    """Fit the design to every gene, the variance of a value being inverse to its weight.

    Parameters
    ----------
    values
        `(n, p)`, samples in rows; missing values (NaN) are left out gene by gene.
    weights
        `(n, p)`, positive; None for equal ones.
    design
        The `n` samples' design.

    Notes
    -----
    Estimand: the difference between the classes, all other columns of the design held fixed. As limma's lmFit with a
    matrix of weights (Ritchie et al. 2015, doi:10.1093/nar/gkv007). The columns are made orthogonal one after the
    other, each twice, for a block of genes at a time; a gene's numbers do not depend on the others of its block.
    """
    n, p = values.shape
    columns = np.column_stack([design.nuisance, design.positive.astype(np.float64)])  # (n, k), the class last
    unknown = np.full(p, np.nan)
    fit = LinearFit(unknown, unknown.copy(), unknown.copy(), np.zeros(p, dtype=np.int64), unknown.copy())
    fitted = np.full((n, p), np.nan)
    width = max(1, BLOCK // max(1, n * (columns.shape[1] + 2)))
    for start in range(0, p, width):
        genes = np.arange(start, min(start + width, p))
        known = None if weights is None else weights[:, genes]
        fitted[:, genes] = _fit_block(fit, genes, values[:, genes], known, columns)
    return WeightedFit(fit, fitted)


def _fit_block(
    fit: LinearFit, genes: IntArray, values: FloatArray, weights: FloatArray | None, columns: FloatArray
) -> FloatArray:
    """Fill in the genes of one block; return `(n, q)` fitted values."""
    present = ~np.isnan(values)
    root = np.where(present, 1.0 if weights is None else np.sqrt(weights), 0.0)  # a missing value weighs nothing
    count = present.sum(axis=0)
    known = np.where(present, values, 0.0)
    residual = known * root
    basis: list[FloatArray] = []
    rank = np.zeros(genes.size, dtype=np.int64)
    for column in columns.T:
        direction, length = _orthogonal(column[:, None] * root, basis)
        basis.append(direction)
        rank += length > 0.0
    # the last step's direction is the class less all else: its length is what the samples tell of the effect
    for direction in basis[:-1]:
        residual -= direction * (direction * residual).sum(axis=0)
    amount = (basis[-1] * residual).sum(axis=0)  # (q,)
    residual -= basis[-1] * amount
    df = count - rank
    tells = length > 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        fit.effect[genes] = np.where(tells, amount / length, np.nan)
        fit.unscaled_sd[genes] = np.where(tells, 1.0 / length, np.nan)
        fit.variance[genes] = np.where(tells & (df > 0), (residual * residual).sum(axis=0) / df, np.nan)
        fit.df[genes] = np.where(tells, df, 0)
        fit.mean[genes] = np.where(count > 0, known.sum(axis=0) / count, np.nan)
        return np.asarray(np.where(root > 0.0, known - residual / root, np.nan), dtype=np.float64)


def _orthogonal(column: FloatArray, basis: list[FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return each gene's column less what the basis says of it, of length 1 (0 where nothing is left), and its length.

    Parameters
    ----------
    column
        `(n, q)` one column of the design, weighted by each gene's own weights; overwritten.
    basis
        Earlier columns, `(n, q)` each.
    """
    before = np.sqrt((column * column).sum(axis=0))
    for _ in range(2):
        for direction in basis:
            column -= direction * (direction * column).sum(axis=0)
    length = np.sqrt((column * column).sum(axis=0))
    length[length <= ALIASED * before] = 0.0
    return np.where(length > 0.0, column / np.where(length > 0.0, length, 1.0), 0.0), length
