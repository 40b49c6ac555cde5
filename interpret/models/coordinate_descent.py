"""The compiled inner loops of elastic-net logistic regression: many independent penalty paths in one parallel call.

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

import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from interpret.contracts import BoolArray, FloatArray, IntArray
from interpret.models.paths import PathProblems, PathSolutions

AnyFloats = npt.NDArray[np.float32] | FloatArray

KKT_TOLERANCE = 1e-9
"""A lambda is done when no gene violates its optimality condition by more than this (units of the gradient)."""

# A step that leaves less than this share of the violation needs no look at the objective.
_ENOUGH = 0.5
# A system is solved again, for the gradient reached, as long as that leaves less than this share of the violation.
_WORTHWHILE = 0.2
# Most genes whose sign may turn at once: of more than these, sweeps find sooner who is in.
_TURNS = 2
# Systems tried before sweeps of coordinate descent have to say who is in.
_TRIES = 2
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
_BLOCK = 512
# Genes looked through at once for one that reaches the threshold.
_SCAN = 128
# Columns are padded with zeros to a multiple of this, so that dot products run in eight lanes without a remainder.
_LANES = 8


class _Genes(NamedTuple):
    """All genes of some paths: single precision for screening, what standardised them, and who has been admitted."""

    standard: npt.NDArray[np.float32]  # (m, p)
    mean: FloatArray  # (p,)
    deviation: FloatArray  # (p,)
    inverse: FloatArray  # (p,) of the deviation, 0 for a constant gene
    single: npt.NDArray[np.float32]  # (m,) residual
    start: npt.NDArray[np.float32]  # (p,) gradient without any gene
    gradient: npt.NDArray[np.float32]  # (p,)
    admitted: BoolArray  # (p,)


class _Fit(NamedTuple):
    """The working state of one path. Admitted genes have slots, in order of admission; m is padded to `_LANES`."""

    columns: FloatArray  # (p, m) standardised values of the admitted genes, double precision
    rows: FloatArray  # (m, p) the same by sample: sums over samples run over many genes at once
    gene: IntArray  # (p,) which gene a slot is
    coefficients: FloatArray  # (p,) by slot, standardised scale
    before: FloatArray  # (p,) the same before the present Newton step
    earlier: FloatArray  # (p,) the same at the lambda before
    pull: FloatArray  # (p,) by slot, sum of the residuals times the gene
    centre: FloatArray  # (p,) by slot, mean under the weights of the quadratic model
    through: FloatArray  # (p,) by slot, sum of `sample` times the gene
    tally: IntArray  # (2,) jumps on this path that reached the minimum of their model, and those that did not
    active: IntArray  # (p,) slots that the present Newton step moves
    curvature: FloatArray  # (p,) of those
    learnt: IntArray  # (m,) rows of the matrix that are learnt from
    others: IntArray  # the other rows
    label: FloatArray  # (m,)
    case: FloatArray  # (m,) share of each sample in the likelihood; they sum to 1
    margin: FloatArray  # (m,)
    residual: FloatArray  # (m,)
    weight: FloatArray  # (m,) of the quadratic model
    root: FloatArray  # (m,) of those
    support: IntArray  # (p,) slots that the system is about
    move: FloatArray  # (p,) of those, the way to the minimum
    inside: BoolArray  # (p,) slots of the support
    counted: BoolArray  # (p,) slots that `inner` is the sum over
    inner: FloatArray  # (m, m) inner products of the samples
    shift: FloatArray  # (m,) of each sample with the weighted mean
    sample: FloatArray  # (m,) one number a sample, of the system that is solved
    gram: FloatArray  # (m, m) that system, then its Cholesky factor
    weighted: FloatArray  # (m, m) by sample, the genes of the support, centred and weighted


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


def _fit_alike(problems: PathProblems, solutions: PathSolutions, paths: IntArray, tolerance: float) -> None:
    """Make the scratch of some paths and run them. Made here, since numba takes seconds to compile each kind of array.

    `paths` learn from the same samples with the same weights.
    """
    weights = problems.weights[paths[0]]
    learnt = np.flatnonzero(weights)
    m, p = learnt.size, int(problems.sizes[problems.matrix[paths[0]]])
    padded = -(-m // _LANES) * _LANES
    case = np.zeros(padded)
    case[:m] = weights[learnt] / weights[learnt].sum()
    genes = _Genes(
        standard=np.empty((m, p), dtype=np.float32),
        mean=np.zeros(p),
        deviation=np.zeros(p),
        inverse=np.zeros(p),
        single=np.zeros(m, dtype=np.float32),
        start=np.zeros(p, dtype=np.float32),
        gradient=np.zeros(p, dtype=np.float32),
        admitted=np.zeros(p, dtype=np.bool_),
    )
    fit = _Fit(
        columns=np.empty((p, padded)),  # untouched pages cost nothing: few genes are ever admitted
        rows=np.empty((padded, 2 * _LANES * (p // (2 * _LANES)) + 3 * _LANES)),
        gene=np.zeros(p, dtype=np.int64),
        coefficients=np.zeros(p),
        before=np.zeros(p),
        earlier=np.zeros(p),
        pull=np.zeros(p),
        centre=np.zeros(p),
        through=np.zeros(p),
        tally=np.zeros(2, dtype=np.int64),
        active=np.zeros(p, dtype=np.int64),
        curvature=np.zeros(p),
        learnt=learnt,
        others=np.flatnonzero(weights == 0.0),
        label=np.zeros(padded),
        case=case,
        margin=np.zeros(padded),
        residual=np.zeros(padded),
        weight=np.zeros(padded),
        root=np.zeros(padded),
        support=np.zeros(p, dtype=np.int64),
        move=np.zeros(p),
        inside=np.zeros(p, dtype=np.bool_),
        counted=np.zeros(p, dtype=np.bool_),
        inner=np.zeros((m, padded)),
        shift=np.zeros(padded),
        sample=np.zeros(padded),
        gram=np.zeros((m, m)),
        weighted=np.zeros((padded, m)),
    )
    _fit_paths(problems, solutions, paths, genes, fit, tolerance)


# Only `_fit_paths` is called from Python, so only it is cached and wrapped: that halves the time to compile. It gives
# up the interpreter's lock, so that Python's own threads run paths side by side. Division by zero gives infinity, as in
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
        x, y = a[q * _LANES : (q + 1) * _LANES], b[q * _LANES : (q + 1) * _LANES]
        s0 += x[0] * y[0]
        s1 += x[1] * y[1]
        s2 += x[2] * y[2]
        s3 += x[3] * y[3]
        s4 += x[4] * y[4]
        s5 += x[5] * y[5]
        s6 += x[6] * y[6]
        s7 += x[7] * y[7]
    return float(((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7)))


@_compiled
def _combine(rows: AnyFloats, factors: AnyFloats, start: int, stop: int, out: AnyFloats) -> None:
    """Fill `out` with the sum of the rows times their factors, columns `start` to `stop`.

    Vectorised over columns, four rows at a time.
    """
    for j in range(out.size):
        out[j] = 0.0
    whole = factors.size - factors.size % 4
    for i in range(0, whole, 4):
        x0, x1, x2, x3 = rows[i, start:stop], rows[i + 1, start:stop], rows[i + 2, start:stop], rows[i + 3, start:stop]
        f0, f1, f2, f3 = factors[i], factors[i + 1], factors[i + 2], factors[i + 3]
        for j in range(out.size):
            out[j] += (f0 * x0[j] + f1 * x1[j]) + (f2 * x2[j] + f3 * x3[j])
    for i in range(whole, factors.size):
        x, f = rows[i, start:stop], factors[i]
        for j in range(out.size):
            out[j] += f * x[j]


@_compiled
def _standardise(matrix: FloatArray, rows: IntArray, case: FloatArray, genes: _Genes) -> None:
    """Learn weighted mean and standard deviation of every gene over `rows`; a constant gene becomes zeros."""
    m, p = genes.standard.shape
    for start in range(0, p, _BLOCK):
        stop = min(start + _BLOCK, p)
        mean, deviation, inverse = genes.mean[start:stop], genes.deviation[start:stop], genes.inverse[start:stop]
        # Sums are of differences to the first sample: exactly zero for a constant gene, whatever its value.
        first = matrix[rows[0], start:stop]
        for i in range(m):
            x, share = matrix[rows[i], start:stop], case[i]
            for j in range(mean.size):
                mean[j] += share * (x[j] - first[j])
        for j in range(mean.size):
            mean[j] = first[j] + mean[j]
        for i in range(m):
            x, share = matrix[rows[i], start:stop], case[i]
            for j in range(mean.size):
                deviation[j] += share * ((x[j] - mean[j]) * (x[j] - mean[j]))
        for j in range(mean.size):
            deviation[j] = math.sqrt(deviation[j])
            inverse[j] = 1.0 / deviation[j] if deviation[j] > 0.0 else 0.0
        for i in range(m):
            x, z = matrix[rows[i], start:stop], genes.standard[i, start:stop]
            for j in range(mean.size):
                z[j] = np.float32((x[j] - mean[j]) * inverse[j])


@_compiled
def _screen(genes: _Genes, residual: FloatArray, case: FloatArray) -> float:
    """Fill the gradient of every gene in single precision; return a bound of its error.

    Vectorised over genes, four samples at a time. The bound is that of a floating-point dot product (Higham 2002,
    section 3.1, doi:10.1137/1.9780898718027) with room to spare: gamma * sum_i |r_i z_i|, and since a standardised gene
    has sum_i c_i z_i^2 = 1, that sum is at most sqrt(sum_i r_i^2 / c_i) (Cauchy and Schwarz).
    """
    m, p = genes.standard.shape
    square = 0.0
    for i in range(m):
        genes.single[i] = np.float32(residual[i])
        square += residual[i] * (residual[i] / case[i])
    for start in range(0, p, _BLOCK):
        stop = min(start + _BLOCK, p)
        _combine(genes.standard, genes.single, start, stop, genes.gradient[start:stop])
    return float((m + 8) * _SINGLE_PRECISION * math.sqrt(square))


@_compiled
def _admit(matrix: FloatArray, genes: _Genes, fit: _Fit, used: int, threshold: float) -> tuple[int, float]:
    """Give a slot to every gene whose gradient reaches the threshold.

    Returns how many slots are used, and the largest gradient of a gene that had none.
    """
    largest = 0.0
    for k in range(used):
        genes.gradient[fit.gene[k]] = np.float32(0.0)
    single = np.float32(threshold - 1e-6 * abs(threshold))
    for start in range(0, genes.gradient.size, _SCAN):
        g = genes.gradient[start : start + _SCAN]
        hits = 0
        for j in range(g.size):
            hits += 1 if abs(g[j]) >= single else 0
        if hits == 0:
            continue
        for q in range(g.size):
            j = start + q
            if abs(g[q]) >= threshold and not genes.admitted[j] and genes.deviation[j] > 0.0:
                largest = max(largest, float(abs(g[q])))
                genes.admitted[j] = True
                _place(matrix, genes, fit, j, used)
                used += 1
    return used, largest


@_compiled
def _place(matrix: FloatArray, genes: _Genes, fit: _Fit, j: int, slot: int) -> None:
    """Write gene `j` into a slot, without a coefficient."""
    fit.gene[slot] = j
    fit.coefficients[slot] = fit.earlier[slot] = 0.0
    fit.counted[slot] = False
    x, learnt = fit.columns[slot], fit.learnt
    for i in range(x.size):
        x[i] = (matrix[learnt[i], j] - genes.mean[j]) / genes.deviation[j] if i < learnt.size else 0.0
        fit.rows[i, slot] = x[i]


@_compiled
def _residuals(fit: _Fit, m: int, used: int, intercept: float) -> None:
    """Fill margin, residual and Newton weight, the latter two times the share."""
    margin, residual, weight, label, case = fit.margin, fit.residual, fit.weight, fit.label, fit.case
    for i in range(margin.size):
        margin[i] = intercept
    for k in range(used):
        b = fit.coefficients[k]
        if b != 0.0:
            x = fit.columns[k]
            for i in range(margin.size):
                margin[i] += b * x[i]
    for i in range(m):
        probability = 1.0 / (1.0 + math.exp(-margin[i]))
        residual[i] = case[i] * (label[i] - probability)
        weight[i] = case[i] * max(probability * (1.0 - probability), _SMALLEST_WEIGHT)


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
    """List the slots that are non-zero or should be; return their number and the largest violation of all slots.

    That of the intercept, the sum of the residuals, counts among them. `fit.pull` is brought up to date.
    """
    count, total = 0, 0.0
    for i in range(fit.residual.size):
        total += fit.residual[i]
    worst = abs(total)
    _combine(fit.rows, fit.residual, 0, used, fit.pull[:used])
    for k in range(used):
        b = fit.coefficients[k]
        g = fit.pull[k] - l2 * b
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
def _cholesky(matrix: FloatArray, size: int, room: FloatArray) -> bool:
    """Replace the upper triangle by its Cholesky factor, mirrored below; False: not positive definite."""
    largest = 0.0
    for i in range(size):
        largest = max(largest, matrix[i, i])
    for i in range(size):
        top = matrix[i, i:size]
        _combine(matrix, matrix[i, :i], i, size, room[: top.size])
        for c in range(top.size):
            top[c] -= room[c]
        if not top[0] > _SMALLEST_PIVOT * largest:
            return False
        inverse = 1.0 / math.sqrt(top[0])
        for c in range(top.size):
            top[c] *= inverse
            matrix[i + c, i] = top[c]
    return True


@_compiled
def _solve_factored(factor: FloatArray, size: int, right: FloatArray) -> None:
    """Replace `right` by the solution of the system with this Cholesky factor."""
    for i in range(size):
        right[i] /= factor[i, i]
        known, rest, row = right[i], right[i + 1 : size], factor[i, i + 1 : size]
        for j in range(rest.size):
            rest[j] -= known * row[j]
    for q in range(size):
        i = size - 1 - q
        right[i] /= factor[i, i]
        known, rest, row = right[i], right[:i], factor[i, :i]
        for j in range(rest.size):
            rest[j] -= known * row[j]


@_compiled
def _gram_of_genes(fit: _Fit, size: int, ridge: float) -> None:
    """Fill the upper triangle of `fit.gram` with the inner products of the genes of the support, plus the ridge."""
    for i in range(fit.root.size):
        row, x, root = fit.weighted[i], fit.rows[i], fit.root[i]
        for s in range(size):
            k = fit.support[s]
            row[s] = root * (x[k] - fit.centre[k])
    for s in range(size):
        for i in range(fit.root.size):
            fit.sample[i] = fit.weighted[i, s]
        _combine(fit.weighted, fit.sample, s, size, fit.gram[s, s:size])
        fit.gram[s, s] += ridge


@_compiled
def _count_genes(fit: _Fit, m: int, size: int, used: int) -> None:
    """Bring `fit.inner`, the inner products of the samples over the genes of the support, up to date gene by gene."""
    for k in range(used):
        fit.inside[k] = False
    for s in range(size):
        fit.inside[fit.support[s]] = True
    for k in range(used):
        if fit.inside[k] != fit.counted[k]:
            fit.counted[k] = fit.inside[k]
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
        top, scale, offset = fit.gram[i], root[i], shift[i] - square
        row = fit.inner[i]
        for c in range(i, m):
            top[c] = scale * root[c] * (row[c] - offset - shift[c])
        top[i] += ridge


@_compiled
def _factorise(fit: _Fit, m: int, size: int, used: int, l2: float) -> bool:
    """Factorise the system of the quadratic model on the support; False: it is singular.

    Centring by the weights takes the intercept out of it. Of more genes than samples the system of the samples is taken
    instead (Woodbury's identity).
    """
    total_weight = 0.0
    for i in range(fit.weight.size):
        total_weight += fit.weight[i]
        fit.root[i] = math.sqrt(fit.weight[i])
    _combine(fit.rows, fit.weight, 0, used, fit.centre[:used])
    for k in range(used):
        fit.centre[k] /= total_weight
    factorised: bool = False
    if size <= m:
        _gram_of_genes(fit, size, l2)
        factorised = _cholesky(fit.gram, size, fit.sample)
    elif l2 > 0.0:
        _count_genes(fit, m, size, used)
        _gram_of_samples(fit, m, l2)
        factorised = _cholesky(fit.gram, m, fit.sample)
    return factorised


@_compiled
def _right_side(fit: _Fit, size: int, total: float, l1: float, l2: float) -> None:
    """Fill `fit.move` with the gradient on the support, signs kept; `total` is the sum of the residuals."""
    for s in range(size):
        k = fit.support[s]
        b = fit.coefficients[k]
        up = b > 0.0 or (b == 0.0 and fit.pull[k] > 0.0)
        fit.move[s] = fit.pull[k] - fit.centre[k] * total - (l1 if up else -l1) - l2 * b


@_compiled
def _by_samples(fit: _Fit, m: int, size: int, used: int, l2: float) -> None:
    """Replace the right-hand side in `fit.move` by the solution, by the system of the samples."""
    sample, mean = fit.sample, 0.0
    for i in range(sample.size):
        sample[i] = 0.0
    for s in range(size):
        k = fit.support[s]
        x, right = fit.columns[k], fit.move[s]
        mean += fit.centre[k] * right
        for i in range(sample.size):
            sample[i] += right * x[i]
    for i in range(m):
        sample[i] = fit.root[i] * (sample[i] - mean)
    _solve_factored(fit.gram, m, sample)
    mean = 0.0
    for i in range(m):
        sample[i] *= fit.root[i]
        mean += sample[i]
    _combine(fit.rows, sample, 0, used, fit.through[:used])
    for s in range(size):
        k = fit.support[s]
        fit.move[s] = (fit.move[s] - fit.through[k] + fit.centre[k] * mean) / l2


@_compiled
def _direction(fit: _Fit, m: int, size: int, used: int, l1: float, l2: float) -> float:
    """Fill `fit.move` with the way to the minimum on the support, signs kept, by the system factorised last.

    Returns the way of the intercept. `fit.pull` is up to date.
    """
    total, total_weight = 0.0, 0.0
    for i in range(m):
        total += fit.residual[i]
        total_weight += fit.root[i] * fit.root[i]
    _right_side(fit, size, total, l1, l2)
    if size <= m:
        _solve_factored(fit.gram, size, fit.move)
    else:
        _by_samples(fit, m, size, used, l2)
    moved = total / total_weight
    for s in range(size):
        moved -= fit.move[s] * fit.centre[fit.support[s]]
    return moved


@_compiled
def _list_support(fit: _Fit, count: int) -> int:
    size = 0
    for a in range(count):
        if fit.coefficients[fit.active[a]] != 0.0:
            fit.support[size] = fit.active[a]
            size += 1
    return size


@_compiled
def _settle(fit: _Fit, m: int, count: int, used: int, l1: float, l2: float) -> tuple[float, int]:
    """Jump to the minimum of the quadratic model on the present support, or as far as all signs stay.

    A gene whose sign would change stops the jump and leaves. Returns the intercept's move, and the size of the support
    where the jump was made in full, else -1.
    """
    size = _list_support(fit, count)
    if size == 0:
        return 0.0, 0
    if not _factorise(fit, m, size, used, l2):
        return 0.0, -1
    _combine(fit.rows, fit.residual, 0, used, fit.pull[:used])
    moved = _direction(fit, m, size, used, l1, l2)
    share, leaves = 1.0, -1
    for s in range(size):
        b = fit.coefficients[fit.support[s]]
        if (b + share * fit.move[s]) * b <= 0.0:
            share, leaves = -b / fit.move[s], s
    residual, weight = fit.residual, fit.weight
    for s in range(size):
        k = fit.support[s]
        x, step, centre = fit.columns[k], share * fit.move[s], fit.centre[k]
        fit.coefficients[k] += step
        for i in range(m):
            residual[i] -= step * (weight[i] * (x[i] - centre))
    if leaves >= 0:
        fit.coefficients[fit.support[leaves]] = 0.0
    return share * moved, size if leaves < 0 else -1


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
def _minimise_model(
    fit: _Fit, m: int, count: int, used: int, l1: float, l2: float, tolerance: float
) -> tuple[float, int]:
    """Minimise the quadratic model over the active slots and the intercept.

    Returns the intercept's move, and the size of the support where a system for it was solved last, else -1.

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
                return float(moved), -1
        move, size = _settle(fit, m, count, used, l1, l2)
        moved += move
        if size >= 0:
            return float(moved), size
    return float(moved), -1


@_compiled
def _apply(fit: _Fit, size: int) -> None:
    for s in range(size):
        fit.coefficients[fit.support[s]] += fit.move[s]


@_compiled
def _any_turns(fit: _Fit, size: int) -> bool:
    for s in range(size):
        b = fit.coefficients[fit.support[s]]
        if not (b + fit.move[s]) * b > 0.0:
            return True
    return False


@_compiled
def _without_turned(fit: _Fit, size: int) -> int:
    """Take the genes whose sign would turn out of the support and of the model; return how many are left."""
    kept = 0
    for s in range(size):
        k = fit.support[s]
        b = fit.coefficients[k]
        side = b if b != 0.0 else fit.pull[k]
        if (b + fit.move[s]) * side > 0.0:
            fit.support[kept] = k
            kept += 1
        else:
            fit.coefficients[k] = 0.0
    return kept


@_compiled
def _jump(
    fit: _Fit, m: int, count: int, used: int, intercept: float, l1: float, l2: float, tries: int
) -> tuple[float, int]:
    """Move to the minimum of the quadratic model over those of the active genes whose sign does not turn on the way.

    Returns the intercept, and how many genes that are; -1: none of `tries` systems had such a minimum, and the state
    is to be put back.
    """
    size = count
    for s in range(size):
        fit.support[s] = fit.active[s]
    for _ in range(tries):
        if not _factorise(fit, m, size, used, l2):
            return intercept, -1
        moved = _direction(fit, m, size, used, l1, l2)
        kept = _without_turned(fit, size)
        if kept == size:
            _apply(fit, size)
            return intercept + moved, size
        if size - kept > _TURNS:
            return intercept, -1
        size = kept
        _residuals(fit, m, used, intercept)
        _combine(fit.rows, fit.residual, 0, used, fit.pull[:used])
    return intercept, -1


@_compiled
def _shorten(fit: _Fit, m: int, used: int, intercept: float, intercept_before: float, l1: float, l2: float) -> float:
    """Halve a step until the objective does not rise; return the intercept.

    A full Newton step may overshoot from a cold start.
    """
    after = _objective(fit, m, used, l1, l2)
    for k in range(used):
        fit.before[k], fit.coefficients[k] = fit.coefficients[k], fit.before[k]
    _residuals(fit, m, used, intercept_before)
    before = _objective(fit, m, used, l1, l2)
    for k in range(used):
        fit.before[k], fit.coefficients[k] = fit.coefficients[k], fit.before[k]
    for _ in range(_HALVINGS):
        if after <= before + _ROUNDING:
            break
        intercept = 0.5 * (intercept + intercept_before)
        for k in range(used):
            fit.coefficients[k] = 0.5 * (fit.coefficients[k] + fit.before[k])
        _residuals(fit, m, used, intercept)
        after = _objective(fit, m, used, l1, l2)
    return intercept


@_compiled
def _refine(
    fit: _Fit, size: int, used: int, intercept: float, worst: float, l1: float, l2: float, tolerance: float
) -> tuple[float, int, float]:
    """Solve the system factorised last for the gradient reached, again and again: far cheaper than a new system.

    Returns intercept, number of active slots and largest violation.
    """
    count, m = size, fit.learnt.size
    while worst > tolerance and count == size:
        moved = _direction(fit, m, size, used, l1, l2)
        if _any_turns(fit, size):
            break
        _apply(fit, size)
        intercept, last = intercept + moved, worst
        _residuals(fit, m, used, intercept)
        count, worst = _find_active(fit, used, l1, l2)
        if worst > _WORTHWHILE * last:
            break
    return intercept, count, worst


@_compiled
def _newton_step(
    fit: _Fit, count: int, used: int, intercept: float, l1: float, l2: float, tolerance: float, tries: int
) -> tuple[float, int]:
    """Minimise the quadratic model, by a jump as long as most of them arrive, else by sweeps.

       `tries` is the number of systems that a jump may take.
    Returns the intercept, and
       the size of the support where a system for it was solved last, else -1.
    """
    m = fit.learnt.size
    if tries > 0 and fit.tally[0] >= fit.tally[1]:
        arrived, size = _jump(fit, m, count, used, intercept, l1, l2, tries)
        fit.tally[0 if size >= 0 else 1] += 1
        if size >= 0:
            return arrived, size
        for k in range(used):
            fit.coefficients[k] = fit.before[k]
        _residuals(fit, m, used, intercept)
    moved, size = _minimise_model(fit, m, count, used, l1, l2, tolerance)
    return intercept + moved, size


@_compiled
def _solve(
    fit: _Fit, m: int, used: int, intercept: float, l1: float, l2: float, tolerance: float
) -> tuple[float, float, int]:
    """Bring the admitted genes to their optimum; return intercept, largest violation and Newton steps taken."""
    _residuals(fit, m, used, intercept)
    count, worst = _find_active(fit, used, l1, l2)
    tries = _TRIES
    for step in range(_NEWTON_STEPS):
        if worst <= tolerance:
            return intercept, worst, step
        last, earlier = worst, intercept
        for k in range(used):
            fit.before[k] = fit.coefficients[k]
        intercept, size = _newton_step(fit, count, used, intercept, l1, l2, _INNER_FRACTION * worst, tries)
        _residuals(fit, m, used, intercept)
        count, worst = _find_active(fit, used, l1, l2)
        tries = _TRIES if worst <= _ENOUGH * last else 0
        if tries == 0:
            intercept = _shorten(fit, m, used, intercept, earlier, l1, l2)
            _residuals(fit, m, used, intercept)
            count, worst = _find_active(fit, used, l1, l2)
        elif count == size:
            intercept, count, worst = _refine(fit, size, used, intercept, worst, l1, l2, tolerance)
    return intercept, worst, _NEWTON_STEPS


@njit(cache=True, nogil=True, error_model="numpy")
def _fit_paths(
    problems: PathProblems,
    solutions: PathSolutions,
    paths: IntArray,
    genes: _Genes,
    fit: _Fit,
    tolerance: float,
) -> None:
    """Fit `paths`, which learn from the same samples with the same weights; write their rows of the solutions."""
    f, m = problems.matrix[paths[0]], fit.learnt.size
    matrix = problems.matrices[f]
    _standardise(matrix, fit.learnt, fit.case, genes)
    share = 0.0
    for i in range(m):
        fit.label[i] = problems.labels[f, fit.learnt[i]]
        share += fit.label[i] * fit.case[i]
    intercept = math.log(share / (1.0 - share))
    _residuals(fit, m, 0, intercept)
    _screen(genes, fit.residual, fit.case)
    for j in range(genes.gradient.size):
        genes.start[j] = genes.gradient[j]
    for q in range(paths.size):
        _fit_path(problems, solutions, paths[q], genes, fit, intercept, tolerance)


@_compiled
def _begin(genes: _Genes, fit: _Fit) -> float:
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


@_compiled
def _fit_path(
    problems: PathProblems,
    solutions: PathSolutions,
    t: int,
    genes: _Genes,
    fit: _Fit,
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
            used, _ = _admit(matrix, genes, fit, used, 2.0 * l1 - reached)
        intercept, worst, steps = _solve(fit, m, used, intercept, l1, l2, tolerance)
        while True:
            # Genes that stay below the threshold by more than the error of the screening fulfil their condition; the
            # others get a slot, where the condition is checked in double precision and, if need be, restored.
            limit = l1 - _screen(genes, fit.residual, fit.case)
            # The sequential strong rule for the next lambda
            strong = 2.0 * lambdas[k + 1] * alpha - l1 if k + 1 < lambdas.size else limit
            used, largest = _admit(matrix, genes, fit, used, min(limit, strong))
            if largest < limit:
                break
            intercept, worst, more = _solve(fit, m, used, intercept, l1, l2, tolerance)
            steps += more
            if more == 0:
                break
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
