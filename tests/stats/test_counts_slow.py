"""Where voom keeps its promise on negative binomial counts, and where it does not: seeds fixed, 4 standard errors.

It is kept for libraries that are alike or twofold apart, and for libraries tenfold apart that go by the class: both
classes' values then have one precision each. Tenfold apart within the classes it is not. Run with `-m slow`.
"""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from stats.voom_studies import ALPHA, Plan, studied

from interpret.report.count_cautions import UNEQUAL
from interpret.stats.two_group.voom_t import VOOM

pytestmark = pytest.mark.slow

STUDIES = 60
PLANS = {"equal": (Plan(4, 4), 311), "unbalanced": (Plan(11, 6), 312), "adjusted": (Plan(8, 8, batch=True), 313)}


@pytest.mark.parametrize("apart", [1.0, 2.0])
@pytest.mark.parametrize("name", PLANS)
def test_the_false_discovery_rate_is_kept(name: str, apart: float) -> None:
    plan, seed = PLANS[name]
    found = studied(replace(plan, apart=apart), seed, STUDIES)
    assert found.false_share.mean() <= ALPHA + 4.0 * found.error
    assert found.power.mean() > 0.25


@pytest.mark.parametrize("apart", [2.0, 10.0])
def test_it_is_kept_where_one_class_has_the_larger_libraries(apart: float) -> None:
    """As the caution on reads that go by class says: fewer false ones than allowed."""
    found = studied(Plan(4, 4, apart, "positive"), 316, STUDIES)
    assert found.false_share.mean() <= ALPHA
    assert found.power.mean() > 0.25


@pytest.mark.parametrize(("each", "seed"), [(4, 315), (20, 317)])
def test_where_libraries_differ_tenfold_a_little_more_is_called_than_should_be(each: int, seed: int) -> None:
    """The weights go by the expected count alone; that the words of the report say so is held here to their figures."""
    found = studied(Plan(each, each, 10.0), seed, STUDIES)
    low, high = (found.false_share.mean() + sign * 4.0 * found.error for sign in (-1.0, 1.0))
    assert ALPHA < found.false_share.mean() < 0.08
    assert low < 0.07
    assert high > 0.06
    assert "tenfold" in VOOM.caution
    assert "6 to 7%" in VOOM.caution


def test_fivefold_it_is_a_little_over() -> None:
    """The caution on libraries of unequal size says 5.3 %."""
    found = studied(Plan(4, 4, 5.0), 318, 100)
    assert abs(found.false_share.mean() - 0.053) <= 4.0 * found.error
    assert found.error < 0.002
    assert "at five times, of eight samples, it was 5.3 %" in UNEQUAL


def test_without_any_difference_a_study_seldom_calls() -> None:
    found = studied(Plan(11, 6, 2.0, planted=0), 314, STUDIES)
    assert found.any_called.mean() <= ALPHA + 4.0 * math.sqrt(ALPHA * (1.0 - ALPHA) / STUDIES)
