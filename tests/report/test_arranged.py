"""Sections dropped, put in another order, or added by the author; and what a report is never without."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from interpret.errors import OutputError, SettingsError
from interpret.report.arranged import ANCHORS, KEPT, arranged, require_sections
from interpret.report.blocks import Own, Prose, Report
from interpret.report.build import build_report
from interpret.report.findings import Findings
from interpret.report.references import ANCHOR as REFERENCES
from interpret.report.render.html import render_html
from interpret.report.render.text import render_text
from interpret.settings import ReportSettings, make_settings


def wanted(**keys: object) -> ReportSettings:
    return make_settings({"report": keys}).report


def with_report(findings: Findings, **keys: object) -> Findings:
    return dataclasses.replace(findings, settings=findings.settings.model_copy(update={"report": wanted(**keys)}))


@pytest.fixture(scope="module")
def findings(make_findings: Callable[..., Findings]) -> Findings:
    return make_findings()


@pytest.fixture(scope="module")
def whole(findings: Findings) -> Report:
    return build_report(findings)


def test_every_section_has_a_known_anchor(whole: Report) -> None:
    anchors = [section.anchor for section in whole.sections if section.anchor != REFERENCES]
    assert not set(anchors) - set(ANCHORS)
    assert anchors == [anchor for anchor in ANCHORS if anchor in anchors], "in the order of the report"


def test_sections_stand_as_they_are_wanted_and_others_are_dropped(findings: Findings, whole: Report) -> None:
    order = ("summary", "limits", "genes", "methods")
    made = build_report(with_report(findings, sections=order))
    assert tuple(section.anchor for section in made.sections) == (*order, REFERENCES), "works cited are always listed"
    kept = {section.anchor: section for section in whole.sections}
    titles = [(section.anchor, section.title) for section in made.sections]
    assert all(kept[anchor].title == title for anchor, title in titles)


def test_a_section_of_words_is_added_before_the_methods_or_where_it_is_wanted(whole: Report) -> None:
    added = [{"anchor": "ethics", "title": "Ethics", "text": "Approved <by> the board.\n\nNumber 7."}]
    made = arranged(whole.sections, wanted(added=added))
    anchors = [section.anchor for section in made]
    assert anchors.index("ethics") == anchors.index("methods") - 1
    own = made[anchors.index("ethics")]
    assert (own.title, own.blocks) == ("Ethics", (Prose(("Approved <by> the board.", "Number 7.")),))
    placed = arranged(whole.sections, wanted(added=added, sections=("summary", "ethics", "limits", "methods")))
    assert [section.anchor for section in placed] == ["summary", "ethics", "limits", "methods"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"sections": ("summary", "limitz", "methods")}, "there is no section 'limitz'"),
        ({"sections": ("summary", "limits", "limits", "methods")}, "the section 'limits' is named twice"),
        ({"sections": ("summary", "genes", "methods")}, "the section 'limits' is left out"),
        ({"sections": ("limits", "summary", "methods")}, "the report begins with 'limits'"),
        ({"added": [{"anchor": "genes", "title": "t", "text": "x"}]}, "two sections have one anchor"),
        ({"added": [{"anchor": "ethics", "title": "t"}]}, "neither text nor template"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(keys: dict[str, object], said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        require_sections(wanted(**keys))
    assert said in refused.value.found
    assert set(KEPT) <= set(ANCHORS)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "ethics.html.j2").write_text("<p>Title: {{ report.title }}.</p>\n<p>Second line.</p>\n")
    return tmp_path


def test_a_section_can_be_a_template_of_ones_own(own: Path, whole: Report) -> None:
    settings = wanted(
        added=[{"anchor": "ethics", "title": "Ethics"}], sections=("summary", "ethics", "limits", "methods")
    )
    require_sections(settings, own)
    report = dataclasses.replace(whole, sections=arranged(whole.sections, settings), title="A & B")
    assert report.sections[1].blocks == (Own("sections/ethics.html.j2"),)
    assert "<p>Title: A &amp; B.</p>" in render_html(report, own)
    assert "[sections/ethics.html.j2]" in render_text(report)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ report.titel }}", "titel"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ nothing | breakable }}", "'nothing' is undefined"),
        ("{% if %}", "Expected an expression"),
        ('{% include "blocks/none.html.j2" %}', "there is no template blocks/none.html.j2"),
        ("{{ report.sections[99].anchor }}", "no element 99"),
    ],
)
def test_a_template_that_does_not_work_is_named_with_its_line(line: str, said: str, own: Path, whole: Report) -> None:
    (own / "sections" / "ethics.html.j2").write_text(f"<p>First.</p>\n{line}\n")
    settings = wanted(
        added=[{"anchor": "ethics", "title": "Ethics"}], sections=("summary", "ethics", "limits", "methods")
    )
    report = dataclasses.replace(whole, sections=arranged(whole.sections, settings))
    with pytest.raises(OutputError) as refused:
        render_html(report, own)
    assert said in refused.value.found
    assert refused.value.where == f"{own / 'sections' / 'ethics.html.j2'}, line 2"
