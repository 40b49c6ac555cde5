"""Numbers as a country writes them: in sentences, cells and drawings, and in no file that a machine reads."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest

from interpret.errors import SettingsError
from interpret.report import words
from interpret.report.blocks import Figure, Prose, Report, Section, Table, TableColumn
from interpret.report.build import build_report
from interpret.report.files import FILES
from interpret.report.findings import Findings
from interpret.report.number_marks import AS_GIVEN, with_number_marks
from interpret.report.render.text import render_text
from interpret.settings import ReportSettings, make_settings

COMMA = ReportSettings(decimal_mark=",", thousands_mark=".")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,234.5 and 0.05, 7,129 genes", "1.234,5 and 0,05, 7.129 genes"),
        ("p = 3.2 × 10⁻⁷; −0.85 (−1.20 to +0.35).", "p = 3,2 × 10⁻⁷; −0,85 (−1,20 to +0,35)."),  # noqa: RUF001  true signs
        ("version 2.3.1, doi:10.1093/nar/gkv007, AC004381.6", "version 2.3.1, doi:10.1093/nar/gkv007, AC004381.6"),
        ("12.5% of 1,043", "12,5% of 1.043"),
        ("1, 2, 3. 4 of 5.", "1, 2, 3. 4 of 5."),
    ],
)
def test_marks_of_numbers_and_of_nothing_else(text: str, said: str) -> None:
    assert words.with_marks(text, ",", ".") == said
    assert words.with_marks(text, ".", ",") == text


def report(*blocks: Prose | Table | Figure) -> Report:
    provenance = Section("provenance", "Files", (Prose(("alpha 0.5, shap 0.45",)),))
    return Report(
        "Study 1.5", "k", "0.5 of all", "1,000", "b", "", "version 1.2", (Section("a", "A", blocks), provenance)
    )


def test_drawings_keep_their_places_and_settings_their_form() -> None:
    svg = '<svg viewBox="0 0 9 9"><path d="M0.5 1.5"/><text x="0.5">0.25</text></svg>'
    given = report(
        Figure("T", svg, "0.5", "0.75"), Table("c", (TableColumn("h"),), (("1,000.5",),)), Prose(("x 0.05 y",))
    )
    made = with_number_marks(given, ReportSettings(decimal_mark=",", thousands_mark="thin space"))
    figure, table, prose = made.sections[0].blocks
    assert isinstance(figure, Figure)
    assert figure.svg == svg.replace(">0.25<", ">0,25<")
    assert (figure.caption, figure.alt) == ("0,5", "0,75")
    assert isinstance(table, Table)
    assert table.rows == (("1\u202f000,5",),)
    assert prose == Prose(("x 0,05 y",))
    assert (made.title, made.running, made.headline) == ("Study 1.5", "version 1.2", "0,5 of all")
    assert made.sections[1] == given.sections[1]
    assert with_number_marks(given, ReportSettings()) is given


def test_a_whole_report_has_one_kind_of_number(make_findings: Callable[..., Findings]) -> None:
    plain = make_findings()
    findings = dataclasses.replace(plain, settings=plain.settings.model_copy(update={"report": COMMA}))
    made = build_report(findings)
    text = render_text(dataclasses.replace(made, sections=tuple(s for s in made.sections if s.anchor not in AS_GIVEN)))
    assert len(re.findall(r"[0-9],[0-9]", text)) > 100
    points = set(re.findall(r"(?<![\w./,])[0-9]+\.[0-9]{1,2}(?![\w./])", text))
    assert not points, "a number with its point"
    tables = [file for file in FILES if file.name.endswith(".csv")]
    assert [file.content(plain) for file in tables] == [file.content(findings) for file in tables]


def test_marks_that_are_the_same_are_refused() -> None:
    with pytest.raises(SettingsError, match="no number could be read"):
        make_settings({"report": {"decimal_mark": ","}})
