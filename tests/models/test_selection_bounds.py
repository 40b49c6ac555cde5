from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.optimize import minimize

from interpret.contracts import FloatArray
from interpret.errors import SettingsError
from interpret.models.selection_bounds import error_bounds, largest_q, r_concave_tail

# Printed by stabsel_parameters(p, cutoff, q, B = 50, sampling.type = "SS") of R's stabs 0.6-3, as its own regression
# tests record it: p, cutoff, q, expected number under r-concavity.
PUBLISHED_R_CONCAVE = [
    (100, 0.60, 1, 0.006971364),
    (100, 0.60, 2, 0.03342845),
    (100, 0.60, 3, 0.08691176),
    (100, 0.60, 4, 0.1637231),
    (100, 0.60, 5, 0.2605329),
    (100, 0.60, 6, 0.3820466),
    (100, 0.60, 7, 0.5295188),
    (100, 0.60, 8, 0.7042719),
    (100, 0.60, 9, 0.9077127),
    (100, 0.60, 10, 1.141338),
    (100, 0.60, 30, 16.24975),
    (100, 0.62, 10, 0.8971682),
    (100, 1.00, 10, 0.005184816),
]
# There stabs is too low: it searches inside intervals whose ends it never tries, and the largest tail is at an end.
SHORT_OF_THE_END = {(0.60, 1): 4e-3, (0.60, 2): 1e-3, (0.60, 3): 3e-4, (1.00, 10): 6e-2}


@pytest.mark.parametrize(("p", "threshold", "q", "published"), PUBLISHED_R_CONCAVE)
def test_r_concave_bound_equals_the_published_one(p: int, threshold: float, q: int, published: float) -> None:
    bound = error_bounds(q, p, p, threshold, 50).r_concave
    assert published * (1.0 - 1e-6) <= bound <= published * (1.0 + SHORT_OF_THE_END.get((threshold, q), 1e-5))


@pytest.mark.parametrize(
    ("threshold", "q", "target", "top", "steps", "power"),
    [(0.60, 1, 1.0, 60, 100, -4.0), (1.00, 10, 0.5, 50, 50, -2.0)],
)
def test_a_mass_function_reaches_the_bound_where_it_exceeds_the_published_one(
    threshold: float, q: int, target: float, top: int, steps: int, power: float
) -> None:
    """Written out: f(i) = c (a + i)^power on all points with the mean asked for; its f^r is a straight line."""
    i = np.arange(steps + 1)
    low, high = 1e-6, 1e3
    for _ in range(200):
        a = (low + high) / 2.0
        f = (a + i) ** power / ((a + i) ** power).sum()
        low, high = (a, high) if (f * i).sum() < target else (low, a)
    assert (f * i).sum() == pytest.approx(target, rel=1e-9)
    assert error_bounds(q, 100, 100, threshold, 50).r_concave == pytest.approx(100 * f[top:].sum(), rel=1e-6)


@pytest.mark.parametrize(
    ("threshold", "q", "published"),
    [(0.6, 1, 0.02631579), (0.6, 5, 0.6578947), (0.6, 10, 2.631579)],
)
def test_unimodal_bound_equals_the_published_one(threshold: float, q: int, published: float) -> None:
    assert error_bounds(q, 100, 100, threshold, 50).unimodal == pytest.approx(published, rel=1e-6)


def test_unimodal_bound_above_three_quarters() -> None:
    """The stabs example on body fat: 10 variables, 3 a half, threshold 0.96."""
    assert error_bounds(3, 10, 10, 0.96, 50).unimodal == pytest.approx(0.176, abs=5e-4)
    below, above = (error_bounds(20, 1000, 1000, t, 500).unimodal for t in (0.75, 0.7501))
    assert below == pytest.approx(above, rel=5e-3)  # the two parts of the theorem meet


def test_where_unimodality_says_nothing_the_worst_case_stands() -> None:
    bounds = error_bounds(8, 10, 10, 0.9, 50)  # theta above 1 / sqrt(3)
    assert bounds.unimodal == bounds.worst_case == pytest.approx(8.0)
    near_half = error_bounds(3, 10, 10, 0.51, 50)
    assert near_half.unimodal == near_half.worst_case


def test_worst_case_is_that_of_meinshausen_and_buehlmann() -> None:
    """As stabs prints it for sampling.type = "MB"."""
    found = [error_bounds(q, 100, 100, 0.6, 50).worst_case for q in (1, 2, 10)]
    assert found == pytest.approx([0.05, 0.2, 5.0])


