from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort
from interpret.validation.confounding import Alias, aliases_of_class


def with_column(cohort: Cohort, values: object) -> Cohort:
    rows = np.random.default_rng(1).permutation(cohort.n)  # so that the order says nothing
    frame = pd.DataFrame({"column": values}, index=list(cohort.samples))
    return replace(cohort, covariates=frame).take(rows)


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


def persons(cohort: Cohort, size: int) -> Cohort:
    """Return the cohort with `size` samples a person, who are of one class each but where the classes meet."""
    return replace(cohort, subjects=tuple(f"person {i // size}" for i in range(cohort.n)))


def test_a_second_name_of_the_persons_is_no_alias(small_cohort: Cohort) -> None:
    """Each value lies in one class by construction, as often as the person gave samples."""
    cohort = small_cohort.take([*range(9), *range(11, 20)])  # nine and nine: persons of three samples of one class
    donor = np.repeat([f"donor {k}" for k in range(6)], 3)
    assert found(cohort, donor) == (Alias("column", "levels"),)
    assert found(persons(cohort, 3), donor) == ()


def test_levels_are_counted_in_persons(small_cohort: Cohort) -> None:
    cohort = small_cohort.take([*range(9), *range(11, 20)])
    centre = np.where(cohort.positive, "east", "west")
    assert found(persons(cohort, 3), centre) == (Alias("column", "levels"),)  # three persons each
    assert found(persons(cohort, 9), centre) == ()  # one person each


def test_who_has_both_classes_counts_in_both(small_cohort: Cohort) -> None:
    """Three pairs, and a tissue for each class: three persons in each level."""
    cohort = replace(small_cohort.take([0, 11, 1, 12, 2, 13]), subjects=("a", "a", "b", "b", "c", "c"))
    tissue = np.where(cohort.positive, "tumour", "normal")
    assert Alias("column", "levels") in found(cohort, tissue)
    assert Alias("column", "levels") not in found(cohort.take([0, 1, 2, 3]), tissue[:4])
    assert Alias("column", "levels") not in found(replace(cohort, subjects=tuple("aaabbb")), tissue)  # two persons


def test_a_number_that_separates_two_persons_says_nothing(small_cohort: Cohort) -> None:
    cohort = small_cohort.take([*range(9), *range(11, 20)])
    assert found(persons(cohort, 3), np.arange(18.0)) == (Alias("column", "values"),)
    assert found(persons(cohort, 9), np.arange(18.0)) == ()
