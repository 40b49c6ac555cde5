"""The study report: findings in, words and drawings out."""

from __future__ import annotations

from interpret.report import words
from interpret.report.blocks import Report
from interpret.report.findings import Findings
from interpret.report.headline import answer, has_long_names
from interpret.report.sections import SECTIONS

BADGE = "For research. Not for treatment decisions."
ATTACHMENTS = ("genes.csv", "study.json")


def build_report(findings: Findings) -> Report:
    """Return the whole study report."""
    said = answer(findings)
    return Report(
        title=words.plain(findings.title),
        kind_line=kind_line(findings),
        headline=said.headline,
        lede=said.lede,
        badge=BADGE,
        mark=mark(findings),
        running=running(findings),
        sections=tuple(made for section in SECTIONS if (made := section(findings)) is not None),
        author=words.plain(findings.settings.study.author),
        date=findings.date,
        attachments=ATTACHMENTS,
    )


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
    return " · ".join(parts)
