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
        `(l,)` penalties, decreasing, in glmnet's scaling (weighted mean of the log-likelihood).
    intercepts, coefficients
        `(l,)` and `(l, p)` on the scale of the values given.
    deviance_ratio
        `(l,)` share of the null deviance explained in the samples learnt from, weighted as they are.
    violations
        `(l,)` largest violation of the optimality (KKT) conditions over all genes, in units of the gradient of the
        mean log-likelihood with respect to a standardised coefficient.
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
        `(n,)` weight of each sample, as in glmnet: means, standard deviations and log-likelihood are weighted by it.
        Twice the weight is the sample given twice, weight 0 is the sample not given; only ratios matter. None: all
        alike.

    Raises
    ------
    AnalysisError
        A weight is negative or no number, or one of the classes has no weight.
    SettingsError
        Alpha or lambdas out of range.
    """
    check_alphas((alpha,))
    path = np.ascontiguousarray(lambdas, dtype=np.float64)
    if not path.size or path[-1] <= 0.0 or np.any(np.diff(path) > 0.0):
        raise SettingsError("the lambdas are not a decreasing path", wanted="positive numbers, largest first")
    shares = _shares(positive, weights)
    solved = solve_paths(
        PathProblems(
            matrices=np.ascontiguousarray(X, dtype=np.float64)[None],
            sizes=np.array([X.shape[1]], dtype=np.int64),
            labels=positive.astype(np.float64)[None],
            matrix=np.zeros(1, dtype=np.int64),
            weights=shares[None],
            alphas=np.array([alpha], dtype=np.float64),
            lambdas=path[None],
            keep=np.zeros(1, dtype=np.int64),
        )
    )
    learnt_from = shares > 0.0  # the margins of the others may be anything
    losses = deviance(solved.margins[0][:, learnt_from], positive[learnt_from]) * shares[learnt_from]
    share = shares[positive].sum()
    null = -2.0 * (share * np.log(share) + (1.0 - share) * np.log(1.0 - share))
    return PathFit(
        alpha=alpha,
        lambdas=path,
        intercepts=solved.intercepts[0],
        coefficients=solved.coefficients[0],
        deviance_ratio=1.0 - losses.sum(axis=1) / null,
        violations=solved.violations[0],
        steps=solved.steps[0].astype(np.float64),
    )


def _shares(positive: BoolArray, weights: FloatArray | None) -> FloatArray:
    """Return `(n,)` share of each sample in the likelihood, summing to 1; both classes must have some."""
    given: FloatArray = np.ones(positive.shape) if weights is None else np.asarray(weights, dtype=np.float64)
    if not np.all(np.isfinite(given)) or np.any(given < 0.0):
        raise AnalysisError("a weight of a sample cannot be used", wanted="finite numbers, none of them negative")
    of_classes = (given[~positive].sum(), given[positive].sum())
    total = of_classes[0] + of_classes[1]
    if not min(of_classes) > 0.0 or max(of_classes) == total:  # the latter: the smaller one is lost in rounding
        raise AnalysisError(
            "a logistic regression needs both classes", wanted="at least one sample of each class, of positive weight"
        )
    shares: FloatArray = given / total
    return shares


def balanced_weights(positive: BoolArray, weights: FloatArray | None = None) -> FloatArray:
    """Return `(n,)` weights times n / (2 n_class), so that both classes weigh alike; n counts samples by weight.

    The weighting of King & Zeng (2001, doi:10.1093/oxfordjournals.pan.a004868) for a prevalence of one half.

    Parameters
    ----------
    positive
        `(n,)` class; both must have a positive weight.
    weights
        `(n,)` weights before; None: all 1.
    """
    given = np.ones(positive.shape) if weights is None else weights
    negatives, positives = given[~positive].sum(), given[positive].sum()
    total = negatives + positives
    balanced: FloatArray = given * np.where(positive, total / (2.0 * positives), total / (2.0 * negatives))
    return balanced


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


def lambda_path(
    X: FloatArray,
    positive: BoolArray,
    alpha: float,
    lambdas: int,
    smallest_ratio: float,
    weights: FloatArray | None = None,
) -> FloatArray:
    """Return `lambdas` log-spaced penalties from the smallest that leaves every gene out down to a share of it.

    The largest is `max |gradient| / alpha` at the intercept-only model, as in glmnet. Where no gene varies or none has
    any relation to the class (it is 0), every penalty gives the intercept-only model and the path starts at 1.

    Parameters
    ----------
    X
        `(n, p)` values.
    positive
        `(n,)` class.
    weights
        `(n,)` as in `fit_path`.

    Raises
    ------
    AnalysisError
        As `fit_path`.
    """
    shares = _shares(positive, weights)
    learnt_from = shares > 0.0
    if not learnt_from.all():  # a value that is not learnt from may be anything
        X, positive, shares = X[learnt_from], positive[learnt_from], shares[learnt_from]
    # Sums run over samples, gene by gene in one order, and not through BLAS: its order depends on its threads.
    share = shares[:, None]
    shifted = X - X[0]  # exactly 0 for a constant gene
    centred = shifted - (share * shifted).sum(axis=0)
    spread = np.sqrt((share * centred**2).sum(axis=0))  # (p,)
    pull = np.abs((centred * (shares * (positive - shares[positive].sum()))[:, None]).sum(axis=0))
    gradient = np.divide(pull, spread, out=np.zeros_like(pull), where=spread > 0.0)
    largest = gradient.max(initial=0.0) / alpha
    path: FloatArray = (largest or 1.0) * np.geomspace(1.0, smallest_ratio, lambdas)
    return path
