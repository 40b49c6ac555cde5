"""The compiled inner loops of elastic-net logistic regression: many independent penalty paths in one parallel call.

Minimised, for every path and every lambda, over the `m` samples of the path (those of positive weight; their weights
`c` brought to sum 1) and its genes standardised to mean 0 and variance 1 under those same weights:

    sum_i c_i [log(1 + exp(eta_i)) - y_i eta_i] + lambda * (alpha * |b|_1 + (1 - alpha) / 2 * |b|_2^2)

with `eta = intercept + Z b` and the intercept free. This is the objective of glmnet (Friedman, Hastie & Tibshirani
2010, doi:10.18637/jss.v033.i01). Newton's quadratic model is minimised over the active genes: coordinate descent finds
who is in and with which sign, a linear system settles the values. Who is looked at is decided by the sequential
strong rule (Tibshirani et al. 2012, doi:10.1111/j.1467-9868.2011.01004.x), and since that rule may err, the optimality
(KKT) conditions of ALL genes are checked at every lambda and the worst violation is returned.

Parallel only over paths, each with its own scratch; every sum has one fixed order. So the bits of a path do not depend
on the number of threads, nor on which other paths run beside it.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.models.paths import PathProblems, PathSolutions

KKT_TOLERANCE = 1e-9
"""A lambda is done when no gene violates its optimality condition by more than this (units of the gradient)."""

# Safeguards that a path with warm starts never comes near; when one is hit, the violation returned says so.
_NEWTON_STEPS = 200
_ROUNDS = 200
_HALVINGS = 40
# Each Newton step solves its quadratic model this much more exactly than it was solved before.
_INNER_FRACTION = 0.03
# Sweeps of coordinate descent before the values on the support are settled.
_SWEEPS = 3
# A pivot this small against its diagonal element means that two genes are alike.
_SMALLEST_PIVOT = 1e-10
# The objective, near 1 at most, is known to within this.
_ROUNDING = 1e-14
# glmnet's floor of p (1 - p): keeps the quadratic model finite where a fitted probability reaches 0 or 1.
_SMALLEST_WEIGHT = 1e-9
# Unit roundoff of single precision, doubled.
_SINGLE_PRECISION = 2.0**-23
# Genes per block of the gradient pass: its sums stay in the first-level cache.
_BLOCK = 2048
# Columns are padded with zeros to a multiple of this, so that dot products run in eight lanes without a remainder.
_LANES = 8


class _Genes(NamedTuple):
    """All genes of one path: single precision for screening, what standardised them, and who has been admitted."""

    standard: npt.NDArray[np.float32]  # (m, p)
    mean: FloatArray  # (p,)
    deviation: FloatArray  # (p,)
    gradient: npt.NDArray[np.float32]  # (p,)
    admitted: BoolArray  # (p,)


class _Fit(NamedTuple):
    """The working state of one path. Admitted genes have slots, in order of admission; m is padded to `_LANES`."""

    columns: FloatArray  # (p, m) standardised values of the admitted genes, double precision
    gene: IntArray  # (p,) which gene a slot is
    coefficients: FloatArray  # (p,) by slot, standardised scale
    before: FloatArray  # (p,) the same before the present Newton step
    earlier: FloatArray  # (p,) the same at the lambda before
    active: IntArray  # (p,) slots that the present Newton step moves
    curvature: FloatArray  # (p,) of those
    label: FloatArray  # (m,)
    case: FloatArray  # (m,) share of each sample in the likelihood; they sum to 1
    margin: FloatArray  # (m,)
    residual: FloatArray  # (m,)
    weight: FloatArray  # (m,) of the quadratic model
    root: FloatArray  # (m,) of those
    support: IntArray  # (p,) slots with a coefficient
    centre: FloatArray  # (p,) of those, the weighted mean
    move: FloatArray  # (p,) of those, the way to the minimum
    counted: BoolArray  # (p,) slots that `inner` is the sum over
    inner: FloatArray  # (m, m) inner products of the samples
    shift: FloatArray  # (m,) of each sample with the weighted mean
    sample: FloatArray  # (m,) right-hand side of the system of the samples
    gram: FloatArray  # (m, m) the system that is solved
    weighted: FloatArray  # (m, m) columns of the support, centred and weighted


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
    if threads <= 1:
        for path in range(paths):
            _fit_path(problems, solutions, path, tolerance)
        return solutions
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(_fit_path, problems, solutions, path, tolerance) for path in range(paths)]:
            done.result()
    return solutions


def _fit_path(problems: PathProblems, solutions: PathSolutions, path: int, tolerance: float) -> None:
    """Make the scratch of one path and run it. Made here, since numba takes seconds to compile each kind of array."""
    rows = np.flatnonzero(problems.weights[path])
    m, p = rows.size, int(problems.sizes[problems.matrix[path]])
    padded = -(-m // _LANES) * _LANES
    case = np.zeros(padded)
    case[:m] = problems.weights[path, rows] / problems.weights[path, rows].sum()
    genes = _Genes(
        standard=np.empty((m, p), dtype=np.float32),
        mean=np.zeros(p),
        deviation=np.zeros(p),
        gradient=np.zeros(p, dtype=np.float32),
        admitted=np.zeros(p, dtype=np.bool_),
    )
    fit = _Fit(
        columns=np.empty((p, padded)),  # untouched pages cost nothing: few genes are ever admitted
        gene=np.zeros(p, dtype=np.int64),
        coefficients=np.zeros(p),
        before=np.zeros(p),
        earlier=np.zeros(p),
        active=np.zeros(p, dtype=np.int64),
        curvature=np.zeros(p),
        label=np.zeros(padded),
        case=case,
        margin=np.zeros(padded),
        residual=np.zeros(padded),
        weight=np.zeros(padded),
        root=np.zeros(padded),
        support=np.zeros(p, dtype=np.int64),
        centre=np.zeros(p),
        move=np.zeros(p),
        counted=np.zeros(p, dtype=np.bool_),
        inner=np.zeros((m, padded)),
        shift=np.zeros(padded),
        sample=np.zeros(padded),
        gram=np.zeros((m, m)),
        weighted=np.zeros((m, padded)),
    )
    _one_path(problems, solutions, path, rows, genes, fit, 0, tolerance)


# Only `_one_path` is called from Python, so only it is cached and wrapped: that halves the time to compile. It gives up
# the interpreter's lock, so that Python's own threads run paths side by side. Division by zero gives infinity, as in
# numpy: no check in the inner loops. All compiled code stays in this one file, because numba looks for changes in the
# file of the cached function only. No numpy function is called in it, since each takes long to compile: assigning to a
# slice alone would bring in the formatting of its error message.
_UNWRAPPED: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}  # not in numba's type hints
_compiled = njit(nogil=True, error_model="numpy", **_UNWRAPPED)


@_compiled
def _dot(a: FloatArray, b: FloatArray) -> float:
    """Sum of products in eight lanes; both lengths are a multiple of eight."""
    s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = 0.0
    for q in range(a.size // _LANES):
        i = q * _LANES
        s0 += a[i] * b[i]
        s1 += a[i + 1] * b[i + 1]
        s2 += a[i + 2] * b[i + 2]
        s3 += a[i + 3] * b[i + 3]
        s4 += a[i + 4] * b[i + 4]
        s5 += a[i + 5] * b[i + 5]
        s6 += a[i + 6] * b[i + 6]
        s7 += a[i + 7] * b[i + 7]
    return float(((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7)))


@_compiled
def _standardise(matrix: FloatArray, rows: IntArray, case: FloatArray, genes: _Genes) -> None:
    """Learn weighted mean and standard deviation of every gene over `rows`; a constant gene becomes zeros."""
    m, p = genes.standard.shape
    mean, deviation = genes.mean, genes.deviation
    # Sums are of differences to the first sample: exactly zero for a constant gene, whatever its value.
    first = matrix[rows[0], :p]
    for i in range(m):
        x, share = matrix[rows[i], :p], case[i]
        for j in range(p):
            mean[j] += share * (x[j] - first[j])
    for j in range(p):
        mean[j] = first[j] + mean[j]
    for i in range(m):
        x, share = matrix[rows[i], :p], case[i]
        for j in range(p):
            deviation[j] += share * ((x[j] - mean[j]) * (x[j] - mean[j]))
    for j in range(p):
        deviation[j] = math.sqrt(deviation[j])
    for i in range(m):
        x = matrix[rows[i], :p]
        z = genes.standard[i]
        for j in range(p):
            z[j] = np.float32((x[j] - mean[j]) / deviation[j]) if deviation[j] > 0.0 else np.float32(0.0)


@_compiled
def _screen(genes: _Genes, residual: FloatArray, case: FloatArray) -> float:
    """Fill the gradient of every gene in single precision; return a bound of its error.

    Vectorised over genes, four samples at a time. The bound is that of a floating-point dot product (Higham 2002,
    section 3.1, doi:10.1137/1.9780898718027) with room to spare: gamma * sum_i |r_i z_i|, and since a standardised gene
    has sum_i c_i z_i^2 = 1, that sum is at most sqrt(sum_i r_i^2 / c_i) (Cauchy and Schwarz).
    """
    m, p = genes.standard.shape
    for start in range(0, p, _BLOCK):
        stop = min(start + _BLOCK, p)
        g = genes.gradient[start:stop]
        for j in range(g.size):
            g[j] = np.float32(0.0)
        for q in range(m // 4):
            i = q * 4
            x0, x1 = genes.standard[i, start:stop], genes.standard[i + 1, start:stop]
            x2, x3 = genes.standard[i + 2, start:stop], genes.standard[i + 3, start:stop]
            r0, r1 = np.float32(residual[i]), np.float32(residual[i + 1])
            r2, r3 = np.float32(residual[i + 2]), np.float32(residual[i + 3])
            for j in range(g.size):
                g[j] += (r0 * x0[j] + r1 * x1[j]) + (r2 * x2[j] + r3 * x3[j])
        for i in range(m - m % 4, m):
            x = genes.standard[i, start:stop]
            r = np.float32(residual[i])
            for j in range(g.size):
                g[j] += r * x[j]
    square = 0.0
    for i in range(m):
        square += residual[i] * (residual[i] / case[i])
    return float((m + 8) * _SINGLE_PRECISION * math.sqrt(square))


@_compiled
def _admit(matrix: FloatArray, rows: IntArray, genes: _Genes, fit: _Fit, used: int, threshold: float) -> int:
    """Give a slot to every gene whose gradient reaches the threshold; return how many slots are used."""
    for j in range(genes.gradient.size):
        if abs(genes.gradient[j]) >= threshold and not genes.admitted[j] and genes.deviation[j] > 0.0:
            genes.admitted[j] = True
            fit.gene[used] = j
            fit.coefficients[used] = 0.0
            x = fit.columns[used]
            for i in range(rows.size):
                x[i] = (matrix[rows[i], j] - genes.mean[j]) / genes.deviation[j]
            for i in range(rows.size, x.size):
                x[i] = 0.0
            used += 1
    return used


@_compiled
def _residuals(fit: _Fit, m: int, used: int, intercept: float) -> float:
    """Fill margin, residual and Newton weight (the latter two times the share); return the sum of the residuals."""
    margin, residual, weight, label, case = fit.margin, fit.residual, fit.weight, fit.label, fit.case
    for i in range(margin.size):
        margin[i] = intercept
    for k in range(used):
        b = fit.coefficients[k]
        if b != 0.0:
            x = fit.columns[k]
            for i in range(margin.size):
                margin[i] += b * x[i]
    total = 0.0
    for i in range(m):
        probability = 1.0 / (1.0 + math.exp(-margin[i]))
        residual[i] = case[i] * (label[i] - probability)
        weight[i] = case[i] * max(probability * (1.0 - probability), _SMALLEST_WEIGHT)
        total += residual[i]
    return total


@_compiled
def _objective(fit: _Fit, m: int, used: int, l1: float, l2: float) -> float:
    loss = 0.0
    for i in range(m):
        # log(1 + exp(margin)) - label * margin, without overflow
        eta = fit.margin[i]
        loss += fit.case[i] * (max(eta, 0.0) - fit.label[i] * eta + math.log1p(math.exp(-abs(eta))))
    penalty = 0.0
    for k in range(used):
        b = fit.coefficients[k]
        penalty += l1 * abs(b) + 0.5 * l2 * b * b
    return loss + penalty


@_compiled
def _find_active(fit: _Fit, used: int, l1: float, l2: float) -> tuple[int, float]:
    """List the slots that are non-zero or should be; return their number and the largest KKT violation of all slots."""
    count, worst = 0, 0.0
    for k in range(used):
        b = fit.coefficients[k]
        g = _dot(fit.columns[k], fit.residual) - l2 * b
        if b > 0.0:
            violation = abs(g - l1)
        elif b < 0.0:
            violation = abs(g + l1)
        else:
            violation = abs(g) - l1
        worst = max(worst, violation)
        if b != 0.0 or violation > 0.0:
            fit.active[count] = k
            count += 1
    return count, worst


@_compiled
def _sweep(fit: _Fit, m: int, count: int, l1: float, l2: float) -> tuple[float, float]:
    """Minimise the quadratic model over each active slot in turn, then over the intercept; return move, largest change.

    The intercept moves by the first number; the second is the largest change in units of the gradient.
    """
    largest = 0.0
    residual, weight, coefficients = fit.residual, fit.weight, fit.coefficients
    for a in range(count):
        k = fit.active[a]
        x, old, curvature = fit.columns[k], coefficients[k], fit.curvature[a]
        pull = _dot(x, residual) + curvature * old
        size = max(abs(pull) - l1, 0.0) / (curvature + l2)
        new = size if pull > 0.0 else -size
        if new != old:
            coefficients[k] = new
            for i in range(residual.size):
                residual[i] -= (new - old) * (weight[i] * x[i])
            largest = max(largest, abs(new - old) * (curvature + l2))
    total, total_weight = 0.0, 0.0
    for i in range(m):
        total += residual[i]
        total_weight += weight[i]
    for i in range(m):
        residual[i] -= (total / total_weight) * weight[i]
    return total / total_weight, max(largest, abs(total))


@_compiled
def _gram(rows: FloatArray, ridge: float, matrix: FloatArray) -> None:
    """Fill the upper triangle of `matrix` with that of `rows @ rows.T + ridge I`."""
    for i in range(rows.shape[0]):
        for j in range(i, rows.shape[0]):
            matrix[i, j] = _dot(rows[i], rows[j])
        matrix[i, i] += ridge


@_compiled
def _solve_by_cholesky(matrix: FloatArray, size: int, right: FloatArray) -> bool:
    """Replace `right` by the solution of the system whose upper triangle is given; False: not positive definite."""
    largest = 0.0
    for i in range(size):
        largest = max(largest, matrix[i, i])
    for i in range(size):
        if not matrix[i, i] > _SMALLEST_PIVOT * largest:
            return False
        root = math.sqrt(matrix[i, i])
        top = matrix[i, i:size]
        for c in range(top.size):
            top[c] /= root
        right[i] /= root
        for j in range(1, top.size):
            factor, below, rest = top[j], matrix[i + j, i + j : size], top[j:]
            for c in range(below.size):
                below[c] -= factor * rest[c]
            right[i + j] -= factor * right[i]
    for q in range(size):
        i = size - 1 - q
        for j in range(i + 1, size):
            right[i] -= matrix[i, j] * right[j]
        right[i] /= matrix[i, i]
    return True


@_compiled
def _by_genes(fit: _Fit, size: int, l2: float) -> bool:
    """Solve the system of the `size` genes: fewer than samples. `fit.move` holds the right-hand side."""
    rows = fit.weighted[:size]
    for s in range(size):
        x, row, centre = fit.columns[fit.support[s]], rows[s], fit.centre[s]
        for i in range(row.size):
            row[i] = fit.root[i] * (x[i] - centre)
    _gram(rows, l2, fit.gram)
    solved: bool = _solve_by_cholesky(fit.gram, size, fit.move)
    return solved


@_compiled
def _count_genes(fit: _Fit, m: int, used: int) -> None:
    """Bring `fit.inner`, the inner products of the samples over the genes of the support, up to date gene by gene."""
    for k in range(used):
        if (fit.coefficients[k] != 0.0) != fit.counted[k]:
            fit.counted[k] = not fit.counted[k]
            x, sign = fit.columns[k], 1.0 if fit.counted[k] else -1.0
            for i in range(m):
                row, factor = fit.inner[i], sign * x[i]
                for c in range(row.size):
                    row[c] += factor * x[c]


@_compiled
def _gram_of_samples(fit: _Fit, m: int, ridge: float) -> None:
    """Fill the upper triangle of `fit.gram`: `fit.inner` centred and scaled by the weights, plus the ridge."""
    shift, root = fit.shift, fit.root
    total_weight, square = 0.0, 0.0
    for i in range(m):
        total_weight += fit.weight[i]
    for i in range(m):
        shift[i] = _dot(fit.inner[i], fit.weight) / total_weight
        square += shift[i] * fit.weight[i] / total_weight
    for i in range(m):
        top, row = fit.gram[i], fit.inner[i]
        for c in range(i, m):
            top[c] = root[i] * root[c] * (row[c] - shift[i] - shift[c] + square)
        top[i] += ridge


@_compiled
def _by_samples(fit: _Fit, m: int, size: int, used: int, l2: float) -> bool:
    """Solve the system of the `m` samples instead (Woodbury's identity): there are more genes."""
    _count_genes(fit, m, used)
    _gram_of_samples(fit, m, l2)
    sample, total = fit.sample, 0.0
    for i in range(sample.size):
        sample[i] = 0.0
    for s in range(size):
        x, right = fit.columns[fit.support[s]], fit.move[s]
        total += fit.centre[s] * right
        for i in range(sample.size):
            sample[i] += right * x[i]
    for i in range(m):
        sample[i] = fit.root[i] * (sample[i] - total)
    solved: bool = _solve_by_cholesky(fit.gram, m, sample)
    total = 0.0
    for i in range(m):
        sample[i] *= fit.root[i]
        total += sample[i]
    for s in range(size):
        x = fit.columns[fit.support[s]]
        fit.move[s] = (fit.move[s] - _dot(x, sample) + fit.centre[s] * total) / l2
    return solved


@_compiled
def _direction(fit: _Fit, m: int, size: int, used: int, l1: float, l2: float) -> bool:
    """Fill `fit.move` with the way to the minimum of the quadratic model on the support, signs kept.

    `size` slots are listed in `fit.support`. Centring by the weights takes the intercept out of the system. False: the
    system is singular.
    """
    total_weight = 0.0
    for i in range(fit.weight.size):
        total_weight += fit.weight[i]
        fit.root[i] = math.sqrt(fit.weight[i])
    for s in range(size):
        x, b = fit.columns[fit.support[s]], fit.coefficients[fit.support[s]]
        fit.centre[s] = _dot(x, fit.weight) / total_weight
        fit.move[s] = _dot(x, fit.residual) - (l1 if b > 0.0 else -l1) - l2 * b
    solved: bool = False
    if size <= m:
        solved = _by_genes(fit, size, l2)
    elif l2 > 0.0:
        solved = _by_samples(fit, m, size, used, l2)
    return solved


@_compiled
def _list_support(fit: _Fit, count: int) -> int:
    size = 0
    for a in range(count):
        if fit.coefficients[fit.active[a]] != 0.0:
            fit.support[size] = fit.active[a]
            size += 1
    return size


@_compiled
def _settle(fit: _Fit, m: int, count: int, used: int, l1: float, l2: float) -> tuple[float, bool]:
    """Jump to the minimum of the quadratic model on the present support, or as far as all signs stay.

    A gene whose sign would change stops the jump and leaves. Returns the intercept's move, and whether the jump was
    made in full.
    """
    size = _list_support(fit, count)
    if size == 0:
        return 0.0, True
    if not _direction(fit, m, size, used, l1, l2):
        return 0.0, False
    share, leaves = 1.0, -1
    for s in range(size):
        b = fit.coefficients[fit.support[s]]
        if (b + share * fit.move[s]) * b <= 0.0:
            share, leaves = -b / fit.move[s], s
    moved, residual, weight = 0.0, fit.residual, fit.weight
    for s in range(size):
        x, step, centre = fit.columns[fit.support[s]], share * fit.move[s], fit.centre[s]
        fit.coefficients[fit.support[s]] += step
        moved -= step * centre
        for i in range(m):
            residual[i] -= step * (weight[i] * (x[i] - centre))
    if leaves >= 0:
        fit.coefficients[fit.support[leaves]] = 0.0
    return moved, leaves < 0


@_compiled
def _next_step(lambdas: FloatArray, k: int) -> float:
    """Return the step to lambda `k` as a share of the step before it; 0 where there was none or it was shorter."""
    if k > 1 and lambdas[k - 2] - lambdas[k - 1] > lambdas[k - 1] - lambdas[k]:
        return float((lambdas[k - 1] - lambdas[k]) / (lambdas[k - 2] - lambdas[k - 1]))
    return 0.0


@_compiled
def _look_ahead(fit: _Fit, used: int, share: float) -> None:
    """Start the next lambda where the last step along the path points to, signs kept: it saves a Newton step."""
    for k in range(used):
        b = fit.coefficients[k]
        ahead = b + share * (b - fit.earlier[k])
        if b * fit.earlier[k] > 0.0 and b * ahead > 0.0:
            fit.coefficients[k] = ahead
        fit.earlier[k] = b


@_compiled
def _minimise_model(fit: _Fit, m: int, count: int, used: int, l1: float, l2: float, tolerance: float) -> float:
    """Minimise the quadratic model over the active slots and the intercept; return the intercept's move.

    Sweeps of coordinate descent find which genes are in and with which sign; one linear system then settles their
    values, where coordinate descent alone would need hundreds of sweeps for correlated genes. Should the system be
    singular (two genes alike), the sweeps go on until they are done.
    """
    moved: float = 0.0
    for a in range(count):
        x = fit.columns[fit.active[a]]
        for i in range(fit.sample.size):
            fit.sample[i] = fit.weight[i] * x[i]
        fit.curvature[a] = _dot(fit.sample, x)
    for _ in range(_ROUNDS):
        for _ in range(_SWEEPS):
            move, largest = _sweep(fit, m, count, l1, l2)
            moved += move
            if largest <= tolerance:
                return float(moved)
        move, settled = _settle(fit, m, count, used, l1, l2)
        moved += move
        if settled:
            return float(moved)
    return float(moved)


@_compiled
def _solve(
    fit: _Fit, m: int, used: int, intercept: float, l1: float, l2: float, tolerance: float
) -> tuple[float, float, int]:
    """Bring the admitted genes to their optimum; return intercept, largest violation and Newton steps taken."""
    total = _residuals(fit, m, used, intercept)
    count, worst = _find_active(fit, used, l1, l2)
    worst = max(worst, abs(total))
    for step in range(_NEWTON_STEPS):
        if worst <= tolerance:
            return intercept, worst, step
        before, intercept_before = _objective(fit, m, used, l1, l2), intercept
        for k in range(used):
            fit.before[k] = fit.coefficients[k]
        intercept += _minimise_model(fit, m, count, used, l1, l2, _INNER_FRACTION * worst)
        total = _residuals(fit, m, used, intercept)
        # A full Newton step may overshoot from a cold start: halve it until the objective does not rise.
        for _ in range(_HALVINGS):
            if _objective(fit, m, used, l1, l2) <= before + _ROUNDING:
                break
            intercept = 0.5 * (intercept + intercept_before)
            for k in range(used):
                fit.coefficients[k] = 0.5 * (fit.coefficients[k] + fit.before[k])
            total = _residuals(fit, m, used, intercept)
        count, worst = _find_active(fit, used, l1, l2)
        worst = max(worst, abs(total))
    return intercept, worst, _NEWTON_STEPS


@njit(cache=True, nogil=True, error_model="numpy")
def _one_path(
    problems: PathProblems,
    solutions: PathSolutions,
    t: int,
    rows: IntArray,
    genes: _Genes,
    fit: _Fit,
    used: int,
    tolerance: float,
) -> None:
    """Fit the whole path `t` on its `rows`, starting with `used = 0` slots; write its rows of the solutions."""
    f, m = problems.matrix[t], rows.size
    matrix = problems.matrices[f]
    _standardise(matrix, rows, fit.case, genes)
    share = 0.0
    for i in range(m):
        fit.label[i] = problems.labels[f, rows[i]]
        share += fit.label[i] * fit.case[i]
    intercept = math.log(share / (1.0 - share))
    _residuals(fit, m, used, intercept)
    _screen(genes, fit.residual, fit.case)
    reached = 0.0
    for j in range(genes.gradient.size):
        reached = max(reached, abs(genes.gradient[j]))
    earlier = intercept
    for k in range(problems.lambdas.shape[1]):
        share = _next_step(problems.lambdas[t], k)
        _look_ahead(fit, used, share)
        intercept, earlier = intercept + share * (intercept - earlier), intercept
        l1 = problems.lambdas[t, k] * problems.alphas[t]
        l2 = problems.lambdas[t, k] - l1
        used = _admit(matrix, rows, genes, fit, used, 2.0 * l1 - reached)  # the sequential strong rule
        intercept, worst, steps = _solve(fit, m, used, intercept, l1, l2, tolerance)
        while True:
            # Genes that stay below the threshold by more than the error of the screening fulfil their condition; the
            # others get a slot, where the condition is checked in double precision and, if need be, restored.
            error = _screen(genes, fit.residual, fit.case)
            known, used = used, _admit(matrix, rows, genes, fit, used, l1 - error)
            if used == known:
                break
            intercept, worst, more = _solve(fit, m, used, intercept, l1, l2, tolerance)
            steps += more
            if more == 0:
                break
        reached = l1
        solutions.violations[t, k], solutions.steps[t, k] = worst, steps
        _record(problems, solutions, t, k, genes, fit, used, intercept)


@_compiled
def _record(
    problems: PathProblems,
    solutions: PathSolutions,
    t: int,
    k: int,
    genes: _Genes,
    fit: _Fit,
    used: int,
    intercept: float,
) -> None:
    """Write one lambda's solution on the scale of the matrix, and the log-odds of every sample."""
    f, row = problems.matrix[t], problems.keep[t]
    margins = solutions.margins[t, k]
    for slot in range(used):
        if fit.coefficients[slot] != 0.0:
            j = fit.gene[slot]
            b = fit.coefficients[slot] / genes.deviation[j]
            intercept -= b * genes.mean[j]
            for i in range(margins.size):
                margins[i] += b * problems.matrices[f, i, j]
            if row >= 0:
                solutions.coefficients[row, k, j] = b
    for i in range(margins.size):
        margins[i] += intercept
    solutions.intercepts[t, k] = intercept
