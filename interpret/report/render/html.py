"""The report as one HTML file that needs no network."""

from __future__ import annotations

import re
from pathlib import Path

from interpret.report.blocks import Report
from interpret.report.render.environment import render_template
from interpret.report.render.exploring import Explorer

_NO_REFERENCES = re.compile(r"(<style\b[^>]*>.*?</style>|<script\b[^>]*>.*?</script>)", re.DOTALL)
"""Parts of a page in which a reference to a character is no character."""
_BEYOND_ASCII = re.compile("[^\\x00-\\x9f]")  # the codes from 80 to 9f cannot be referred to


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
    return _in_ascii(render_template(report, "html", templates, explorer))


def _in_ascii(page: str) -> str:
    """Return the same page with what is beyond ASCII as references: a browser then holds a byte, not two, a letter."""
    pieces = _NO_REFERENCES.split(page)
    pieces[::2] = [_BEYOND_ASCII.sub(lambda found: f"&#{ord(found[0])};", piece) for piece in pieces[::2]]
    return "".join(pieces)
