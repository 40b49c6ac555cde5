"""Words and tables of shuffled labels and of the other schemes, and what is said where folds are left out."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from report import sample_schemes

from interpret.report.blocks import Prose, Table
from interpret.report.build import build_report
from interpret.report.figures.permuted import permuted
from interpret.report.findings import Findings
from interpret.report.render.text import render_text
from interpret.report.sections import trust

Make = Callable[..., Findings]


def with_schemes(findings: Findings, **changed: bool) -> Findings:
    names = tuple(model.name for model in findings.models)
    return dataclasses.replace(findings, validated=sample_schemes.validated(names, findings.counts.n_train, **changed))


@pytest.fixture(scope="module")
def in_folds(findings: Findings) -> Findings:
    return with_schemes(findings, in_folds=True)


def tables(findings: Findings) -> list[Table]:
    section = trust.section(findings)
    assert section is not None
    return [block for block in section.blocks if isinstance(block, Table)]


def prose(findings: Findings) -> str:
    section = trust.section(findings)
    assert section is not None
    return " ".join(text for block in section.blocks if isinstance(block, Prose) for text in block.paragraphs)


def words_of(findings: Findings) -> str:
    """Return the whole report as text without line ends."""
    return " ".join(render_text(build_report(findings)).split())


def test_every_scheme_has_a_row_with_n_and_an_interval(findings: Findings) -> None:
    schemes, groups = tables(with_schemes(findings))
    first = [row for row in schemes.rows if row[0] == schemes.rows[0][0]]
    assert [row[1] for row in first] == [
        "one by one",
        "in 10 folds, 3 dealings",
        "bootstrap, 50 draws",
        "each Source as a whole",
    ]
    assert [row[4] for row in first] == ["38", "38", "38", "30"]
    assert first[1][2] == "36.0 of 38 (35 to 37)"
    assert first[2][2] == "93% (84% to 100%)"
    assert first[3][2].startswith("27 of 30 (")
    assert "2 draws held too few of a class" in schemes.note
    assert groups.rows == (("North", "10", "4", *["12 of 14"] * 2), ("South", "9", "7", *["15 of 16"] * 2))


def test_groups_that_cannot_be_judged_are_named_with_the_reason(findings: Findings) -> None:
    assert "Not judged: West (only one AML is left outside it)." in prose(with_schemes(findings))
    alone = with_schemes(findings, judged=False)
    assert len(tables(alone)) == 1
    told = prose(alone)
    assert "None of the 2 can be judged that way" in told
    assert "North (only AML is left outside it) and South (only ALL is left outside it)" in told
    assert "cannot tell what the models owe to the class and what to the Source" in told
    assert [row[2] for row in tables(alone)[0].rows if row[1].startswith("each")] == ["cannot be judged"] * 2


def test_samples_without_a_group_and_persons_in_several_are_said(findings: Findings) -> None:
    told = prose(with_schemes(findings))
    assert "1 patient of unknown Source took no part." in told
    assert "2 persons gave samples to several of them" in told


def test_without_the_leaking_runs_nothing_is_said_of_them(findings: Findings) -> None:
    runs = tuple(dataclasses.replace(one, outside=None) for one in findings.permuted)
    without = dataclasses.replace(findings, permuted=runs)
    assert "mistake" not in prose(without)
    assert "leak" not in permuted(without).svg
    assert "lower lane" not in permuted(without).caption


def test_as_good_runs_are_counted(findings: Findings) -> None:
    runs = dataclasses.replace(findings.permuted[0], right=(10, 36, 37), observed=36, p_value=0.75)
    told = prose(dataclasses.replace(findings, permuted=(runs,)))
    assert "2 shuffled runs did as well (p = 0.75)" in told
    assert "with 3 runs it cannot be below 0.25 (1/4)" in told
    assert "not luck" not in told
    assert "So few runs show what luck alone reaches" in told


def test_nothing_says_one_by_one_where_folds_were_left_out(findings: Findings, in_folds: Findings) -> None:
    told = words_of(in_folds)
    assert "dealt at random to 10 folds with the same share of each class" in told
    assert "The patients were dealt to 10 folds and each fold was left out in turn" in told
    assert "Stratified 10-fold cross-validation over the 38 training patients, dealt 5 times" in told
    assert "any two of the models share all but two of the 10 folds" in told
    for wrong in (
        "patient was left out in turn",
        "Leave-one-out over",
        "Leave-one-out calls",
        "whole leave-one-out",
        "in leave-one-out: leaving",
        "all but two patients",
        "share all but one",
        "leaving a patient out",
        "n different models",
        "scores 0, not one half",
    ):
        assert wrong not in told, wrong
    assert "Each patient was left out in turn" in words_of(findings)


def test_persons_are_dealt_whole(in_folds: Findings) -> None:
    shared = dataclasses.replace(in_folds, counts=dataclasses.replace(in_folds.counts, train_persons=19))
    told = words_of(shared)
    assert "The persons, each with all their samples, were dealt to 10 folds" in told
