"""The report of a hostile study in Chromium: nothing runs, nothing is asked for; with its policy and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from security import chromium
from security.conftest import Listener
from security.corpus import HOST, payloads
from security.hostile import Written

pytestmark = pytest.mark.browser

_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[chromium.Browser]:
    """Return a running browser."""
    place = chromium.find()
    if not place:
        pytest.skip("no Chromium that starts on this machine (apt-get install chromium)")
    with chromium.running(place, tmp_path_factory.mktemp("profile")) as started:
        yield started


def harmless(seen: chromium.Seen, listening: Listener) -> None:
    assert not seen.pwned, "a payload ran"
    assert seen.foreign == []
    assert seen.dialogs == []
    assert seen.opened <= 0, "a page was opened"  # one that was closed a moment ago may still have been counted before
    assert listening.came() == 0, "something was asked for"


def test_a_payload_that_gets_through_is_seen(browser: chromium.Browser, listening: Listener, tmp_path: Path) -> None:
    """Or the tests below would pass whatever happened."""
    port = listening.port
    page, ran = tmp_path / "page.html", 0
    for payload in payloads(port)[:8]:
        page.write_text(f"<!doctype html><title>t</title><body>{payload}</body>")
        ran += browser.look(page).pwned
    assert ran >= 4
    listening.came()
    page.write_text(f"<img src='http://{HOST}:{port}/x'>")
    assert f"http://{HOST}:{port}/x" in browser.look(page).foreign
    assert listening.came() >= 1


@pytest.mark.parametrize("policy", [True, False], ids=["with its policy", "without it"])
@pytest.mark.parametrize("name", ["report.html", "patients.html"])
def test_nothing_runs_and_nothing_is_asked_for(
    name: str,
    policy: bool,  # noqa: FBT001
    browser: chromium.Browser,
    hostile: Written,
    listening: Listener,
    tmp_path: Path,
) -> None:
    """Escaping must do without the policy: some viewers know none."""
    text = (hostile.folder / name).read_text(encoding="utf-8")
    assert text.count("window.pwned=1") > 50
    assert len(_POLICY.findall(text)) == 1
    page = tmp_path / name
    page.write_text(text if policy else _POLICY.sub("", text), encoding="utf-8")
    seen = browser.look(page)
    harmless(seen, listening)
    assert seen.title.strip()


def test_no_drawing_runs_anything_when_it_is_opened_alone(
    browser: chromium.Browser, hostile: Written, listening: Listener
) -> None:
    drawings = sorted(hostile.folder.glob("figure-*.svg"))
    assert len(drawings) > 10
    named = [drawing for drawing in drawings if "pwned" in drawing.read_text(encoding="utf-8")]
    assert len(named) >= 3
    for drawing in named:
        harmless(browser.look(drawing), listening)


def test_the_policy_holds_where_markup_gets_in(
    browser: chromium.Browser, hostile: Written, listening: Listener, tmp_path: Path
) -> None:
    """The second wall: with every payload unescaped in the page, no script runs and no request leaves."""
    whole = (hostile.folder / "report.html").read_text(encoding="utf-8")
    text = re.sub(r"<main.*</main>", "<main></main>", whole, flags=re.DOTALL)
    page = tmp_path / "report.html"
    for payload in payloads(listening.port)[:30:2]:
        if "http-equiv" in payload:
            continue  # a page may always send itself elsewhere: no policy in a page forbids it
        page.write_text(text.replace("</main>", f"{payload}</main>"), encoding="utf-8")
        seen = browser.look(page)
        assert not seen.pwned, payload
        assert listening.came() == 0, payload
