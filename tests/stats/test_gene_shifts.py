"""The shift of every gene is the Hodges-Lehmann shift of each, and the interval agrees with the Mann-Whitney test."""

from __future__ import annotations

import numpy as np
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.errors import SettingsError
from interpret.settings import TestSettings
from interpret.stats.comparison import Comparison
from interpret.stats.design_formula import make_design
from interpret.stats.gene_shifts import gene_shifts
from interpret.stats.hodges_lehmann import hodges_lehmann
from interpret.stats.primary_of_scale import fitted_to_scale
from interpret.stats.two_group.mann_whitney import MANN_WHITNEY


def cohort(n: int, positives: int, scale: Scale, gaps: float = 0.0) -> Cohort:
    random = np.random.default_rng(11)
    values = random.normal(size=(n, 30))
    values[:positives, :5] += 2.0
    values[random.random(values.shape) < gaps] = np.nan
    names = tuple(f"P{i:02d}" for i in range(n)), tuple(f"g{j}" for j in range(30))
    return Cohort(Expression(values, *names, scale), np.arange(n) < positives, Labels("a", "b"))


@pytest.mark.parametrize(("n", "positives", "gaps"), [(14, 5, 0.0), (20, 9, 0.15), (110, 55, 0.0)])
def test_each_gene_has_the_shift_of_its_two_groups(n: int, positives: int, gaps: float) -> None:
    given = cohort(n, positives, Scale.LOG2, gaps)
    comparison = Comparison(given.expression.values, make_design(given, "~ group"))
    found = gene_shifts(comparison, 0.95)
    for j in range(30):
        column = given.expression.values[:, j]
        groups = (column[side & ~np.isnan(column)] for side in (~given.positive, given.positive))
        one = hodges_lehmann(*groups)
        assert (found.estimate[j], found.ci_low[j], found.ci_high[j]) == (one.estimate, one.ci_low, one.ci_high)
    p = MANN_WHITNEY.run(comparison).p_value
    outside = (found.ci_low > 0.0) | (found.ci_high < 0.0)
    assert outside.any()
    if n < 50:  # beyond, the test corrects for continuity and the interval does not
        assert (outside <= (p <= 0.05)).all()


def test_the_primary_test_follows_the_scale_unless_it_is_named() -> None:
    usual = TestSettings()
    expected = {
        Scale.COUNTS: "voom",
        Scale.SCALED_COUNTS: "moderated_t_trend",
        Scale.RANKS: "mann_whitney",
    }
    for scale in Scale:
        assert fitted_to_scale(usual, cohort(14, 5, scale)).primary == expected.get(scale, "moderated_t")
    named = TestSettings(primary="welch")
    assert fitted_to_scale(named, cohort(14, 5, Scale.COUNTS)).primary == "welch"
    with pytest.raises(SettingsError, match="'welch' cannot be the primary test of ranks within the sample"):
        fitted_to_scale(named, cohort(14, 5, Scale.RANKS))
    adjusted = TestSettings(design="~ group + batch")
    assert fitted_to_scale(adjusted, cohort(14, 5, Scale.RANKS)).primary == "moderated_t"
