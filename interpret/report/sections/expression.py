"""Differential expression: the question, the counts, the pictures, the first genes, and whether they come back."""

from __future__ import annotations

import pandas as pd

from interpret.report import tally, words
from interpret.report.blocks import Block, Bullets, Callout, Prose, Section, Table, TableColumn
from interpret.report.figures.heatmap import heatmap
from interpret.report.figures.mean_difference import mean_difference
from interpret.report.figures.p_values import p_values
from interpret.report.figures.volcano import volcano
from interpret.report.findings import Findings
from interpret.report.gene_names import GeneNames, gene_names
from interpret.report.side_by_side import side_by_side
from interpret.stats.gene_table import PRIMARY_TEST
from interpret.stats.replication import replication as replicate
from interpret.stats.two_group import TESTS, TwoGroupTest

MOST_ROWS = 40
_DESCRIPTION = 34
NOMINAL = 0.05


def section(findings: Findings) -> Section:
    """Return the section on differential expression."""
    blocks: list[Block] = [_question(findings), counts(findings), volcano(findings)]
    blocks.append(side_by_side(p_values(findings), mean_difference(findings)))
    blocks += replication(findings)
    blocks += cautions(findings)
    blocks += [heatmap(findings), top(findings)]
    return Section("genes", "Differential expression", tuple(blocks), page=True)


def tests_run(findings: Findings) -> tuple[TwoGroupTest, ...]:
    """Return the registered tests whose columns stand in the gene table."""
    present = {column.name for column in findings.genes.columns}
    return tuple(test for test in TESTS if f"{test.name}_p" in present)


def _effect_unit(findings: Findings) -> str:
    frame = findings.genes.frame
    return words.plain(frame["effect_unit"].iloc[0]) if len(frame) else ""


def _question(findings: Findings) -> Prose:
    labels, tests = findings.labels, findings.settings.tests
    asked = (
        f"For each of {words.plural(findings.counts.tested, 'gene')} the same question was put to the "
        f"{words.plural(findings.counts.n_train, 'training patient')}: does the mean activity differ between "
        f"{labels.negative} and {labels.positive}? An effect above zero means that the gene is more active in "
        f"{labels.positive}. The unit is the {_effect_unit(findings)}."
    )
    found = tally.called_genes(findings)
    called = findings.genes.called(tests.fdr)
    up = int((called["effect"] > 0.0).sum())
    rate = words.percent(tests.fdr)
    if found == 0:
        answer = (
            f"No gene reaches a false discovery rate of {rate}. That does not show that no gene differs: with this "
            "many patients, and this many questions, only large differences can be found."
        )
    else:
        answer = (
            f"{words.capital(words.plural(found, 'gene'))} {'differs' if found == 1 else 'differ'} at a false "
            f"discovery rate of {rate}: {words.count(up)} more active in {labels.positive} and "
            f"{words.count(found - up)} in {labels.negative}. "
            f"At most about {rate} of such a list is expected to be there by chance alone."
        )
    return Prose((asked, answer))


def counts(findings: Findings) -> Table:
    """Return how many genes each test calls, at each level of strictness."""
    frame, fdr = findings.genes.frame, findings.settings.tests.fdr
    rows = []
    for test in tests_run(findings):
        p, q = frame[f"{test.name}_p"], frame[f"{test.name}_q"]
        title = words.capital(test.title) + (" (primary)" if test.name == PRIMARY_TEST else "")
        strict = words.count(int((frame["maxt_p"] <= NOMINAL).sum())) if test.name == "welch" else "—"
        rows.append((title, words.count(int((p <= NOMINAL).sum())), words.count(int((q <= fdr).sum())), strict))
    expected = words.count(NOMINAL * findings.counts.tested)
    columns = (
        TableColumn("Test"),
        TableColumn(f"p ≤ {words.setting(NOMINAL)}", "right"),
        TableColumn(f"q ≤ {words.setting(fdr)}", "right"),
        TableColumn(f"Westfall-Young p ≤ {words.setting(NOMINAL)}", "right"),
    )
    note = (
        f"If no gene differed, about {expected} would have p ≤ {words.setting(NOMINAL)}. q: false discovery rate after "
        "Benjamini and Hochberg. Westfall-Young: chance of even one false gene in the list, by "
        f"{words.count(findings.settings.tests.maxt_permutations)} permutations of Welch's t."
    )
    return Table("Genes found by each test", columns, tuple(rows), note)


