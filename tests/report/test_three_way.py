"""The promise of three-way calls and what became of it; every model against the first, in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from report import sample_calls
from scipy import stats

from interpret.report import against_first, three_way
from interpret.report.blocks import Figure, Prose, Table
from interpret.report.every_model import every_model
from interpret.report.figures.calls import calls as drawn_calls
from interpret.report.figures.certainty import certainty
from interpret.report.findings import Beside, Findings
from interpret.report.patients import build_patients
from interpret.report.sections import again, limits, methods, models, panel
from interpret.scoring.paired import detectable_gap

Make = Callable[..., Findings]


@pytest.fixture(scope="module")
def alone(make_findings: Make) -> Findings:
    return make_findings(independent=False)


def without_beside(findings: Findings, full: int = 2) -> Findings:
    """Return the findings with `full` models and none beside."""
    ran = findings.models[:full]
    names = [model.name for model in ran]
    frame = findings.predictions[findings.predictions["model"].isin(names)]
    none = Beside((), findings.beside.predictions.iloc[:0], findings.beside.measures.iloc[:0])
    compared = sample_calls.comparisons((frame,), findings.labels)
    return dataclasses.replace(findings, models=ran, predictions=frame, beside=none, comparisons=compared)


def with_rate(findings: Findings, rate: float, own: float) -> Findings:
    made = dataclasses.replace(findings.three_way, error_rate=rate, training_error_rate=own)
    return dataclasses.replace(findings, three_way=made)


# The promise


def test_assumption_and_bound_stand_below_the_calls(findings: Findings) -> None:
    blocks = models.section(findings).blocks
    place = next(i for i, block in enumerate(blocks) if isinstance(block, Table) and block.caption == "Calls")
    assert isinstance(blocks[place + 1], Prose)
    [said] = blocks[place + 1].paragraphs
    assert "in at most 20% of cases" in said
    assert "10% is what is aimed at" in said
    assert "(exchangeable). Another centre, tissue or array breaks that, and then nothing is promised." in said
    assert "counted on the independent patients alone" in said


def test_coverage_is_that_of_the_independent_patients(findings: Findings) -> None:
    shown = three_way.coverage(findings)
    frame = findings.predictions
    for row, model in zip(shown.rows, findings.models, strict=True):
        mine = frame[(frame["model"] == model.name) & (frame["set"] == "independent")]
        kept = (mine["call"] == mine["truth"]) | (mine["call"] == "uncertain")
        low, high = stats.binomtest(int(kept.sum()), len(mine)).proportion_ci(0.95)
        assert row[0] == model.title
        assert row[1].startswith(f"{kept.sum()} of 34 ({100 * low:.0f}% to ")
        assert high <= 1.0
        for cell, label in zip(row[2:], ("ALL", "AML"), strict=True):
            of = mine["truth"] == label
            assert cell.startswith(f"{(kept & of).sum()} of {of.sum()} (")
    assert "The three models beside: " in shown.note


def test_without_independent_patients_nothing_is_said_to_be_realised(alone: Findings) -> None:
    blocks = three_way.three_way(alone)
    assert len(blocks) == 1
    assert "There are no independent patients, so what is realised is not known." in three_way.promise(alone)


def test_where_the_classes_differ_otherwise_less_is_promised(make_findings: Make, findings: Findings) -> None:
    assert "nothing is promised where it is absent" in three_way.promise(make_findings(confounded=True))
    assert "page 1" not in three_way.promise(findings)


def test_a_rate_of_one_half_carries_no_bound(make_findings: Make) -> None:
    tiny = make_findings(sizes=(3, 3), permutable=False)
    assert "in at most 50% of cases" in three_way.promise(tiny)
    none = with_rate(tiny, 0.5, 0.5)
    assert "carry no bound at all" in three_way.promise(none)


def test_the_rate_in_use_is_the_one_in_all_words(findings: Findings) -> None:
    other = with_rate(findings, 0.2, 0.25)
    how = models.section(other).blocks[0]
    assert isinstance(how, Prose)
    assert "no more than 20% of its own members" in how.paragraphs[2]
    assert "only describes (25% there), since" in how.paragraphs[2]
    assert "in at least 60% of cases" in " ".join(limits.standing(other))
    judging = next(
        block for block in methods.section(other).blocks if getattr(block, "title", "") == "Judging the models"
    )
    assert "error rate 20% in each class" in " ".join(judging.items)  # type: ignore[union-attr]


def test_training_calls_are_marked_wherever_they_are_shown(findings: Findings) -> None:
    rows = models.summary(findings).rows
    assert all(row[5].endswith(", descriptive") == (row[1] == "left out in turn") for row in rows)
    assert {row[1] for row in rows} == {"left out in turn", "independent"}
    for figure in (drawn_calls(findings), certainty(findings)):
        assert isinstance(figure, Figure)
        assert "do not act on it" in figure.caption
        assert "descri" in figure.caption
    assert "On training patients a three-way call only describes." in again.patients(findings).note
    labels = [section.blocks[1].facts[0].label for section in build_patients(findings).sections]  # type: ignore[union-attr]
    assert ["descriptive" in label for label in labels] == [True] * 38 + [False] * 34


def test_who_is_uncertain_reads_do_not_act_on_it(findings: Findings) -> None:
    first = findings.predictions[findings.predictions["model"] == findings.models[0].name]
    pages = build_patients(findings).sections
    for section, call in zip(pages, first["call"], strict=True):
        told = section.blocks[1].facts[0]  # type: ignore[union-attr]
        assert (
            (told.number == "Uncertain")
            == told.label.startswith("do not act on it (three-way call, ")
            == (call == "uncertain")
        )
    assert "Uncertain: do not act on it" in models.summary(findings).note


# Every model against the first


def test_each_other_model_stands_once_with_who_alone_was_right(findings: Findings) -> None:
    others = every_model(findings).models[1:]
    shown = against_first.table(findings, others)
    assert [row[0] for row in shown.rows] == [model.title for model in others]
    frame = every_model(findings).predictions
    right = frame.assign(right=frame["argmax_call"] == frame["truth"]).pivot_table(
        index=["set", "sample"], columns="model", values="right", aggfunc="first"
    )
    for row, model in zip(shown.rows, others, strict=True):
        for cell, part in ((row[1], "loo"), (row[4], "independent")):
            both = right.loc[part, ["sparse-logistic", model.name]].astype(bool)
            alone = both[model.name] & ~both["sparse-logistic"], both["sparse-logistic"] & ~both[model.name]
            assert cell == f"{alone[0].sum()} / {alone[1].sum()}"


def test_the_words_follow_the_adjusted_p_values(findings: Findings) -> None:
    def reading(loo: tuple[float, float], independent: tuple[float, float]) -> str:
        frame = findings.comparisons.copy()
        for part, (calls_p, brier_p) in (("loo", loo), ("independent", independent)):
            mine = (frame["set"] == part) & (frame["model_b"] == "random-forest")
            frame.loc[mine, ["mcnemar_p_holm", "brier_p_holm"]] = calls_p, brier_p
        changed = dataclasses.replace(findings, comparisons=frame)
        return against_first.table(changed, findings.models[1:]).rows[0][-1]

    assert reading((0.051, 0.06), (1.0, 0.4)) == "no evidence of a difference"
    assert reading((0.05, 1.0), (1.0, 0.4)) == "Calls differ (left out)"
    assert reading((0.01, 0.02), (0.03, 0.04)) == "Calls and Brier scores differ (both sets)"
    assert reading((0.01, 1.0), (1.0, 0.04)) == "Calls differ (left out); Brier scores differ (independent)"


def test_votes_have_no_brier_score_to_compare(findings: Findings) -> None:
    shown = against_first.table(findings, every_model(findings).models[1:])
    [votes] = [row for row in shown.rows if row[0] == "Weighted voting"]
    assert (votes[3], votes[6]) == ("—", "—")
    assert "a share of votes is not compared" in shown.note
    forest = shown.rows[0]
    mine = findings.comparisons.iloc[0]
    assert forest[3].split(" ± ")[1] == f"{(mine['ci_high'] - mine['ci_low']) / 2:.2f}"


def test_what_cannot_be_shown_is_said(findings: Findings, make_findings: Make) -> None:
    said = against_first.reach(findings)
    assert "is no evidence that two models are alike" in said
    assert "on at least 8 patients" in said
    gaps = [100 * detectable_gap(n, 4, 0.05, 0.8) for n in (38, 34)]
    assert f"by {gaps[0]:.0f} (of 38 patients) and {gaps[1]:.0f} (of 34 patients) percentage points" in said
    tiny = make_findings(sizes=(3, 3), permutable=False, independent=False)
    assert "With 6 patients no two models could be told apart" in against_first.reach(tiny)


def test_all_pairs_are_counted_after_adjustment_for_all(findings: Findings) -> None:
    frame = findings.comparisons
    calls = (frame["mcnemar_p_holm_all"] <= 0.05).sum()
    brier = (frame["brier_p_holm_all"] <= 0.05).sum()
    assert len(frame) == 20
    assert f"{calls} of 20 comparisons of calls and {brier} of 12 comparisons of Brier" in against_first.all_pairs(
        findings
    )


def test_two_models_are_compared_in_a_sentence_one_in_none_and_more_in_a_table(findings: Findings) -> None:
    two = without_beside(findings)
    said = models.reading(two).items[1]
    row = two.comparisons.iloc[0]
    assert f"{row['only_a_right']} right by Sparse logistic regression alone, {row['only_b_right']} by Random" in said
    assert "exact McNemar, p " in said
    assert ": no evidence of a difference." in said
    assert "One model was run" in models.reading(without_beside(findings, 1)).items[1]
    captions = [getattr(block, "caption", "") for block in models.section(two).blocks]
    assert not any("against the first" in caption for caption in captions)
    section = panel.section(findings)
    assert section is not None
    captions = [getattr(block, "caption", "") for block in section.blocks]
    assert captions.count("Every model against the first, on the same patients") == 1


def test_without_independent_patients_the_table_has_one_set(alone: Findings) -> None:
    shown = against_first.table(alone, every_model(alone).models[1:])
    assert len(shown.columns) == 5
    assert all(len(row) == 5 for row in shown.rows)
    assert not any("both sets" in row[-1] for row in shown.rows)


def test_persons_are_taken_together_and_that_is_said(findings: Findings) -> None:
    counts = dataclasses.replace(findings.counts, train_persons=19)
    said = against_first.reach(dataclasses.replace(findings, counts=counts))
    assert "Samples of one person were taken together." in said
    assert "(of 19 persons)" in said
    assert np.isfinite(detectable_gap(19, 4, 0.05, 0.8))
