"""How one penalty is brought to its optimum: jumps, sweeps of coordinate descent, and what guards them."""

from __future__ import annotations

from interpret.models.path_model import factorise, find_active, find_direction, objective, update_residuals
from interpret.models.path_state import Fit
from interpret.models.path_sums import combine, compiled, compiled_within, dot

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
# The objective, near 1 at most, is known to within this.
_ROUNDING = 1e-14


@compiled
def _sweep(fit: Fit, m: int, count: int, l1: float, l2: float) -> tuple[float, float]:
    """Minimise the quadratic model over each active slot in turn, then over the intercept; return move, largest change.

    The intercept moves by the first number; the second is the largest change in units of the gradient.
    """
    largest = 0.0
    residual, weight, coefficients = fit.residual, fit.weight, fit.coefficients
    for a in range(count):
        k = fit.active[a]
        x, old, curvature = fit.columns[k], coefficients[k], fit.curvature[a]
        pull = dot(x, residual) + curvature * old
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


@compiled
def _list_support(fit: Fit, count: int) -> int:
    size = 0
    for a in range(count):
        if fit.coefficients[fit.active[a]] != 0.0:
            fit.support[size] = fit.active[a]
            size += 1
    return size


@compiled_within
def _settle(fit: Fit, m: int, count: int, used: int, l1: float, l2: float) -> tuple[float, int]:
    """Jump to the minimum of the quadratic model on the present support, or as far as all signs stay.

    A gene whose sign would change stops the jump and leaves. Returns the intercept's move, and the size of the support
    where the jump was made in full, else -1.
    """
    size = _list_support(fit, count)
    if size == 0:
        return 0.0, 0
    if not factorise(fit, m, size, used, l2):
        return 0.0, -1
    combine(fit.rows, fit.residual, 0, used, fit.pull[:used])
    moved = find_direction(fit, m, size, used, l1, l2)
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


@compiled_within
def _minimise_model(
    fit: Fit, m: int, count: int, used: int, l1: float, l2: float, tolerance: float
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
        fit.curvature[a] = dot(fit.sample, x)
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


@compiled
def _apply(fit: Fit, size: int) -> None:
    for s in range(size):
        fit.coefficients[fit.support[s]] += fit.move[s]


@compiled
def _any_turns(fit: Fit, size: int) -> bool:
    for s in range(size):
        b = fit.coefficients[fit.support[s]]
        if not (b + fit.move[s]) * b > 0.0:
            return True
    return False


@compiled
def _without_turned(fit: Fit, size: int) -> int:
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


@compiled_within
def _jump(
    fit: Fit, m: int, count: int, used: int, intercept: float, l1: float, l2: float, tries: int
) -> tuple[float, int]:
    """Move to the minimum of the quadratic model over those of the active genes whose sign does not turn on the way.

    Returns the intercept, and how many genes that are; -1: none of `tries` systems had such a minimum, and the state
    is to be put back.
    """
    size = count
    for s in range(size):
        fit.support[s] = fit.active[s]
    for _ in range(tries):
        if not factorise(fit, m, size, used, l2):
            return intercept, -1
        moved = find_direction(fit, m, size, used, l1, l2)
        kept = _without_turned(fit, size)
        if kept == size:
            _apply(fit, size)
            return intercept + moved, size
        if size - kept > _TURNS:
            return intercept, -1
        size = kept
        update_residuals(fit, m, used, intercept)
        combine(fit.rows, fit.residual, 0, used, fit.pull[:used])
    return intercept, -1


@compiled_within
def _shorten(fit: Fit, m: int, used: int, intercept: float, intercept_before: float, l1: float, l2: float) -> float:
    """Halve a step until the objective does not rise; return the intercept.

    A full Newton step may overshoot from a cold start.
    """
    after = objective(fit, m, used, l1, l2)
    for k in range(used):
        fit.before[k], fit.coefficients[k] = fit.coefficients[k], fit.before[k]
    update_residuals(fit, m, used, intercept_before)
    before = objective(fit, m, used, l1, l2)
    for k in range(used):
        fit.before[k], fit.coefficients[k] = fit.coefficients[k], fit.before[k]
    for _ in range(_HALVINGS):
        if after <= before + _ROUNDING:
            break
        intercept = 0.5 * (intercept + intercept_before)
        for k in range(used):
            fit.coefficients[k] = 0.5 * (fit.coefficients[k] + fit.before[k])
        update_residuals(fit, m, used, intercept)
        after = objective(fit, m, used, l1, l2)
    return intercept


@compiled_within
def _refine(
    fit: Fit, size: int, used: int, intercept: float, worst: float, l1: float, l2: float, tolerance: float
) -> tuple[float, int, float]:
    """Solve the system factorised last for the gradient reached, again and again: far cheaper than a new system.

    Returns intercept, number of active slots and largest violation.
    """
    count, m = size, fit.learnt.size
    while worst > tolerance and count == size:
        moved = find_direction(fit, m, size, used, l1, l2)
        if _any_turns(fit, size):
            break
        _apply(fit, size)
        intercept, last = intercept + moved, worst
        update_residuals(fit, m, used, intercept)
        count, worst = find_active(fit, used, l1, l2)
        if worst > _WORTHWHILE * last:
            break
    return intercept, count, worst


@compiled_within
def _newton_step(
    fit: Fit, count: int, used: int, intercept: float, l1: float, l2: float, tolerance: float, tries: int
) -> tuple[float, int]:
    """Minimise the quadratic model, by a jump as long as most of them arrive, else by sweeps.

    `tries` is the number of systems that a jump may take. Returns the intercept, and the size of the support where a
    system for it was solved last, else -1.
    """
    m = fit.learnt.size
    if tries > 0 and fit.tally[0] >= fit.tally[1]:
        arrived, size = _jump(fit, m, count, used, intercept, l1, l2, tries)
        fit.tally[0 if size >= 0 else 1] += 1
        if size >= 0:
            return arrived, size
        for k in range(used):
            fit.coefficients[k] = fit.before[k]
        update_residuals(fit, m, used, intercept)
    moved, size = _minimise_model(fit, m, count, used, l1, l2, tolerance)
    return intercept + moved, size


@compiled_within
def reach_optimum(
    fit: Fit, m: int, used: int, intercept: float, l1: float, l2: float, tolerance: float
) -> tuple[float, float, int]:
    """Bring the admitted genes to their optimum; return intercept, largest violation and Newton steps taken."""
    update_residuals(fit, m, used, intercept)
    count, worst = find_active(fit, used, l1, l2)
    tries = _TRIES
    for step in range(_NEWTON_STEPS):
        if worst <= tolerance:
            return intercept, worst, step
        last, earlier = worst, intercept
        for k in range(used):
            fit.before[k] = fit.coefficients[k]
        intercept, size = _newton_step(fit, count, used, intercept, l1, l2, _INNER_FRACTION * worst, tries)
        update_residuals(fit, m, used, intercept)
        count, worst = find_active(fit, used, l1, l2)
        tries = _TRIES if worst <= _ENOUGH * last else 0
        if tries == 0:
            intercept = _shorten(fit, m, used, intercept, earlier, l1, l2)
            update_residuals(fit, m, used, intercept)
            count, worst = find_active(fit, used, l1, l2)
        elif count == size:
            intercept, count, worst = _refine(fit, size, used, intercept, worst, l1, l2, tolerance)
    return intercept, worst, _NEWTON_STEPS
