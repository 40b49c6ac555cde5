"""The study report: findings in, words and drawings out."""

from __future__ import annotations

from dataclasses import replace

from interpret.report import words
from interpret.report.arranged import arranged
from interpret.report.blocks import Callout, Report, Section
from interpret.report.findings import Findings
from interpret.report.headline import answer, has_long_names
from interpret.report.house import house
from interpret.report.number_marks import with_number_marks
from interpret.report.sections import SECTIONS
from interpret.report.told import told
from interpret.report.withheld import without_patients

BADGE = "For research. Not for treatment decisions."
ATTACHMENTS = ("genes.csv", "study.json")


def build_report(findings: Findings) -> Report:
    """Return the whole study report, as far as the settings want it."""
    findings = told(findings)
    said = answer(findings)
    report = Report(
        title=words.plain(findings.title),
        kind_line=kind_line(findings),
        headline=said.headline,
        lede=said.lede,
        badge=BADGE,
        mark=mark(findings),
        running=running(findings),
        sections=arranged(_sections(findings), findings.settings.report),
        author=words.plain(findings.settings.study.author),
        date=findings.date,
        attachments=ATTACHMENTS,
        house=house(findings.settings.report),
    )
    if not findings.settings.report.patient_data:
        report = without_patients(report)
    return with_number_marks(report, findings.settings.report)


def _sections(findings: Findings) -> list[Section]:
    made = [made for section in SECTIONS if (made := section(findings)) is not None]
    disclaimer = words.plain(findings.settings.report.disclaimer)
    return [_with_disclaimer(section, disclaimer) if disclaimer else section for section in made]


def _with_disclaimer(section: Section, disclaimer: str) -> Section:
    """Return the limits with what the institution adds, behind the line that the report is for research."""
    if section.anchor != "limits":
        return section
    first, *others = section.blocks
    return replace(section, blocks=(first, Callout("From the institution", disclaimer, "note"), *others))


def kind_line(findings: Findings) -> str:
    """Return what kind of study this is, as a question."""
    if has_long_names(findings):
        return "Gene-expression study of two groups"
    return f"Gene-expression study: {findings.labels.negative} or {findings.labels.positive}?"


def mark(findings: Findings) -> str:
    """Return what every page must be marked with; empty where nothing."""
    marks = ["SIMULATED DATA"] if findings.simulated else []
    if findings.settings.study.status == "draft":
        marks.append("DRAFT")
    return " · ".join(marks)


def running(findings: Findings) -> str:
    """Return the foot of every page."""
    parts = [words.shorten(findings.title, 70), f"report {findings.date}"]
    if findings.settings.study.version:
        parts.append(f"version {words.plain(findings.settings.study.version)}")
    if findings.settings.report.institution:
        parts.append(words.shorten(findings.settings.report.institution, 60))
    return " · ".join(parts)
