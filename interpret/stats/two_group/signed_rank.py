"""Wilcoxon's signed-rank test: ranks of the differences within pairs."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from interpret.contracts import FloatArray
from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.design import Design
from interpret.stats.ranks import SignedRankSums, signed_rank_sums
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest

# From this many differences on, the normal approximation is used; R's wilcox.test draws the same line.
LARGE = 50


def run(comparison: Comparison) -> TestResult:
    """Return Wilcoxon's signed-rank test of every gene, as R's `wilcox.test(paired = TRUE)` by default.

    The statistic is V: the sum of the ranks of |difference| over the pairs in which the positive sample has the higher
    value. Differences of 0 are left out. The p-value is exact for a gene with fewer than 50 differences, no ties
    between them and none that is 0, else by the normal approximation; 1 where all differences are 0.

    Notes
    -----
    Estimand: the middle of the differences within pairs (their pseudomedian), against 0. Assumes that under the null
    hypothesis the differences are symmetric about 0. Wilcoxon 1945, doi:10.2307/3001968.
    """
    ranks = signed_rank_sums(comparison.differences)
    p_value = exact(ranks)
    return TestResult(ranks.won, np.where(np.isnan(p_value), approximate(ranks), p_value))


def exact(ranks: SignedRankSums) -> FloatArray:
    """Return `(p,)` exact two-sided p-values; NaN for a gene with ties, with a zero, or with 50 differences or more.

    Twice the smaller tail, at most 1, over all ways to give the ranks a sign.
    """
    p_value = np.full(ranks.won.shape, np.nan)
    fits = (ranks.ties == 0.0) & (ranks.zeros == 0) & (ranks.n < LARGE) & (ranks.n > 0)
    probability = np.ones(1)  # of V = 0, 1, ... with no differences
    for n in range(1, int(ranks.n[fits].max(initial=0)) + 1):
        smaller, probability = probability, np.zeros(n * (n + 1) // 2 + 1)
        # the largest difference is above 0 in half of the cases; counts of up to 2^49 cases are exact in float64
        probability[: smaller.size] = 0.5 * smaller
        probability[n:] += 0.5 * smaller
        genes = np.flatnonzero(fits & (ranks.n == n))
        won = ranks.won[genes].astype(np.int64)  # whole numbers: no ties
        tail = np.cumsum(probability)[np.minimum(won, probability.size - 1 - won)]
        p_value[genes] = np.minimum(2.0 * tail, 1.0)
    return p_value


def approximate(ranks: SignedRankSums) -> FloatArray:
    """Return `(p,)` two-sided p-values by the normal approximation with corrections for ties and continuity."""
    n = ranks.n.astype(np.float64)
    variance = n * (n + 1.0) * (2.0 * n + 1.0) / 24.0 - ranks.ties / 48.0
    centred = ranks.won - n * (n + 1.0) / 4.0
    corrected = np.abs(centred) - np.where(centred == 0.0, 0.0, 0.5)
    deviate = corrected / np.sqrt(np.where(variance > 0.0, variance, 1.0))
    undefined = ranks.n + ranks.zeros == 0  # no complete pair
    return np.where(undefined, np.nan, np.minimum(2.0 * ndtr(-deviate), 1.0))


def only_pairs(design: Design) -> str:
    """Return why no signed ranks can be taken in `design`; empty where they can."""
    if design.kind == "pairs":
        return ""
    if design.person is not None:
        return "it cannot adjust for anything, and the design does"
    return "it compares the two samples of a pair, and the samples are not paired"


WILCOXON_SIGNED_RANK = TwoGroupTest(
    name="signed_rank",
    title="Wilcoxon signed-rank test",
    method=(
        "Wilcoxon signed-rank test of the differences within pairs, two-sided: exact for a gene with fewer than 50 "
        "differences, no ties between them and none that is 0, otherwise by the normal approximation with corrections "
        "for ties and continuity and without the differences that are 0, as R's wilcox.test. The statistic is the sum "
        "of the ranks of the differences above 0. Wilcoxon 1945, doi:10.2307/3001968."
    ),
    basis=Basis(
        estimand="The middle of the differences within pairs (their pseudomedian), held against 0.",
        formula=(
            "V = sum of the ranks of |difference| over the pairs whose difference is above 0; p from all ways "
            "to deal the signs, or from the normal approximation."
        ),
        assumptions="Under the null hypothesis the differences are symmetric about 0; pairs are independent.",
        reference="Wilcoxon 1945, doi:10.2307/3001968",
    ),
    caution=(
        "The signed-rank test uses ranks only: with n pairs its p-value cannot be smaller than 2 / 2^n, so with five "
        "pairs or fewer it never reaches 0.05."
    ),
    run=run,
    unfit=only_pairs,
    has_interval=False,
)
