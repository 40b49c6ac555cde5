from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interpret.data.cohort import Cohort
from interpret.data.demo import simulate_study
from interpret.data.read import read_study
from interpret.data.study import Study
from interpret.report.cautions import gather_cautions
from interpret.report.findings import Findings
from interpret.settings import Settings
from interpret.validation.identifiability import Relation, identify


@pytest.fixture(scope="module")
def study() -> Study:
    return simulate_study(0)


def keys(found: object) -> list[str]:
    return [caution.key for caution in found]


def test_a_simulated_study_is_called_so_on_page_1(study: Study) -> None:
    found = gather_cautions(study, (), (), Settings())
    assert (found[0].key, found[0].weight) == ("simulated", "page1")


def test_a_centre_that_is_the_class_is_said_on_page_1_with_what_follows(study: Study) -> None:
    cohort = study.training
    centre = pd.DataFrame({"centre": np.where(cohort.positive, "east", "west")}, index=list(cohort.samples))
    confounded = Cohort(cohort.expression, cohort.positive, cohort.labels, centre)
    found = gather_cautions(replace(study, training=confounded), identify(confounded).training, (), Settings())
    (caution,) = [caution for caution in found if caution.key == "aliased_columns"]
    assert caution.weight == "page1"
    first, second = caution.text.split(". ")[:2]
    assert first == (
        "In the training patients class and column centre coincide (west in all 27 type A, east in all 11 type B): "
        "whether the genes and the models follow type A against type B or centre cannot be concluded"
    )
    assert second.startswith("No correction can mend that")


def test_without_a_sheet_that_is_said_and_order_is_looked_at(study: Study) -> None:
    cohort = study.training
    bare = Cohort(cohort.expression, cohort.positive, cohort.labels)
    found = gather_cautions(
        replace(study, training=bare),
        (Relation("", "order", 20, 18, 1.0, 1e-9, 1e-9, "exact", "order"),),
        (),
        Settings(),
    )
    assert {"no_covariates", "sample_order"} <= set(keys(found))


def test_a_penalty_at_the_end_of_its_path_is_said(study: Study, findings: Findings) -> None:
    last = Settings().models.sparse.lambdas - 1
    models = [replace(findings.models[0], facts={"lambda_position": float(position)}) for position in (last, last - 1)]
    assert "end_of_path_sparse-logistic" in keys(gather_cautions(study, (), models[:1], Settings()))
    assert "end_of_path_sparse-logistic" not in keys(gather_cautions(study, (), models[1:], Settings()))


def test_repeated_samples_are_said_on_page_1(study: Study) -> None:
    cohort = study.training
    persons = tuple(f"P{i // 2}" for i in range(cohort.n))
    repeated = replace(study, training=replace(cohort, subjects=persons))
    (caution,) = [each for each in gather_cautions(repeated, (), (), Settings()) if each.key == "repeated_samples"]
    assert caution.weight == "page1"
    assert "38 training samples come from 19 persons. All samples of a person were left out together" in caution.text
    assert "repeated_samples" not in keys(gather_cautions(study, (), (), Settings()))


def test_a_model_whose_package_is_missing_is_said_with_the_way_to_get_it(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interpret.models.kinds.find_spec", lambda _: None)
    [said] = [each for each in gather_cautions(study, (), (), Settings()) if each.key == "not_installed"]
    assert said.weight == "limit"
    assert "xgboost" in said.text
    assert "pip install 'interpret-expression[xgboost]'" in said.text
    none = Settings.model_validate({"models": {"beside": []}})
    assert "not_installed" not in keys(gather_cautions(study, (), (), none))


SHEET = "sample,arm,who\n" + "".join(f"s{i},{'ab'[i % 2]},p{i // 2}\n" for i in range(12))


def test_the_count_of_persons_stands_once(tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(SHEET)
    rows = [",".join([f"g{j}", *(str(7.0 + (i * j) % 5) for i in range(12))]) for j in range(6)]
    (tmp_path / "m.csv").write_text("\n".join([",".join(["gene", *(f"s{i}" for i in range(12))]), *rows]) + "\n")
    given = {"expression": tmp_path / "m.csv", "samples": tmp_path / "sheet.csv", "outcome": "arm", "positive": "b"}
    settings = Settings.model_validate({"input": {**given, "subject": "who"}})
    study = read_study(settings.input)
    assert any("12 training samples come from 6 persons" in note for note in study.notes)
    found = gather_cautions(study, (), (), settings)
    [said] = [caution.text for caution in found if "samples come from" in caution.text]
    assert said.startswith("The 12 training samples come from 6 persons (column who of the sample sheet). All samples")
    kept = [note for note in study.notes if "samples come from" not in note]
    assert {caution.text for caution in found if caution.key.startswith("note_")} == set(kept)
    others = replace(study, training=replace(study.training, subjects=None), independent=study.training)
    [alone] = [caution for caution in gather_cautions(others, (), (), settings) if caution.key == "repeated_samples"]
    assert alone.text.startswith("The 12 independent samples come from 6 persons (column who of the sample sheet). The")


def test_a_question_whether_samples_are_independent_stands_on_page_1(study: Study) -> None:
    asked = replace(
        study, notes=("Two values are missing.", "Column patient repeats: run again with --subject patient.")
    )
    weights = {each.key: each.weight for each in gather_cautions(asked, (), (), Settings())}
    assert (weights["note_1"], weights["note_2"]) == ("limit", "page1")


def test_batches_with_numbers_for_names_are_asked_about_on_page_1(study: Study) -> None:
    cohort = study.training
    lots = pd.DataFrame({"lot": np.arange(cohort.n) % 3 + 4}, index=list(cohort.samples))
    numbered = replace(study, training=Cohort(cohort.expression, cohort.positive, cohort.labels, lots))
    settings = Settings.model_validate({"tests": {"design": "~ group + lot"}})
    (caution,) = [each for each in gather_cautions(numbered, (), (), settings) if each.key == "number_or_label_lot"]
    assert caution.weight == "page1"
    assert caution.text.startswith("The design takes lot as an amount: from one of its 3 values (4, 5 and 6) to the ")
    assert "write C(lot) in the design" in caution.text
    as_labels = Settings.model_validate({"tests": {"design": "~ group + C(lot)"}})
    assert "number_or_label_lot" not in keys(gather_cautions(numbered, (), (), as_labels))
