"""Which genes the sparse model uses, with what weight, and how steadily it chooses them."""

from __future__ import annotations

import pandas as pd

from interpret.models.signature import Signature
from interpret.models.stability_selection import StabilitySelection
from interpret.report import tally, words
from interpret.report.blocks import Block, Bullets, Prose, Section, Table, TableColumn, only_on_screen
from interpret.report.figures.gene_count import brier_score, share_right
from interpret.report.findings import Findings
from interpret.report.gene_names import GeneNames, gene_names
from interpret.report.selection_rows import selection_rows
from interpret.report.side_by_side import side_by_side

MOST_ROWS = 10
MOST_NAMED = 12
WIDTH = 20  # letters of a gene: the table has seven columns


def section(findings: Findings) -> Section:
    """Return the section on the genes of the sparse model."""
    rows, written = selection_rows(findings), findings.selection.signature
    blocks: list[Block] = [Prose((*_signature_words(written), *_stability_words(findings)))]
    blocks.append(_table(findings, rows, written))
    blocks += only_on_screen([side_by_side(share_right(findings), brier_score(findings))])
    blocks += only_on_screen([_reading(findings)])
    return Section("selection", "Choice of genes", tuple(blocks))


def _signature_words(written: Signature | None) -> tuple[str, ...]:
    if written is None:
        return ()
    if written.table.empty:
        return ("The final sparse model uses no gene: it gives everybody the share of the classes.",)
    text = (
        f"The final sparse model uses {words.plural(len(written.table), 'gene')}. Its log-odds are "
        f"{words.signed(written.intercept)} plus, for each gene, the coefficient times the value; a coefficient is "
        f"per {written.unit}."
    )
    return (text,)


def _stability_words(findings: Findings) -> tuple[str, ...]:
    chosen, one = findings.selection.stability, tally.noun(findings, "loo")
    if chosen is None:
        return (f"How steady the choice is on halves of the {one}s could not be told: {findings.selection.unfit}.",)
    names = gene_names(findings)
    low, high = chosen.half_sizes
    sizes = words.count(low) if low == high else f"{words.count(low)} or {words.count(high)}"
    found = len(chosen.chosen)
    were = "was" if found in {0, 1} else "were"
    listed = words.listing([names.marked(gene) for gene in chosen.chosen], MOST_NAMED)
    steady = (
        f"How steady is the choice? The training {one}s were halved {words.count(chosen.pairs)} times at random; on "
        f"each half ({sizes} {one}s) the first {words.plural(chosen.q, 'gene')} to enter the sparse model counted as "
        f"chosen. {words.capital(words.spelled_plural(found, 'gene'))} {were} chosen on at "
        f"least {words.percent(chosen.threshold)} of the halves" + (f": {listed}." if found else ".")
    )
    bound = (
        "Of genes that a half chooses no more often than by drawing at random, at most "
        f"{words.number(chosen.bounds.r_concave)} are expected among the steady ones (Shah and Samworth's bound; "
        f"without its assumption on the shape of the shares {words.number(chosen.bounds.worst_case)})."
    )
    return (steady, bound)


def _table(findings: Findings, rows: pd.DataFrame, written: Signature | None) -> Table:
    names = gene_names(findings)
    unit = "unit" if written is None else written.unit.split(" of ")[0]
    columns = (
        TableColumn("Gene"),
        *((TableColumn(tally.own_name(findings)),) if names.has_symbols else ()),
        TableColumn("Coefficient", "right"),
        TableColumn(f"Odds ratio per {unit}", "right"),
        TableColumn("Per standard deviation", "right"),
        TableColumn("Left-out models", "right"),
        TableColumn("Halves", "right"),
    )
    shown = rows.head(MOST_ROWS)
    left = len(rows) - len(shown)
    sorted_by = "Sorted by weight in the final model. " if rows["coefficient"].notna().any() else ""
    note = (
        f"{sorted_by}Left-out models, halves: share of them that use the gene. "
        + (f"{words.capital(words.plural(left, 'more gene'))} in selection.csv. " if left else "")
        + "A coefficient holds for all other genes equal and is shrunken by the penalty."
    )
    cells = tuple(_row(row, names) for _, row in shown.iterrows())
    used = written is None or not written.table.empty
    return Table("Genes of the sparse model" if used else "Genes that left-out models used", columns, cells, note)


def _row(row: pd.Series, names: GeneNames) -> tuple[str, ...]:
    gene = str(row["gene"])
    if pd.isna(row["coefficient"]):
        weights = ("not used", "—", "—")
    else:
        weights = (
            words.signed(float(row["coefficient"]), 3),
            words.significant(float(row["odds_ratio"])),
            words.signed(float(row["coefficient_per_sd"])),
        )
    return (
        names.beside_its_own(gene, WIDTH),
        *((words.shorten(gene, WIDTH),) if names.has_symbols else ()),
        *weights,
        words.percent(float(row["selection_frequency"])),
        words.percent(float(row["half_frequency"])),
    )


def _reading(findings: Findings) -> Bullets:
    one = tally.noun(findings, "loo")
    alike = (
        "Of several genes that say the same the model may take some, and on other halves others: a low share does not "
        "mean that a gene is unimportant."
    )
    shared = "most" if tally.in_folds(findings) else "all but one"
    each = f"{one}s" if tally.in_folds(findings) else one
    harder = (
        f"Left-out models share {shared} {each}, so their shares are high; halves share far less and are the harder "
        "test."
    )
    cause = (
        "A gene that is chosen steadily tells the classes apart in these data. That is no cause, and in another centre "
        "it may be another gene."
    )
    return Bullets("How to read this", (alike, harder, cause))


def methods(findings: Findings) -> Bullets:
    """Return how the choice of genes was looked into, for the methods section."""
    found, one = findings.selection, tally.noun(findings, "loo")
    items = []
    if found.signature is not None:
        items.append(
            f"Coefficients: of the model fitted to all training {one}s, on the scale of the values before genes are "
            "brought to one scale."
        )
    if found.stability is not None:
        items.append(_halves(findings, found.stability))
    items.append(
        f"Curves: every left-out {one} judged at every place of the penalty path (lambda as a share of the largest of "
        f"the fold, alpha {words.setting(found.alpha)}), and by a diagonal discriminant on the genes with the largest "
        "F, both chosen without the one left out. Nothing was chosen from the curves."
    )
    return Bullets("Choice of genes", tuple(items))


def _halves(findings: Findings, chosen: StabilitySelection) -> str:
    one = tally.one(findings)
    return (
        "Steadiness: complementary pairs stability selection (Shah and Samworth 2013, "
        "doi:10.1111/j.1467-9868.2011.01034.x; Meinshausen and Bühlmann 2010, doi:10.1111/j.1467-9868.2010.00740.x), "
        f"{words.plural(chosen.pairs, 'pair')} of halves of the {one}s, stratified by class, the preparation "
        f"learnt on each half; selected: the first {words.plural(chosen.q, 'gene')} to enter the path with alpha "
        f"{words.setting(findings.selection.alpha)}, a number settled by the numbers of genes and {one}s alone. "
        f"A gene is steady from {words.percent(chosen.threshold)} of the halves on, the lowest share, 60% or more, at "
        "which at most one gene is expected that a half selects with probability "
        f"{words.significant(chosen.theta, 2)} or less. The bound rests on the independence of the two halves and on "
        "the shape of the distribution of the shares (r-concave)."
    )
