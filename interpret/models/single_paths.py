"""One lasso path on each of many training sets, side by side; nothing is tuned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.models.coordinate_descent import solve_paths
from interpret.models.elastic_net import balanced_weights, check_alphas, lambda_path
from interpret.models.paths import PathProblems
from interpret.settings import SparseSettings

# Numbers that one call of the solver may hold, 128 MB. No result depends on it.
NUMBERS_AT_ONCE = 1 << 24


class TrainingSet(NamedTuple):
    """`(n, p)` prepared values and `(n,)` classes of some samples, and `(n,)` which of them are learnt from.

    The class of a sample that is not learnt from is not read.
    """

    values: FloatArray
    positive: BoolArray
    learnt: BoolArray


class SinglePath(NamedTuple):
    """A path of `l` penalties from the largest down: `(l,)` lambdas, `(l, p)` coefficients, `(l, n)` margins."""

    lambdas: FloatArray
    coefficients: FloatArray
    margins: FloatArray
    violation: float


def sets_at_once(shapes: Sequence[tuple[int, ...]], settings: SparseSettings) -> int:
    """Return how many training sets of these shapes `(n, p)` one call may hold; nothing else decides it."""
    samples, genes = max(shape[0] for shape in shapes), max(shape[1] for shape in shapes)
    return max(1, NUMBERS_AT_ONCE // max(1, genes * (settings.lambdas + samples)))


def single_paths(sets: Sequence[TrainingSet], settings: SparseSettings, threads: int) -> list[SinglePath]:
    """Fit the path of each set; its numbers depend neither on the other sets nor on the threads.

    Each path has `settings.lambdas` penalties and runs from the smallest that leaves every gene out of this set down to
    `settings.smallest_lambda_ratio` of it. Of several alphas the largest is taken, which is the sparsest.
    """
    check_alphas(settings.alphas)
    problems = _problems(sets, settings)
    solved = solve_paths(problems, threads)
    return [
        SinglePath(
            lambdas=problems.lambdas[k],
            coefficients=solved.coefficients[k, :, : each.values.shape[1]],
            margins=solved.margins[k, :, : each.positive.size],
            violation=float(solved.violations[k].max()),
        )
        for k, each in enumerate(sets)
    ]


def _problems(sets: Sequence[TrainingSet], settings: SparseSettings) -> PathProblems:
    """Lay out one path a set; smaller sets are filled up with rows that no path learns from."""
    alpha, number = max(settings.alphas), len(sets)
    samples, widest = np.max([each.values.shape for each in sets], axis=0)
    matrices, labels = np.zeros((number, samples, widest)), np.zeros((number, samples))
    weights = np.zeros((number, samples))
    lambdas = np.empty((number, settings.lambdas))
    for k, (values, positive, learnt) in enumerate(sets):
        n, p = values.shape
        known = positive[learnt]
        own = balanced_weights(known) if settings.class_weight == "balanced" else np.ones(known.shape)
        matrices[k, :n, :p], labels[k, :n], weights[k, :n][learnt] = values, positive & learnt, own
        lambdas[k] = lambda_path(values[learnt], known, alpha, settings.lambdas, settings.smallest_lambda_ratio, own)
    return PathProblems(
        matrices=matrices,
        sizes=np.array([each.values.shape[1] for each in sets], dtype=np.int64),
        labels=labels,
        matrix=np.arange(number),
        weights=weights,
        alphas=np.full(number, alpha),
        lambdas=lambdas,
        keep=np.arange(number),
    )
