"""Voom keeps its promise on negative binomial counts with unequal libraries: seeds fixed in advance, 4 standard errors.

Run with `-m slow`.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from interpret.contracts import BoolArray, FloatArray
from interpret.data.expression import Expression, Scale
from interpret.prep.filter_by_expression import ExpressionRule, learn_expression_filter
from interpret.prep.tmm import learn_tmm, normalised_libraries
from interpret.stats.design import Design, two_groups
from interpret.stats.multiplicity import benjamini_hochberg
from interpret.stats.squeeze import fit_variance_prior
from interpret.stats.two_group.moderated_t import moderate
from interpret.stats.two_group.voom_t import VOOM
from interpret.stats.voom import Counts, voom

pytestmark = pytest.mark.slow

GENES, PLANTED = 4000, 200
ALPHA = 0.05
STUDIES = 60
SIZES = {"equal": (4, 4), "unbalanced": (11, 6), "adjusted": (8, 8)}


def simulated(
    random: np.random.Generator, positive: BoolArray, batch: FloatArray, planted: int, apart: float
) -> tuple[Expression, BoolArray]:
    """Return counts of one study, libraries `apart` times as large by turns, and which genes were planted.

    The dispersion falls with the level and varies around that by an inverse chi-square law, as in Law et al. 2014.
    """
    n = positive.size
    share = np.exp(random.normal(0.0, 1.8, GENES))
    share /= share.sum()
    truth = np.arange(GENES) < planted
    fold = np.where(truth, random.choice([0.4, 2.5], GENES), 1.0)
    library = 2e6 * np.where(np.arange(n) % 2 == 0, 1.0, apart) * random.uniform(0.8, 1.25, n)
    mean = library[:, None] * share * np.where(positive[:, None], fold, 1.0)
    mean = mean * np.exp(batch[:, None] * random.normal(0.0, 0.3, GENES))
    dispersion = (0.2 + 1.0 / np.sqrt(1e7 * share)) ** 2 * 40.0 / random.chisquare(40.0, GENES)
    counts = random.poisson(mean * random.gamma(1.0 / dispersion, size=(n, GENES)) * dispersion)
    names = tuple(f"S{i:02d}" for i in range(n)), tuple(f"g{j:04d}" for j in range(GENES))
    return Expression(counts.astype(np.float64), *names, Scale.COUNTS), truth


def called(expression: Expression, design: Design) -> tuple[tuple[str, ...], BoolArray]:
    """Return the genes tested, and which of them are called."""
    smaller = int(min(design.positive.sum(), (~design.positive).sum()))
    kept = learn_expression_filter(expression, ExpressionRule(), smaller).genes
    library = normalised_libraries(learn_tmm(expression, kept), expression).effective
    fit = voom(Counts(expression.named(kept).values, library), design).fit
    result = moderate(fit, fit_variance_prior(fit.variance, fit.df.astype(np.float64)))
    return kept, benjamini_hochberg(result.p_value) <= ALPHA


def studied(name: str, seed: int, planted: int, apart: float) -> list[tuple[int, int, int]]:
    """Return for each study how many genes are called, how many of them falsely, and how many planted were tested."""
    n_negative, n_positive = SIZES[name]
    positive = np.arange(n_negative + n_positive) >= n_negative
    batch = (np.arange(positive.size) // 2 % 2).astype(np.float64)
    design = two_groups(positive)
    if name == "adjusted":
        columns = np.column_stack([np.ones(positive.size), batch])
        design = Design(positive, columns, ("intercept", "batch"), "strata", batch.astype(np.int64), "~ group + batch")
    else:
        batch = np.zeros(positive.size)
    found = []
    for stream in np.random.SeedSequence(seed).spawn(STUDIES):
        expression, truth = simulated(np.random.default_rng(stream), positive, batch, planted, apart)
        kept, yes = called(expression, design)
        planted_here = truth[[int(gene[1:]) for gene in kept]]
        found.append((int(yes.sum()), int((yes & ~planted_here).sum()), int(planted_here.sum())))
    return found


@pytest.mark.parametrize("apart", [1.0, 2.0])
@pytest.mark.parametrize(("name", "seed"), [("equal", 311), ("unbalanced", 312), ("adjusted", 313)])
def test_the_false_discovery_rate_is_kept(name: str, seed: int, apart: float) -> None:
    found = studied(name, seed, PLANTED, apart)
    share = np.array([false / max(1, all_called) for all_called, false, _ in found])
    error = float(share.std(ddof=1)) / math.sqrt(STUDIES)
    assert share.mean() <= ALPHA + 4.0 * error
    power = np.mean([(all_called - false) / tested for all_called, false, tested in found])
    assert power > 0.25


def test_where_libraries_differ_tenfold_a_little_more_is_called_than_should_be() -> None:
    """The weights go by the expected count alone; that the table of voom says so is held here to its size."""
    found = studied("equal", 315, PLANTED, 10.0)
    share = np.array([false / max(1, all_called) for all_called, false, _ in found])
    assert ALPHA < share.mean() < 0.08
    assert "tenfold" in VOOM.caution


def test_without_any_difference_a_study_seldom_calls() -> None:
    found = studied("unbalanced", 314, 0, 2.0)
    any_called = np.mean([all_called > 0 for all_called, _, _ in found])
    assert any_called <= ALPHA + 4.0 * math.sqrt(ALPHA * (1.0 - ALPHA) / STUDIES)
