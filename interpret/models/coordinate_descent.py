"""Elastic-net logistic regression: many independent penalty paths in one parallel call.

Minimised, for every path and every lambda, over the `m` samples of the path (those of positive weight; their weights
`c` brought to sum 1) and its genes standardised to mean 0 and variance 1 under those same weights:

    sum_i c_i [log(1 + exp(eta_i)) - y_i eta_i] + lambda * (alpha * |b|_1 + (1 - alpha) / 2 * |b|_2^2)

with `eta = intercept + Z b` and the intercept free. This is the objective of glmnet (Friedman, Hastie & Tibshirani
2010, doi:10.18637/jss.v033.i01). Newton's quadratic model is minimised over the active genes. Along a path of small
steps the point before tells nearly always who is in and with which sign, and one linear system gives the values; its
factors are used again while the gradient is brought to 0 (simplified Newton method; Ortega & Rheinboldt 1970,
doi:10.1137/1.9780898719468). Where signs would turn, coordinate descent finds who is in. Who is looked at is decided by
the sequential strong rule (Tibshirani et al. 2012, doi:10.1111/j.1467-9868.2011.01004.x), and since that rule may err,
the optimality (KKT) conditions of ALL genes are checked at every lambda and the worst violation is returned.

Parallel only over paths, each with its own scratch; every sum has one fixed order. So the bits of a path do not depend
on the number of threads, nor on which other paths run beside it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numba import njit

from interpret.contracts import FloatArray, IntArray
from interpret.models import path_model, path_screening, path_state, path_steps, path_sums, paths
from interpret.models.path_model import update_residuals
from interpret.models.path_screening import admit, screen, standardise
from interpret.models.path_state import Fit, Genes, make_state
from interpret.models.path_steps import reach_optimum
from interpret.models.path_sums import compiled, compiled_within
from interpret.models.paths import PathProblems, PathSolutions

KKT_TOLERANCE = 1e-9
"""A lambda is done when no gene violates its optimality condition by more than this (units of the gradient)."""


def solve_paths(problems: PathProblems, threads: int = 1, tolerance: float = KKT_TOLERANCE) -> PathSolutions:
    """Fit all paths on at most `threads` threads; no bit of the result depends on their number.

    `tolerance` stands for `KKT_TOLERANCE` where fewer digits are enough.
    """
    # A read-only array is another type to the compiler, and would make it compile everything a second time.
    problems = PathProblems._make(array if array.flags.writeable else array.copy() for array in problems)
    paths, lambdas = problems.lambdas.shape
    _, samples, genes = problems.matrices.shape
    solutions = PathSolutions(
        np.zeros((paths, lambdas)),
        np.zeros((paths, lambdas, samples)),
        np.zeros((paths, lambdas)),
        np.zeros((paths, lambdas), dtype=np.int64),
        np.zeros((int((problems.keep >= 0).sum()), lambdas, genes)),
    )
    groups = _alike(problems)
    if threads <= 1:
        for group in groups:
            _fit_alike(problems, solutions, group, tolerance)
        return solutions
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(_fit_alike, problems, solutions, group, tolerance) for group in groups]:
            done.result()
    return solutions


def _alike(problems: PathProblems) -> list[IntArray]:
    """Return the numbers of the paths that learn from the same samples with the same weights, set by set."""
    sets: dict[tuple[int, bytes], list[int]] = {}
    for path, (matrix, weights) in enumerate(zip(problems.matrix, problems.weights, strict=True)):
        sets.setdefault((int(matrix), weights.tobytes()), []).append(path)
    return [np.array(paths, dtype=np.int64) for paths in sets.values()]


def _fit_alike(problems: PathProblems, solutions: PathSolutions, group: IntArray, tolerance: float) -> None:
    """Fit paths that learn from the same samples with the same weights."""
    # The arrays are made by Python, since numba takes seconds to compile each kind of array.
    genes, fit = make_state(problems, int(group[0]))
    _fit_paths(problems, solutions, group, genes, fit, tolerance)


@compiled
def _next_step(lambdas: FloatArray, k: int) -> float:
    """Return the step to lambda `k` as a share of the step before it; 0 where there was none or it was shorter."""
    if k > 1 and lambdas[k - 2] - lambdas[k - 1] > lambdas[k - 1] - lambdas[k]:
        return float((lambdas[k - 1] - lambdas[k]) / (lambdas[k - 2] - lambdas[k - 1]))
    return 0.0


@compiled
def _look_ahead(fit: Fit, used: int, share: float) -> None:
    """Start the next lambda where the last step along the path points to, signs kept: it saves a Newton step."""
    for k in range(used):
        b = fit.coefficients[k]
        ahead = b + share * (b - fit.earlier[k])
        if b * fit.earlier[k] > 0.0 and b * ahead > 0.0:
            fit.coefficients[k] = ahead
        fit.earlier[k] = b


@compiled
def _begin(genes: Genes, fit: Fit) -> float:
    """Clear what the path before has left; return the largest gradient without any gene."""
    for j in range(genes.admitted.size):
        genes.admitted[j] = False
    for i in range(fit.inner.shape[0]):
        for c in range(fit.inner.shape[1]):
            fit.inner[i, c] = 0.0
    fit.tally[0] = fit.tally[1] = 0
    reached = 0.0
    for j in range(genes.gradient.size):
        genes.gradient[j] = genes.start[j]
        reached = max(reached, abs(genes.start[j]))
    return float(reached)


@compiled
def _record(
    problems: PathProblems,
    solutions: PathSolutions,
    t: int,
    k: int,
    genes: Genes,
    fit: Fit,
    used: int,
    intercept: float,
) -> None:
    """Write one lambda's solution on the scale of the matrix, and the log-odds of every sample."""
    matrix, row, margins = problems.matrices[problems.matrix[t]], problems.keep[t], solutions.margins[t, k]
    for slot in range(used):
        if fit.coefficients[slot] != 0.0:
            j = fit.gene[slot]
            b = fit.coefficients[slot] / genes.deviation[j]
            intercept -= b * genes.mean[j]
            for q in range(fit.others.size):
                margins[fit.others[q]] += b * matrix[fit.others[q], j]
            if row >= 0:
                solutions.coefficients[row, k, j] = b
    for q in range(fit.others.size):
        margins[fit.others[q]] += intercept
    for i in range(fit.learnt.size):
        margins[fit.learnt[i]] = fit.margin[i]
    solutions.intercepts[t, k] = intercept


