"""The data questioned and the independent set: what the report says of copies, arrays, influence, ledger and shift."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from interpret.report import words
from interpret.report.blindness import blindness, is_known_not_blind
from interpret.report.blocks import Block, Columns, Figure, Prose, Table
from interpret.report.build import build_report
from interpret.report.figures.cloud import cloud
from interpret.report.files.study_json import study_json
from interpret.report.files.tables import influence_csv
from interpret.report.findings import Findings
from interpret.report.render.text import render_text
from interpret.report.sections import independent, limits, questions, summary
from interpret.validation.duplicates import Twin, Twins
from interpret.validation.influence import INFLUENCE_COLUMNS

Make = Callable[..., Findings]
HOSTILE = '<script>alert(1)</script>&"'


def asked(findings: Findings, **parts: object) -> Findings:
    """Return the findings with other parts of the record."""
    return dataclasses.replace(findings, questioned=dataclasses.replace(findings.questioned, **parts))  # type: ignore[arg-type]


def blind(findings: Findings, **said: object) -> Findings:
    opening = findings.questioned.opening
    assert opening is not None
    return asked(findings, opening=dataclasses.replace(opening, **said))


def words_of(blocks: tuple[Block, ...]) -> str:
    return " ".join(text for block in blocks if isinstance(block, Prose) for text in block.paragraphs)


def tables(blocks: tuple[Block, ...]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]


@pytest.fixture(scope="module")
def alone(make_findings: Make) -> Findings:
    return make_findings(independent=False)


# Copies and arrays


def test_without_copies_the_most_alike_are_named(findings: Findings) -> None:
    following = findings.questioned.twins.next_pair
    assert following is not None
    said = words_of(questions.section(findings).blocks)
    assert "No pair looks like one sample measured or entered twice." in said
    assert f"{following.first} (independent) and {following.second} (independent)" in said
    assert "2,556 pairs of samples of different patients were compared" in said
    assert [table.caption for table in tables(questions.section(findings).blocks)] == [
        "The five patients on whom most hangs"
    ]


def test_copies_are_named_with_what_they_spoil(findings: Findings) -> None:
    found = (
        Twin("5", "40" + HOSTILE, ("loo", "independent"), exact=True, correlation=1.0, spreads=92.0),
        Twin("6", "7", ("loo", "loo"), exact=False, correlation=0.91, spreads=9.0),
        Twin("41", "42", ("independent", "independent"), exact=False, correlation=0.9, spreads=9.0),
    )
    copies = asked(findings, twins=Twins(found * 4, 2556, 3, None))
    [table, _] = tables(questions.section(copies).blocks)
    assert table.rows[0][0] == f"5 (training) and 40{HOSTILE} (independent)"
    assert [row[-1] for row in table.rows[:3]] == [
        "the independent set is no longer independent",
        "left out under one name, learnt from under the other",
        "counted twice in the independent set",
    ]
    assert len(table.rows) == questions.MOST_TWINS
    assert "4 more pairs not shown" in table.note
    said = words_of(questions.section(copies).blocks)
    assert "12 pairs look like one sample" in said
    assert "2,553 pairs of samples of different people" in said
    assert "3 pairs of samples that one person gave were expected to be alike" in said


# Influence


def test_the_most_influential_stand_in_the_table_and_the_rest_in_a_sentence(findings: Findings) -> None:
    table = tables(questions.section(findings).blocks)[-1]
    frame = findings.questioned.influence.table
    assert [row[0] for row in table.rows] == frame["person"].head(5).tolist()
    assert [row[3] for row in table.rows] == [str(n) for n in frame["genes_lost"].head(5)]
    assert table.columns[-2].heading == "Calls changed"
    rest = frame.iloc[5:]
    said = words_of(questions.section(findings).blocks)
    assert f"Without any of the {len(rest)} not in the table" in said
    assert f"at least {int(rest['top_shared'].min())} of their first 50" in said


def test_without_an_independent_set_no_calls_are_spoken_of(alone: Findings) -> None:
    table = tables(questions.section(alone).blocks)[-1]
    assert not any("alls" in column.heading for column in table.columns)
    assert "independent" not in table.note
    assert independent.section(alone) is None


def test_who_cannot_be_spared_is_said(findings: Findings) -> None:
    frame = findings.questioned.influence.table.copy()
    genes = ["genes_tested", "genes_called", "genes_lost", "genes_gained", "jaccard", "top_shared"]
    frame.loc[36:, genes] = pd.NA
    frame.loc[36:, "note"] = "2 patients are AML"
    hanging = asked(findings, influence=dataclasses.replace(findings.questioned.influence, table=frame))
    said = words_of(questions.section(hanging).blocks)
    names = " and ".join(frame["person"].iloc[36:])
    assert f"Without {names} the genes could not be tested: 2 patients are AML." in said
    frame = frame.assign(**dict.fromkeys(genes, pd.NA), note="only 2 pairs")
    nobody = asked(findings, influence=dataclasses.replace(findings.questioned.influence, table=frame))
    section = questions.section(nobody)
    assert "Without any one patient the genes cannot be tested: only 2 pairs." in words_of(section.blocks)
    assert tables(section.blocks)[-1].rows[0][2:6] == ("—",) * 4


# The independent set


def test_every_model_tried_is_listed_with_the_checksum(findings: Findings) -> None:
    section = independent.section(findings)
    assert section is not None
    said = words_of(section.blocks)
    for title in ("sparse logistic regression", "random forest", "prevalence only"):
        assert title in said
    opening = findings.questioned.opening
    assert opening is not None
    assert opening.ledger.sha256[:12] in said
    assert f"{words.capital(words.spelled(len(opening.ledger.models)))} models were tried on it" in said
    assert "were looked up for replication" in said


def test_that_the_set_is_not_blind_is_said_once_near_the_result_and_among_the_limits(findings: Findings) -> None:
    assert is_known_not_blind(findings)
    section = independent.section(findings)
    assert section is not None
    sentence = "The 34 independent patients are not blind: they have been public since 1999"
    assert words_of(section.blocks).startswith(sentence)
    assert "not blind" in summary.facts(findings).facts[-1].label
    text = render_text(build_report(findings)).replace("\n", " ")
    assert "are not blind: they have been public since 1999" in str(limits.section(findings).blocks)
    assert not any("opened once" in item for item in limits.standing(findings))
    assert sentence in " ".join(text.split())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            {"blind": False, "seen": ""},
            "are not blind: they had been looked at before this analysis, by the author's",
        ),
        ({"blind": True, "seen": ""}, "By the author's word nobody had looked at the 34 independent patients"),
        ({"blind": None, "seen": ""}, "count as new only if nobody had looked at them"),
    ],
)
def test_blindness_as_far_as_it_is_known(findings: Findings, said: dict[str, object], expected: str) -> None:
    other = blind(findings, **said)
    assert expected in blindness(other)
    known = said["blind"] is False
    assert is_known_not_blind(other) is known
    assert any("opened once" in item for item in limits.standing(other)) is not known
    assert ("not blind" in summary.facts(other).facts[-1].label) is known


def test_without_a_set_nothing_is_said_of_blindness(alone: Findings) -> None:
    assert blindness(alone) == ""
    assert not is_known_not_blind(alone)


def test_sets_stand_side_by_side_and_levels_by_distance(findings: Findings) -> None:
    shift = findings.questioned.shift
    assert shift is not None
    section = independent.section(findings)
    assert section is not None
    [drawn] = [block for block in section.blocks if isinstance(block, Columns)]
    assert isinstance(drawn.left, Figure)
    assert isinstance(drawn.right, Table)
    assert [row[0] for row in drawn.right.rows] == ["Median value", "Middle half", "Along patterns", "Distance"]
    [groups] = tables(section.blocks)
    assert len(groups.rows) <= independent.MOST_GROUPS
    frame = shift.groups[(shift.groups["column"] != "") & (shift.groups["set"] == "independent")]
    farthest = frame.sort_values("off", ascending=False).iloc[0]
    assert groups.rows[0][0] == f"{farthest['column']}: {farthest['level']}"


def test_the_figure_draws_every_sample_and_the_levels(findings: Findings, make_findings: Make) -> None:
    for found in (findings, make_findings(covariates=False), make_findings(labels=None, missing=True)):
        shift = found.questioned.shift
        assert shift is not None
        drawn = cloud(found, shift)
        root = ET.fromstring(drawn.svg)  # noqa: S314  our own drawing
        marks = {path.get("data-marks"): path.get("d", "").count("M") for path in root if path.get("data-marks")}
        drawn_again = cloud(found, shift)
        assert drawn_again == drawn
        per_lane = [
            sum(path.get("d", "").count("M") for path in root if path.get("data-marks") == f"{name} training")
            for name in ("negative", "positive")
        ]
        assert per_lane == [27, 11]
        assert marks["legend"] == 1
        assert "beyond 95% of the training samples" in drawn.alt
        assert not re.search(r"\bnan\b|None", drawn.svg + drawn.alt + drawn.caption)


def test_too_few_genes_for_a_distance_are_said(findings: Findings) -> None:
    shift = findings.questioned.shift
    assert shift is not None
    groups = shift.groups.assign(within=np.nan, off=np.nan)
    blunt = asked(findings, shift=dataclasses.replace(shift, distances=None, groups=groups, most_different=""))
    section = independent.section(blunt)
    assert section is not None
    assert "was not measured: too few genes have a value in every sample" in words_of(section.blocks)
    first, second = tables(section.blocks)
    assert first.caption == "The sets side by side"
    assert {row[-1] for row in second.rows} == {"—"}
    assert not any(isinstance(block, Columns) for block in section.blocks)
    with pytest.raises(ValueError, match="no distance"):
        cloud(blunt, dataclasses.replace(shift, distances=None))


# Files


def test_files_hold_the_whole_of_it(findings: Findings, alone: Findings) -> None:
    said = json.loads(study_json(findings))["data_questioned"]
    assert said["duplicates"]["found"] == []
    assert said["independent_set"]["ledger_sha256"] == findings.questioned.opening.ledger.sha256  # type: ignore[union-attr]
    assert [model["name"] for model in said["independent_set"]["models_frozen_before"]][:1] == ["sparse-logistic"]
    assert len(said["shift"]["distances"]) == 72
    assert (said["independent_set"]["blind"], said["shift"]["components"] > 0) == (False, True)
    nothing = json.loads(study_json(alone))["data_questioned"]
    assert (nothing["independent_set"], nothing["shift"]) == (None, None)
    lines = influence_csv(findings).decode().splitlines()
    assert lines[0].split(",") == [column.name for column in INFLUENCE_COLUMNS]
    assert len(lines) == 39
    assert influence_csv(alone).decode().splitlines()[1].split(",")[-3:] == ["", "", ""]
