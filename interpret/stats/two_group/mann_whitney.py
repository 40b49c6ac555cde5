"""Mann-Whitney: ranks instead of values."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.special import ndtr

from interpret.contracts import FloatArray
from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.gene_shifts import gene_shifts
from interpret.stats.ranks import RankSums
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest, only_two_groups

# From this many values in a group on, the normal approximation is used; R's wilcox.test draws the same line.
LARGE = 50


def run(comparison: Comparison) -> TestResult:
    """Return the Mann-Whitney test of every gene, as R's `wilcox.test` by default.

    The statistic is U (R's W): pairs of one positive and one negative patient in which the positive patient has the
    higher value. The p-value is exact for a gene without ties and with fewer than 50 values in each group, else by the
    normal approximation. A gene whose values are all equal has p-value 1.

    Notes
    -----
    Estimand: the probability that a positive patient's value is the higher one, against one half. Assumes that under
    the null hypothesis both groups have the same distribution. Mann and Whitney 1947, doi:10.1214/aoms/1177730491.
    """
    ranks = comparison.ranks
    p_value = exact(ranks)
    return TestResult(ranks.won, np.where(np.isnan(p_value), approximate(ranks), p_value))


def exact(ranks: RankSums) -> FloatArray:
    """Return `(p,)` exact two-sided p-values; NaN for a gene with ties or with 50 values or more in a group.

    Twice the smaller tail, at most 1, over all ways to deal the ranks to the two groups. Relative error below 1e-12.
    """
    p_value = np.full(ranks.won.shape, np.nan)
    fewer = np.minimum(ranks.n_negative, ranks.n_positive)
    more = np.maximum(ranks.n_negative, ranks.n_positive)
    fits = np.flatnonzero((ranks.ties == 0.0) & (more < LARGE))
    if not fits.size:
        return p_value
    sizes, which = np.unique(np.stack([fewer[fits], more[fits]]), axis=1, return_inverse=True)
    which = which.ravel()
    numbers = {(int(a), int(b)): number for number, (a, b) in enumerate(sizes.T)}
    for a, b, probability in _null_distributions(int(sizes[0].max()), int(sizes[1].max())):
        if (a, b) in numbers:
            genes = fits[which == numbers[a, b]]
            won = ranks.won[genes].astype(np.int64)  # whole numbers: no ties
            tail = np.cumsum(probability)[np.minimum(won, a * b - won)]  # the distribution is symmetric
            p_value[genes] = np.minimum(2.0 * tail, 1.0)
    return p_value


def _null_distributions(largest_a: int, largest_b: int) -> Iterator[tuple[int, int, FloatArray]]:
    """Yield `a, b` and the probabilities of U = 0 ... a b, for all groups up to these sizes.

    The highest of all a + b values lies in the first group with probability a / (a + b), and wins b pairs there; with
    it taken away the smaller problem is left. Nothing is subtracted, so every step keeps the relative precision.
    """
    one = np.ones(1)
    row = [one] * (largest_b + 1)  # of no values against b
    for a in range(1, largest_a + 1):
        above = row
        row = [one]
        for b in range(1, largest_b + 1):
            probability = np.zeros(a * b + 1)
            probability[b:] = above[b] * (a / (a + b))
            probability[: a * (b - 1) + 1] += row[b - 1] * (b / (a + b))
            row.append(probability)
            yield a, b, probability


def approximate(ranks: RankSums) -> FloatArray:
    """Return `(p,)` two-sided p-values by the normal approximation with corrections for ties and continuity.

    As R's `wilcox.test(exact = FALSE, correct = TRUE)`; 1 where all values of a gene are equal.
    """
    n = ranks.n_negative + ranks.n_positive  # (p,)
    pairs = ranks.n_positive * ranks.n_negative
    variance = pairs / 12.0 * ((n + 1) - ranks.ties / (n * (n - 1)))
    centred = ranks.won - pairs / 2.0
    corrected = np.abs(centred) - np.where(centred == 0.0, 0.0, 0.5)
    deviate = corrected / np.sqrt(np.where(variance > 0.0, variance, 1.0))
    return np.asarray(np.minimum(2.0 * ndtr(-deviate), 1.0), dtype=np.float64)


MANN_WHITNEY = TwoGroupTest(
    name="mann_whitney",
    title="Mann-Whitney test",
    method=(
        "Mann-Whitney (Wilcoxon rank-sum) test, two-sided: exact for a gene without ties and with fewer than 50 values "
        "in each group, otherwise by the normal approximation with corrections for ties and continuity, as R's "
        "wilcox.test. The statistic is the number of pairs in which the positive patient has the higher value, ties "
        "half. Mann and Whitney 1947, doi:10.1214/aoms/1177730491."
    ),
    basis=Basis(
        estimand="The probability that a positive sample has the higher value, held against one half.",
        formula=(
            "U = number of pairs (positive, negative) with the positive value higher + half the number of tied "
            "pairs; p from all ways to deal the ranks, or from (U - n1*n0/2 -+ 1/2) / sd(U) where there are "
            "ties or 50 values and more."
        ),
        assumptions="Under the null hypothesis both groups have the same distribution; samples are independent.",
        reference="Mann and Whitney 1947, doi:10.1214/aoms/1177730491",
    ),
    caution=(
        "The Mann-Whitney test uses ranks only, so its p-values cannot become very small in small groups, however far "
        "apart the groups are: 0.1 is the smallest with three against three. A gene with ties gets the normal "
        "approximation. That is close from about eight patients a group on (without ties, at 11 against 27, no p-value "
        "up to 0.1 is reached more than 1.004 times as often as it should be); with three against three it goes down "
        "to 0.081 where the exact p-value is 0.1."
    ),
    run=run,
    unfit=only_two_groups,
    has_interval=False,
    shifts=gene_shifts,
)
