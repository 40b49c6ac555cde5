"""What travels inside report.pdf: nothing about a single patient, unless all data are asked for."""

from __future__ import annotations

import dataclasses
import json
import re

import pandas as pd
import pytest

from interpret.report.attached import attached, attached_names
from interpret.report.build import build_report
from interpret.report.files import FILES
from interpret.report.files.study_json import study_json
from interpret.report.files.study_without_patients import study_without_patients
from interpret.report.findings import Caution, Findings
from interpret.settings import ReportSettings, StudySettings


def renamed(findings: Findings) -> Findings:
    """Return the findings with samples of names that no other text holds."""
    names = {str(name): f"Person-{n:03d}" for n, name in enumerate(findings.display.samples)}

    def change(frame: object, *columns: str) -> object:
        copied = frame.copy()  # type: ignore[attr-defined]
        for column in columns:
            copied[column] = [names.get(str(cell), cell) for cell in copied[column]]
        return copied

    quality = dataclasses.replace(findings.arrays, table=change(findings.arrays.table, "sample"))  # type: ignore[arg-type]
    said = Caution("note_1", f"The sample {next(iter(names.values()))} was left out.", "limit")
    return dataclasses.replace(
        findings,
        display=dataclasses.replace(findings.display, samples=tuple(names[str(each)] for each in names)),
        predictions=change(findings.predictions, "sample"),
        suspects=change(findings.suspects, "sample"),
        arrays=quality,
        cautions=(*findings.cautions, said),
    )


@pytest.fixture(scope="module")
def named(findings: Findings) -> Findings:
    return renamed(findings)


def test_the_study_json_inside_names_no_patient(named: Findings) -> None:
    assert "Person-" in study_json(named).decode()
    assert "Person-" not in study_without_patients(named).decode()


def test_it_holds_no_list_as_long_as_the_patients(named: Findings) -> None:
    content = json.loads(study_without_patients(named))
    sizes = {named.counts.n_train, named.counts.n_independent, named.counts.n_train + named.counts.n_independent}

    def walk(value: object, where: str) -> None:
        if isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{where}/{key}")
        elif isinstance(value, list):
            assert len(value) not in sizes, where
            for item in value:
                walk(item, where)

    walk(content, "")
    assert "distances" not in content["data_questioned"]["shift"]
    assert "tree" not in content["array_quality"]
    assert content["patients_to_look_at_again"] == len(named.suspects)


def test_it_still_says_how_to_repeat_the_run(findings: Findings) -> None:
    whole, inside = json.loads(study_json(findings)), json.loads(study_without_patients(findings))
    for key in ("settings", "seed", "versions", "inputs", "counts", "measures", "date"):
        assert inside[key] == whole[key]
    assert study_without_patients(findings) == study_without_patients(findings)


def test_what_the_report_says_stands_in_study_json_stands_in_it(findings: Findings) -> None:
    """Hashes of the frozen models and groups of the set are cut short in the report; who has the PDF finds the rest."""
    inside, opening, shift = (
        json.loads(study_without_patients(findings))["data_questioned"],
        findings.questioned.opening,
        findings.questioned.shift,
    )
    assert opening is not None
    assert shift is not None
    assert inside["independent_set"]["ledger_sha256"] == opening.ledger.sha256
    assert len(inside["independent_set"]["models_frozen_before"]) == len(opening.ledger.models)
    assert [each["samples"] for each in inside["shift"]["groups"]] == shift.groups["samples"].tolist()


def test_a_value_of_the_sheet_that_few_have_is_not_in_it(named: Findings) -> None:
    shift = named.questioned.shift
    assert shift is not None
    of_four = shift.groups.iloc[[0]].assign(column="ward", level="of four", samples=4)
    groups = pd.concat([shift.groups, of_four, of_four.assign(level="of five", samples=5)])
    asked = dataclasses.replace(
        named, questioned=dataclasses.replace(named.questioned, shift=dataclasses.replace(shift, groups=groups))
    )
    assert "of four" in study_json(asked).decode()
    assert "of four" not in study_without_patients(asked).decode()
    assert "of five" in study_without_patients(asked).decode()


def test_without_patient_data_the_folder_holds_the_same_file(findings: Findings) -> None:
    settings = findings.settings.model_copy(update={"report": ReportSettings(patient_data=False)})
    withheld = dataclasses.replace(findings, settings=settings)
    assert study_json(withheld) == study_without_patients(withheld) != study_json(findings)
    assert "left_out_of_the_files" in json.loads(study_json(withheld))
    assert "left_out_of_the_files" not in json.loads(study_without_patients(findings)), "its folder holds them"


def test_by_default_the_gene_table_and_that_study_json_are_attached(findings: Findings) -> None:
    contents = {file.name: file.name.encode() for file in FILES}
    files = {each.name: each.content for each in attached(findings, contents)}
    assert list(files) == ["genes.csv", "study.json"] == list(build_report(findings).attachments)
    assert files["genes.csv"] == b"genes.csv"
    assert files["study.json"] == study_without_patients(findings)


def test_all_data_are_attached_where_asked_for(findings: Findings) -> None:
    settings = findings.settings.model_copy(update={"report": ReportSettings(attach="all")})
    asked = dataclasses.replace(findings, settings=settings)
    contents = {file.name: file.name.encode() for file in FILES}
    files = attached(asked, contents)
    wanted = tuple(file.name for file in FILES if file.name != "gene_sets.csv")  # nobody asked about sets
    assert tuple(each.name for each in files) == attached_names(asked) == wanted
    assert all(each.content == each.name.encode() for each in files)
    assert all(re.fullmatch(r"[a-z]+/[a-z.-]+", each.mime) for each in files)


def test_who_is_to_sign_comes_from_the_settings(findings: Findings) -> None:
    def of(**study: object) -> Findings:
        update = {"study": StudySettings.model_validate(study)}
        return dataclasses.replace(findings, settings=findings.settings.model_copy(update=update))

    signed = build_report(of(id="S-7", version="2", status="final", reviewers=["A. Person, statistician"]))
    assert signed.review.names == ("A. Person, statistician",)
    assert signed.colophon.startswith("Study S-7, version 2, final of ")
    assert "S-7" in signed.running
    assert build_report(of(status="final")).review.said == "Not reviewed."
    draft = build_report(of(status="draft")).review
    assert (draft.names, draft.said) == ((), "")
