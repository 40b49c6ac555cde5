"""Least squares, gene by gene: the effect of the class in the design, and the variance around it (limma's lmFit)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.stats.design import Design
from interpret.stats.group_moments import BLOCK, ROUNDING, GroupMoments

# A column is a combination of others if what they leave of it is this small a share of its length.
ALIASED = 1e-9


@dataclass(frozen=True, eq=False)
class LinearFit:
    """The linear model of every gene.

    Attributes
    ----------
    effect
        `(p,)` coefficient of the class: positive minus negative, all else in the design equal; NaN where the values
        present cannot tell it.
    unscaled_sd
        `(p,)` standard error of the effect where the residual variance is 1.
    variance
        `(p,)` residual variance, squared units of the values; NaN without degrees of freedom.
    df
        `(p,)` residual degrees of freedom.
    mean
        `(p,)` mean of the values present.
    """

    effect: FloatArray
    unscaled_sd: FloatArray
    variance: FloatArray
    df: IntArray
    mean: FloatArray

    @property
    def only_rounding(self) -> BoolArray:
        """`(p,)` True where the residuals are nothing but rounding: the gene is constant, all else equal."""
        largest = np.abs(self.mean) + np.abs(self.effect)  # the mean alone may be 0 where the classes lie on both sides
        return np.asarray(np.sqrt(self.variance) * self.unscaled_sd <= ROUNDING * largest, dtype=np.bool_)


def fit_groups(moments: GroupMoments) -> LinearFit:
    """Return the fit of two independent groups, straight from their moments."""
    n = moments.n_negative + moments.n_positive
    total = moments.n_negative * moments.mean_negative + moments.n_positive * moments.mean_positive
    return LinearFit(
        effect=moments.difference,
        unscaled_sd=np.sqrt(moments.inverse_size),
        variance=moments.pooled_variance,
        df=moments.pooled_df,
        mean=total / n,
    )


def fit_linear(values: FloatArray, design: Design) -> LinearFit:
    """Fit the design to every gene by ordinary least squares; missing values (NaN) are left out gene by gene.

    Parameters
    ----------
    values
        `(n, p)`, samples in rows.
    design
        The `n` samples' design.

    Notes
    -----
    Estimand: the difference between the classes, all other columns of the design held fixed. Assumes errors with mean
    0 and one variance a gene, independent between samples given the design. As limma's lmFit with equal weights
    (Ritchie et al. 2015, doi:10.1093/nar/gkv007). Genes that miss the same samples are fitted together.
    """
    p = values.shape[1]
    unknown = np.full(p, np.nan)
    fit = LinearFit(unknown, unknown.copy(), unknown.copy(), np.zeros(p, dtype=np.int64), unknown.copy())
    width = max(1, BLOCK // max(1, values.shape[0]))
    for start in range(0, p, width):
        genes = np.arange(start, min(start + width, p))
        block = values[:, genes]
        missing = np.isnan(block)
        gaps = missing.any(axis=0)
        _fit_complete(fit, genes[~gaps], block[:, ~gaps], design)
        if gaps.any():
            patterns, which = np.unique(missing[:, gaps], axis=1, return_inverse=True)
            with_gaps = np.flatnonzero(gaps)
            for number, pattern in enumerate(patterns.T):
                columns = with_gaps[which.ravel() == number]
                present = np.flatnonzero(~pattern)
                _fit_complete(fit, genes[columns], block[np.ix_(present, columns)], design.take(present))
    return fit


def _fit_complete(fit: LinearFit, genes: IntArray, values: FloatArray, design: Design) -> None:
    """Fill in the genes of one block, all of them present in every sample of the design."""
    if not genes.size or not design.n:
        return
    fit.mean[genes] = values.mean(axis=0)
    basis = _basis(design.nuisance)  # (n, rank)
    group = design.positive.astype(np.float64)
    residual_group = group - basis @ (basis.T @ group)
    residual_group -= basis @ (basis.T @ residual_group)
    information = float(residual_group @ residual_group)
    if information <= ALIASED**2 * max(1.0, float(group @ group)):
        return
    residuals = values - basis @ (basis.T @ values)  # (n, q)
    effect = (residual_group @ residuals) / information
    residuals -= residual_group[:, None] * effect
    df = design.n - basis.shape[1] - 1
    fit.effect[genes] = effect
    fit.unscaled_sd[genes] = 1.0 / np.sqrt(information)
    fit.df[genes] = df
    if df > 0:
        fit.variance[genes] = (residuals * residuals).sum(axis=0) / df


def _basis(columns: FloatArray) -> FloatArray:
    """Return an orthonormal basis; where values are missing, columns may have become empty or aliased."""
    left, singular, _ = np.linalg.svd(columns, full_matrices=False)
    return np.asarray(left[:, singular > ALIASED * singular[0]], dtype=np.float64)
