"""Whole reports of the oddest small studies: nothing leaves its page or stands on other text, the standards hold."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from contracts import odd_studies
from contracts.archival import faults
from contracts.page_text import misplaced

MOST_PAGES = 25


@pytest.mark.parametrize("name", ["long labels", "odd names", "folds asked for"])
def test_an_odd_study_is_told_in_one_piece(name: str, tmp_path: Path) -> None:
    ended = odd_studies.report(tmp_path, name)
    assert ended.returncode == 0, ended.stderr
    for file in ("report.pdf", "patients.pdf"):
        made = tmp_path / "report" / file
        assert misplaced(made) == []
        assert faults(made) == []
    reader = pypdf.PdfReader(tmp_path / "report" / "report.pdf")
    assert len(reader.pages) <= MOST_PAGES
    titles = [entry.title for entry in reader.outline if isinstance(entry, pypdf.generic.Destination)]
    assert {"What was found", "Models", "Methods", "Files, settings and versions"} <= set(titles)
    odd = odd_studies.STUDIES[name]
    patients = sum(odd.classes) + sum(odd.independent)
    assert len(pypdf.PdfReader(tmp_path / "report" / "patients.pdf").pages) == patients
