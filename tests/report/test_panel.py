"""Every model side by side: figure, table, prediction strengths, the tree, the notebook; recipes and the last lines."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from report import sample_beside
from scipy import stats

from interpret.data.cohort import Labels
from interpret.models.kinds import KINDS
from interpret.prep.preparation import Intensities
from interpret.report import notebook, recipes, voting, words
from interpret.report.blocks import Bullets, Columns, Figure, Prose, Table
from interpret.report.build import build_report
from interpret.report.closing import closing_lines
from interpret.report.every_model import PREVALENCE, every_model, model_named
from interpret.report.figures.panel import panel as drawn_panel
from interpret.report.figures.tree import tree
from interpret.report.findings import Beside, Findings
from interpret.report.sections import cohort, methods, panel

Make = Callable[..., Findings]


@pytest.fixture(scope="module")
def alone(make_findings: Make) -> Findings:
    return make_findings(independent=False)


@pytest.fixture(scope="module")
def persons(make_findings: Make) -> Findings:
    found = make_findings(design="pairs", sizes=(19, 19))
    return dataclasses.replace(found, counts=dataclasses.replace(found.counts, train_persons=19))


def without_beside(findings: Findings) -> Findings:
    beside = findings.beside
    none = Beside((), beside.predictions.iloc[:0], beside.measures.iloc[:0])
    return dataclasses.replace(findings, beside=none)


def measured(findings: Findings, model: str, part: str, name: str) -> pd.Series:
    frame = every_model(findings).measures
    [row] = frame[(frame["model"] == model) & (frame["set"] == part) & (frame["measure"] == name)].index
    return frame.loc[row]


# The list of all


def test_those_in_full_come_first_and_the_one_without_genes_last(findings: Findings) -> None:
    names = [model.name for model in every_model(findings).models]
    assert [model.name for model in findings.beside.models] == ["weighted-voting", PREVALENCE, "decision-tree"]
    assert names == ["sparse-logistic", "random-forest", "weighted-voting", "decision-tree", PREVALENCE]
    assert PREVALENCE in {kind.name for kind in KINDS}
    assert model_named(findings, "naive-bayes") is None


def test_the_section_stands_only_where_it_has_something_to_say(findings: Findings) -> None:
    nothing = dataclasses.replace(without_beside(findings), notebook=())
    assert panel.section(nothing) is None
    assert "panel" not in [part.anchor for part in build_report(nothing).sections]
    only = panel.section(without_beside(findings))
    assert only is not None
    assert [block.kind for block in only.blocks] == ["prose", "table"]


# Figure and table


def test_table_gives_each_model_its_numbers(findings: Findings, alone: Findings) -> None:
    rows = {row[0]: row[1:] for row in panel.table(findings).rows}
    for model in every_model(findings).models:
        shown = rows[model.title]
        for at, part in ((0, "loo"), (2, "independent")):
            right = measured(findings, model.name, part, "right")
            assert shown[at].startswith(f"{round(right['value'] * right['n'])} of {right['n']} (")
            assert shown[at + 1] == f"{measured(findings, model.name, part, 'brier')['value']:.3f}"
        assert shown[4] == str(len(model.genes))
    assert len(panel.table(alone).columns) == 4
    assert "Weighted voting: the chance is a share of votes" in panel.table(findings).note


def test_figure_has_a_row_a_model_and_a_mark_for_each_set(findings: Findings, alone: Findings) -> None:
    figure = drawn_panel(findings)
    [left_out, independent] = re.findall(r'd="([^"]+)" data-marks="estimate"', figure.svg)
    assert left_out.count("M") == independent.count("M") == 5
    assert "h0" in left_out, "left out: filled dots"
    assert "v" in independent, "independent: squares"
    assert figure.svg.count(">larger class alone: ") == 2
    assert "larger class alone: 27 of 38" in figure.svg
    assert "larger class alone: 20 of 34" in figure.svg
    right = measured(findings, "decision-tree", "loo", "right")
    assert f"Decision tree {round(right['value'] * 38)} of 38 (" in figure.alt
    single = drawn_panel(alone)
    assert single.svg.count('data-marks="estimate"') == 1
    assert "square" not in single.caption


def test_figure_begins_its_axis_below_every_interval(findings: Findings) -> None:
    beside, row = findings.beside, findings.beside.measures
    poor = row.assign(ci_low=row["ci_low"].where(row["measure"] != "right", 0.04))
    figure = drawn_panel(dataclasses.replace(findings, beside=dataclasses.replace(beside, measures=poor)))
    assert ">0%<" in figure.svg
    assert ">0%<" not in drawn_panel(findings).svg


def test_luck_is_said_in_patients(findings: Findings) -> None:
    said = panel.chance(findings)
    low, high = stats.binom.interval(0.95, 38, 0.9)
    assert "no ranking" in said
    assert f"anything from {low:.0f} to {high:.0f} right" in said


def test_the_model_of_page_1_was_fixed_before(findings: Findings, persons: Findings) -> None:
    section = panel.section(findings)
    assert section is not None
    [first, *_] = section.blocks
    assert isinstance(first, Prose)
    assert (
        "three others were judged in exactly the same way: every patient was left out in turn;" in first.paragraphs[0]
    )
    assert "too optimistic" in first.paragraphs[2]
    repeated = panel.section(persons)
    assert repeated is not None
    assert "every person, with all their samples, was left out in turn" in repeated.blocks[0].paragraphs[0]  # type: ignore[union-attr]


def test_classes_of_one_size_tip_the_share_and_that_is_said(findings: Findings, make_findings: Make) -> None:
    even = make_findings(signal=0.35, sizes=(20, 20))
    shown = panel.table(even)
    assert shown.rows[-1][1].startswith("0 of 40 (")
    assert "leaving a patient out tips the share of the classes" in shown.note
    assert "tips" not in panel.table(findings).note


# Prediction strength


def with_probability(findings: Findings, probability: list[float]) -> Findings:
    """Return the findings with these probabilities for the first left-out samples by weighted voting, 1 or 0 after."""
    frame = findings.beside.predictions.copy()
    mine = frame.index[(frame["model"] == "weighted-voting") & (frame["set"] == "loo")]
    truth = frame.loc[mine, "truth"] == findings.labels.positive
    chance = truth.to_numpy(dtype=float)
    chance[: len(probability)] = probability
    frame.loc[mine, "probability"] = chance
    names = np.where(chance > 0.5, findings.labels.positive, findings.labels.negative)
    frame.loc[mine, "argmax_call"] = names
    return dataclasses.replace(findings, beside=dataclasses.replace(findings.beside, predictions=frame))


def left_out_column(found: Findings) -> list[tuple[str, str]]:
    [_, both] = voting.voting(found)
    assert isinstance(both, Columns)
    assert isinstance(both.left, Table)
    return [(row[0], row[1]) for row in both.left.rows]


def test_only_calls_of_the_least_strength_count(findings: Findings) -> None:
    # strengths of the first four, all truly negative: 0.3 by hand, 0.3 again, just below, and a wrong one above
    found = with_probability(findings, [0.35, 0.65, 0.64999, 0.9])
    assert left_out_column(found)[0] == ("Called by strength", "37 of 38, wrong: 2")
    strict = findings.settings.models.voting.model_copy(update={"least_strength": 0.31})
    models = findings.settings.models.model_copy(update={"voting": strict})
    tighter = dataclasses.replace(found, settings=findings.settings.model_copy(update={"models": models}))
    assert left_out_column(tighter)[0] == ("Called by strength", "35 of 38, wrong: 1")
    [_, both] = voting.voting(tighter)
    assert "a strength of 0.31 or more" in both.left.caption  # type: ignore[union-attr]
    assert voting.voting(without_beside(findings)) == []


def test_the_three_way_call_stands_beside_the_strength(findings: Findings) -> None:
    found = with_probability(findings, [0.64, 0.9])  # the first too weak for the strength, both truly negative
    frame = found.beside.predictions.copy()
    mine = frame.index[(frame["model"] == "weighted-voting") & (frame["set"] == "loo")]
    frame.loc[mine, "call"] = frame.loc[mine, "argmax_call"]
    frame.loc[mine[[1, 2, 3]], "call"] = "uncertain"
    found = dataclasses.replace(found, beside=dataclasses.replace(found.beside, predictions=frame))
    assert left_out_column(found) == [
        ("Called by strength", "37 of 38, wrong: 1"),
        ("Called by the three-way call", "35 of 38, wrong: 1"),
        ("By both", "34"),
        ("By strength alone", "3"),
        ("By the three-way call alone", "1"),
        ("By neither", "0"),
    ]


def test_strengths_are_held_against_the_published_ones(findings: Findings, alone: Findings) -> None:
    left_out, independent = voting.pairs(findings)
    assert (left_out.ours.size, independent.ours.size) == (37, 34), "one published strength is missing"
    frame = findings.beside.predictions.query("model == 'weighted-voting' and set == 'loo'").set_index("sample")
    both = pd.DataFrame({"ours": (2 * frame["probability"] - 1).abs(), "theirs": findings.covariates["PS"]}).dropna()
    pearson, spearman = both.corr().iloc[0, 1], both.rank().corr().iloc[0, 1]
    assert left_out.correlations() == pytest.approx((pearson, spearman))
    [_, shown] = voting.voting(findings)
    assert isinstance(shown, Columns)
    assert f"left out in turn Pearson {pearson:.2f}, Spearman {spearman:.2f} (37 patients)" in shown.left.note  # type: ignore[union-attr]
    assert "was not asked whether it gives the class away" in shown.left.note  # type: ignore[union-attr]
    assert isinstance(shown.right, Figure)
    assert [marked.count("M") for marked in re.findall(r'd="([^"]+)" data-marks="strength', shown.right.svg)] == [
        37,
        34,
    ]
    assert len(voting.pairs(alone)) == 1


def test_published_strengths_lose_their_sign_and_may_be_useless(findings: Findings) -> None:
    signed = findings.covariates.assign(PS=-findings.covariates["PS"])
    same = voting.pairs(dataclasses.replace(findings, covariates=signed))
    assert same[0].correlations() == voting.pairs(findings)[0].correlations()
    flat = dataclasses.replace(findings, covariates=findings.covariates.assign(PS=0.5))
    assert voting.pairs(flat)[0].correlations() is None
    [_, shown] = voting.voting(flat)
    assert "no correlation can be given (38 patients)" in shown.left.note  # type: ignore[union-attr]


def test_a_published_result_is_not_shown_as_a_property_of_patients(findings: Findings, alone: Findings) -> None:
    [sheet] = cohort.covariates(findings)
    assert isinstance(sheet, Table)
    assert "PS" not in [row[0] for row in sheet.rows]
    assert "Left out, since declared as a result: PS." in sheet.note
    none = dataclasses.replace(alone.identifiability, results=())
    [whole] = cohort.covariates(dataclasses.replace(alone, identifiability=none))
    assert isinstance(whole, Table)
    assert "PS" in [row[0] for row in whole.rows]


# The tree


def test_the_tree_is_told_and_drawn_as_it_stands(findings: Findings) -> None:
    [figure] = tree(findings)
    model = model_named(findings, "decision-tree")
    assert model is not None
    grown = model.frozen.rule.tree  # type: ignore[attr-defined]
    leaves = int((grown.gene < 0).sum())
    assert figure.alt.count("called ") == leaves
    root = model.frozen.columns[grown.gene[0]]  # type: ignore[attr-defined]
    assert root in figure.alt
    threshold = 2 ** grown.threshold[0]
    assert f"at most {float(f'{threshold:.3g}'):,.0f}" in figure.alt
    assert figure.svg.count(">at most<") == figure.svg.count(">more than<") == leaves - 1
    counts = re.findall(r"\((\d+) ALL, (\d+) AML\)", figure.alt)
    assert (sum(int(a) for a, _ in counts), sum(int(b) for _, b in counts)) == (27, 11)
    often = model.selection_frequency[root]
    assert f"Its first gene is in {100 * often:.0f}% of the trees" in figure.caption


def test_a_sample_follows_the_words_to_the_chance_it_is_given(findings: Findings) -> None:
    found = sample_beside.with_tree(findings, sample_beside.deep_tree())
    [figure] = tree(found)
    assert figure.alt.count("called ") == 8
    assert (
        "ZYX (X95735_at) at most 256, CD33 (M23197_at) at most 512, MGST1 (U46499_at) at most 1,020: called"
        in figure.alt
    )
    assert figure.alt.endswith("AML 92% (0 ALL, 10 AML).")


def test_exactly_one_half_goes_to_the_negative_class_and_a_single_leaf_is_a_tree(findings: Findings) -> None:
    [figure] = tree(sample_beside.with_tree(findings, sample_beside.leaf(4, 4)))
    assert figure.alt == "Decision tree in words. Everybody called ALL, chance of AML 50% (4 ALL, 4 AML)."
    assert ">at most<" not in figure.svg
    assert "first gene" not in figure.caption


def test_thresholds_are_intensities_only_where_there_is_a_way_back(findings: Findings) -> None:
    def said(**changed: object) -> str:
        found = sample_beside.with_tree(findings, sample_beside.deep_tree())
        model = model_named(found, "decision-tree")
        assert model is not None
        prepared = dataclasses.replace(model.frozen.preparation, **changed)  # type: ignore[attr-defined]
        frozen = dataclasses.replace(model.frozen, preparation=prepared)  # type: ignore[type-var]
        changed_model = dataclasses.replace(model, frozen=frozen)
        beside = dataclasses.replace(found.beside, models=(changed_model,))
        [figure] = tree(dataclasses.replace(found, beside=beside))
        return figure.alt + figure.caption

    assert "ZYX (X95735_at) at most 256," in said()
    assert f"ZYX (X95735_at) at most {words.scientific(1e8, 2)}," in said(
        intensities=Intensities(100.0, 16000.0, "log10")
    )
    assert "ZYX (X95735_at) at most 8.00," in said(scales_arrays=True)
    assert "(standardised log intensity)" in said(scales_arrays=True)
    assert "(intensities, rounded)" not in said(intensities=None)


def test_without_a_tree_nothing_is_drawn(findings: Findings) -> None:
    assert tree(without_beside(findings)) == []


# The notebook


def test_notebook_stands_beside_what_is_found_here(findings: Findings, alone: Findings) -> None:
    prose, table = notebook.notebook(findings)
    assert isinstance(table, Table)
    assert isinstance(prose, Prose)
    low, high = stats.binomtest(31, 34).proportion_ci(0.95)
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Decision tree"][0] == f"31 of 34 ({100 * low:.0f}% to {100 * high:.0f}%)"
    assert rows["Naive Bayes"][1:] == ("not run", "not run")
    right = measured(findings, "random-forest", "independent", "right")
    assert rows["Random forest"][2].startswith(f"{round(right['value'] * 34)} of 34 (")
    assert "looked at once for every model" in prose.paragraphs[0]
    assert notebook.notebook(alone) == []


# Methods and the terminal


def test_methods_give_the_recipe_of_every_model(findings: Findings) -> None:
    table = recipes.recipes(findings)
    assert [row[0] for row in table.rows] == [model.title for model in every_model(findings).models]
    assert table.rows[3][1:] == ("prepared", "10 by F", "none", "depth, 3 choices", "5-fold")
    assert table in methods.section(findings).blocks
    [beside] = recipes.beside(findings)
    assert isinstance(beside, Bullets)
    assert beside.items[0] == "Weighted voting. Each gene votes by its signal to noise, as a stand-in."
    assert recipes.beside(without_beside(findings)) == []


def test_the_terminal_sums_the_models_beside_up(findings: Findings, alone: Findings) -> None:
    [line] = [line for line in closing_lines(findings) if "beside" in line]
    counted = {
        part: [
            round(float(measured(findings, model.name, part, "right")["value"]) * n) for model in findings.beside.models
        ]
        for part, n in (("loo", 38), ("independent", 34))
    }
    low, high = min(counted["loo"]), max(counted["loo"])
    assert line.startswith(f"3 models beside: left out {low} to {high} of 38 right; independent ")
    assert line.endswith("of 34 right; all in models.csv")
    assert not any("beside" in line for line in closing_lines(without_beside(findings)))
    [line] = [line for line in closing_lines(alone) if "beside" in line]
    assert "independent" not in line


def test_long_class_names_fit_and_stay_told_apart(make_findings: Make) -> None:
    labels = Labels("acute lymphoblastic leukaemia of the B lineage", "acute myeloid leukaemia with maturation")
    [figure] = tree(make_findings(labels=labels))
    assert "called acute myeloid leukaemia with maturation" in figure.alt
    assert 'data-marks="reached"' in figure.svg
