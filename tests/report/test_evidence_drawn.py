"""The evidence in the report: what is drawn of each gene, and what is said of rules, agreement and lists."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from interpret.data.genes_of_interest import GenesOfInterest
from interpret.explain.estimands import estimand
from interpret.explain.supported import stably_used
from interpret.report import evidence_words
from interpret.report.blocks import Figure, Prose, Table
from interpret.report.figures.evidence import SHOWN, evidence, leading_genes
from interpret.report.figures.evidence_marks import wrapped
from interpret.report.figures.volcano import volcano
from interpret.report.files.evidence_json import evidence_json
from interpret.report.findings import Findings

MODELS = ("sparse_logistic", "random_forest")


@pytest.fixture(scope="module")
def drawn(findings: Findings) -> Figure:
    return evidence(findings)


def marked(figure: Figure, kind: str) -> int:
    """Return how many marks of a kind are drawn."""
    root = ET.fromstring(figure.svg)  # noqa: S314  our own markup
    paths = [element for element in root.iter() if element.get("data-marks") == kind]
    return sum(max(1, path.get("d", "").count("M")) for path in paths)


def test_every_leading_gene_is_drawn_by_every_source(findings: Findings, drawn: Figure) -> None:
    rows = leading_genes(findings).rows
    assert rows["gene"].tolist() == findings.evidence.sort_values("consensus_rank")["gene"].head(SHOWN).tolist()
    assert marked(drawn, "effect") == marked(drawn, "q") == int(rows["q_value"].notna().sum())
    assert marked(drawn, "share") == int((rows["selection_frequency"] > 0.0).sum())
    ranked = sum(int((rows[f"{key}_mean_abs_shap"] > 0.0).sum()) for key in MODELS)
    assert marked(drawn, "steady rank") + marked(drawn, "unsteady rank") == ranked
    assert marked(drawn, "of interest") == int(rows["of_interest"].sum()) > 0


def test_unsteady_ranks_are_hollow(findings: Findings, drawn: Figure) -> None:
    table = findings.evidence.sort_values("consensus_rank", kind="stable")
    steady = sum(int(stably_used(table, key)[:SHOWN].sum()) for key in MODELS)
    assert marked(drawn, "steady rank") == steady
    assert marked(drawn, "unsteady rank") > 0


def test_all_sources_agree_where_the_test_calls_and_every_model_is_steady(findings: Findings) -> None:
    leading = leading_genes(findings)
    expected = leading.called & leading.steady["sparse-logistic"] & leading.steady["random-forest"]
    assert leading.agreed.tolist() == expected.tolist()
    assert 0 < leading.agreed.sum() < SHOWN
    uncalled = findings.evidence.assign(q_value=0.9)
    assert not leading_genes(dataclasses.replace(findings, evidence=uncalled)).agreed.any()


def test_letters_pair_the_genes_of_a_block(findings: Findings) -> None:
    order = findings.evidence.sort_values("consensus_rank", kind="stable")["gene"].tolist()
    blocks = {order[1]: "b", order[3]: "b", order[4]: "c", order[SHOWN + 2]: "c", order[6]: "d", order[8]: "d"}
    table = findings.evidence.assign(block=findings.evidence["gene"].map(blocks).fillna(""))
    letters = leading_genes(dataclasses.replace(findings, evidence=table)).letters
    assert letters[:9] == ("", "A", "", "A", "\N{MIDDLE DOT}", "", "B", "", "B")


def test_genes_without_a_test_or_a_model_have_a_dash(findings: Findings) -> None:
    first = findings.evidence["gene"].iloc[0]
    blank = findings.evidence.copy()
    blank.loc[blank["gene"] == first, ["effect", "q_value"]] = np.nan
    figure = evidence(dataclasses.replace(findings, evidence=blank))
    before = evidence(findings).svg.count("\N{EN DASH}</text>")
    assert figure.svg.count("\N{EN DASH}</text>") == before + 2


def test_models_that_are_not_explained_take_no_column(findings: Findings) -> None:
    none = tuple(dataclasses.replace(model, attribution={}) for model in findings.models)
    figure = evidence(dataclasses.replace(findings, models=none))
    assert "Rank by SHAP in" not in figure.svg
    assert marked(figure, "effect") == SHOWN


def test_headings_take_two_lines_at_most() -> None:
    assert wrapped("Sparse logistic regression", 80.0) == ["Sparse logistic", "regression"]
    assert wrapped("Random forest", 200.0) == ["Random forest"]
    assert len(wrapped("one two three four five six seven", 30.0)) == 2


def test_the_rules_are_said_with_their_count(findings: Findings) -> None:
    said = evidence_words.rules(findings)
    assert isinstance(said, Prose)
    n = int(findings.evidence["supported"].sum())
    assert f"{n} genes of 300 are supported" in said.paragraphs[1]
    assert "the middle one of its ranks" in said.paragraphs[0]


def test_genes_of_interest_are_counted_and_placed(findings: Findings) -> None:
    rows = findings.evidence[findings.evidence["of_interest"]]
    [said] = evidence_words.interest(findings)
    assert "4 names for 3 genes of the expression file, of which 3 were tested" in said
    assert f"median place is {int(rows['consensus_rank'].median())} of 300" in said
    assert f"{int(rows['supported'].sum())} of 3" in said
    assert said.endswith("Not found: FAH.")
    assert evidence_words.interest(dataclasses.replace(findings, of_interest=None)) == ()
    elsewhere = dataclasses.replace(
        findings,
        of_interest=GenesOfInterest("x.txt", 1, ("gone",), ()),
        evidence=findings.evidence.assign(of_interest=False),
    )
    [said] = evidence_words.interest(elsewhere)
    assert said.endswith("1 name for 1 gene of the expression file, of which 0 were tested or are used by a model.")


def test_agreement_has_a_row_for_every_two_rankings_shown(findings: Findings) -> None:
    [table] = evidence_words.agreement(findings)
    assert isinstance(table, Table)
    assert [row[0] for row in table.rows] == [
        "Test and sparse logistic regression",
        "Test and random forest",
        "Sparse logistic regression and random forest",
    ]
    assert [row[2] for row in table.rows] == [f"{each.overlap:.2f}" for each in findings.agreement]
    assert all(float(row[3]) < float(row[2]) for row in table.rows)
    assert evidence_words.agreement(dataclasses.replace(findings, agreement=())) == ()


def test_study_json_holds_agreement_and_list(findings: Findings) -> None:
    said = evidence_json(findings)
    assert len(said["agreement"]["pairs"]) == 3
    assert said["supported"] == int(findings.evidence["supported"].sum())
    assert said["of_interest"]["unmatched"] == ("FAH",)


def test_a_model_says_what_its_values_are(findings: Findings) -> None:
    sparse, forest = findings.models
    one, other = (estimand(model.frozen.family) for model in (sparse, forest))
    assert "interventional" in one
    assert "log-odds" in one
    assert "path-dependent" in other
    assert "probability" in other


def test_genes_of_interest_are_ringed_in_the_volcano(findings: Findings) -> None:
    assert marked(volcano(findings), "ring") == 3
    assert "Ringed" in volcano(findings).caption
    without = volcano(dataclasses.replace(findings, of_interest=None))
    assert marked(without, "ring") == 0
    assert "Ringed" not in without.caption


def test_nothing_to_find_is_drawn_too(make_findings: Callable[..., Findings]) -> None:
    nothing = make_findings(signal=0.0)
    figure = evidence(nothing)
    assert marked(figure, "effect") == SHOWN
    assert "All sources agree on" in figure.alt
