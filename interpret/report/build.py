"""The study report: findings in, words and drawings out."""

from __future__ import annotations

from dataclasses import replace

from interpret.report import words
from interpret.report.arranged import arranged
from interpret.report.attached import attached_names
from interpret.report.blocks import Callout, Report, Review, Section
from interpret.report.findings import Findings
from interpret.report.headline import answer, has_long_names
from interpret.report.house import house
from interpret.report.nouned import in_its_noun
from interpret.report.number_marks import with_number_marks
from interpret.report.references import referenced
from interpret.report.sections import SECTIONS
from interpret.report.told import told
from interpret.report.withheld import without_patients

BADGE = "For research. Not for treatment decisions."


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
        sections=referenced(arranged(_sections(findings), findings.settings.report)),
        author=words.plain(findings.settings.study.author),
        date=findings.date,
        attachments=attached_names(findings),
        colophon=colophon(findings),
        review=review(findings),
        house=house(findings.settings.report),
    )
    noun = findings.settings.study.noun
    report = in_its_noun(report, noun)
    if not findings.settings.report.patient_data:
        report = without_patients(report, noun)
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
    study = findings.settings.study
    parts = [words.shorten(findings.title, 70), words.shorten(study.id, 30), f"report {findings.date}"]
    if study.version:
        parts.append(f"version {words.plain(study.version)}")
    parts.append(words.shorten(findings.settings.report.institution, 60))
    return " · ".join(part for part in parts if part)


def colophon(findings: Findings) -> str:
    """Return what the report is a version of, who answers for it, and how far it has come."""
    study = findings.settings.study
    named = (("Study", study.id), ("author", study.author), ("version", study.version))
    said = [f"{name} {words.plain(value)}" for name, value in named if value]
    return words.capital(", ".join([*said, f"{study.status} of {words.date(findings.date)}"]))


def review(findings: Findings) -> Review:
    """Return who is to sign, or that nobody has reviewed a report that is final."""
    study = findings.settings.study
    if study.reviewers:
        return Review(tuple(words.plain(name) for name in study.reviewers))
    return Review((), "Not reviewed." if study.status == "final" else "")
