from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from interpret.stats.comparison import Comparison
from interpret.stats.design import two_groups
from interpret.stats.detectable import detectable
from interpret.stats.two_group import student

GOLDEN = Path(__file__).resolve().parents[1] / "reference" / "ranks_effects.json"
SD = (0.5, 1.0, 1.7)


def test_equals_power_t_test_down_to_bonferroni_over_60_000_genes() -> None:
    cases = json.loads(GOLDEN.read_text())["power"]
    assert min(case["p_limit"] for case in cases) < 1e-6
    compared = 0
    for case in cases:
        n, limit, power = case["n"], case["p_limit"], case["power"]
        largest = max(case["delta"] / (1.7 * math.sqrt(2.0 / n)), 0.0)
        if largest > 37.0:  # beyond this R's noncentral t is an approximation
            continue
        ours = detectable(limit, power, SD, math.sqrt(2.0 / n), 2 * n - 2)
        assert ours.effect[2] == pytest.approx(case["delta"], rel=1e-8), case
        compared += case["p_limit"] < 1e-6
        if case.get("paired") is not None and case["paired"] / 1.7 * math.sqrt(n) < 37.0:
            pairs = detectable(limit, power, SD, math.sqrt(1.0 / n), n - 1)
            assert pairs.effect[2] == pytest.approx(case["paired"], rel=1e-8), case
    assert compared == 12  # four sizes of group, three powers


def test_effect_goes_with_the_standard_deviation() -> None:
    found = detectable(0.001, 0.8, SD, 0.4, 36.0)
    assert (found.p_limit, found.power, found.sd) == (0.001, 0.8, SD)
    np.testing.assert_allclose(np.array(found.effect) / SD, found.effect[1], rtol=1e-15)


def test_more_samples_power_and_stricter_level() -> None:
    plain = detectable(0.001, 0.8, SD, 0.4, 36.0).effect[1]
    assert detectable(0.001, 0.8, SD, 0.3, 36.0).effect[1] < plain
    assert detectable(0.0001, 0.8, SD, 0.4, 36.0).effect[1] > plain
    assert detectable(0.001, 0.9, SD, 0.4, 36.0).effect[1] > plain
    assert detectable(0.001, 0.8, SD, 0.4, 10.0).effect[1] > plain


def test_infinite_degrees_of_freedom_are_the_normal_test() -> None:
    expected = stats.norm.isf(0.0005) + stats.norm.isf(0.2)
    for df in (math.inf, 1e9, 1e12):
        assert detectable(0.001, 0.8, SD, 1.0, df).effect[1] == pytest.approx(expected, rel=1e-7)


def test_a_power_that_needs_no_effect_and_no_degrees_of_freedom() -> None:
    assert detectable(0.5, 0.2, SD, 1.0, 20.0).effect == (0.0, 0.0, 0.0)
    assert np.isnan(detectable(0.5, 0.8, SD, 1.0, math.nan).effect).all()


@pytest.mark.parametrize(("p_limit", "power"), [(0.05, 0.8), (0.001, 0.8), (0.01, 0.5)])
def test_an_effect_of_that_size_is_found_with_that_power(p_limit: float, power: float) -> None:
    random = np.random.default_rng(20260209)
    genes, positive = 20_000, np.arange(20) < 7
    effect = detectable(p_limit, power, (1.3, 1.3, 1.3), math.sqrt(1 / 7 + 1 / 13), 18.0).effect[1]
    values = random.normal(0.0, 1.3, size=(20, genes)) + positive[:, None] * effect
    found = student.run(Comparison(values, two_groups(positive)))
    share = float(((found.p_value <= p_limit) & (found.statistic > 0.0)).mean())
    assert abs(share - power) < 4.0 * math.sqrt(power * (1.0 - power) / genes)
