"""What must not reach the model that judges a sample: its label turned, its expression replaced by garbage."""

from __future__ import annotations

import numpy as np

from interpret.data.cohort import Cohort


def flipped(cohort: Cohort, row: int) -> Cohort:
    positive = cohort.positive.copy()
    positive[row] = ~positive[row]
    return cohort.with_positive(positive)


def garbled(cohort: Cohort, row: int) -> Cohort:
    values = cohort.expression.values.copy()
    values[row] = np.random.default_rng(99).uniform(0.0, 1e6, size=values.shape[1])
    return cohort.with_expression(cohort.expression.with_values(values, cohort.expression.scale))
