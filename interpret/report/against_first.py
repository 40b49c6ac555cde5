"""Every model against the first of the settings, on the same patients: the one comparison that was fixed in advance."""

from __future__ import annotations

import math
from dataclasses import dataclass

from interpret.report import tally, words
from interpret.report.blocks import Block, Prose, Table, TableColumn, only_on_screen
from interpret.report.every_model import every_model
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.scoring.paired import detectable_gap, fewest_one_sided
from interpret.validation.comparison import LEVEL, NOT_CALIBRATED

NO_EVIDENCE = "no evidence of a difference"
POWER = 0.8  # of the smallest difference that is named
METHOD = (
    "Models were compared on the same samples: exact McNemar test (two-sided binomial on those whom one of two models "
    "alone called right, no mid-p; McNemar 1947, doi:10.1007/BF02295996) and paired difference in Brier score with the "
    "interval and p-value of a jackknife over persons. Holm's adjustment within a set and measure: for the comparisons "
    "with the first model, fixed in advance, and apart from that for all pairs."
)
_TITLES: dict[Part, str] = {"loo": "Left out", "independent": "Independent"}


def against_first(findings: Findings) -> list[Block]:
    """Return the comparisons with the first model as a table and what they can show; nothing with one model."""
    others = every_model(findings).models[1:]
    if not others:
        return []
    return [*only_on_screen([table(findings, others)]), Prose((reach(findings), all_pairs(findings)))]


def sentence(findings: Findings) -> str:
    """Return the comparison of two models in words, each set in turn."""
    first, other = (words.plain(model.title) for model in every_model(findings).models)
    said = []
    for each in _with_first(findings):
        brier = "" if math.isnan(each.brier) else f"; Brier score of {other} minus that of {first} {each.difference}"
        said.append(
            f"{_TITLES[each.part]}, on the same {words.plural(each.n, tally.noun(findings, each.part))}: "
            f"{words.count(each.only_first)} right by {first} alone, {words.count(each.only_other)} by {other} alone "
            f"(exact McNemar, {words.p_brief(each.calls_p)}){brier}: {_verdict([each])}."
        )
    return f"{' '.join(said)} {reach(findings)}"


def table(findings: Findings, others: tuple[ModelFindings, ...]) -> Table:
    """Return a row a model: who alone was right, the adjusted p-value and the difference in Brier score, by set."""
    compared = _with_first(findings)
    columns = [TableColumn("Model", width="22%")]
    for part in dict.fromkeys(each.part for each in compared):
        columns += [
            TableColumn(f"{_TITLES[part]}: alone", "right", width="9%"),
            TableColumn("p", "right", width="7%"),
            TableColumn("Brier", "right", width="12%"),
        ]
    columns.append(TableColumn("Reading", width="22%"))
    rows = []
    for model in others:
        mine = [each for each in compared if each.other == model.name]
        rows.append((words.plain(model.title), *(text for each in mine for text in each.cells()), _verdict(mine)))
    first = words.plain(findings.models[0].title)
    note = (
        f"First: {first}. Alone: called right by this model alone / by the first alone. p: exact McNemar test, "
        f"adjusted by Holm for the {words.plural(len(others), 'comparison')} of a set. Brier: score minus the first's "
        "± half of its 95% jackknife interval, above 0 where the first is nearer the truth. Reading: after adjustment, "
        "at 5%."
    )
    if any(name in NOT_CALIBRATED for name in (findings.models[0].name, *(model.name for model in others))):
        note += " Dash: a share of votes is not compared."
    caption = f"Every model against the first, on the same {tally.noun(findings)}s"
    return Table(caption, tuple(columns), tuple(rows), note)


@dataclass(frozen=True)
class _Compared:
    """The first model and another on one set; `brier` is the other's score minus the first's, NaN where not compared.

    `calls_p` and `brier_p` are adjusted for the comparisons of the set with the first model.
    """

    part: Part
    other: str
    n: int
    only_first: int
    only_other: int
    calls_p: float
    brier: float
    low: float
    high: float
    brier_p: float

    def cells(self) -> tuple[str, str, str]:
        """Return who alone was right, the p-value and the difference, as cells of a table."""
        alone = f"{words.count(self.only_other)} / {words.count(self.only_first)}"
        return alone, words.p_value(self.calls_p), words.cell(words.plus_minus(self.brier, self.high - self.brier))

    @property
    def difference(self) -> str:
        """The difference in Brier score with its interval."""
        if math.isnan(self.low):
            return words.signed(self.brier)
        return f"{words.signed(self.brier)} ({words.signed_interval(self.low, self.high)})"

    @property
    def differing(self) -> list[str]:
        """In what the two differ after adjustment."""
        ways = (("calls", self.calls_p), ("Brier scores", self.brier_p))
        return [way for way, p_value in ways if p_value <= LEVEL]


