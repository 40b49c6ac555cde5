"""The inner cross-validation: which alpha and which lambda, judged on patients the inner models never saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.errors import AnalysisError
from interpret.models.coordinate_descent import KKT_TOLERANCE, solve_paths
from interpret.models.elastic_net import balanced_weights, check_alphas, deviance, lambda_path
from interpret.models.paths import PathProblems, PathSolutions
from interpret.nouns import PATIENT, told
from interpret.scoring.splits import persons_of_classes, stratified_folds
from interpret.settings import SparseSettings

# cv.glmnet's limit: one confidently wrong inner prediction must not decide everything.
SMALLEST_PROBABILITY = 1e-5


@dataclass(frozen=True, eq=False)
class TuningTask:
    """One set of training patients, and how its grid is judged.

    Attributes
    ----------
    values
        `(n, p)` prepared values.
    positive
        `(n,)` class.
    weights
        `(n,)` weight of each sample, positive: in the paths and in the deviance of those held out.
    assignments
        `(r, n)` inner fold of each sample in each repeat.
    alphas
        The alphas tried.
    lambdas
        `(a, l)` the path of each alpha on all `n` patients; the inner folds use it too, as cv.glmnet does.
    """

    values: FloatArray
    positive: BoolArray
    weights: FloatArray
    assignments: IntArray
    alphas: tuple[float, ...]
    lambdas: FloatArray

    @property
    def folds(self) -> int:
        """Inner folds of one repeat."""
        return int(self.assignments.max()) + 1


@dataclass(frozen=True, eq=False)
class Tuned:
    """What was chosen, and the model at that place on the path of all training patients.

    Attributes
    ----------
    alpha, penalty
        The chosen pair; `penalty` is lambda.
    position
        Index of lambda on its path, 0 the largest.
    intercept, coefficients
        Scalar and `(p,)`.
    deviance
        Mean deviance of the inner held-out patients at the chosen pair.
    inner_deviance
        `(a, l)` mean deviance of the inner held-out patients.
    inner_error
        `(a, l)` standard error of it over the inner folds.
    folds
        Inner folds used.
    steps
        Newton steps from the start of the path of all training patients to the chosen point.
    violation
        Largest KKT violation at the chosen point.
    worst_violation
        Largest KKT violation over every path point of this task, inner ones included.
    """

    alpha: float
    penalty: float
    position: int
    intercept: float
    coefficients: FloatArray
    deviance: float
    inner_deviance: FloatArray
    inner_error: FloatArray
    folds: int
    steps: int
    violation: float
    worst_violation: float


def make_task(
    values: FloatArray,
    positive: BoolArray,
    persons: IntArray,
    settings: SparseSettings,
    stream: np.random.SeedSequence,
) -> TuningTask:
    """Return the grid and the inner folds of one training set; nothing but its arguments decides them.

    There are `settings.inner_folds` folds, or as many as the smaller class has patients if that is fewer, so that each
    fold holds a patient of both classes; with leave-one-out each patient is a fold. The samples of one patient are in
    one fold. Balanced classes: every sample is weighted by n / (2 n_class), counted in this training set once and not
    in each inner fold anew, as cv.glmnet hands its weights on.

    Parameters
    ----------
    values, positive, persons
        `(n, p)` prepared values, `(n,)` class and `(n,)` person of each sample, numbered from 0 without a gap.

    Raises
    ------
    AnalysisError
        A class has fewer than two patients: left out, it would leave one class only.
    """
    assignments = inner_folds(positive, persons, settings, stream)
    weights = balanced_weights(positive) if settings.class_weight == "balanced" else np.ones(positive.shape)
    return task_on_folds(values, positive, weights, assignments, settings)


def inner_folds(
    positive: BoolArray, persons: IntArray, settings: SparseSettings, stream: np.random.SeedSequence
) -> IntArray:
    """Return `(r, n)` inner fold of each sample in each repeat; leave-one-out has one repeat, all being alike."""
    smaller = min(persons_of_classes(positive, persons))
    if smaller < 2:  # noqa: PLR2004  see Raises of make_task
        raise AnalysisError(
            told(f"the smaller class has {smaller} training {PATIENT}s"),
            wanted="at least 2, so that tuning can leave one out",
            remedy=told(f"use a cohort with at least 3 {PATIENT}s of each class"),
        )
    if settings.inner == "leave-one-out":
        return persons[None]
    folds = min(settings.inner_folds, smaller)
    # Children are made by hand: SeedSequence.spawn counts its calls, so a second fit would get other folds.
    children = [
        np.random.SeedSequence(entropy=stream.entropy, spawn_key=(*stream.spawn_key, repeat))
        for repeat in range(settings.inner_repeats)
    ]
    return np.stack([stratified_folds(positive, folds, child, persons) for child in children])


def task_on_folds(
    values: FloatArray, positive: BoolArray, weights: FloatArray, assignments: IntArray, settings: SparseSettings
) -> TuningTask:
    """Return the grid of one training set, to be judged on folds that are given, each leaving both classes.

    Parameters
    ----------
    values, positive, weights, assignments
        As in `TuningTask`; folds are numbered from 0 without a gap. Of `settings` the grid alone is read.
    """
    check_alphas(settings.alphas)
    paths = [
        lambda_path(values, positive, alpha, settings.lambdas, settings.smallest_lambda_ratio, weights)
        for alpha in settings.alphas
    ]
    return TuningTask(values, positive, weights, assignments, settings.alphas, np.stack(paths))


def tune(
    tasks: Sequence[TuningTask], rule: Literal["min", "1se"], threads: int, tolerance: float = KKT_TOLERANCE
) -> list[Tuned]:
    """Fit every path of every task side by side and choose for each task.

    The result of a task does not depend on the other tasks or on `threads`. `tolerance` is that of the solver.
    """
    problems = _problems(tasks)
    solved = solve_paths(problems, threads, tolerance)
    chosen, first = [], 0
    for task in tasks:
        length = len(task.alphas) * (1 + task.assignments.shape[0] * task.folds)
        rows = slice(first, first + length)
        chosen.append(_choice(task, rule, problems, solved, rows))
        first += length
    return chosen


def choose(mean: FloatArray, error: FloatArray, rule: Literal["min", "1se"]) -> tuple[int, int]:
    """Return the row (alpha) and column (lambda) chosen.

    `min`: the smallest mean deviance; of equal ones the largest penalty, then the larger row. `1se`: of all pairs
    within one standard error of the smallest (Breiman et al. 1984, ISBN 978-0-412-04841-8), the one earliest on its
    path, where fewest genes are in; paths of different alpha share the L1 penalty `alpha * lambda` at the same place,
    so places compare; of equal places the smaller mean.

    Parameters
    ----------
    mean, error
        `(a, l)` mean deviance of inner held-out patients and its standard error.
    """
    best = mean.min()
    if rule == "1se":
        row, column = np.unravel_index(int(mean.argmin()), mean.shape)
        near = mean <= best + error[row, column]
        place = int(near.any(axis=0).argmax())
        return int(np.where(near[:, place], mean[:, place], np.inf).argmin()), place
    place = int((mean == best).any(axis=0).argmax())
    return int(np.flatnonzero(mean[:, place] == best)[-1]), place


def _problems(tasks: Sequence[TuningTask]) -> PathProblems:
    """Lay out the paths: task by task, alpha by alpha, first that of all patients and then those of the inner folds.

    A task of fewer samples or genes than the largest is filled up with rows that no path learns from, and with columns
    beyond its size.
    """
    samples, widest = np.max([task.values.shape for task in tasks], axis=0)
    matrices, labels = np.zeros((len(tasks), samples, widest)), np.zeros((len(tasks), samples))
    matrix, weights, alphas, lambdas, keep = [], [], [], [], []
    kept = 0
    for k, task in enumerate(tasks):
        n, p = task.values.shape
        matrices[k, :n, :p], labels[k, :n] = task.values, task.positive
        inner = [task.weights * (repeat != fold) for repeat in task.assignments for fold in range(task.folds)]
        learnt_from = np.zeros((1 + len(inner), samples))
        learnt_from[:, :n] = (task.weights, *inner)
        for alpha, path in zip(task.alphas, task.lambdas, strict=True):
            for row in learnt_from:
                matrix.append(k)
                weights.append(row)
                alphas.append(alpha)
                lambdas.append(path)
            keep += [kept] + [-1] * len(inner)
            kept += 1
    return PathProblems(
        matrices=matrices,
        sizes=np.array([task.values.shape[1] for task in tasks], dtype=np.int64),
        labels=labels,
        matrix=np.array(matrix, dtype=np.int64),
        weights=np.stack(weights),
        alphas=np.array(alphas, dtype=np.float64),
        lambdas=np.stack(lambdas),
        keep=np.array(keep, dtype=np.int64),
    )


def _choice(
    task: TuningTask, rule: Literal["min", "1se"], problems: PathProblems, solved: PathSolutions, rows: slice
) -> Tuned:
    """Choose among the paths of one task, which stand in `rows`."""
    n, folds = task.positive.size, task.folds
    block = (rows.stop - rows.start) // len(task.alphas)
    mean, error = np.empty_like(task.lambdas), np.empty_like(task.lambdas)  # (a, l)
    for a in range(len(task.alphas)):
        inner = solved.margins[rows.start + a * block + 1 : rows.start + (a + 1) * block, :, :n]  # (r * k, l, n)
        mean[a], error[a] = _inner_deviance(inner.reshape(-1, folds, *inner.shape[1:]), task)
    a, place = choose(mean, error, rule)
    path = rows.start + a * block  # that of all patients
    return Tuned(
        alpha=task.alphas[a],
        penalty=float(task.lambdas[a, place]),
        position=place,
        intercept=float(solved.intercepts[path, place]),
        coefficients=solved.coefficients[problems.keep[path], place, : task.values.shape[1]].copy(),
        deviance=float(mean[a, place]),
        inner_deviance=mean,
        inner_error=error,
        folds=folds,
        steps=int(solved.steps[path, : place + 1].sum()),
        violation=float(solved.violations[path, place]),
        worst_violation=float(solved.violations[rows].max()),
    )


def _inner_deviance(margins: FloatArray, task: TuningTask) -> tuple[FloatArray, FloatArray]:
    """Return mean deviance of the inner held-out patients and its standard error, each `(l,)`.

    `margins (r, k, l, n)` hold every patient under every inner model; each patient is read from the one model of each
    repeat that never saw them. Mean and standard error are those of cv.glmnet: patients by their weights, folds by the
    weight of their patients; averaged over repeats, which share their patients and so do not make the error smaller.
    Where each fold is one sample (leave-one-out) this is cv.glmnet's error with grouped = FALSE.
    """
    repeats, folds = margins.shape[:2]
    shares = task.weights / task.weights.sum()
    means, errors = [], []
    for r in range(repeats):
        fold = task.assignments[r]  # (n,)
        unseen = margins[r, fold, :, np.arange(fold.size)]  # (n, l)
        losses = shares * deviance(unseen.T, task.positive, SMALLEST_PROBABILITY)  # (l, n)
        mean = losses.sum(axis=1)
        size = np.bincount(fold, weights=shares, minlength=folds)  # (k,)
        of_fold = np.stack([losses[:, fold == k].sum(axis=1) for k in range(folds)]) / size[:, None]  # (k, l)
        errors.append(np.sqrt((size[:, None] * (of_fold - mean) ** 2).sum(axis=0) / (folds - 1)))
        means.append(mean)
    return np.mean(means, axis=0), np.mean(errors, axis=0)
