"""Student's t: equal variances, each gene on its own."""

from __future__ import annotations

import numpy as np

from interpret.contracts import BoolArray, FloatArray
from interpret.stats.group_moments import group_moments, two_sided_t
from interpret.stats.two_group.protocol import TestResult, TwoGroupTest


def run(values: FloatArray, positive: BoolArray) -> TestResult:
    """Return Student's t of every gene; NaN for a gene that is constant within both groups.

    Notes
    -----
    Estimand: the difference of the group means. Assumes normal values with the same variance in both groups.
    """
    moments = group_moments(values, positive)
    se = np.sqrt(moments.pooled_variance * moments.inverse_size)  # (p,)
    statistic = moments.difference / np.where(moments.only_rounding(se), np.nan, se)
    return TestResult(
        statistic, two_sided_t(statistic, moments.pooled_df), np.full(statistic.shape, float(moments.pooled_df))
    )


STUDENT = TwoGroupTest(
    name="student",
    title="Student's t-test",
    method=(
        "Student's two-sample t-test with pooled variance, two-sided, each gene on its own. "
        "Student 1908, doi:10.1093/biomet/6.1.1."
    ),
    caution=(
        "Student's t-test takes the variance to be the same in both groups. Where the smaller group varies more, its "
        "p-values are too small."
    ),
    run=run,
)
