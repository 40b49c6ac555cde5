"""Penalty paths as arrays: what the solver is given and what it gives back."""

from __future__ import annotations

from typing import NamedTuple

from interpret.contracts import FloatArray, IntArray


class PathProblems(NamedTuple):
    """What is to be fitted: `t` paths, each on one of `f` matrices.

    Attributes
    ----------
    matrices
        `(f, n, p)` prepared values; matrix `k` uses its first `sizes[k]` columns.
    sizes
        `(f,)` genes of each matrix.
    labels
        `(f, n)` 0.0 or 1.0.
    matrix
        `(t,)` which matrix a path uses.
    weights
        `(t, n)` weight of each sample in the likelihood, 0: it is not learnt from; both classes must have a positive
        one. Only their ratios matter.
    alphas
        `(t,)` share of the L1 penalty, above 0.
    lambdas
        `(t, l)` penalties, decreasing.
    keep
        `(t,)` row of the path in `PathSolutions.coefficients`, -1: its coefficients are not wanted.
    """

    matrices: FloatArray
    sizes: IntArray
    labels: FloatArray
    matrix: IntArray
    weights: FloatArray
    alphas: FloatArray
    lambdas: FloatArray
    keep: IntArray


class PathSolutions(NamedTuple):
    """The solutions.

    Attributes
    ----------
    intercepts
        `(t, l)` on the scale of the matrices.
    margins
        `(t, l, n)` log-odds of every sample of the matrix, learnt from or not.
    violations
        `(t, l)` largest violation of the KKT conditions over all genes and the intercept.
    steps
        `(t, l)` Newton steps taken.
    coefficients
        `(kept, l, p)` on the scale of the matrices.
    """

    intercepts: FloatArray
    margins: FloatArray
    violations: FloatArray
    steps: IntArray
    coefficients: FloatArray
