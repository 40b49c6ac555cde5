"""The genes of one set, each with its effect and q: what a row of the table of sets opens to."""

from __future__ import annotations

from interpret.report import tally, words
from interpret.report.blocks import Table, TableColumn
from interpret.report.findings import Findings
from interpret.report.gene_names import gene_names
from interpret.stats.gene_sets.answer import AnsweredSets

MOST_ROWS = 100
_WIDTH = 30


def members(findings: Findings, found: AnsweredSets, row: int) -> Table:
    """Return the genes of the set in this row of the table of sets, the smallest p-value first."""
    names, each = gene_names(findings), found.table.iloc[row]
    genes = {found.universe[i] for i in found.members[row].tolist()}
    ordered = findings.genes.by_evidence()
    ordered = ordered[ordered["gene"].isin(genes)]
    rows = tuple(
        (
            names.beside_its_own(str(gene["gene"]), _WIDTH),
            *((words.shorten(str(gene["gene"]), _WIDTH),) if names.has_symbols else ()),
            words.cell(words.signed(float(gene["effect"]))),
            words.cell(words.p_value(float(gene["p_value"]))),
            words.cell(words.q_value(float(gene["q_value"]))),
        )
        for _, gene in ordered.head(MOST_ROWS).iterrows()
    )
    columns = (
        TableColumn("Gene"),
        *((TableColumn(tally.own_name(findings)),) if names.has_symbols else ()),
        TableColumn("Effect", "right"),
        TableColumn("p", "right"),
        TableColumn("q", "right"),
    )
    left = len(ordered) - len(rows)
    more = f" {words.capital(words.plural(left, 'more gene'))} in gene_sets.csv." if left else ""
    note = (
        f"{words.count(each['called_up'] + each['called_down'])} called, by chance "
        f"{words.number(float(each['over_expected']), 1)} expected; over-representation "
        f"{words.p_value(float(each['over_p']))}.{more}"
    )
    caption = f"{words.plural(len(ordered), 'gene')} of {words.shorten(str(each['set']), 60)}"
    return Table(caption, columns, rows, note)
