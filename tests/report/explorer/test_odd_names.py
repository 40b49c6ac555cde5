"""Names by which an attacker would get into the page, through table, search, card, addresses and the download."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from report.explorer.browsing import opened
from security.corpus import payloads

from interpret.report import words
from interpret.report.build import build_report
from interpret.report.explorer import explorer_of
from interpret.report.files.formula_cells import neutral
from interpret.report.findings import Findings
from interpret.report.patients import build_patients
from interpret.report.render import render_html

pytestmark = pytest.mark.browser

LONGEST = 200  # letters that are shown whole
SCRIPT = "<script>window.pwned=1</script>"


@pytest.fixture(scope="module")
def hostile(make_findings: Callable[..., Findings]) -> Findings:
    """Return the study with a payload in the symbol and the description of every gene there is a payload for."""
    findings = make_findings()
    frame = findings.genes.frame.copy()
    texts = payloads()[: len(frame)]
    order = findings.genes.by_evidence().index[: len(texts)]
    frame.loc[order, "symbol"] = list(texts)
    frame.loc[order, "description"] = list(reversed(texts))
    return dataclasses.replace(findings, genes=dataclasses.replace(findings.genes, frame=frame))


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Return what the page asks the network for, and what it says in dialogs."""
    return []


@pytest.fixture(scope="module")
def odd_page(
    browser: Browser, hostile: Findings, asked: list[str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """Return the page without its policy: escaping must do without."""
    path = tmp_path_factory.mktemp("odd") / "report.html"
    explorer = explorer_of(hostile, build_patients(hostile))
    text = render_html(build_report(hostile), None, explorer)
    assert "Content-Security-Policy" in text
    path.write_text(text.replace("Content-Security-Policy", "X-No-Policy"), encoding="utf-8")
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    opened(page, path)
    asked.clear()
    yield page
    context.close()


@pytest.fixture(autouse=True)
def nothing_ran(odd_page: Page, asked: list[str]) -> Iterator[None]:
    """Hold after every test that no name did anything."""
    yield
    assert odd_page.evaluate("window.pwned") is None
    assert odd_page.locator("#gene-explorer").locator("script, img, iframe").count() == 0
    assert [url for url in asked if not url.startswith(("data:", "blob:"))] == []


def test_odd_names_are_shown_as_texts(odd_page: Page, hostile: Findings) -> None:
    genes = list(hostile.genes.by_evidence()["gene"])
    texts = payloads()[: len(genes)]
    assert len(texts) > 60
    for i in range(0, len(texts), 6):
        odd_page.evaluate("i => Genes.choose(i)", i)
        odd_page.wait_for_function("gene => document.getElementById('gene-card').dataset.gene === gene", arg=genes[i])
        description = texts[-1 - i]
        if len(description) < LONGEST:
            shown = odd_page.evaluate("document.querySelector('#gene-card .card-description')?.textContent ?? ''")
            assert shown == words.plain(description)


def test_odd_texts_are_searched_for_and_followed_as_texts(odd_page: Page) -> None:
    for text in [text for text in payloads() if len(text) < LONGEST][::9]:
        odd_page.evaluate("text => { Genes.change({ query: text }); }", text)
        odd_page.evaluate("text => { location.hash = '#gene-' + encodeURIComponent(text); }", text)
        odd_page.evaluate("text => { location.hash = '#patient-' + text; }", text)
    odd_page.fill("#explorer-search", SCRIPT)
    expect(odd_page.locator("#explorer-rows tr[data-position]").first).to_contain_text("<script>window.pwned=1<")


def test_odd_names_are_downloaded_as_texts_and_no_formulas(odd_page: Page, hostile: Findings) -> None:
    odd_page.click("#explorer-reset")
    with odd_page.expect_download() as download:
        odd_page.click("#explorer-download")
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"), newline="")))
    frame = hostile.genes.frame.set_index("gene")
    assert len(rows) == len(frame)
    formulas = 0
    for row in rows:
        for name in ("symbol", "description"):
            text = frame.loc[row["gene"], name]
            if isinstance(text, str) and text in payloads():
                assert row[name] == neutral(text)
                formulas += neutral(text) != text
    assert formulas > 5
