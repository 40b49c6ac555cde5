"""Groups of correlated genes."""

from __future__ import annotations

import numpy as np
import pytest

from interpret.contracts import FloatArray
from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression, Scale
from interpret.explain.blocks import correlated_blocks


def cohort(values: FloatArray) -> Cohort:
    n, p = values.shape
    names = tuple(f"P{i}" for i in range(n)), tuple(f"G{j}" for j in range(p))
    return Cohort(Expression(values, *names, Scale.LOG2), np.arange(n) >= n // 2, Labels("control", "case"))


@pytest.fixture(scope="module")
def values() -> FloatArray:
    """Forty patients: G0, G1, G2 move together (G2 downwards), G3..G6 differ between the classes alone, G7 is flat."""
    random = np.random.default_rng(12)
    values = random.normal(10.0, 1.0, size=(40, 8))
    values[:, 1] = values[:, 0] + random.normal(0.0, 0.2, 40)
    values[:, 2] = 20.0 - values[:, 0] + random.normal(0.0, 0.2, 40)
    values[20:, 3:7] += 8.0
    values[:, 7] = 6.6
    return values


def test_genes_that_move_together_are_one_block_named_by_the_first(values: FloatArray) -> None:
    blocks = correlated_blocks(cohort(values), ["G4", "G2", "G0", "G3", "G1", "G7"])
    assert dict(blocks) == {"G4": "", "G2": "G2", "G0": "G2", "G3": "", "G1": "G2", "G7": ""}
    assert list(blocks.index) == ["G4", "G2", "G0", "G3", "G1", "G7"]


def test_the_class_difference_alone_makes_no_block(values: FloatArray) -> None:
    between = np.corrcoef(values[:, 3], values[:, 4])[0, 1]
    assert between > 0.9, "without centring these would be one block"
    assert (correlated_blocks(cohort(values), ["G3", "G4", "G5", "G6"]) == "").all()


def test_weaker_correlation_is_enough_where_less_is_asked(values: FloatArray) -> None:
    noisy = values.copy()
    noisy[:, 1] = values[:, 0] + np.random.default_rng(1).normal(0.0, 1.0, 40)
    assert (correlated_blocks(cohort(noisy), ["G0", "G1"]) == "").all()
    assert (correlated_blocks(cohort(noisy), ["G0", "G1"], least_correlation=0.4) == "G0").all()


def test_a_chain_is_not_glued_end_to_end() -> None:
    """Twelve genes, each the neighbour's plus noise: neighbours correlate above 0.8, the ends hardly."""
    random = np.random.default_rng(3)
    steps = random.normal(size=(400, 16))
    chain = np.array([steps[:, j : j + 5].sum(axis=1) for j in range(12)]).T  # lag h correlates 1 - h / 5
    assert np.corrcoef(chain[:, 0], chain[:, 1])[0, 1] > 0.75
    blocks = correlated_blocks(cohort(chain), [f"G{j}" for j in range(12)], least_correlation=0.7)
    assert blocks["G0"] != blocks["G11"]
    assert (blocks != "").sum() >= 8


@pytest.mark.parametrize("candidates", [[], ["G1"]])
def test_fewer_than_two_candidates_have_no_block(values: FloatArray, candidates: list[str]) -> None:
    blocks = correlated_blocks(cohort(values), candidates)
    assert list(blocks) == [""] * len(candidates)
