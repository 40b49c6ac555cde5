"""How the models do within the values that both classes have."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from interpret.data.cohort import Cohort
from interpret.validation.identifiability import STRATA_COLUMNS, identify

CENTRE = ["west"] * 9 + ["east"] * 7 + ["north"] * 4  # of 11 and 9: west and north have one class


@pytest.fixture
def cohort(small_cohort: Cohort) -> Cohort:
    frame = pd.DataFrame({"centre": CENTRE, "same": "x", "age": np.arange(20.0)}, index=list(small_cohort.samples))
    return replace(small_cohort, covariates=frame)


def test_calls_are_counted_where_both_classes_occur(cohort: Cohort) -> None:
    called = cohort.positive.copy()
    called[[9, 12, 13, 19]] = ~called[[9, 12, 13, 19]]  # one of two controls, two of five cases of east; one of north
    made = identify(cohort, None, {"loo": {"first": called, "second": cohort.positive}})
    assert list(made.strata.columns) == [column.name for column in STRATA_COLUMNS]
    first, second = made.strata.to_dict(orient="records")
    assert (first["model"], first["set"], first["column"], first["level"]) == ("first", "loo", "centre", "east")
    assert (first["n_negative"], first["n_positive"], first["persons"]) == (2, 5, 7)
    assert (first["right"], first["right_negative"], first["right_positive"]) == (4, 1, 3)
    for right, n, name in ((4, 7, "right"), (1, 2, "specificity"), (3, 5, "sensitivity")):
        exact = stats.binomtest(right, n).proportion_ci(0.95, method="exact")
        assert (first[f"{name}_low"], first[f"{name}_high"]) == pytest.approx((exact.low, exact.high))
    assert (second["model"], second["right"]) == ("second", 7)
    assert made.one_class == (("loo", 2),)


def test_the_order_of_the_file_changes_nothing(cohort: Cohort) -> None:
    rows = np.random.default_rng(2).permutation(cohort.n)
    called = np.arange(20) % 3 == 0
    here = identify(cohort, None, {"loo": {"m": called}})
    there = identify(cohort.take(rows), None, {"loo": {"m": called[rows]}})
    pd.testing.assert_frame_equal(here.strata, there.strata)
    assert here.training == there.training


def test_persons_are_counted_beside_their_samples(cohort: Cohort) -> None:
    repeated = replace(cohort, subjects=tuple(f"P{i // 2}" for i in range(20)))
    [row] = identify(repeated, None, {"loo": {"m": cohort.positive}}).strata.to_dict(orient="records")
    assert (row["n_negative"] + row["n_positive"], row["persons"]) == (7, 4)


def test_without_columns_there_are_none(small_cohort: Cohort) -> None:
    made = identify(small_cohort, None, {"loo": {"m": small_cohort.positive}})
    assert made.strata.empty
    assert made.kinds == ()
