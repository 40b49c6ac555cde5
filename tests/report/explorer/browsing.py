"""Debian's Chromium driven by Playwright, and what is asked of every page."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_core_python
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = next(Path(axe_core_python.__file__).parent.rglob("axe.min.js")).read_text(encoding="utf-8")


@contextlib.contextmanager
def chromium() -> Iterator[Browser | None]:
    """Yield a running browser; None where there is none that starts."""
    place = next(filter(None, map(shutil.which, NAMES)), None)
    if place is None:
        yield None
        return
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=place, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


def opened(page: Page, path: Path, fragment: str = "") -> Page:
    """Open the file from the disk and wait until the explorer is there."""
    page.goto("about:blank")
    page.goto(path.absolute().as_uri() + fragment)
    page.wait_for_selector("html[data-explorer=ready]", state="attached")
    return page


def violations(page: Page) -> list[str]:
    """Return what axe holds against the page, one line an element."""
    page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    return [f"{each['id']}: {node['html'][:120]}" for each in found["violations"] for node in each["nodes"]]
