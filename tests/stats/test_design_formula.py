from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort, Labels
from interpret.data.expression import Expression
from interpret.errors import AnalysisError, SettingsError
from interpret.stats.design_formula import make_design, numbers_like_labels

POSITIVE = np.array([0, 0, 1, 1, 0, 1, 0, 1], dtype=bool)


@pytest.fixture(scope="module")
def cohort() -> Cohort:
    sheet = pd.DataFrame(
        {
            "site": list("aabbabab"),  # says what the class says
            "batch": list("xyxyxxyy"),
            "plate": list("mmnnnnmm"),
            "age": np.arange(8.0) ** 1.5,
            "years": 2.0 * np.arange(8.0) ** 1.5 + 1.0,  # age in other words
            "run": [1.0, 2, 1, 2, 2, 1, 1, 2],
            "dose (mg)": [0.5, 1, 2, 3, 5, 8, 13, 21],
            "ward": ["only"] * 8,
            "weight": [70, np.nan, 60, 55, 80, 90, 75, np.nan],
        },
        index=[f"s{i}" for i in range(8)],
    )
    values = np.random.default_rng(0).normal(size=(8, 3))
    return Cohort(Expression(values, tuple(sheet.index), ("a", "b", "c")), POSITIVE, Labels("no", "yes"), sheet)


@pytest.mark.parametrize(
    ("formula", "kind", "columns"),
    [
        ("~ group", "groups", ("intercept",)),
        ("~ group + batch", "strata", ("intercept", "batch[T.y]")),
        ("~batch+group", "strata", ("intercept", "batch[T.y]")),
        ("~ disease + batch", "strata", ("intercept", "batch[T.y]")),
        ("~ group + run", "strata", ("intercept", "run")),
        ("~ group + age", "covariates", ("intercept", "age")),
        ("~ group + batch + log(`dose (mg)`)", "covariates", ("intercept", "batch[T.y]", "log(`dose (mg)`)")),
        ("~ group + batch:age", "covariates", ("intercept", "batch[x]:age", "batch[y]:age")),
    ],
)
def test_formula_becomes_columns(cohort: Cohort, formula: str, kind: str, columns: tuple[str, ...]) -> None:
    design = make_design(cohort, formula, outcome="disease")
    assert (design.kind, design.columns) == (kind, columns)
    assert design.nuisance.shape == (8, len(columns))
    assert design.residual_df == 8 - len(columns) - 1
    np.testing.assert_allclose(design.nuisance.T @ design.residual_group, 0.0, atol=1e-12)


def test_strata_are_the_cells_of_all_categories(cohort: Cohort) -> None:
    design = make_design(cohort, "~ group + batch + run")
    cells = list(zip(cohort.covariates["batch"], cohort.covariates["run"], strict=True))
    same = [[a == b for b in cells] for a in cells]
    np.testing.assert_array_equal(design.strata[:, None] == design.strata, same)


def test_pairs_take_a_column_each(cohort: Cohort) -> None:
    person = np.array([0, 1, 0, 1, 2, 2, 3, 3])
    design = make_design(cohort, "~ group", person)
    assert design.kind == "pairs"
    assert design.residual_df == 3
    adjusted = make_design(cohort, "~ group + age", person)
    assert adjusted.kind == "covariates"
    assert adjusted.residual_df == 2


