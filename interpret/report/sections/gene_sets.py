"""What the sets of genes that were given say together: which tend to be higher in a class, and which say the same."""

from __future__ import annotations

from interpret.report import set_members, set_words, tally, words
from interpret.report.blocks import Block, Bullets, Prose, Section, Table, TableColumn
from interpret.report.figures.barcode import barcodes
from interpret.report.findings import Findings
from interpret.stats.gene_sets.answer import AnsweredSets

MOST_ROWS = 15
MOST_DRAWN = 3
_NAME = 44


def section(findings: Findings) -> Section | None:
    """Return the section on sets; None where none were given."""
    found = findings.gene_sets
    if found is None:
        return None
    blocks: list[Block] = [Prose((set_words.answer(findings, found), set_words.asked(found), *set_words.near(found)))]
    blocks += [_table(findings, found), barcodes(findings, found, _drawn(findings, found)), _reading(findings, found)]
    return Section("gene-sets", "Gene sets", tuple(blocks))


def _drawn(findings: Findings, found: AnsweredSets) -> list[int]:
    """Return the first sets that are called; where none is, the first two."""
    called = int((found.table["camera_q"] <= findings.settings.tests.fdr).sum())
    return list(range(min(len(found.table), MOST_DRAWN if called > 1 else 2, max(called, 2))))


def _table(findings: Findings, found: AnsweredSets) -> Table:
    shown = found.table.head(MOST_ROWS)
    short = tally.class_names(findings)
    columns = (
        TableColumn("Set", width="24%"),
        TableColumn("Genes", "right", width="11%"),
        TableColumn("Higher in", width="11%"),
        TableColumn("p", "right", width="10%"),
        TableColumn("q", "right", width="10%"),
        TableColumn("Called", "right", width="8%"),
        TableColumn("Odds ratio", "right", width="7%"),
        TableColumn("q of these", "right", width="10%"),
        TableColumn("Shares most with", "right", width="9%"),
    )
    rows = []
    for number, (_, each) in enumerate(shown.iterrows()):
        side = findings.labels.name(positive=each["direction"] == "up")
        rows.append(
            (
                f"{number + 1}. {words.shorten(str(each['set']), _NAME)}",
                f"{words.count(each['tested'])} of {words.count(each['named'])}",
                words.plain(short[side]),
                words.cell(words.p_value(float(each["camera_p"]))),
                words.cell(words.q_value(float(each["camera_q"]))),
                f"{words.count(each['called_up'])} + {words.count(each['called_down'])}",
                words.number(float(each["over_odds_ratio"]), 1),
                words.cell(words.q_value(float(each["over_q"]))),
                _shared(found, number, len(shown)),
            )
        )
    inside = tuple(set_members.members(findings, found, row) for row in range(len(shown)))
    caption = (
        "The sets of genes" if len(found.table) <= MOST_ROWS else f"The {MOST_ROWS} sets with the smallest p-values"
    )
    return Table(caption, columns, tuple(rows), _note(findings, found), key="gene-sets-table", inside=inside)


def _shared(found: AnsweredSets, row: int, shown: int) -> str:
    """Return with which other row of the table a set shares most, and how much of the smaller of the two."""
    others = [(float(found.alike.of_smaller[row, other]), -other) for other in range(shown) if other != row]
    share, other = max(others, default=(0.0, 0))
    return f"{1 - other} ({words.percent(share)})" if share > 0.0 else "none"


def _note(findings: Findings, found: AnsweredSets) -> str:
    short = tally.class_names(findings)
    higher, lower = (words.plain(short[findings.labels.name(positive=positive)]) for positive in (True, False))
    left = len(found.table) - MOST_ROWS
    more = f" {words.capital(words.plural(left, 'more set'))} in gene_sets.csv." if left > 0 else ""
    return (
        "Genes: tested, of those named. Higher in: where its genes tend to be higher than the other genes. p, q: of "
        f"that, by camera. Called: its genes called by themselves as higher in {higher} + in {lower}. Odds ratio: of "
        "being called, in the set over outside it; q of these: over-representation. Shares most with: the set of that "
        f"number, in brackets the share of the smaller set's genes that are in both.{more}"
    )


def _reading(findings: Findings, found: AnsweredSets) -> Bullets:
    together = (
        "That genes of a set tend to be higher in one class says nothing of why: not that what the set is named after "
        "is at work, nor that it is a cause of the difference."
    )
    wanted = findings.settings.gene_sets.correlation
    moved = (
        "Camera allows for the correlation between the genes of a set as estimated from these samples, which is rough "
        "where they are few."
        if wanted == "estimated"
        else f"Camera takes the genes of a set to correlate by {words.setting(wanted)}. Where they move together more "
        "strongly than that, a set is called too easily."
    )
    independent = (
        "Over-representation takes genes to be independent, which those of a set are not, so its q-values are too "
        "small; it stands beside camera and does not replace it."
    )
    circular = (
        "A set that was drawn from these data, or from other samples of the same comparison, is no independent witness."
    )
    return Bullets("How to read this", (together, moved, independent, *set_words.families(findings, found), circular))


def methods(findings: Findings) -> list[Bullets]:
    """Return how sets were asked about, for the methods section; nothing where there were none."""
    return [] if findings.gene_sets is None else [Bullets("Gene sets", set_words.methods(findings))]
