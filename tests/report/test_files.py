"""genes.xlsx and study.json: what they hold of the differential expression, and that any reader can read them."""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Callable
from typing import Any

import numpy as np
import openpyxl
import pytest

from interpret.report.files.spreadsheet import genes_xlsx
from interpret.report.files.study_json import study_json
from interpret.report.findings import Findings

Make = Callable[..., Findings]


def strictly(content: bytes) -> dict[str, Any]:
    """Read JSON as a strict reader does: NaN and Infinity are no JSON."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    read: dict[str, Any] = json.loads(content, parse_constant=refuse)
    return read


def test_the_workbook_lists_genes_set_aside_with_names_typed_as_text(findings: Findings) -> None:
    frame = findings.set_aside.copy()
    frame.loc[frame.index[0], ["gene", "symbol"]] = ["MARCH1", "=1+1"]
    book = openpyxl.load_workbook(io.BytesIO(genes_xlsx(dataclasses.replace(findings, set_aside=frame))))
    assert book.sheetnames == ["genes", "definitions", "set aside"]
    sheet = book["set aside"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("gene", "symbol", "reason")
    assert rows[1] == ("MARCH1", "=1+1", "control probe")
    assert len(rows) == len(frame) + 1
    assert [sheet.cell(2, column).number_format for column in (1, 2, 3)] == ["@"] * 3
    assert [sheet.cell(2, column).data_type for column in (1, 2)] == ["s", "s"]


def test_an_empty_list_still_has_its_head(findings: Findings) -> None:
    nobody = dataclasses.replace(findings, set_aside=findings.set_aside.iloc[:0])
    sheet = openpyxl.load_workbook(io.BytesIO(genes_xlsx(nobody)))["set aside"]
    assert list(sheet.iter_rows(values_only=True)) == [("gene", "symbol", "reason")]
    assert strictly(study_json(nobody))["differential_expression"]["set_aside"] == []


def test_missing_numbers_are_blank_cells(make_findings: Make) -> None:
    gappy = make_findings(missing=True)
    sheet = openpyxl.load_workbook(io.BytesIO(genes_xlsx(gappy)))["genes"]
    rows = list(sheet.iter_rows(values_only=True))
    at = rows[0].index("maxt_p")
    blank = [row[at] is None for row in rows[1:]]
    assert blank == gappy.genes.frame["maxt_p"].isna().tolist()
    assert any(blank)


def test_study_json_holds_design_permutations_and_checks(findings: Findings) -> None:
    said = strictly(study_json(findings))["differential_expression"]
    checks = findings.diagnostics
    assert said["design"] == {
        "formula": "~ group",
        "kind": "groups",
        "columns": ["intercept"],
        "samples": 38,
        "residual_df": 36,
    }
    assert said["primary_test"] == "moderated_t"
    assert said["pi0"] == {"smoother": checks.pi0_smoother, "bootstrap": checks.pi0_bootstrap}
    assert said["detectable"]["effect"] == list(checks.detectable.effect)
    assert said["detectable"]["power"] == 0.8
    assert said["resampling"] == {
        "made": True,
        "scheme": "labels",
        "statistic": "Welch's t",
        "draws": 2001,
        "complete": False,
        "floor": 1 / 2001,
        "genes_left_out": 0,
    }
    assert said["tests_not_run"][0]["test"] == "Wilcoxon signed-rank test"
    assert said["agreement"] == checks.agreement.to_dict(orient="records")


def test_study_json_names_every_gene_set_aside_by_reason(findings: Findings) -> None:
    listed = strictly(study_json(findings))["differential_expression"]["set_aside"]
    assert {each["reason"]: each["count"] for each in listed} == findings.set_aside["reason"].value_counts().to_dict()
    assert all(each["count"] == len(each["genes"]) for each in listed)
    assert [gene for each in listed for gene in each["genes"]] == findings.set_aside["gene"].tolist()


@pytest.mark.parametrize(
    "variant",
    [{"design": "pairs", "sizes": (19, 19)}, {"design": "covariates", "permutable": False}, {"missing": True}],
)
def test_study_json_is_strict_in_every_variant(make_findings: Make, variant: dict[str, Any]) -> None:
    found = make_findings(**variant)
    nowhere = dataclasses.replace(found.diagnostics.detectable, effect=(np.nan, np.inf, np.nan))
    checks = dataclasses.replace(found.diagnostics, pi0_smoother=np.nan, detectable=nowhere)
    said = strictly(study_json(dataclasses.replace(found, diagnostics=checks)))["differential_expression"]
    assert said["pi0"]["smoother"] is None
    assert said["detectable"]["effect"] == [None, None, None]
    assert said["design"]["kind"] == found.design.kind
    assert said["design"]["columns"] == list(found.design.columns)
    if found.diagnostics.resampled is None:
        assert said["resampling"] == {"made": False, "reason": found.diagnostics.unfit}
    else:
        assert said["resampling"]["genes_left_out"] == found.diagnostics.resampled.left_out
