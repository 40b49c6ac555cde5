"""The report as one HTML file that needs no network."""

from __future__ import annotations

from pathlib import Path

from interpret.report.blocks import Report
from interpret.report.render.environment import render_template
from interpret.report.render.exploring import Explorer


def render_html(report: Report, templates: Path | None = None, explorer: Explorer | None = None) -> str:
    """Return the report as one self-contained HTML document.

    Fonts, styles and drawings stand inside it, and its policy forbids any request.

    Parameters
    ----------
    report
        What is said.
    templates
        The reader's own folder of templates, searched before the package's; or none.
    explorer
        The gene explorer and the patients' pages, which come after the first section; or none.

    Raises
    ------
    OutputError
        The folder of templates does not exist, or one of its templates does not work.
    """
    return render_template(report, "html", templates, explorer)
