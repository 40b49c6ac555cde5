"""The report of the synthetic study as a file, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from report.explorer.browsing import chromium, opened
from report.sample_sets import with_sets

from interpret.report.build import build_report
from interpret.report.explorer import explorer_of
from interpret.report.findings import Findings
from interpret.report.patients import build_patients
from interpret.report.render import render_html


@pytest.fixture(scope="session")
def html(findings: Findings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("explorer") / "report.html"
    asked = with_sets(findings)
    explorer = explorer_of(asked, build_patients(asked))
    path.write_text(render_html(build_report(asked), None, explorer), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        if running is None:
            pytest.skip("no Chromium that starts on this machine (apt-get install chromium)")
        yield running


@pytest.fixture(scope="session")
def only_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(only_page: Page, html: Path) -> Page:
    """Return the page as it is when it is opened."""
    return opened(only_page, html)
