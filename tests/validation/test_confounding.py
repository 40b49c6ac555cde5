from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort
from interpret.validation.confounding import Alias, aliases_of_class


def with_column(cohort: Cohort, values: object) -> Cohort:
    rows = np.random.default_rng(1).permutation(cohort.n)  # so that the order says nothing
    frame = pd.DataFrame({"column": values}, index=list(cohort.samples))
    return Cohort(cohort.expression, cohort.positive, cohort.labels, frame).take(rows)


def found(cohort: Cohort, values: object) -> tuple[Alias, ...]:
    return aliases_of_class(with_column(cohort, values))


def test_a_centre_for_each_class_is_found(small_cohort: Cohort) -> None:
    centre = np.where(small_cohort.positive, "east", "west")
    assert found(small_cohort, centre) == (Alias("column", "levels"),)


def test_one_patient_elsewhere_breaks_the_alias(small_cohort: Cohort) -> None:
    centre = np.where(small_cohort.positive, "east", "west")
    centre[0] = "east"
    assert found(small_cohort, centre) == ()


def test_a_value_only_one_class_has_is_found(small_cohort: Cohort) -> None:
    subtype = pd.Series(["B-cell"] * 11 + [None] * 9)
    assert found(small_cohort, subtype.to_numpy()) == (Alias("column", "gaps"),)


def test_a_number_that_separates_the_classes_is_found(small_cohort: Cohort) -> None:
    assert found(small_cohort, np.arange(20.0)) == (Alias("column", "values"),)
    assert found(small_cohort, np.arange(20.0) % 7) == ()


@pytest.mark.parametrize("values", [[f"id{i}" for i in range(20)], ["same"] * 20])
def test_names_and_constants_say_nothing(small_cohort: Cohort, values: list[str]) -> None:
    assert found(small_cohort, values) == ()


def test_classes_one_after_the_other_are_found(small_cohort: Cohort) -> None:
    assert aliases_of_class(small_cohort) == (Alias("sample order", "order"),)
