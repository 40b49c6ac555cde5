"""The elastic-net path of one data set: its lambdas, its solutions, and the proof that they are optimal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.errors import AnalysisError, SettingsError
from interpret.models.coordinate_descent import solve_paths
from interpret.models.paths import PathProblems


@dataclass(frozen=True, eq=False)
class PathFit:
    """Elastic-net logistic regression at every lambda of a path.

    Attributes
    ----------
    alpha
        Share of the L1 penalty.
    lambdas
        `(l,)` penalties, decreasing, in glmnet's scaling (log-likelihood divided by n).
    intercepts, coefficients
        `(l,)` and `(l, p)` on the scale of the values given.
    deviance_ratio
        `(l,)` share of the null deviance explained in the samples learnt from.
    violations
        `(l,)` largest violation of the optimality (KKT) conditions over all genes, in units of the gradient of the
        log-likelihood per sample with respect to a standardised coefficient.
    steps
        `(l,)` Newton steps taken.
    """

    alpha: float
    lambdas: FloatArray
    intercepts: FloatArray
    coefficients: FloatArray
    deviance_ratio: FloatArray
    violations: FloatArray
    steps: FloatArray


def fit_path(
    X: FloatArray, positive: BoolArray, alpha: float, lambdas: FloatArray, weights: FloatArray | None = None
) -> PathFit:
    """Fit a whole path.

    The objective and the standardisation are those of glmnet (family binomial, standardize = TRUE; Friedman, Hastie &
    Tibshirani 2010, doi:10.18637/jss.v033.i01). Unlike glmnet, the path is never cut short once nearly all deviance is
    explained: with lambda above 0 the optimum exists and is unique in its fitted values even where the classes are
    separable, and every lambda costs little.

    Parameters
    ----------
    X
        `(n, p)` values.
    positive
        `(n,)` class.
    alpha
        Above 0, at most 1 (the lasso).
    lambdas
        `(l,)` positive, decreasing.
    weights
        `(n,)` 0 or 1: who is learnt from; None: everybody.

    Raises
    ------
    AnalysisError
        One of the classes is missing among the samples learnt from.
    SettingsError
        Alpha or lambdas out of range.
    """
    included = np.ones(positive.shape, dtype=np.bool_) if weights is None else np.asarray(weights) != 0
    check_alphas((alpha,))
    path = np.ascontiguousarray(lambdas, dtype=np.float64)
    if not path.size or path[-1] <= 0.0 or np.any(np.diff(path) > 0.0):
        raise SettingsError("the lambdas are not a decreasing path", wanted="positive numbers, largest first")
    labels = positive.astype(np.float64)
    share = labels[included].mean() if included.any() else 0.0
    if not 0.0 < share < 1.0:
        raise AnalysisError("a logistic regression needs both classes", wanted="at least one sample of each class")
    solved = solve_paths(
        PathProblems(
            matrices=np.ascontiguousarray(X, dtype=np.float64)[None],
            sizes=np.array([X.shape[1]], dtype=np.int64),
            labels=labels[None],
            matrix=np.zeros(1, dtype=np.int64),
            included=included[None],
            alphas=np.array([alpha], dtype=np.float64),
            lambdas=path[None],
            keep=np.zeros(1, dtype=np.int64),
        )
    )
    losses = deviance(solved.margins[0][:, included], positive[included]).mean(axis=1)  # (l,)
    null = -2.0 * (share * np.log(share) + (1.0 - share) * np.log(1.0 - share))
    return PathFit(
        alpha=alpha,
        lambdas=path,
        intercepts=solved.intercepts[0],
        coefficients=solved.coefficients[0],
        deviance_ratio=1.0 - losses / null,
        violations=solved.violations[0],
        steps=solved.steps[0].astype(np.float64),
    )


def check_alphas(alphas: tuple[float, ...]) -> None:
    """Raise SettingsError unless every alpha is above 0 and at most 1: without an L1 part no gene is ever left out."""
    if not alphas or not all(0.0 < alpha <= 1.0 for alpha in alphas):
        raise SettingsError(
            f"alphas = {list(alphas)} cannot be used", wanted="one or more numbers above 0 and at most 1 (the lasso)"
        )


def deviance(margin: FloatArray, positive: BoolArray, smallest: float = 0.0) -> FloatArray:
    """Return minus twice the log-likelihood of each sample.

    Parameters
    ----------
    margin
        `(..., n)` log-odds.
    positive
        `(n,)` class.
    smallest
        Probabilities are kept this far from 0 and 1 (0: not at all).
    """
    if smallest > 0.0:
        limit = np.log((1.0 - smallest) / smallest)
        margin = np.clip(margin, -limit, limit)
    losses: FloatArray = 2.0 * np.logaddexp(0.0, np.where(positive, -margin, margin))
    return losses


def lambda_path(X: FloatArray, positive: BoolArray, alpha: float, lambdas: int, smallest_ratio: float) -> FloatArray:
    """Return `lambdas` log-spaced penalties from the smallest that leaves every gene out down to a share of it.

    The largest is `max |gradient| / alpha` at the intercept-only model, as in glmnet. Where no gene varies or none has
    any relation to the class (it is 0), every penalty gives the intercept-only model and the path starts at 1.

    Parameters
    ----------
    X
        `(n, p)` values.
    positive
        `(n,)` class.
    """
    # Sums run over samples, gene by gene in one order, and not through BLAS: its order depends on its threads.
    shifted = X - X[0]  # exactly 0 for a constant gene
    centred = shifted - shifted.mean(axis=0)
    spread = np.sqrt((centred**2).mean(axis=0))  # (p,)
    pull = np.abs((centred * (positive - positive.mean())[:, None]).mean(axis=0))
    gradient = np.divide(pull, spread, out=np.zeros_like(pull), where=spread > 0.0)
    largest = gradient.max(initial=0.0) / alpha
    path: FloatArray = (largest or 1.0) * np.geomspace(1.0, smallest_ratio, lambdas)
    return path
