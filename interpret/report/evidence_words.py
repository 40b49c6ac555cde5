"""What is said of the evidence: how the genes are ordered, which are supported, how far the sources agree."""

from __future__ import annotations

import math

from interpret.explain.agreement import TEST, Agreement
from interpret.explain.rank_biased_overlap import PERSISTENCE, weight_of_first
from interpret.explain.unstable import STEADY
from interpret.report import tally, words
from interpret.report.blocks import Bullets, Prose, Table, TableColumn
from interpret.report.every_model import every_model
from interpret.report.figures.evidence import SHOWN
from interpret.report.findings import Findings

_MOST_NAMED = 5


def rules(findings: Findings) -> Prose:
    """Return how the genes are ordered, what supports one, and where the genes of interest stand."""
    table, rate = findings.evidence, words.percent(findings.settings.tests.fdr)
    n, found = len(table), int(table["supported"].sum())
    order = (
        "Genes by all the evidence: each source ranks the genes, the test by its p-value and every model run in full "
        "by the mean absolute SHAP value; a gene is placed by the middle one of its ranks, and where these tie by "
        "their mean. So a gene stands high that most sources put high."
    )
    support = (
        f"A gene is supported if its q-value is at most {rate} and a model run in full uses it steadily: {STEADY}. "
        f"{words.capital(words.plural(found, 'gene'))} of {words.count(n)} {'is' if found == 1 else 'are'} supported "
        "(column supported of evidence.csv). In simulated studies, at a rate of 5%, about 5% of the "
        "supported genes were noise. Not being supported does not show that a gene does not differ."
    )
    return Prose((order, support, *interest(findings)))


def interest(findings: Findings) -> tuple[str, ...]:
    """Return how many genes of interest are found and where they stand; nothing without a list."""
    known = findings.of_interest
    if known is None:
        return ()
    table = findings.evidence
    rows = table[table["of_interest"]]
    text = (
        f"Genes of interest ({words.plain(known.file)}): {words.plural(known.named, 'name')} for "
        f"{words.plural(len(known.genes), 'gene')} of the expression file, of which {words.count(len(rows))} were "
        "tested or are used by a model."
    )
    if len(rows):
        median, held = words.quantity(float(rows["consensus_rank"].median())), int(rows["supported"].sum())
        first = words.count(int((rows["consensus_rank"] <= SHOWN).sum()))
        text += (
            f" Their median place is {median} of {words.count(len(table))}; {words.of(held, len(rows))} "
            f"{'is' if held == 1 else 'are'} supported, and the first {words.count(SHOWN)} hold {first} of them."
        )
    if known.unmatched:
        named = words.listing([words.plain(name) for name in known.unmatched], _MOST_NAMED)
        text += f" Not found: {named}."
    return (text,)


def agreement(findings: Findings) -> tuple[Table, ...]:
    """Return how far every two rankings agree on the first genes, and how far random ones would."""
    shown = {TEST, *(model.name for model in findings.models)}
    pairs = [each for each in findings.agreement if {each.first, each.second} <= shown]
    if not pairs:
        return ()
    rows = tuple(_agreement_row(findings, each) for each in pairs)
    columns = (
        TableColumn("Two rankings"),
        TableColumn("Genes ranked", "right"),
        TableColumn("Agreement", "right"),
        TableColumn("By chance", "right"),
    )
    share = words.percent(weight_of_first(SHOWN))
    note = (
        "Agreement: rank-biased overlap, 0 (no gene in common) to 1 (the same genes in the same order), the first "
        f"places counting most: with a persistence of {PERSISTENCE} the first {words.count(SHOWN)} carry {share} of "
        "the weight. By chance: the mean if one ranking named genes at random. All rankings come from the same "
        f"{tally.noun(findings, 'loo')}s, so agreement above chance is expected and does not confirm a gene."
    )
    return (Table("How far test and models agree on the leading genes", columns, rows, note),)


def _agreement_row(findings: Findings, each: Agreement) -> tuple[str, ...]:
    titles = {model.name: words.plain(model.title) for model in every_model(findings).models}
    first, second = (titles.get(name, "Test") for name in (each.first, each.second))
    missing = math.isnan(each.overlap)
    return (
        f"{first} and {words.within(second)}",
        f"{words.count(each.n_first)} and {words.count(each.n_second)}",
        words.NOT_AVAILABLE if missing else words.number(each.overlap),
        words.NOT_AVAILABLE if missing else words.number(each.by_chance, 3),
    )


def reading(findings: Findings) -> Bullets:
    """Return how to read the ranks."""
    many = f"{tally.noun(findings, 'loo')}s"
    items = [
        "Ranks of neighbours are rarely certain: compare the ranges, not the places.",
        f"Two models that agree on a gene do not confirm each other: both learnt from the same {many}.",
        "Genes that move together can stand in for each other, so a low rank does not mean that a gene is unimportant.",
    ]
    units = {part.unit for model in findings.models for part in model.attribution.values()}
    if "probability" in units:
        items.append(
            f"The ranges cover the choice of {many}, not the chance in growing a forest: another seed reorders genes "
            "of nearly equal weight."
        )
    first = findings.models[0] if findings.models else None
    if first is not None and not first.selection_frequency.empty:
        frequency = first.selection_frequency
        items.insert(
            0,
            f"The left-out models of {words.plain(first.title)} use {words.plural(len(frequency), 'gene')} between "
            f"them; {words.count(int((frequency >= 1.0).sum()))} of these are in every one.",
        )
    return Bullets("How to read the ranks", tuple(items))