def _with_first(findings: Findings) -> list[_Compared]:
    """Return the comparisons with the first model, left-out samples first, in the order of the file."""
    frame = findings.comparisons
    parts: tuple[Part, ...] = ("loo", "independent")
    return [
        _Compared(
            part,
            str(row["model_b"]),
            int(row["n"]),
            int(row["only_a_right"]),
            int(row["only_b_right"]),
            float(row["mcnemar_p_holm"]),
            -float(row["brier_difference"]),
            -float(row["ci_high"]),
            -float(row["ci_low"]),
            float(row["brier_p_holm"]),
        )
        for part in parts
        for row in frame.to_dict(orient="records")
        if row["set"] == part and row["model_a"] == findings.models[0].name
    ]


def _verdict(compared: list[_Compared]) -> str:
    """Return where two models differ after adjustment, and in what, or that there is no evidence of it."""
    ways = {each.part: words.listing(each.differing) for each in compared if each.differing}
    if not ways:
        return NO_EVIDENCE
    if len(compared) == 1:
        return words.capital(f"{ways[compared[0].part]} differ")
    if len(ways) == len(compared) and len(set(ways.values())) == 1:
        return words.capital(f"{ways[compared[0].part]} differ (both sets)")
    return words.capital("; ".join(f"{way} differ ({_TITLES[part].lower()})" for part, way in ways.items()))


def reach(findings: Findings) -> str:
    """Return what so few patients can show at all, and that no evidence of a difference is no evidence of equality."""
    tests = len(every_model(findings).models) - 1
    parts = tuple(dict.fromkeys(each.part for each in _with_first(findings)))
    sizes = [tally.size(findings, part)[1] for part in parts]
    alone = tally.one_each(findings)
    who = tally.noun(findings) if alone else tally.person(findings)
    gaps = [detectable_gap(n, tests, LEVEL, POWER) for n in sizes]
    within = [(n, gap) for n, gap in zip(sizes, gaps, strict=True) if not math.isnan(gap)]
    none = [words.plural(n, who) for n, gap in zip(sizes, gaps, strict=True) if math.isnan(gap)]
    said = [f"{words.capital(NO_EVIDENCE)} is no evidence that two models are alike."]
    if within:
        of = words.listing([f"{words.count(100.0 * gap)} (of {words.count(n)} {who}s)" for n, gap in within])
        said.append(
            f"To be told apart by its calls a model must be right where the first is wrong on at least "
            f"{words.count(fewest_one_sided(tests, LEVEL))} {who}s, and never the reverse. To be found so with a "
            f"chance of {words.percent(POWER)}, its share right must be higher by {of} percentage points."
        )
    if none:
        said.append(f"With {words.listing(none)} no two models could be told apart by their calls, however different.")
    left_out = tally.left_out(findings)
    said.append(
        f"Models that left one {left_out} out share the other training {left_out}s, so the tests are approximate there."
    )
    if not alone:
        said.append(f"Samples of one {who} were taken together.")
    return " ".join(said)


def all_pairs(findings: Findings) -> str:
    """Return in one sentence how many of all pairs of models differ, adjusted for all of them."""
    frame = findings.comparisons
    counted = []
    for title, name in (("calls", "mcnemar_p"), ("Brier scores", "brier_p")):
        compared = frame[f"{name}_holm_all"].dropna()
        found = int((compared <= LEVEL).sum())
        counted.append(f"{words.count(found)} of {words.plural(len(compared), 'comparison')} of {title}")
    return (
        f"Every two models, adjusted by Holm for all pairs of a set: a difference in {words.listing(counted)} "
        "(comparisons.csv). Where there is none, no model is called better than another."
    )
