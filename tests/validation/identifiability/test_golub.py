"""The model case: centre, gaps and order give the class away, and one centre has both."""

from __future__ import annotations

from pathlib import Path

import pytest

from interpret.data.read import read_study
from interpret.data.study import Study
from interpret.pipeline.results import without_results
from interpret.settings import InputSettings, Settings
from interpret.validation.identifiability import Identifiability, identify

pytestmark = pytest.mark.shared
SETTINGS = Settings.model_validate({"columns": {"PS": {"role": "result"}}})


@pytest.fixture(scope="module")
def study(shared: Path) -> Study:
    folder = shared / "data" / "golub"
    read = read_study(InputSettings(expression=folder, samples=folder / "clinical.tsv"))
    return without_results(read, SETTINGS)


@pytest.fixture(scope="module")
def found(study: Study) -> Identifiability:
    assert study.independent is not None
    called = {"loo": {"m": study.training.positive}, "independent": {"m": study.independent.positive}}
    return identify(study.training, study.independent, called)


def test_class_and_centre_coincide_in_training(found: Identifiability) -> None:
    [source] = [each for each in found.training if (each.column, each.aspect) == ("Source", "values")]
    assert (source.verdict, source.how, source.share) == ("exact", "levels", 1.0)
    assert {(level.name, level.n_first, level.n_second) for level in source.levels} == {
        ("DFCI", 27, 0),
        ("CALGB", 0, 11),
    }


def test_order_and_gaps_give_the_class_away(found: Identifiability) -> None:
    exact = {(each.column, each.aspect) for each in found.training if each.verdict == "exact"}
    assert exact == {
        ("Source", "values"),
        ("", "order"),
        *((column, "gaps") for column in ("T.B.cell", "FAB", "pctBlasts", "Treatment")),
    }
    assert {(each.column, each.aspect) for each in found.training if each.verdict == "near"} == {
        ("Date", "gaps"),
        ("Gender", "gaps"),
    }


def test_one_centre_of_the_independent_set_has_both_classes(found: Identifiability) -> None:
    rows = found.strata[found.strata["column"] == "Source"]
    [row] = rows.to_dict(orient="records")
    assert (row["set"], row["level"], row["n_negative"], row["n_positive"]) == ("independent", "St-Jude", 3, 5)


def test_the_sets_differ_in_the_column_that_names_them(found: Identifiability) -> None:
    assert [each.column for each in found.sets if each.verdict == "exact"] == ["set"]


def test_a_result_is_not_asked(found: Identifiability, shared: Path) -> None:
    assert "PS" not in dict(found.kinds)
    folder = shared / "data" / "golub"
    read = read_study(InputSettings(expression=folder, samples=folder / "clinical.tsv"))
    assert dict(identify(read.training).kinds)["PS"] == "number"
