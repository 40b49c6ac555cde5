"""Student's t: equal variances, each gene on its own."""

from __future__ import annotations

import numpy as np

from interpret.method import Basis
from interpret.stats.comparison import Comparison
from interpret.stats.group_moments import two_sided_t
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest


def run(comparison: Comparison) -> TestResult:
    """Return the t of the linear model of every gene; NaN for a gene that is constant, all else equal.

    In two independent groups this is Student's two-sample t, in pairs the paired t.

    Notes
    -----
    Estimand: the difference between the classes, all else in the design equal. Assumes normal errors with one variance
    a gene.
    """
    fit = comparison.fit
    se = np.where(fit.only_rounding | (fit.df < 1), np.nan, np.sqrt(fit.variance) * fit.unscaled_sd)  # (p,)
    statistic = fit.effect / se
    df = fit.df.astype(np.float64)
    return TestResult(statistic, two_sided_t(statistic, df), df, se)


STUDENT = TwoGroupTest(
    name="student",
    title="Student's t-test",
    method=(
        "Student's t-test, two-sided, each gene on its own: with pooled variance in two independent groups, of the "
        "differences in pairs, of the coefficient of the class in a linear model with covariates. "
        "Student 1908, doi:10.1093/biomet/6.1.1."
    ),
    basis=Basis(
        estimand="The difference between the classes in the mean of a gene, all else in the design equal.",
        formula="t = b / (s * u) on d df; in two groups t = (m1 - m0) / (s * sqrt(1/n1 + 1/n0)) on n1 + n0 - 2 df.",
        assumptions="Normal errors of one variance in all samples of a gene, which are independent of each other.",
        reference="Student 1908, doi:10.1093/biomet/6.1.1",
    ),
    caution=(
        "Student's t-test takes the variance to be the same in both groups. Where the smaller group varies more, its "
        "p-values are too small."
    ),
    caution_kinds=("groups",),
    run=run,
)