def top(findings: Findings) -> Table:
    """Return the genes with the smallest p-values of the primary test."""
    names = gene_names(findings)
    level = words.percent(findings.settings.tests.confidence)
    columns = (
        *((TableColumn("Symbol", italic=True, width="10%"),) if names.has_symbols else ()),
        TableColumn("Probe", width="18%"),
        TableColumn("Description", width="17%" if names.has_symbols else "28%"),
        TableColumn(f"Effect ({level} interval)", "right", width="21%"),
        TableColumn("t", "right", width="7%"),
        TableColumn("p", "right", width="10%"),
        TableColumn("q", "right", width="10%"),
        TableColumn("AUC", "right", width="7%"),
    )
    rows = tuple(_gene_row(row, names) for _, row in findings.genes.by_evidence().head(MOST_ROWS).iterrows())
    note = (
        f"Effect: {_effect_unit(findings)}, {findings.labels.positive} minus {findings.labels.negative}. AUC: chance "
        f"that, of one {findings.labels.positive} and one {findings.labels.negative} patient, the former has the "
        "higher value. All genes are in genes.csv. The largest effects of a long list are overestimated: they were "
        "picked for being large."
    )
    return Table(f"The {words.count(len(rows))} genes with the smallest p-values", columns, rows, note)


def _gene_row(row: pd.Series, names: GeneNames) -> tuple[str, ...]:
    gene = str(row["gene"])
    interval = words.signed_interval(float(row["ci_low"]), float(row["ci_high"]))
    return (
        *((names.symbols.get(gene) or "—",) if names.has_symbols else ()),
        words.plain(gene),
        words.shorten(names.descriptions.get(gene, ""), _DESCRIPTION) or "—",
        f"{words.signed(float(row['effect']))} ({interval})",
        words.signed(float(row["statistic"]), 1),
        words.p_value(float(row["p_value"])),
        words.q_value(float(row["q_value"])),
        words.number(float(row["auc"])),
    )


def replication(findings: Findings) -> list[Block]:
    """Return how many of the genes found point the same way in the independent patients; nothing without a gene."""
    if tally.called_genes(findings) == 0:
        return []
    if findings.counts.n_independent == 0:
        text = "There are no independent patients, so it is not known which of these genes would be found again."
        return [Callout("Not replicated", text, tone="note")]
    found = replicate(findings.genes, findings.settings.tests.fdr)
    if found is None:
        return []
    patients = words.plural(findings.counts.n_independent, "independent patient")
    interval = words.percent_interval(found.ci_low, found.ci_high)
    text = (
        f"Of the {words.plural(found.called, 'gene')} found, {words.count(found.same_sign)} "
        f"({words.percent(found.same_sign / found.called)}) point the same way in the {patients}, and "
        f"{words.count(found.replicated)} do so with p ≤ {words.setting(found.p_limit)} there: "
        f"{words.percent(found.share)} ({interval}, as if genes were independent of each other). If none of them "
        f"differed, about half would point the same way, and one in {words.count(2.0 / found.p_limit)} would also "
        "reach that p-value."
    )
    return [Callout("Found again in the independent patients?", text, tone="note")]


def cautions(findings: Findings) -> list[Block]:
    """Return what the tests that were run say must be kept in mind."""
    texts = tuple(words.plain(test.caution) for test in tests_run(findings) if test.caution)
    return [Bullets("When reading the p-values", texts)] if texts else []
