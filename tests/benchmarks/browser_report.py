"""How soon a report.html is ready in Chromium, and how long a search, a sort and a card take there.

    python tests/benchmarks/browser_report.py reports/demo/report.html [RUNS]

`ready` is from the start of the navigation until the table of genes can be used, `page read` until the browser had all
of the page, which comes later, `processor until all is there` the main thread's processor time until every column and
the list of patients are there too: on a busy machine the one figure to compare. A search, a sort or a card is timed
until the page is laid out anew. Milliseconds: the lowest, the median and the highest of the runs, each in a window of
its own.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS))

from playwright.sync_api import Browser  # noqa: E402  the tests' folder has to be on the path for the next line
from report.explorer.browsing import chromium  # noqa: E402

_TIMED = """async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const timed = async (act) => {
    await frame();
    const begun = performance.now();
    await act();
    document.body.offsetHeight; // has what was changed laid out
    return performance.now() - begun;
  };
  const at = (name) => performance.getEntriesByName(name)[0].startTime;
  const navigation = performance.getEntriesByType("navigation")[0];
  const chosen = async () => {
    const card = document.getElementById("gene-card");
    Genes.choose(7);
    while (card.dataset.gene !== Genes.asRead("gene", 7)) await new Promise((done) => setTimeout(done));
  };
  return {
    "page read": navigation.domInteractive,
    "ready": at("explorer-ready"),
    "search": await timed(() => { Genes.change({ query: "protein kinase" }); }),
    "search, one letter": await timed(() => { Genes.change({ query: "c" }); }),
    "sort by a number": await timed(() => { Genes.change({ query: "", sort: "welch_p" }); }),
    "sort by text": await timed(() => { Genes.change({ sort: "description" }); }),
    "card": await timed(chosen),
  };
}"""


def times(browser: Browser, report: Path) -> dict[str, float]:
    """Return the milliseconds of one opening and of what is done then."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(120_000)
    driver = context.new_cdp_session(page)
    driver.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(report.absolute().as_uri())
    page.wait_for_selector("html[data-explorer=ready]", state="attached")
    metrics = {each["name"]: each["value"] for each in driver.send("Performance.getMetrics")["metrics"]}
    found: dict[str, float] = {"processor until all is there": 1000 * metrics["TaskDuration"]}
    found |= page.evaluate(_TIMED)
    context.close()
    return found


def say(line: str) -> None:
    """Write a line of the answer."""
    sys.stdout.write(f"{line}\n")


def main() -> int:
    """Measure the report named on the command line."""
    if len(sys.argv) not in {2, 3}:
        say(str(__doc__))
        return 2
    report, runs = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 7
    with chromium() as browser:
        if browser is None:
            say("no Chromium that starts on this machine (apt-get install chromium)")
            return 1
        times(browser, report)  # the first opening reads the browser itself from the disk
        found = [times(browser, report) for _ in range(runs)]
    say(f"{report}: {report.stat().st_size / 1e6:.2f} MB, {runs} runs; ms: lowest, median, highest")
    for name in found[0]:
        values = [each[name] for each in found]
        say(f"{name:28} {min(values):8.0f} {statistics.median(values):8.0f} {max(values):8.0f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
