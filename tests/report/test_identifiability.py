"""What the report says of that which goes with the class."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable

import pandas as pd
import pytest

from interpret.data.cohort import Labels
from interpret.data.demo import simulate_study
from interpret.data.study import Study
from interpret.report.blocks import Prose, Table
from interpret.report.confounding import confounding
from interpret.report.files.study_json import study_json
from interpret.report.files.tables import strata_csv
from interpret.report.findings import Findings
from interpret.report.identified import concluded
from interpret.report.sections import identifiability, summary
from interpret.report.within_strata import MOST_ROWS, strata_table
from interpret.validation.identifiability import STRATA_COLUMNS, Relation
from interpret.validation.identifiability.record import Level

Make = Callable[..., Findings]
EXACT = Relation(
    "Source", "values", 27, 11, 1.0, 1e-9, 1e-8, "exact", "levels", (Level("DFCI", 27, 0), Level("CALGB", 0, 11))
)
GAPS = Relation(
    "FAB", "gaps", 27, 11, 1.0, 1e-9, 1e-8, "exact", "gaps", (Level("missing", 27, 0), Level("known", 0, 11))
)
NEAR = Relation("Gender", "gaps", 27, 11, 0.926, 1e-6, 1e-5, "near")
AGE = Relation("age", "values", 27, 11, 0.9, 1e-5, 1e-4, "near")


@pytest.fixture(scope="module")
def study() -> Study:
    made = simulate_study(0)
    return dataclasses.replace(made, training=dataclasses.replace(made.training, labels=Labels("ALL", "AML")))


def said(study: Study, *relations: Relation) -> dict[str, tuple[str, str]]:
    return {each.key: (each.weight, each.text) for each in confounding(study, relations)}


def test_what_coincides_is_said_with_what_cannot_be_concluded(study: Study) -> None:
    weight, text = said(study, GAPS, NEAR, EXACT)["aliased_columns"]
    assert weight == "page1"
    assert text == (
        "In the training patients class and column Source coincide (DFCI in all 27 ALL, CALGB in all 11 AML): whether "
        "the genes and the models follow ALL against AML or Source cannot be concluded. No correction can mend that, "
        "and none was made: it takes patients of both classes that are alike in Source. Also, FAB is known for one "
        "class only. Not far from it: Gender (known or not, 93%)."
    )
    assert len(text.split(". ")[0]) <= summary.LONGEST_CAUTION


def test_gaps_alone_are_said_as_such(study: Study) -> None:
    _, text = said(study, GAPS)["aliased_columns"]
    assert "FAB is known for one class only (missing in all 27 ALL, known in all 11 AML)" in text
    assert "or whatever went with its being recorded, cannot be concluded." in text


def test_a_long_list_of_values_stays_off_page_1(study: Study) -> None:
    many = dataclasses.replace(EXACT, levels=(Level("a" * 60, 27, 0), Level("b", 0, 11)))
    more = dataclasses.replace(EXACT, levels=(Level("a", 20, 0), Level("b", 0, 11), Level("c", 7, 0)))
    for relation in (many, more):
        _, text = said(study, relation)["aliased_columns"]
        assert text.startswith("In the training patients class and column Source coincide: whether")


def test_near_is_said_more_weakly(study: Study) -> None:
    found = said(study, NEAR, AGE)
    assert "aliased_columns" not in found
    weight, text = found["nearly_aliased_columns"]
    assert weight == "page1"
    assert text == (
        "In the training patients age nearly coincides with the class (it tells the classes apart to 90%; 50% is "
        "chance): part of what is found may follow it instead of ALL against AML. The same holds for Gender (known or "
        "not, 93%)."
    )
    assert "whether Gender is known nearly coincides" in said(study, NEAR)["nearly_aliased_columns"][1]
    assert said(study, dataclasses.replace(AGE, verdict="none")) == {}


def test_order_is_a_limit(study: Study) -> None:
    near = Relation("", "order", 27, 11, 0.8, 1e-5, 1e-4, "near")
    weight, text = said(study, near)["sample_order"]
    assert weight == "limit"
    assert "tend to stand together (p < 0.001)" in text


def test_the_section_of_a_confounded_study(make_findings: Make) -> None:
    found = make_findings(confounded=True)
    prose, shown, strata = identifiability.section(found).blocks
    assert isinstance(prose, Prose)
    assert isinstance(shown, Table)
    assert isinstance(strata, Table)
    assert "the class can be read off Source without error" in prose.paragraphs[0]
    assert "No value of it occurs in both classes" in prose.paragraphs[0]
    rows = {row[0]: row[1:] for row in shown.rows}
    assert next(iter(rows)) == "Source"
    assert rows["Source"][0] == "100%, p < 0.001"
    assert rows["Source"][-1] == rows["Sample order"][-1] == "coincides"
    assert rows["Gender"][-1] == "—"
    assert "PS" not in rows
    assert "Not asked, since declared as a result: PS." in prose.paragraphs[1]
    assert {row[0] for row in strata.rows} == {"Gender"}
    assert "Four values that only one class has cannot be judged so." in strata.note


def test_who_has_both_is_named_with_their_calls(make_findings: Make) -> None:
    found = make_findings(confounded=True)
    strata = pd.concat([found.identifiability.strata, found.identifiability.strata.iloc[:2].assign(column="Source")])
    mixed = dataclasses.replace(found, identifiability=dataclasses.replace(found.identifiability, strata=strata))
    row = strata.iloc[-1]
    text = concluded(mixed)[0]
    assert f"with Source {row['level']} ({row['n_negative']} ALL, {row['n_positive']} AML) can tell more" in text
    table = strata_table(mixed)
    assert table is not None
    assert table.rows[0][0] == "Source"  # before what does not go with the class


def test_strata_are_counted_in_words(findings: Findings) -> None:
    table = strata_table(findings)
    assert table is not None
    frame = findings.identifiability.strata
    first = frame[(frame["column"] == "Gender") & (frame["level"] == "F") & (frame["set"] == "loo")].iloc[0]
    row = next(row for row in table.rows if row[:3] == ("Gender", "F", "training, left out"))
    assert row[3] == f"{first['n_negative']} / {first['n_positive']}"
    n = first["n_negative"] + first["n_positive"]
    assert row[4].startswith(f"{first['right']} of {n} (")
    assert row[4].endswith(f"; {first['right_negative']} / {first['right_positive']}")


def test_a_long_table_goes_to_the_file(findings: Findings) -> None:
    strata = pd.concat(
        [findings.identifiability.strata.assign(level=f"{k}") for k in range(5)], ignore_index=True
    ).drop_duplicates(["model", "set", "column", "level"])
    many = dataclasses.replace(findings, identifiability=dataclasses.replace(findings.identifiability, strata=strata))
    table = strata_table(many)
    assert table is not None
    assert len(table.rows) == MOST_ROWS
    assert "8 more rows in strata.csv." in table.note
    read = pd.read_csv(io.BytesIO(strata_csv(many)), dtype={"level": str})
    assert len(read) == len(strata)
    assert list(read.columns) == [column.name for column in STRATA_COLUMNS]


def test_without_a_sheet_a_few_lines_say_so(make_findings: Make) -> None:
    found = make_findings(covariates=False, independent=False)
    [prose] = identifiability.section(found).blocks
    assert isinstance(prose, Prose)
    text = " ".join(prose.paragraphs)
    assert text.startswith("No sample sheet with centre, batch or date was given, so none could be held against")
    assert "In the order of their names the classes stand one after the other" in text
    assert len(text) < 450
    assert strata_csv(found).decode().strip() == ",".join(column.name for column in STRATA_COLUMNS)


def test_study_json_holds_every_relation(findings: Findings) -> None:
    held = json.loads(study_json(findings))["identifiability"]
    assert held["results_left_out"] == ["PS"]
    assert {each["column"]: each["taken_as"] for each in held["columns"]} == {
        "Source": "category",
        "Gender": "category",
        "age": "number",
    }
    assert [each["verdict"] for each in held["training"]] == [
        each.verdict for each in findings.identifiability.training
    ]
    assert held["training"][0]["levels"][0].keys() == {"name", "n_first", "n_second"}
    assert {each["aspect"] for each in held["training_against_independent"]} == {"class", "values", "gaps"}
