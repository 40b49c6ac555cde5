"""What is asked of sets of genes, and the answer: camera, over-representation, and which sets say the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from interpret.contracts import BoolArray, Column, FloatArray, IntArray
from interpret.data.gene_sets import GeneSets
from interpret.settings import GeneSetSettings, TestSettings
from interpret.stats.gene_sets.camera import Camera, Ranked, camera, rank_genes
from interpret.stats.gene_sets.match import MatchedSets
from interpret.stats.gene_sets.over_representation import OverRepresentation, over_representation
from interpret.stats.gene_sets.overlap import Overlap, overlap
from interpret.stats.question import Question
from interpret.stats.two_group.moderated_t_trend import MODERATED_T_TREND
from interpret.stats.two_group.voom_t import VOOM
from interpret.stats.voom import voom

MOST_COMPARED = 200
"""Sets, from the smallest p-value, that are held against each other: work and room grow with the square."""
_SIDES = ("both", "up", "down")
_OVER = {
    "both": ("over", "called, in either direction"),
    "up": ("over_up", "called as higher in the positive class"),
    "down": ("over_down", "called as lower in the positive class"),
}

SET_COLUMNS = (
    Column("set", "text", "", "name of the set"),
    Column("description", "text", "", "what the file says of it"),
    Column("named", "integer", "genes", "genes that the file names for the set"),
    Column("tested", "integer", "genes", "those of them that were tested, each symbol once"),
    Column("direction", "text", "", "up: its genes tend to be higher in the positive class than the others; down"),
    Column("camera_statistic", "number", "", "t of the set against all other genes (camera)"),
    Column("camera_p", "number", "", "its two-sided p-value"),
    Column("camera_q", "number", "", "p-value adjusted for the number of sets (Benjamini-Hochberg)"),
    Column("correlation", "number", "", "correlation between the genes of the set that was allowed for"),
    Column("called_up", "integer", "genes", "genes of the set called as higher in the positive class"),
    Column("called_down", "integer", "genes", "genes of the set called as lower in the positive class"),
    *(
        Column(f"{name}_{what}", "number", unit, meaning.format(which))
        for name, which in _OVER.values()
        for what, unit, meaning in (
            ("expected", "genes", "genes of the set that chance would give among those {}"),
            (
                "odds_ratio",
                "",
                "odds of a gene of the set to be {}, over those of the others; 0.5 added if a cell is 0",
            ),
            ("p", "", "probability of as many {}, or more, by chance (hypergeometric)"),
            ("q", "", "p-value of those {}, adjusted for the number of sets (Benjamini-Hochberg)"),
        )
    ),
    Column("shares_most_with", "text", "", "the set it shares most with, of the 200 with the smallest camera_p"),
    Column("shared", "integer", "genes", "genes tested that both hold"),
    Column("share_of_smaller", "number", "", "those as a share of the smaller of the two"),
    Column("family", "text", "", "the set before it, by camera_p, of whose genes, or its own, half or more are shared"),
    Column("genes", "text", "", "its genes as named in the expression file, with semicolons"),
)


@dataclass(frozen=True, eq=False)
class AnsweredSets:
    """The answer for every set that was asked about.

    Attributes
    ----------
    given
        The sets as read.
    table
        Columns `SET_COLUMNS`, the smallest p-value of camera first.
    members
        Of each row of the table, numbers of its genes in the universe.
    matched
        The sets as far as they were tested, in the order of the file; and those that were not asked about.
    statistic
        `(p,)` moderated t of each gene of the universe.
    called_up, called_down
        How many of them are called in each direction.
    alike
        Shared genes of the first `MOST_COMPARED` rows of the table.
    """

    given: GeneSets
    table: pd.DataFrame
    members: tuple[IntArray, ...]
    matched: MatchedSets
    statistic: FloatArray
    called_up: int
    called_down: int
    alike: Overlap

    @property
    def universe(self) -> tuple[str, ...]:
        """`p` genes that sets were compared in, sorted by name."""
        return self.matched.universe.rows


def answer_sets(
    question: Question, given: GeneSets, matched: MatchedSets, genes: pd.DataFrame, settings: SetsAsked
) -> AnsweredSets:
    """Return the answer for the sets of a study.

    Parameters
    ----------
    question
        Samples, genes and design of the training set, and the counts behind them.
    given
        The sets as read.
    matched
        As far as they were tested.
    genes
        The gene table: columns `gene, effect, q_value`.
    settings
        How genes were tested and sets are to be.

    Notes
    -----
    Genes are ranked by the moderated t of the design of the primary test, over all genes tested: with a trend, or with
    voom's weights, where the primary test has them. Camera then sees the genes of the universe alone.
    """
    return answer_genes(
        _ranked(question, settings.tests.primary, matched.universe.rows), given, matched, genes, settings
    )


def answer_genes(
    ranked: Ranked, given: GeneSets, matched: MatchedSets, genes: pd.DataFrame, settings: SetsAsked
) -> AnsweredSets:
    """Return the answer for sets of genes that are ranked already; `ranked` are the genes of the universe."""
    rows = tuple(each.rows for each in matched.sets)
    wanted = settings.sets.correlation
    found = camera(ranked, rows, None if wanted == "estimated" else float(wanted))
    up, down = _called(genes, matched.universe.rows, settings.tests.fdr)
    over = {side: over_representation(called, rows) for side, called in zip(_SIDES, (up | down, up, down), strict=True)}
    keys = pd.DataFrame(
        {"p": found.p_value, "t": -np.abs(found.statistic), "set": [each.name for each in matched.sets]}
    )
    order = keys.sort_values(["p", "t", "set"], kind="stable").index.to_numpy()
    first = order[:MOST_COMPARED]
    alike = overlap(tuple(rows[i] for i in first))
    table = _table(matched, found, over).iloc[order].reset_index(drop=True)
    table = table.assign(**_shared(alike, table["set"].tolist()))
    return AnsweredSets(
        given=given,
        table=table[[column.name for column in SET_COLUMNS]],
        members=tuple(rows[i] for i in order),
        matched=matched,
        statistic=ranked.statistic,
        called_up=int(up.sum()),
        called_down=int(down.sum()),
        alike=alike,
    )


@dataclass(frozen=True)
class SetsAsked:
    """How genes were tested, and how sets of them are to be."""

    tests: TestSettings
    sets: GeneSetSettings


def _ranked(question: Question, primary: str, universe: tuple[str, ...]) -> Ranked:
    """Return the genes of the universe with the statistics that they have among all genes tested without gaps."""
    expression = question.cohort.expression
    place = {gene: j for j, gene in enumerate(expression.genes)}
    complete = sorted(expression.complete_genes().genes)  # sums in one order, whatever the order in the file
    columns = np.array([place[gene] for gene in complete], dtype=np.int64)
    values, weights = expression.values, None
    if question.counts is not None and primary == VOOM.name:
        precise = voom(question.counts, question.design)
        values, weights = precise.values, precise.weights[:, columns]
    ranked = rank_genes(values[:, columns], weights, question.design, trend=primary == MODERATED_T_TREND.name)
    number = {gene: j for j, gene in enumerate(complete)}
    return ranked.take(np.array([number[gene] for gene in universe], dtype=np.int64))


def _called(genes: pd.DataFrame, universe: tuple[str, ...], fdr: float) -> tuple[BoolArray, BoolArray]:
    """Return `(p,)` which genes of the universe are called as higher, and which as lower, in the positive class."""
    known = genes.set_index("gene").reindex(list(universe))
    called = (known["q_value"] <= fdr).to_numpy(dtype=np.bool_)
    effect = known["effect"].to_numpy(dtype=np.float64)
    return called & (effect > 0.0), called & (effect < 0.0)


def _table(matched: MatchedSets, found: Camera, over: dict[str, OverRepresentation]) -> pd.DataFrame:
    universe = matched.universe.rows
    columns: dict[str, object] = {
        "set": [each.name for each in matched.sets],
        "description": [each.description for each in matched.sets],
        "named": [each.named for each in matched.sets],
        "tested": [each.rows.size for each in matched.sets],
        "direction": ["up" if way > 0 else "down" for way in found.up.tolist()],
        "camera_statistic": found.statistic,
        "camera_p": found.p_value,
        "camera_q": found.q_value,
        "correlation": found.correlation,
        "called_up": over["up"].called,
        "called_down": over["down"].called,
    }
    for side, (name, _) in _OVER.items():
        columns[f"{name}_expected"] = over[side].expected
        columns[f"{name}_odds_ratio"] = over[side].odds_ratio
        columns[f"{name}_p"] = over[side].p_value
        columns[f"{name}_q"] = over[side].q_value
    columns["genes"] = ["; ".join(universe[i] for i in each.rows) for each in matched.sets]
    return pd.DataFrame(columns)


def _shared(alike: Overlap, names: list[str]) -> dict[str, Any]:
    """Return the columns on what each set shares with others; missing beyond the sets that were compared."""
    s = alike.leader.size
    others = alike.of_smaller - 2.0 * np.eye(s)
    best = others.argmax(axis=1) if s > 1 else np.zeros(s, dtype=np.int64)  # of equals the first, with the smaller p
    rows = np.arange(s)
    some = (s > 1) & (alike.shared[rows, best] > 0) & (best != rows)
    rest = len(names) - s
    shared = np.where(some, alike.shared[rows, best], 0).tolist()
    share = np.where(some, alike.of_smaller[rows, best], 0.0).tolist()
    return {
        "shares_most_with": [names[j] if any_ else "" for j, any_ in zip(best, some, strict=True)] + [""] * rest,
        "shared": pd.array([*shared, *[None] * rest], dtype="Int64"),
        "share_of_smaller": [*share, *[np.nan] * rest],
        "family": [names[j] if j != i else "" for i, j in enumerate(alike.leader.tolist())] + [""] * rest,
    }
