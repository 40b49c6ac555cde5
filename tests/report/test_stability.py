"""How firm genes are, in figures and files, and the pairs of genes."""

from __future__ import annotations

import dataclasses
import json
import re

import numpy as np
import pandas as pd
import pytest
from report.sample_stability import LOOSE_PLACES

from interpret.explain.interactions import INTERACTION_COLUMNS, no_interactions
from interpret.explain.unstable import IN_WORDS
from interpret.report.blocks import Prose, Table
from interpret.report.figures import top_genes as top_genes_file
from interpret.report.figures.beeswarm import beeswarm
from interpret.report.figures.genes import gene_labels
from interpret.report.figures.top_genes import leading_rows, top_genes
from interpret.report.figures.unstable import faded, unstable_genes
from interpret.report.files.study_json import study_json
from interpret.report.files.tables import interactions_csv
from interpret.report.findings import Findings
from interpret.report.sections.interactions import blocks, methods

MODELS = ["sparse-logistic", "random-forest"]
DRAWN = {"beeswarm": beeswarm, "top_genes": top_genes}


def unsure(findings: Findings, model: str) -> list[str]:
    rows = leading_rows(findings, model)
    return [str(rows["gene"].iloc[place]) for place in LOOSE_PLACES]


def all_firm(findings: Findings) -> Findings:
    """The same findings, all models of one mind."""
    evidence = findings.evidence.copy()
    for name in evidence.columns:
        if name.endswith(("fold_use_share", "fold_sign_share")):
            evidence[name] = 1.0
        if name.endswith("rank_high"):
            evidence[name] = evidence[name].clip(upper=90.0)
    return dataclasses.replace(findings, evidence=evidence)


@pytest.mark.parametrize("model", MODELS)
def test_unstable_genes_are_those_of_the_rule(findings: Findings, model: str) -> None:
    shown = set(leading_rows(findings, model)["gene"])
    assert unstable_genes(findings, model) & shown == set(unsure(findings, model))
    assert unstable_genes(findings, "no such model") == frozenset()
    assert not unstable_genes(all_firm(findings), model)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", DRAWN)
def test_unstable_genes_are_faded_ringed_and_named(findings: Findings, model: str, name: str) -> None:
    figure = DRAWN[name](findings, model)
    names = gene_labels(findings, unsure(findings, model))
    rings = re.findall(r'd="([^"]*)" data-marks="ring"', figure.svg)
    assert sum(ring.count("M") for ring in rings) == len(LOOSE_PLACES)
    for each in names:
        assert re.search(rf'fill="#55636f"[^>]*>{re.escape(each)}<', figure.svg), "its name is not in the full ink"
        assert each in figure.alt.split("Unstable, drawn faded: ")[1]
    assert IN_WORDS in figure.caption
    firm = DRAWN[name](all_firm(findings), model)
    assert 'data-marks="ring"' not in firm.svg
    assert IN_WORDS not in firm.caption
    assert "No gene drawn is unstable." in firm.alt
    pale = {faded(colour) for colour in re.findall(r"#[0-9a-f]{6}", firm.svg)} - set(re.findall(r"#\w{6}", firm.svg))
    assert pale & set(re.findall(r"#[0-9a-f]{6}", figure.svg))


def test_fading_goes_towards_the_paper() -> None:
    assert faded("#ffffff") == "#ffffff"
    assert faded("#000000") == "#9e9e9e"


def test_bars_carry_the_range_of_the_mean(findings: Findings) -> None:
    rows = leading_rows(findings, MODELS[0])
    svg = top_genes(findings, MODELS[0]).svg
    bars = [float(width) for width in re.findall(r'width="([\d.]+)" height="8" [^>]*data-marks="gene"', svg)]
    unit = bars[0] / rows["size"].iloc[0]
    ends = {round(top_genes_file._LEFT + unit * float(most), 1) for most in rows["most"]}
    drawn = {round(float(x), 1) for x in re.findall(r'x2="([\d.]+)"', svg)}
    assert ends <= {round(x + step, 1) for x in drawn for step in (-0.1, 0.0, 0.1)}


def test_without_ranges_bars_are_drawn_alone(findings: Findings) -> None:
    evidence = findings.evidence.copy()
    evidence[[name for name in evidence.columns if "mean_abs_" in name and not name.endswith("shap")]] = np.nan
    evidence[[name for name in evidence.columns if "_fold_" in name]] = np.nan
    figure = top_genes(dataclasses.replace(findings, evidence=evidence), MODELS[0])
    assert "NaN" not in figure.svg
    assert figure.svg.count('data-marks="gene"') == 15


def test_pairs_are_shown_where_supported_and_stable(findings: Findings) -> None:
    (table,) = blocks(findings)
    assert isinstance(table, Table)
    assert len(table.rows) == 1
    assert len(table.rows[0]) == len(table.columns)
    pair = findings.interactions.table.iloc[0]
    for label in gene_labels(findings, [pair["gene_a"], pair["gene_b"]]):
        assert label in table.rows[0][0]
    assert "no sign that the two genes act on each other" in table.note


def test_no_pair_is_one_sentence_and_no_table(findings: Findings) -> None:
    rest = dataclasses.replace(findings.interactions, table=findings.interactions.table.iloc[1:])
    (said,) = blocks(dataclasses.replace(findings, interactions=rest))
    assert isinstance(said, Prose)
    assert len(said.paragraphs) == 1
    assert said.paragraphs[0].count(".") == 1
    assert "214 pairs in Random forest" in said.paragraphs[0]
    without = dataclasses.replace(findings, interactions=no_interactions())
    assert blocks(without) == []
    assert len(list(methods(without))) == 1
    assert len(list(methods(findings))) == 2


def test_pairs_of_two_models_say_whose_they_are(findings: Findings) -> None:
    found = findings.interactions
    other = found.table.assign(model="sparse-logistic")
    both = dataclasses.replace(
        found, table=pd.concat([found.table, other]), held=(*found.held, ("sparse-logistic", 12))
    )
    (table,) = blocks(dataclasses.replace(findings, interactions=both))
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == ["Random forest", "Sparse logistic regression"]
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_pairs_are_written(findings: Findings) -> None:
    lines = interactions_csv(findings).decode().splitlines()
    assert lines[0] == ",".join(column.name for column in INTERACTION_COLUMNS)
    assert len(lines) == 4
    written = json.loads(study_json(findings))["interactions"]
    assert written["pairs_held"] == [{"model": "random-forest", "pairs": 214}]
    assert [pair["supported"] for pair in written["pairs"]] == [True, False, True]
    none = interactions_csv(dataclasses.replace(findings, interactions=no_interactions())).decode().splitlines()
    assert none == lines[:1]
