from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from report.explorer.decoded import Decoded

from interpret.report.explorer import explorer_of
from interpret.report.explorer.lists import gene_lists
from interpret.report.explorer.packing import coded, decimals, in_figures, packed
from interpret.report.findings import Findings
from interpret.report.patients import build_patients
from interpret.report.render.exploring import Explorer


@pytest.fixture(scope="module")
def decoded(findings: Findings) -> Decoded:
    return read(explorer_of(findings, build_patients(findings)))


def read(made: Explorer) -> Decoded:
    return Decoded(made.payload, made.later)


def test_every_number_of_genes_and_evidence_comes_back_to_seven_figures(findings: Findings, decoded: Decoded) -> None:
    genes = decoded.json("texts")["gene"]
    assert genes == findings.genes.by_evidence()["gene"].tolist()
    values = decoded.columns(len(genes))
    columns = [column["name"] for column in decoded.given["columns"]]
    tables = [(findings.genes.frame, findings.genes.columns), (findings.evidence, findings.evidence_columns)]
    beside = tuple(model.name.replace("-", "_") + "_" for model in findings.beside.models)
    wanted = {
        column.name
        for _, declared in tables
        for column in declared
        if column.kind != "text"
        and (not column.name.startswith(beside) or column.name.endswith(("_mean_abs_shap", "_shap_rank")))
    }
    assert set(columns) == wanted
    assert len(columns) == len(wanted) == len(values)
    for name, found in values.items():
        frame = next(frame for frame, _ in tables if name in frame.columns).set_index("gene").reindex(genes)
        true = pd.to_numeric(frame[name], errors="coerce").to_numpy(np.float64, na_value=np.nan)
        np.testing.assert_allclose(found, true, rtol=6e-7, atol=0.0, equal_nan=True, err_msg=name)


def test_what_stands_under_two_names_is_written_once_and_the_table_can_do_without_the_rest(decoded: Decoded) -> None:
    columns = {column["name"]: column for column in decoded.given["columns"]}
    same = {name: column["same"] for name, column in columns.items() if "same" in column}
    assert same, "a test that is the primary one too has its own columns"
    assert not set(same.values()) & set(same)
    assert all(columns[other]["heading"] for name, other in same.items() if name.startswith("moderated_t_"))
    assert set(decoded.given["parts"]) == {"texts", "numbers", "lists"}
    assert set(decoded.given["later"]) == set(decoded.parts) - set(decoded.given["parts"])


def test_every_single_value_comes_back_and_gaps_stay_gaps(findings: Findings) -> None:
    true = findings.display.individual_values.copy()
    true[[0, 5, 40], [1, 1, 7]] = np.nan
    display = dataclasses.replace(findings.display, individual_values=true)
    made = explorer_of(dataclasses.replace(findings, display=display), build_patients(findings))
    decoded = read(made)
    scales, n = decoded.json("scales"), len(display.samples)
    codes = decoded.codes("values").reshape(-1, n)
    found = np.array(scales["low"])[:, None] + np.array(scales["step"])[:, None] * codes
    genes = decoded.json("texts")["gene"]
    wanted = true[:, [display.individual_genes.index(genes[row]) for row in scales["rows"]]].T
    assert np.isnan(wanted).sum() == 3
    np.testing.assert_array_equal(np.isnan(found), np.isnan(wanted))
    assert np.nanmax(np.abs(found - wanted)) <= 0.51 * max(scales["step"])


def test_shap_values_come_back_for_every_sample_of_both_sets(findings: Findings, decoded: Decoded) -> None:
    genes, display = decoded.json("texts")["gene"], findings.display
    codes, start, n = decoded.codes("shap"), 0, len(display.samples)
    models = {model.title: model for model in (*findings.models, *findings.beside.models)}
    assert decoded.json("explained")
    for said in decoded.json("explained"):
        k = len(said["rows"])
        values = codes[start : start + k * n].reshape(k, n) * np.array(said["step"])[:, None]
        start += k * n
        for part, attribution in models[said["title"]].attribution.items():
            rows = [display.samples.index(sample) for sample in attribution.samples]
            for row, own in zip(said["rows"], values, strict=True):
                column = attribution.genes.index(genes[row]) if genes[row] in attribution.genes else None
                true = 0.0 if column is None else attribution.values[:, column]
                assert np.abs(own[rows] - true).max() <= 0.51 * max(said["step"]), part
    assert start == codes.size


