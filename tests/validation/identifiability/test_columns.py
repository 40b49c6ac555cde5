"""Columns, their gaps and the order of the samples against the class."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort
from interpret.data.expression import Expression
from interpret.validation.identifiability import Relation, identify


def with_column(cohort: Cohort, values: object) -> Cohort:
    names = [f"S{i:02d}" for i in np.random.default_rng(1).permutation(cohort.n)]  # so that the order says nothing
    expression = replace(cohort.expression, samples=tuple(names))
    frame = pd.DataFrame({"column": values}, index=names)
    return replace(cohort, expression=expression, covariates=frame)


def relations(cohort: Cohort, values: object) -> dict[str, Relation]:
    return {each.aspect: each for each in identify(with_column(cohort, values)).training}


def found(cohort: Cohort, values: object) -> list[tuple[str, str]]:
    """Return what gives the class away, as column and how."""
    every = identify(with_column(cohort, values)).training
    return [(each.column, each.how) for each in every if each.verdict == "exact"]


def persons(cohort: Cohort, size: int) -> Cohort:
    """Return the cohort with `size` samples a person, who are of one class each but where the classes meet."""
    return replace(cohort, subjects=tuple(f"person {i // size}" for i in range(cohort.n)))


# Exactly


def test_a_centre_for_each_class_is_found(small_cohort: Cohort) -> None:
    centre = np.where(small_cohort.positive, "east", "west")
    assert found(small_cohort, centre) == [("column", "levels")]
    for coded in (small_cohort.positive, small_cohort.positive.astype(float), small_cohort.positive * 2 + 1):
        assert found(small_cohort, coded) == [("column", "levels")]
    relation = relations(small_cohort, centre)["values"]
    assert (relation.n_first, relation.n_second, relation.share) == (11, 9, 1.0)
    assert [(level.name, level.n_first, level.n_second) for level in relation.levels] == [
        ("west", 11, 0),
        ("east", 0, 9),
    ]


def test_one_patient_elsewhere_makes_it_near(small_cohort: Cohort) -> None:
    centre = np.where(small_cohort.positive, "east", "west")
    centre[0] = "east"
    assert found(small_cohort, centre) == []
    relation = relations(small_cohort, centre)["values"]
    assert (relation.verdict, relation.share) == ("near", pytest.approx((10 / 11 + 1) / 2))


def test_a_value_only_one_class_has_is_found(small_cohort: Cohort) -> None:
    subtype = pd.Series(["B-cell"] * 11 + [None] * 9)
    assert found(small_cohort, subtype.to_numpy()) == [("column", "gaps")]
    fewer = subtype.copy()
    fewer[:2] = None
    gaps = relations(small_cohort, fewer.to_numpy())["gaps"]
    assert (gaps.verdict, gaps.share) == ("near", pytest.approx((9 / 11 + 1) / 2))


def test_a_number_that_separates_the_classes_is_found(small_cohort: Cohort) -> None:
    assert found(small_cohort, np.arange(20.0)) == [("column", "values")]
    assert found(small_cohort, -np.arange(20.0)) == [("column", "values")]
    assert found(small_cohort, np.arange(20.0) % 7) == []


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y", "%d/%m/%Y 10:15"])
def test_days_are_read_and_asked_in_their_order(small_cohort: Cohort, form: str) -> None:
    days = pd.date_range("2001-01-03", periods=20, freq="17D").strftime(form)
    assert found(small_cohort, days) == [("column", "values")]
    assert identify(with_column(small_cohort, days)).kinds == (("column", "date"),)


def test_a_few_days_are_batches(small_cohort: Cohort) -> None:
    """Two classes on alternate days: the order of the days says nothing, the days say everything."""
    turn = np.arange(20) % 2
    days = [
        f"2001-02-{1 + 2 * late + int(positive):02d}"
        for late, positive in zip(turn, small_cohort.positive, strict=True)
    ]
    assert identify(with_column(small_cohort, days)).kinds == (("column", "category"),)
    assert found(small_cohort, days) == [("column", "levels")]


@pytest.mark.parametrize("values", [[f"id{i}" for i in range(20)], ["same"] * 20, [1.5] * 20, [True] * 20])
def test_names_and_constants_say_nothing(small_cohort: Cohort, values: list[object]) -> None:
    assert found(small_cohort, values) == []
    assert math.isnan(relations(small_cohort, values)["values"].p)


def test_names_of_which_some_repeat_are_no_accusation(small_cohort: Cohort) -> None:
    """Each value lies in one class, as it must when no more than two patients have it."""
    pairs = [f"plate {i // 2}" for i in range(10)] + [f"plate {5 + (i + 1) // 2}" for i in range(10)]
    assert found(small_cohort, pairs) == []


def test_classes_one_after_the_other_are_found(small_cohort: Cohort) -> None:
    [order] = identify(small_cohort).training
    assert (order.aspect, order.verdict, order.share) == ("order", "exact", 1.0)
    rows = [19, *range(1, 19), 0]
    turned = small_cohort.take(rows)  # the order is that of the names, whatever that of the file
    assert identify(turned).training == (order,)
    mixed = replace(small_cohort, positive=np.arange(20) % 2 == 1)
    [alternating] = identify(mixed).training
    assert (alternating.verdict, alternating.p) == ("none", pytest.approx(1.0))


# Persons


def test_a_second_name_of_the_persons_is_no_alias(small_cohort: Cohort) -> None:
    """Each value lies in one class by construction, as often as the person gave samples."""
    cohort = small_cohort.take([*range(9), *range(11, 20)])  # nine and nine: persons of three samples of one class
    donor = np.repeat([f"donor {k}" for k in range(6)], 3)
    assert found(cohort, donor) == [("column", "levels")]
    assert found(persons(cohort, 3), donor) == []
    assert math.isnan(relations(persons(cohort, 3), donor)["values"].p)


def test_persons_are_counted_once(small_cohort: Cohort) -> None:
    cohort = small_cohort.take([*range(9), *range(11, 20)])
    centre = np.where(cohort.positive, "east", "west")
    alone, together = (relations(each, centre)["values"] for each in (cohort, persons(cohort, 3)))
    assert (alone.verdict, together.verdict) == ("exact", "exact")
    assert (together.n_first, together.n_second) == (3, 3)
    assert together.p == pytest.approx(2 / math.comb(6, 3))
    assert alone.p < 1e-4
    assert found(persons(cohort, 9), centre) == []  # one person each


def test_who_has_both_classes_counts_in_both(small_cohort: Cohort) -> None:
    """Three pairs, and a tissue for each class: three persons in each level."""
    cohort = replace(small_cohort.take([0, 11, 1, 12, 2, 13]), subjects=("a", "a", "b", "b", "c", "c"))
    tissue = np.where(cohort.positive, "tumour", "normal")
    assert ("column", "levels") in found(cohort, tissue)
    assert ("column", "levels") not in found(cohort.take([0, 1, 2, 3]), tissue[:4])
    assert ("column", "levels") not in found(replace(cohort, subjects=tuple("aaabbb")), tissue)  # two persons
    age = [50.0, 50.0, 60.0, 60.0, 70.0, 70.0]
    assert relations(cohort, age)["values"].share == 0.5  # of the person: the same in both classes


def test_a_number_that_separates_two_persons_says_nothing(small_cohort: Cohort) -> None:
    cohort = small_cohort.take([*range(9), *range(11, 20)])
    assert found(persons(cohort, 3), np.arange(18.0)) == [("column", "values")]
    assert found(persons(cohort, 9), np.arange(18.0)) == []


# Near, and how many questions were asked


def test_a_wide_sheet_needs_stronger_evidence(small_cohort: Cohort) -> None:
    """p = 0.006 alone is near; among twenty questions it is luck."""
    centre = np.where(small_cohort.positive, "east", "west")
    centre[[0, 1, 2, 12]] = ["east", "east", "east", "west"]  # 8 of 11 and 8 of 9
    alone = with_column(small_cohort, centre)
    wide = replace(
        alone,
        covariates=alone.covariates.assign(
            **{f"other{k}": np.random.default_rng(k).normal(size=20) for k in range(20)}
        ),
    )
    first, second = (
        next(each for each in identify(cohort).training if each.column == "column") for cohort in (alone, wide)
    )
    assert first.p == second.p
    assert (first.verdict, second.verdict) == ("near", "none")
    assert first.p_holm <= 0.05 < second.p_holm


def test_a_small_difference_is_not_near_however_sure(small_cohort: Cohort) -> None:
    names = tuple(f"S{i}" for i in range(600))
    positive = np.arange(600) % 2 == 1
    big = replace(
        small_cohort,
        expression=Expression(np.ones((600, 1)), names, ("g",)),
        positive=positive,
        covariates=pd.DataFrame(),
    )
    sex = np.where(np.arange(600) // 2 % 10 < np.where(positive, 7, 4), "F", "M")
    values = relations(big, sex)["values"]
    assert values.p_holm < 1e-6
    assert values.share == pytest.approx(0.65)
    assert values.verdict == "none"


# Sets


def test_what_tells_the_sets_apart_is_found(small_cohort: Cohort) -> None:
    def sheet(cohort: Cohort, part: str, prefix: str) -> Cohort:
        names = tuple(f"{prefix}{i}" for i in range(cohort.n))
        expression = replace(cohort.expression, samples=names)
        frame = pd.DataFrame({"set": part, "sex": np.resize(["F", "M"], cohort.n)}, index=list(names))
        return replace(cohort, expression=expression, covariates=frame)

    training = sheet(small_cohort, "train", "a")
    independent = sheet(small_cohort.take(range(4, 18)), "test", "b")
    made = identify(training, independent)
    said = {(each.column, each.aspect): each for each in made.sets}
    assert said["set", "values"].verdict == "exact"
    assert said["sex", "values"].verdict == "none"
    classes = said["", "class"]
    assert [(level.name, level.n_first, level.n_second) for level in classes.levels] == [
        ("control", 11, 7),
        ("case", 9, 7),
    ]
    assert math.isnan(next(each for each in made.training if each.column == "set").p)
    assert identify(training).sets == ()


def test_an_independent_set_of_one_class_is_not_asked(small_cohort: Cohort) -> None:
    other = small_cohort.take(range(5))
    other = replace(other, expression=replace(other.expression, samples=tuple("vwxyz")), covariates=pd.DataFrame())
    made = identify(small_cohort, other)
    assert made.independent == ()
    assert [each.aspect for each in made.sets] == ["class"]


def test_three_a_class_are_asked(small_cohort: Cohort) -> None:
    few = small_cohort.take([0, 1, 2, 17, 18, 19])
    made = relations(few, ["a", "a", "a", "b", "b", "b"])
    assert (made["values"].verdict, made["values"].p) == ("exact", pytest.approx(0.1))
    made = relations(few, ["a", "a", "b", "b", "b", None])
    assert (made["values"].verdict, made["gaps"].verdict) == ("none", "none")
