"""The band of a ROC curve: Kolmogorov's table, the edges, and how often it holds a known curve."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from interpret.contracts import FloatArray
from interpret.report.figures.roc import steps
from interpret.scoring.roc_band import RocBand, roc_band


def test_half_widths_are_those_of_kolmogorovs_table() -> None:
    # Miller (1956), table of D: n = 10 and n = 20 at 0.95
    band = roc_band(10, 20, confidence=0.95**2)
    assert band.across == pytest.approx(0.40925, abs=2e-5)
    assert band.up == pytest.approx(0.29408, abs=2e-5)


def test_narrower_with_more_patients_and_wider_for_more_confidence() -> None:
    few, many = roc_band(10, 10), roc_band(1000, 1000)
    assert many.across < 0.1 * few.across * 1.1
    assert roc_band(10, 10, 0.99).up > few.up


def test_edges_run_round_the_curve_within_the_square() -> None:
    band = RocBand(0.2, 0.3)
    false, true = np.array([0.0, 0.0, 0.5, 1.0]), np.array([0.0, 0.6, 1.0, 1.0])
    upper, lower = np.array(band.upper(false, true)), np.array(band.lower(false, true))
    assert upper == pytest.approx(np.array([(0, 0), (0, 0.3), (0, 0.9), (0.3, 1), (0.8, 1), (1, 1)]))
    assert lower == pytest.approx(np.array([(0, 0), (0.2, 0), (0.2, 0.3), (0.7, 0.7), (1, 0.7), (1, 1)]))


def holds(band: RocBand, false: FloatArray, true: FloatArray, curve: tuple[FloatArray, FloatArray]) -> bool:
    """Whether every point of a curve lies in a box around a point of the one that was found."""
    fraction = np.linspace(0.0, 1.0, 9)
    x = np.concatenate([false[:-1, None] + np.diff(false)[:, None] * fraction, false[1:, None]], axis=1).ravel()
    y = np.concatenate([true[:-1, None] + np.diff(true)[:, None] * fraction, true[1:, None]], axis=1).ravel()
    near = (np.abs(curve[0][:, None] - x) <= band.across + 1e-9) & (np.abs(curve[1][:, None] - y) <= band.up + 1e-9)
    return bool(near.any(axis=1).all())


def test_holds_the_true_curve_as_often_as_it_says() -> None:
    random, runs, sizes = np.random.default_rng(7), 400, (27, 11)
    band = roc_band(*sizes)
    cuts = np.linspace(-4, 5, 200)
    truth = norm.sf(cuts), norm.sf(cuts - 1.0)
    held = 0
    for _ in range(runs):
        score = np.concatenate([random.normal(0.0, 1.0, sizes[0]), random.normal(1.0, 1.0, sizes[1])])
        held += holds(band, *steps(np.arange(sum(sizes)) >= sizes[0], score), truth)
    # at least nominal, but for 4 standard errors; and not for the reason that it holds everything
    assert held / runs >= 0.95 - 4 * np.sqrt(0.95 * 0.05 / runs)
    wrong = norm.sf(cuts), norm.sf(cuts + 4.0)
    assert not holds(band, *steps(np.arange(sum(sizes)) >= sizes[0], score), wrong)
