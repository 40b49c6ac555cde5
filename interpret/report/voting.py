"""Weighted voting and its prediction strength: whom it calls, and how that compares with strengths published before."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from interpret.contracts import BoolArray, FloatArray
from interpret.models.kinds.weighted_voting import NAME
from interpret.report import tally, words
from interpret.report.blocks import Block, Columns, Prose, Table, TableColumn
from interpret.report.every_model import every_model, model_named
from interpret.report.figures.patients import PART_TITLES, parts_of
from interpret.report.figures.strengths import strengths
from interpret.report.findings import Findings, Part
from interpret.validation.calls import UNCERTAIN

_FEWEST = 3  # pairs of values from which a correlation says anything


@dataclass(frozen=True, eq=False)
class Pairs:
    """Strengths of the same samples of one set: `ours` and `published`, each `(n,)`, without their sign."""

    part: Part
    ours: FloatArray
    published: FloatArray

    def correlations(self) -> tuple[float, float] | None:
        """Return Pearson's and Spearman's coefficient; None where there are too few values, or all are the same."""
        if self.ours.size < _FEWEST or np.ptp(self.ours) == 0.0 or np.ptp(self.published) == 0.0:
            return None
        pearson, spearman = (way(self.ours, self.published).statistic for way in (stats.pearsonr, stats.spearmanr))
        return float(pearson), float(spearman)


def voting(findings: Findings) -> list[Block]:
    """Return what weighted voting calls at its least strength; nothing where it was not run."""
    if model_named(findings, NAME) is None:
        return []
    called, found = _called(findings), pairs(findings)
    if not found:
        return [Prose((_rule(findings),)), called]
    called = replace(called, note=f"{called.note} {_agree(findings, found)}")
    drawn = strengths({each.part: (each.published, each.ours) for each in found}, _column(findings))
    return [Prose((_rule(findings),)), Columns(called, drawn)]


def strength(findings: Findings, part: Part) -> pd.Series:
    """Return the strength of every sample of a set, from 0 (a tie) to 1, by sample name."""
    rows = tally.calls_of(every_model(findings), NAME, part)
    # rounded: at exactly the least strength a sample is called, whatever the last bit says
    return pd.Series(np.round(np.abs(2.0 * rows["probability"].to_numpy() - 1.0), 12), rows["sample"].astype(str))


def pairs(findings: Findings) -> tuple[Pairs, ...]:
    """Return our strengths and the published ones of the samples that have both; empty without such a column."""
    column = _column(findings)
    if column not in findings.covariates.columns:
        return ()
    published = pd.to_numeric(findings.covariates[column], errors="coerce").dropna().abs()
    published.index = published.index.astype(str)
    found = []
    for part in parts_of(findings):
        ours = strength(findings, part)
        both = [sample for sample in ours.index if sample in published.index]
        if both:
            values = (each[both].to_numpy(dtype=np.float64) for each in (ours, published))
            found.append(Pairs(part, *values))
    return tuple(found)


def _column(findings: Findings) -> str:
    return findings.settings.models.voting.published


def _rule(findings: Findings) -> str:
    one = tally.noun(findings)
    least = words.setting(findings.settings.models.voting.least_strength)
    return (
        "Weighted voting, the rule that Golub et al. proposed in 1999, says of each call how far the votes were from a "
        f"tie: the prediction strength, from 0 to 1. As they did, a {one} counts as called only at a strength of at "
        f"least {least}; below it the rule says nothing."
    )


def _called(findings: Findings) -> Table:
    """Return whom the strength calls and whom the three-way call does, in each set; both name the same class."""
    least = findings.settings.models.voting.least_strength
    sets = []
    for part in parts_of(findings):
        calls = tally.calls_of(every_model(findings), NAME, part)
        strong = strength(findings, part).to_numpy() >= least
        firm = (calls["call"] != UNCERTAIN).to_numpy()
        wrong = (calls["argmax_call"] != calls["truth"]).to_numpy()
        sets.append((strong, firm, wrong))
    rows = (
        ("Called by strength", *(_with_wrong(strong, wrong) for strong, _, wrong in sets)),
        ("Called by the three-way call", *(_with_wrong(firm, wrong) for _, firm, wrong in sets)),
        ("By both", *(_count(strong & firm) for strong, firm, _ in sets)),
        ("By strength alone", *(_count(strong & ~firm) for strong, firm, _ in sets)),
        ("By the three-way call alone", *(_count(firm & ~strong) for strong, firm, _ in sets)),
        ("By neither", *(_count(~strong & ~firm) for strong, firm, _ in sets)),
    )
    columns = (
        TableColumn("Weighted voting"),
        *(TableColumn(PART_TITLES[part], "right") for part in parts_of(findings)),
    )
    caption = f"Weighted voting at a strength of {words.setting(least)} or more, and its three-way call"
    return Table(caption, columns, rows, "Left out in turn, the three-way call only describes.")


def _with_wrong(called: BoolArray, wrong: BoolArray) -> str:
    return f"{_count(called)} of {words.count(called.size)}, wrong: {_count(called & wrong)}"


def _count(samples: BoolArray) -> str:
    return words.count(int(samples.sum()))


def _agree(findings: Findings, found: tuple[Pairs, ...]) -> str:
    """Say how the strengths agree, and that the column counts as a result."""
    one, column = tally.noun(findings), words.plain(_column(findings))
    said = []
    for each in found:
        both = each.correlations()
        counted = words.plural(each.ours.size, one)
        numbers = (
            "no correlation can be given"
            if both is None
            else f"Pearson {words.number(both[0])}, Spearman {words.number(both[1])}"
        )
        said.append(f"{PART_TITLES[each.part].lower()} {numbers} ({counted})")
    return (
        f"The column {column} of the sample sheet holds strengths published before. Correlation with ours: "
        f"{words.listing(said)}. That column is a result and no property of the {one}s: it was not asked whether it "
        "gives the class away."
    )
