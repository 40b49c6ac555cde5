"""Welch's t: each group has its own variance."""

from __future__ import annotations

import numpy as np

from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.group_moments import two_sided_t
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest, only_two_groups


def run(comparison: Comparison) -> TestResult:
    """Return Welch's t of every gene; NaN for a gene that is constant within both groups.

    Notes
    -----
    Estimand: the difference of the group means. Assumes normal values; the variances may differ.
    """
    moments = comparison.moments
    n_negative, n_positive = moments.n_negative, moments.n_positive
    error_negative = moments.squares_negative / ((n_negative - 1) * n_negative)  # (p,) squared standard error
    error_positive = moments.squares_positive / ((n_positive - 1) * n_positive)
    se = np.sqrt(error_negative + error_positive)
    se = np.where(moments.only_rounding(se), np.nan, se)
    # Satterthwaite, written in shares so that small variances do not underflow when they are squared
    share = error_positive / (se * se)
    df = 1.0 / (share**2 / (n_positive - 1) + (1.0 - share) ** 2 / (n_negative - 1))
    statistic = moments.difference / se
    return TestResult(statistic, two_sided_t(statistic, df), df, se)


WELCH = TwoGroupTest(
    name="welch",
    title="Welch's t-test",
    method=(
        "Welch's two-sample t-test with a variance for each group and Satterthwaite's degrees of freedom, two-sided, "
        "each gene on its own. Welch 1947, doi:10.1093/biomet/34.1-2.28."
    ),
    basis=Basis(
        estimand="The difference of the two group means of a gene.",
        formula=(
            "t = (m1 - m0) / sqrt(s1^2/n1 + s0^2/n0), df = (s1^2/n1 + s0^2/n0)^2 / ((s1^2/n1)^2/(n1 - 1) + "
            "(s0^2/n0)^2/(n0 - 1))."
        ),
        assumptions="Normal values in both groups, whose variances may differ, and independent samples.",
        reference="Welch 1947, doi:10.1093/biomet/34.1-2.28; Satterthwaite 1946, doi:10.2307/3002019",
    ),
    caution=(
        "In small groups of unequal size Welch's t-test gives p-values that are too small far out in the tail: with 11 "
        "against 27 normal values of equal variance, p ≤ 0.001 occurs about 1.25 times and p ≤ 0.00001 twice as "
        "often as it should."
    ),
    run=run,
    unfit=only_two_groups,
)