@pytest.mark.parametrize(
    ("formula", "error", "words"),
    [
        ("~ group + site", AnalysisError, "the class is a combination of site[T.b]"),
        ("~ group + age + years", AnalysisError, "years is a combination of age"),
        ("~ group + ward", AnalysisError, "adjusts for nothing by ward"),
        ("~ group + C(ward) + batch", AnalysisError, "adjusts for nothing by ward"),
        ("~ group + age + years + site", AnalysisError, "years is a combination of age; the class is a combination of"),
        ("~ group + person", SettingsError, "leave 'person' out of --design"),
        ("~ group + C(age)", AnalysisError, "the class is a combination of C(age)"),
        ("~ group + weight", AnalysisError, "weight: s1, s7"),
        ("~ group + bacth", SettingsError, "batch"),
        ("~ batch", SettingsError, "does not hold the class"),
        ("~ group*age", SettingsError, "the term group:age"),
        ("~ 0 + group", SettingsError, "no intercept"),
        ("age ~ group", SettingsError, "left side"),
        ("~ group + [", SettingsError, "is not a formula"),
        ("~ group + log(batch)", AnalysisError, "cannot be built"),
        ("~ group + log(age)", AnalysisError, "column log(age), sample s0"),
        ("~ group | batch", SettingsError, "several parts"),
        ("~ group + __import__('os').getcwd()", SettingsError, ""),
        ("~ group + exec('1')", SettingsError, "is not allowed"),
        ("~ group + np.log(age)", SettingsError, "is not allowed"),
        ("~ group + {age.map(print)}", SettingsError, ""),
    ],
)
def test_what_cannot_be_fitted_is_refused_with_its_column(
    cohort: Cohort, formula: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        make_design(cohort, formula, subject="person")
    assert words in str(caught.value)
    assert "\x1b" not in str(caught.value)


def test_a_covariate_that_is_the_same_for_both_of_a_pair_is_refused(cohort: Cohort) -> None:
    person = np.array([0, 1, 0, 1, 2, 2, 3, 3])
    sheet = cohort.covariates.assign(sex=[{0: "F", 1: "M", 2: "M", 3: "F"}[i] for i in person])
    same = Cohort(cohort.expression, cohort.positive, cohort.labels, sheet)
    with pytest.raises(AnalysisError, match=r"sex\[T.M\] is a combination of person 2, person 3"):
        make_design(same, "~ group + sex", person)


def test_redundant_columns_may_be_dropped_but_never_the_class(cohort: Cohort) -> None:
    design = make_design(cohort, "~ group + age + years + ward", drop=True)
    assert (design.columns, design.dropped) == (("intercept", "age"), ("ward", "years"))
    with pytest.raises(AnalysisError):
        make_design(cohort, "~ group + site", drop=True)


def test_a_column_named_group_is_no_obstacle_until_a_formula_is_given(cohort: Cohort) -> None:
    sheet = cohort.covariates.assign(group=list("uvuvuvuv"))
    named = Cohort(cohort.expression, cohort.positive, cohort.labels, sheet)
    assert make_design(named).kind == "groups"
    with pytest.raises(SettingsError, match="rename the column"):
        make_design(named, "~ group + batch")


@pytest.mark.parametrize(
    ("numbers", "formula", "asked"),
    [
        ([4, 6, 7, 4, 6, 7, 4, 6], "~ group + lot", True),
        ([4, 6, 7, 4, 6, 7, 4, 6], "~ group + C(lot)", False),
        ([4, 6, 7, 4, 6, 7, 4, 6], "~ group + log(lot)", False),
        ([4, 6, 7, 4, 6, 7, 4, 6], "~ group", False),
        ([4, 6, 4, 4, 6, 6, 4, 6], "~ group + lot", False),  # of two values both are the same
        ([4, 6, 7, 4, 6, 4, 4, 6], "~ group + lot", False),  # 7 once: an amount
        ([4.5, 6, 7, 4.5, 6, 7, 4.5, 6], "~ group + lot", False),
        (list("abcabcab"), "~ group + lot", False),
    ],
)
def test_whole_numbers_that_repeat_may_be_labels(numbers: list[object], formula: str, *, asked: bool) -> None:
    assert numbers_like_labels(pd.DataFrame({"lot": numbers}), formula) == (("lot",) if asked else ())


def test_a_column_whose_name_needs_quoting_is_found_too() -> None:
    sheet = pd.DataFrame({"lot (no.)": [4, 6, 7, 4, 6, 7]})
    assert numbers_like_labels(sheet, "~ group + `lot (no.)`") == ("lot (no.)",)


def test_a_name_with_a_dot_may_stand_in_a_function(cohort: Cohort) -> None:
    sheet = cohort.covariates.assign(**{"experiment.number": [4, 6, 7, 4, 6, 7, 4, 6]})
    dotted = Cohort(cohort.expression, cohort.positive, cohort.labels, sheet)
    bare = Cohort(cohort.expression, cohort.positive, cohort.labels, sheet.rename(columns={"experiment.number": "lot"}))
    found = make_design(dotted, "~ group + C(experiment.number)")
    np.testing.assert_array_equal(found.nuisance, make_design(bare, "~ group + C(lot)").nuisance)
    assert found.kind == "strata"
    assert found.formula == "~ group + C(experiment.number)"
    assert found.columns[1:] == ("C(experiment.number)[T.6]", "C(experiment.number)[T.7]")
    assert make_design(dotted, "~ group + scale(experiment.number)").kind == "covariates"