def test_largest_q_is_the_published_one() -> None:
    """stabs: 9 genes of 100 for at most 1 at 0.6, 6 of 200 for at most 0.2."""
    assert largest_q(100, 100, 0.6, 50, 1.0) == 9
    assert largest_q(200, 200, 0.6, 50, 0.2) == 6
    assert largest_q(100, 100, 0.6, 50, 1e-9) == 1


def brute_force(target: float, top: int, steps: int, r: float) -> float:
    """Largest tail found by SLSQP over all convex g = f^r on each support, from several random starts."""
    random = np.random.default_rng(20)
    best = 0.0
    for first in range(math.floor(target) + 1):
        for last in range(max(top, first + 1), steps + 1):
            i = np.arange(first, last + 1, dtype=np.float64)

            def mass(g: FloatArray) -> FloatArray:
                f = np.maximum(g, 1e-9) ** (1.0 / r)
                return f / f.sum()

            for _ in range(4):
                start = (random.uniform(0.2, 2.0) + (i - first)) ** random.uniform(1.0, 1.5)
                found = minimize(
                    lambda g, i=i: -np.log(mass(g)[i >= top].sum()),
                    start / start[0],
                    method="SLSQP",
                    bounds=[(1e-3, 1e4)] * i.size,
                    constraints=[
                        {"type": "ineq", "fun": lambda g: np.diff(g, 2)},
                        {"type": "ineq", "fun": lambda g, i=i: target - (mass(g) * i).sum()},
                    ],
                    options={"maxiter": 300, "ftol": 1e-12},
                )
                f = mass(found.x)
                feasible = (f * i).sum() <= target + 1e-7 and np.diff(found.x, 2).min(initial=0.0) >= -1e-7
                best = max(best, f[i >= top].sum() if feasible else 0.0)
    return best


@pytest.mark.parametrize(
    ("target", "top", "steps", "r"),
    [(0.4, 3, 7, -0.5), (0.4, 3, 7, -0.25), (0.9, 5, 7, -0.25), (1.2, 4, 6, -0.5), (0.05, 5, 6, -0.5)],
)
def test_tail_bound_is_what_plain_optimisation_finds(target: float, top: int, steps: int, r: float) -> None:
    bound = r_concave_tail(target / steps, top / steps, steps, r)
    found = brute_force(target, top, steps, r)
    assert found <= bound * (1.0 + 1e-5)
    assert found >= bound * (1.0 - 1e-3)


def test_no_r_concave_mass_function_drawn_at_random_exceeds_the_bound() -> None:
    """Random convex g on 0 to 12; the mean of each f decides the bound it is held against."""
    random = np.random.default_rng(3)
    i, close = np.arange(13), 0
    for r in (-0.5, -0.25):
        for _ in range(40):
            kinks = random.exponential(size=13) * (random.random(13) < 0.15)
            g = random.exponential() + random.exponential() * i + (kinks * np.maximum(i[:, None] - i, 0)).sum(axis=1)
            f = g ** (1.0 / r) / (g ** (1.0 / r)).sum()
            for top in (5, 8, 12):
                bound = r_concave_tail(float((f * i).sum()) / 12, top / 12, 12, r)
                assert f[top:].sum() <= bound * (1.0 + 1e-9)
                close += 0.99 * bound < f[top:].sum()
    assert close > 0


def test_tails_at_the_edges() -> None:
    assert r_concave_tail(0.0, 0.5, 10, -0.5) == 0.0
    assert r_concave_tail(0.4, 0.5, 10, -0.5) == 1.0
    assert r_concave_tail(0.01, 1.2, 10, -0.5) == 0.0
    assert r_concave_tail(0.05, 0.6, 10, -0.5) < r_concave_tail(0.06, 0.6, 10, -0.5)
    assert r_concave_tail(0.05, 0.7, 10, -0.5) < r_concave_tail(0.05, 0.6, 10, -0.5)


def test_every_bound_grows_with_candidates_but_the_threshold_and_numbers_are_checked() -> None:
    few, many = error_bounds(5, 100, 100, 0.75, 50), error_bounds(5, 100, 150, 0.75, 50)
    assert many.r_concave == pytest.approx(1.5 * few.r_concave)
    assert many.worst_case == few.worst_case
    for numbers in [(5, 100, 100, 0.5, 50), (0, 100, 100, 0.75, 50), (5, 4, 4, 0.75, 50), (5, 9, 8, 0.75, 50)]:
        with pytest.raises(SettingsError):
            error_bounds(*numbers)
