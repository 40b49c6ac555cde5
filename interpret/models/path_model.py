"""The objective of a path at one penalty, and Newton's quadratic model of it."""

from __future__ import annotations

import math

from interpret.models.path_state import Fit
from interpret.models.path_sums import cholesky, combine, compiled, dot, solve_factored

# glmnet's floor of p (1 - p): keeps the quadratic model finite where a fitted probability reaches 0 or 1.
_SMALLEST_WEIGHT = 1e-9


@compiled
def update_residuals(fit: Fit, m: int, used: int, intercept: float) -> None:
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


@compiled
def objective(fit: Fit, m: int, used: int, l1: float, l2: float) -> float:
    """Return what is minimised, at the margins of `fit`."""
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


@compiled
def find_active(fit: Fit, used: int, l1: float, l2: float) -> tuple[int, float]:
    """List the slots that are non-zero or should be; return their number and the largest violation of all slots.

    That of the intercept, the sum of the residuals, counts among them. `fit.pull` is brought up to date.
    """
    count, total = 0, 0.0
    for i in range(fit.residual.size):
        total += fit.residual[i]
    worst = abs(total)
    combine(fit.rows, fit.residual, 0, used, fit.pull[:used])
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


@compiled
def _gram_of_genes(fit: Fit, size: int, ridge: float) -> None:
    """Fill the upper triangle of `fit.gram` with the inner products of the genes of the support, plus the ridge."""
    for i in range(fit.root.size):
        row, x, root = fit.weighted[i], fit.rows[i], fit.root[i]
        for s in range(size):
            k = fit.support[s]
            row[s] = root * (x[k] - fit.centre[k])
    for s in range(size):
        for i in range(fit.root.size):
            fit.sample[i] = fit.weighted[i, s]
        combine(fit.weighted, fit.sample, s, size, fit.gram[s, s:size])
        fit.gram[s, s] += ridge


@compiled
def _count_genes(fit: Fit, m: int, size: int, used: int) -> None:
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


@compiled
def _gram_of_samples(fit: Fit, m: int, ridge: float) -> None:
    """Fill the upper triangle of `fit.gram`: `fit.inner` centred and scaled by the weights, plus the ridge."""
    shift, root = fit.shift, fit.root
    total_weight, square = 0.0, 0.0
    for i in range(m):
        total_weight += fit.weight[i]
    for i in range(m):
        shift[i] = dot(fit.inner[i], fit.weight) / total_weight
        square += shift[i] * fit.weight[i] / total_weight
    for i in range(m):
        top, scale, offset = fit.gram[i], root[i], shift[i] - square
        row = fit.inner[i]
        for c in range(i, m):
            top[c] = scale * root[c] * (row[c] - offset - shift[c])
        top[i] += ridge


@compiled
def factorise(fit: Fit, m: int, size: int, used: int, l2: float) -> bool:
    """Factorise the system of the quadratic model on the support; False: it is singular.

    Centring by the weights takes the intercept out of it. Of more genes than samples the system of the samples is taken
    instead (Woodbury's identity).
    """
    total_weight = 0.0
    for i in range(fit.weight.size):
        total_weight += fit.weight[i]
        fit.root[i] = math.sqrt(fit.weight[i])
    combine(fit.rows, fit.weight, 0, used, fit.centre[:used])
    for k in range(used):
        fit.centre[k] /= total_weight
    factorised: bool = False
    if size <= m:
        _gram_of_genes(fit, size, l2)
        factorised = cholesky(fit.gram, size, fit.sample)
    elif l2 > 0.0:
        _count_genes(fit, m, size, used)
        _gram_of_samples(fit, m, l2)
        factorised = cholesky(fit.gram, m, fit.sample)
    return factorised


@compiled
def _right_side(fit: Fit, size: int, total: float, l1: float, l2: float) -> None:
    """Fill `fit.move` with the gradient on the support, signs kept; `total` is the sum of the residuals."""
    for s in range(size):
        k = fit.support[s]
        b = fit.coefficients[k]
        up = b > 0.0 or (b == 0.0 and fit.pull[k] > 0.0)
        fit.move[s] = fit.pull[k] - fit.centre[k] * total - (l1 if up else -l1) - l2 * b


@compiled
def _by_samples(fit: Fit, m: int, size: int, used: int, l2: float) -> None:
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
    solve_factored(fit.gram, m, sample)
    mean = 0.0
    for i in range(m):
        sample[i] *= fit.root[i]
        mean += sample[i]
    combine(fit.rows, sample, 0, used, fit.through[:used])
    for s in range(size):
        k = fit.support[s]
        fit.move[s] = (fit.move[s] - fit.through[k] + fit.centre[k] * mean) / l2


@compiled
def find_direction(fit: Fit, m: int, size: int, used: int, l1: float, l2: float) -> float:
    """Fill `fit.move` with the way to the minimum on the support, signs kept, by the system factorised last.

    Returns the way of the intercept. `fit.pull` is up to date.
    """
    total, total_weight = 0.0, 0.0
    for i in range(m):
        total += fit.residual[i]
        total_weight += fit.root[i] * fit.root[i]
    _right_side(fit, size, total, l1, l2)
    if size <= m:
        solve_factored(fit.gram, size, fit.move)
    else:
        _by_samples(fit, m, size, used, l2)
    moved = total / total_weight
    for s in range(size):
        moved -= fit.move[s] * fit.centre[fit.support[s]]
    return moved
