"""What the report calls a sample, and sentences that hold in one kind of study only."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from interpret.report import design_words, tally, within_reach, words
from interpret.report.blocks import Block, Bullets, Callout, Columns, Facts, Figure, Prose, Report, Table
from interpret.report.build import build_report
from interpret.report.closing import closing_lines
from interpret.report.figures.heatmap import heatmap
from interpret.report.figures.mean_difference import mean_difference
from interpret.report.figures.mean_variance import mean_variance, spread_ticks
from interpret.report.figures.permuted import permuted
from interpret.report.figures.volcano import volcano
from interpret.report.findings import Findings
from interpret.report.headline import answer
from interpret.report.patients import build_patients
from interpret.report.render.text import render_text
from interpret.report.sections import cohort, diagnostics, expression, methods, models, summary
from interpret.stats.design import Design
from interpret.stats.replication import METHOD
from interpret.stats.two_group.student import STUDENT

Make = Callable[..., Findings]


@pytest.fixture(scope="module")
def alone(make_findings: Make) -> Findings:
    """Return pairs without an independent set, each person counted as what they are."""
    return shared(make_findings(design="pairs", sizes=(19, 19), independent=False), 19)


@pytest.fixture(scope="module")
def nothing(make_findings: Make) -> Findings:
    return make_findings(signal=0.0)


def shared(findings: Findings, persons: int, others: int | None = None) -> Findings:
    counts = dataclasses.replace(findings.counts, train_persons=persons, independent_persons=others)
    return dataclasses.replace(findings, counts=counts)


def with_tests(findings: Findings, **changed: object) -> Findings:
    tests = findings.settings.tests.model_copy(update=changed)
    return dataclasses.replace(findings, settings=findings.settings.model_copy(update={"tests": tests}))


# Patients and samples


def test_a_sample_is_a_patient_unless_persons_gave_several(findings: Findings) -> None:
    assert (words.who(38, 38), words.who(38, 19)) == ("patient", "sample")
    assert (tally.noun(findings), tally.left_out(findings), tally.from_persons(findings, "loo")) == (
        *("patient", "patient"),
        "",
    )
    repeated = shared(findings, 19)
    assert (tally.noun(repeated, "loo"), tally.noun(repeated, "independent")) == ("sample", "patient")
    assert (tally.noun(repeated), tally.left_out(repeated)) == ("sample", "person")
    assert tally.from_persons(repeated, "loo") == " from 19 persons"
    assert tally.noun(shared(findings, 38, 17), "independent") == "sample"


def test_a_set_without_samples_is_called_what_the_other_one_is(alone: Findings) -> None:
    assert tally.noun(alone, "independent") == "sample"


def test_page_1_counts_samples_and_persons(alone: Findings) -> None:
    said = answer(alone)
    assert "of 38 samples from 19 persons" in said.headline
    assert "Each person was left out in turn, with all their samples" in said.lede
    assert "of 38 samples from 19 persons" in summary.facts(alone).facts[0].label
    assert "38 samples from 19 persons were used to learn from" in cohort.section(alone).blocks[0].paragraphs[0]  # type: ignore[union-attr]


def _texts(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Columns():
                found += _texts((block.left, block.right))
            case Prose():
                found += block.paragraphs
            case Bullets():
                found += [block.title, *block.items]
            case Callout():
                found += [block.title, block.text]
            case Figure():
                found += [block.title, block.caption, block.alt, block.svg]
            case Table():
                found += [block.caption, block.note, *(column.heading for column in block.columns)]
                found += [cell for row in block.rows for cell in row]
            case Facts():
                found += [text for fact in block.facts for text in (fact.number, fact.label)]
    return found


ALLOWED = (  # of people, not of rows
    *("a patient's diagnosis", "examination of a patient", "a patient's own risk", "the patient's own risk"),
    *("one group of patients", "patients chosen in another way", "patients.pdf"),
)


@pytest.mark.parametrize("build", [build_report, build_patients])
def test_no_row_is_called_a_patient_where_persons_gave_several(
    alone: Findings, build: Callable[[Findings], Report]
) -> None:
    made = build(alone)
    for part in made.sections:
        for text in [part.title, *_texts(part.blocks)]:
            left = text
            for allowed in ALLOWED:
                left = left.replace(allowed, "")
            left = left.replace('data-marks="patient"', "")
            # what reads the files, the suspects' reasons, the methods of the models and what checklists ask for come
            # from elsewhere
            if part.anchor not in {"methods", "provenance", "checklists"}:
                assert "patient" not in left.lower(), (part.anchor, text[:200])


def test_the_terminal_speaks_of_samples_too(alone: Findings) -> None:
    said = "\n".join(closing_lines(alone))
    assert "learnt on the 38 training samples from 19 persons:" in said
    assert "patient" not in said


def test_shuffled_runs_count_what_was_called(findings: Findings, alone: Findings) -> None:
    for found, noun in ((findings, "patients"), (alone, "samples")):
        drawn = permuted(found)
        assert f"how many {noun} were called right" in drawn.caption
        assert f"of 38 {noun} right" in drawn.alt
        assert f"{noun} called right, of 38" in drawn.svg


def test_whole_persons_are_left_out_where_they_are(alone: Findings, findings: Findings) -> None:
    def first(found: Findings) -> str:
        return models.reading(found).items[0]

    assert "share all but the samples of two persons." in first(alone)
    assert "share all but two patients." in first(findings)
    assert "scores 0, not one half" not in "".join(models.reading(alone).items)


# Sentences of one design


def test_spread_is_that_of_the_design(findings: Findings, alone: Findings, make_findings: Make) -> None:
    adjusted = make_findings(design="covariates")
    assert "varies between patients of one class" in mean_variance(findings).caption
    assert "varies within persons" in mean_variance(alone).caption
    assert "left with Source and age and the class held equal" in mean_variance(adjusted).caption
    assert "that varies little from patient to patient (quarter" in within_reach.spread(findings)
    assert "whose difference varies little from person to person (quarter" in within_reach.spread(alone)
    assert "that varies little once all else in the model is held equal" in within_reach.spread(adjusted)


def test_averages_are_said_where_there_are_any(alone: Findings) -> None:
    average = "(of several of one class, their average)"
    assert average not in design_words.model(alone)
    more = dataclasses.replace(alone.counts, train_negative=22)  # 41 samples of 20 persons, 19 of them in pairs
    assert average in design_words.model(dataclasses.replace(alone, counts=more))
    unpaired = dataclasses.replace(alone.counts, train_negative=20, train_persons=20)  # the 39th is unpaired
    assert average not in design_words.model(dataclasses.replace(alone, counts=unpaired))


def test_persons_are_counted_not_listed(findings: Findings) -> None:
    persons = tuple(f"person {i}" for i in range(2, 10))
    nuisance = np.ones((18, 10))
    columns = ("intercept", *persons, "batch[T.two]")
    design = Design(np.arange(18) > 8, nuisance, columns, "covariates", np.zeros(18, dtype=int), "~ group + batch")
    said = design_words.model(dataclasses.replace(findings, design=design))
    assert "contributes: the class, batch and one mean for each of 9 persons. It was fitted" in said
    assert "columns beside the class and the persons: batch[T.two])" in said
    assert "person 2" not in said


def test_a_caution_stands_only_in_the_designs_it_is_for(findings: Findings, alone: Findings) -> None:
    def said(found: Findings) -> str:
        return " ".join(item for block in expression.cautions(found) for item in block.items)  # type: ignore[union-attr]

    assert STUDENT.caution_kinds == ("groups",)
    assert STUDENT.caution in said(findings)
    assert "student_p" in alone.genes.frame
    assert STUDENT.caution not in said(alone)


# What was found, and what was not


def test_heatmap_promises_no_independent_patients_that_are_not_there(
    findings: Findings, alone: Findings, nothing: Findings, make_findings: Make
) -> None:
    assert "the independent patients show whether it holds." in heatmap(findings).caption
    assert "there are no independent samples to show whether it holds." in heatmap(alone).caption
    drawn = heatmap(nothing)
    assert drawn.title == "The genes with the smallest p-values in every patient"
    assert "Not one of them differs" in drawn.caption
    assert "independent patients took no part" in drawn.caption
    assert "none of them called" in drawn.alt
    assert "independent" not in heatmap(make_findings(signal=0.0, independent=False)).caption
    frame = findings.genes.frame
    frame = frame.assign(q_value=np.where(frame["p_value"].rank(method="first") <= 4, 0.01, 1.0))
    few = dataclasses.replace(findings, genes=dataclasses.replace(findings.genes, frame=frame))
    assert ", 4 of them differ." in heatmap(few).caption


def test_colour_is_not_explained_where_nothing_is_coloured(nothing: Findings, findings: Findings) -> None:
    none, some = volcano(nothing), volcano(findings)
    assert "none is coloured" in none.caption
    assert "false alarms" not in none.caption
    assert "0 genes" not in none.svg
    assert "false alarms" in some.caption
    assert "none is called" in mean_difference(nothing).caption


def test_genes_on_one_side_only_are_said_so(findings: Findings) -> None:
    frame = findings.genes.frame.copy()
    frame.loc[frame["effect"] < 0, "q_value"] = 1.0
    up = dataclasses.replace(findings, genes=dataclasses.replace(findings.genes, frame=frame))
    said = expression.answer(up)
    assert "false discovery rate of 5%, all of them more active in AML." in said
    assert "higher in ALL: none" in volcano(up).svg
    frame = frame.copy()
    frame.loc[frame.index != frame["q_value"].idxmin(), "q_value"] = 1.0
    one = dataclasses.replace(findings, genes=dataclasses.replace(findings.genes, frame=frame))
    said = expression.answer(one)
    assert "1 gene differs at a false discovery rate of 5%, more active in AML." in said


def test_no_gene_tested_there_is_not_passed_over(findings: Findings) -> None:
    frame = findings.genes.frame.assign(independent_p=np.nan)
    blind = dataclasses.replace(
        findings,
        genes=dataclasses.replace(findings.genes, frame=frame),
        replication_unfit="only 2 of 34 patients have a value of batch",
    )
    [callout] = expression.replication(blind)
    assert isinstance(callout, Callout)
    assert callout.title == "Not replicated"
    assert "independent patients (only 2 of 34 patients have a value of batch), so it is not known" in callout.text
    assert METHOD not in render_text(build_report(blind)).replace("\n", " ")
    listed = [item for block in methods.section(blind).blocks if isinstance(block, Bullets) for item in block.items]
    assert METHOD not in listed
    assert METHOD in [
        item for block in methods.section(findings).blocks if isinstance(block, Bullets) for item in block.items
    ]


def test_the_share_that_replicates_has_the_level_asked_for(findings: Findings) -> None:
    def said(found: Findings) -> str:
        [callout] = expression.replication(found)
        assert isinstance(callout, Callout)
        return callout.text

    assert "(95% interval " in said(findings)
    assert "(80% interval " in said(with_tests(findings, confidence=0.8))
    assert said(findings).split("interval ")[1] != said(with_tests(findings, confidence=0.8)).split("interval ")[1]


def test_what_permutations_cannot_reach_is_not_counted(findings: Findings) -> None:
    drawn = findings.diagnostics.resampled
    assert drawn is not None
    checks = dataclasses.replace(findings.diagnostics, resampled=dataclasses.replace(drawn, floor=0.0625))
    few = dataclasses.replace(findings, diagnostics=checks)
    assert expression.counts(few).rows[-1][1:] == ("cannot be reached",) * 3
    assert "Cannot be reached: by so few permutations" in expression.counts(few).note
    assert diagnostics.corrections(few).rows[-1][-1] == "cannot be reached"
    assert "cannot be reached" not in str([diagnostics.corrections(few).rows[:-1], expression.counts(findings)])


def test_possessives_take_no_article(findings: Findings) -> None:
    assert [words.the(name) for name in ("moderated t-test", "Welch's t-test")] == [
        "the moderated t-test",
        "Welch's t-test",
    ]
    assert "All by Student's t-test," in diagnostics.corrections(with_tests(findings, primary="student")).note


# Drawings and pages


@pytest.mark.parametrize(("low", "high"), [(0.42, 0.55), (0.15, 0.45), (0.3, 1.2), (0.01, 30.0), (1.001, 1.004)])
def test_an_axis_has_three_ticks_or_more(low: float, high: float) -> None:
    ticks = spread_ticks(low, high)
    assert 3 <= len(ticks) <= 7
    assert all(low <= tick <= high * (1 + 1e-12) for tick in ticks)