def test_samples_sheet_and_pages_are_those_of_the_study(findings: Findings, decoded: Decoded) -> None:
    samples = decoded.json("samples")
    assert samples["name"] == list(findings.display.samples)
    assert [column["title"] for column in samples["sheet"]] == list(findings.covariates.columns)
    ages = samples["sheet"][2]
    assert ages["numeric"]
    assert ages["values"][1] is None
    pages = decoded.json("patients")
    assert [page["sample"] for page in pages] == samples["pages"] == list(range(len(samples["name"])))
    assert {block["kind"] for page in pages for block in page["blocks"]} >= {"prose", "facts", "figure", "bullets"}


def test_a_page_of_a_patient_names_genes_as_pieces_and_holds_no_mark_of_its_own(
    findings: Findings, decoded: Decoded
) -> None:
    text = decoded.part("patients").decode()
    assert not set("\ufff9\ufffa\ufffb") & set(text)
    named = re.findall(r'\["([^"]+)","([^"]+)",(true|false)\]', text)
    assert {gene for _, gene, _ in named} <= set(findings.evidence["gene"].astype(str))


def test_lists_are_offered_by_title_and_every_one_has_genes(findings: Findings, decoded: Decoded) -> None:
    lists = decoded.json("lists")
    assert [each["title"] for each in lists] == [found.title for found in gene_lists(findings)]
    assert lists[0]["title"].startswith("Supported")
    genes = decoded.json("texts")["gene"]
    supported = findings.evidence.loc[findings.evidence["supported"].astype(bool), "gene"]
    assert {genes[row] for row in lists[0]["rows"]} == set(supported) & set(genes)


def test_without_single_values_the_page_names_no_sample_and_no_value(findings: Findings) -> None:
    bare = explorer_of(findings, None)
    assert bare.patients_title == ""
    assert "left out" in bare.lede
    assert set(read(bare).parts) == {"texts", "numbers", "lists", "further"}
    assert json.loads(bare.payload)["later"] == ["further"]


def test_where_not_all_values_fit_the_page_says_so(findings: Findings) -> None:
    display = findings.display
    fewer = dataclasses.replace(
        display, individual_genes=display.individual_genes[:50], individual_values=display.individual_values[:, :50]
    )
    made = explorer_of(dataclasses.replace(findings, display=fewer), build_patients(findings))
    assert "for the 50 genes of the smallest p-values" in made.lede
    assert len(read(made).json("scales")["rows"]) == 50


def test_payload_holds_no_markup_and_is_the_same_twice(make_findings: Callable[..., Findings]) -> None:
    first, again = make_findings(), make_findings()
    one = explorer_of(first, build_patients(first))
    assert not set("<>&") & set(one.payload + one.later)
    other = explorer_of(again, build_patients(again))
    assert (other.payload, other.later) == (one.payload, one.later)


def test_decimals_reach_over_all_floats() -> None:
    values = np.array([0.0, -0.0, 1e-300, 5e-324, 1.7e308, 123456789.4, -0.05, np.nan, np.inf, -np.inf])
    text = json.dumps({"parts": {"x": packed(decimals(values))}})
    found = Decoded(text).decimals("x", len(values))[0]
    wanted = [in_figures(value) if np.isfinite(value) else value for value in values]
    np.testing.assert_array_equal(found, wanted)


def test_codes_of_a_row_without_values_or_without_range() -> None:
    codes, low, step = coded(np.array([[np.nan, np.nan], [3.0, 3.0], [1.0, np.nan]]))
    assert codes[0].tolist() == [-32768, -32768]
    assert (codes[1] * step[1] + low[1]).tolist() == [3.0, 3.0]
    assert codes[2, 1] == -32768