@compiled_within
def _fit_path(
    problems: PathProblems,
    solutions: PathSolutions,
    t: int,
    genes: Genes,
    fit: Fit,
    intercept: float,
    tolerance: float,
) -> None:
    """Fit the whole path `t`, starting at the intercept of no gene; write its rows of the solutions."""
    matrix, lambdas, alpha = problems.matrices[problems.matrix[t]], problems.lambdas[t], problems.alphas[t]
    m, used, earlier, reached = fit.learnt.size, 0, intercept, _begin(genes, fit)
    for k in range(lambdas.size):
        share = _next_step(lambdas, k)
        _look_ahead(fit, used, share)
        intercept, earlier = intercept + share * (intercept - earlier), intercept
        l1 = lambdas[k] * alpha
        l2 = lambdas[k] - l1
        if k == 0:
            used, _ = admit(matrix, genes, fit, used, 2.0 * l1 - reached)
        steps, again = 0, False
        while True:  # with one call of it, since compiling each takes seconds
            intercept, worst, more = reach_optimum(fit, m, used, intercept, l1, l2, tolerance)
            steps += more
            if again and more == 0:
                break
            # Genes that stay below the threshold by more than the error of the screening fulfil their condition; the
            # others get a slot, where the condition is checked in double precision and, if need be, restored.
            limit = l1 - screen(genes, fit.residual, fit.case)
            # The sequential strong rule for the next lambda
            strong = 2.0 * lambdas[k + 1] * alpha - l1 if k + 1 < lambdas.size else limit
            used, largest = admit(matrix, genes, fit, used, min(limit, strong))
            if largest < limit:
                break
            again = True
        solutions.violations[t, k], solutions.steps[t, k] = worst, steps
        _record(problems, solutions, t, k, genes, fit, used, intercept)


def _sources() -> str:
    """Return a digest of the files that `_fit_paths` is compiled from, beside this one."""
    files = [
        Path(str(module.__file__)) for module in (path_model, path_screening, path_state, path_steps, path_sums, paths)
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _compile(sources: str) -> Callable[..., None]:
    """Return the function that Python calls; it gives up the interpreter's lock, so that threads run side by side.

    Of a cached function numba looks for changes in its own file and in what it encloses, so it encloses `sources`.
    """

    @njit(cache=True, nogil=True, error_model="numpy")
    def _fit_paths(
        problems: PathProblems,
        solutions: PathSolutions,
        paths: IntArray,
        genes: Genes,
        fit: Fit,
        tolerance: float,
    ) -> None:
        """Fit `paths`, which learn from the same samples with the same weights; write their rows of the solutions."""
        sources  # noqa: B018  enclosed
        f, m = problems.matrix[paths[0]], fit.learnt.size
        matrix = problems.matrices[f]
        standardise(matrix, fit.learnt, fit.case, genes)
        share = 0.0
        for i in range(m):
            fit.label[i] = problems.labels[f, fit.learnt[i]]
            share += fit.label[i] * fit.case[i]
        intercept = math.log(share / (1.0 - share))
        update_residuals(fit, m, 0, intercept)
        screen(genes, fit.residual, fit.case)
        for j in range(genes.gradient.size):
            genes.start[j] = genes.gradient[j]
        for q in range(paths.size):
            _fit_path(problems, solutions, paths[q], genes, fit, intercept, tolerance)

    compiled_walk: Callable[..., None] = _fit_paths
    return compiled_walk


_fit_paths = _compile(_sources())
