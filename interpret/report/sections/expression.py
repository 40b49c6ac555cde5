"""Differential expression: the question, the counts, the pictures, the first genes, and whether they come back."""

from __future__ import annotations

import pandas as pd

from interpret.nouns import resolved
from interpret.report import design_words, tally, within_reach, words
from interpret.report.blocks import Block, Bullets, Callout, Prose, Section, Table, TableColumn
from interpret.report.figures.heatmap import heatmap
from interpret.report.findings import Findings
from interpret.report.gene_names import GeneNames, gene_names
from interpret.report.inline import see
from interpret.stats.replication import SIGNIFICANT
from interpret.stats.replication import replication as replicate
from interpret.stats.two_group import EVERY_TEST, TwoGroupTest
from interpret.stats.two_group.permutation import PERMUTATION

MOST_ROWS = 100
LONGER = (9.95e-10, 9.95e-100)  # p-values below have exponents of two and three digits, on one line with the rest
TOP_GENES = "top-genes"
_WIDTHS = {"gene": 15, "beside symbol": 23, "beside n": 21, "alone": 31}  # letters; a gene should take one line
_NUMBERS = (
    *("n_negative", "n_positive", "effect", "ci_low", "ci_high", "p_value", "q_value"),
    *("auc", "auc_ci_low", "auc_ci_high"),
)


def section(findings: Findings) -> Section:
    """Return the section on differential expression."""
    # what breaks over pages before the drawing, which cannot
    blocks = (_question(findings), counts(findings), *cautions(findings), top(findings), heatmap(findings))
    return Section("genes", "Differential expression", blocks)


def tests_run(findings: Findings) -> tuple[TwoGroupTest, ...]:
    """Return the registered tests whose columns stand in the gene table."""
    present = {column.name for column in findings.genes.columns}
    return tuple(test for test in EVERY_TEST if f"{test.name}_p" in present)


def _question(findings: Findings) -> Prose:
    labels = findings.labels
    asked = (
        f"For each of {words.plural(findings.counts.tested, 'gene')} the same question was put to the "
        f"{design_words.whom(findings)}: does the mean activity differ between {labels.negative} and "
        f"{labels.positive}{design_words.compared(findings)}? An effect above zero means that the gene is more active "
        f"in {labels.positive}. The effect is the {design_words.effect_name(findings)}."
    )
    model = design_words.model(findings)
    where = (
        f"Every gene is drawn in {see('volcano', 'What was found')}. How well the tests fit these data, and what other "
        f"choices would have given: {see('checks', 'not in this report')}."
    )
    return Prose(tuple(text for text in (asked, model, where) if text))


def answer(findings: Findings) -> str:
    """Return how many genes were found, or what none means."""
    tests = findings.settings.tests
    found, rate = tally.called_genes(findings), words.percent(tests.fdr)
    if found == 0:
        nothing = (
            f"No gene reaches a false discovery rate of {rate}. That does not show that no gene differs: with this "
            f"many {tally.noun(findings, 'loo')}s, and this many questions, only large differences can be found."
        )
        return " ".join(
            text
            for text in (
                nothing,
                within_reach.usual_gene(findings),
                within_reach.share_briefly(findings),
            )
            if text
        )
    up = int((findings.genes.called(tests.fdr)["effect"] > 0.0).sum())
    return (
        f"{words.capital(words.plural(found, 'gene'))} {'differs' if found == 1 else 'differ'} at a false "
        f"discovery rate of {rate}{_sides(findings, up, found - up)}. "
        f"At most about {rate} of such a list is expected to be there by chance alone."
    )


def _sides(findings: Findings, up: int, down: int) -> str:
    """Return in which class the genes found are more active."""
    labels = findings.labels
    if up and down:
        return f": {words.count(up)} more active in {labels.positive} and {words.count(down)} in {labels.negative}"
    side = labels.positive if up else labels.negative
    return f", more active in {side}" if up + down == 1 else f", all of them more active in {side}"


def counts(findings: Findings) -> Table:
    """Return how many genes each test calls, at each level of strictness."""
    frame, tests = findings.genes.frame, findings.settings.tests
    drawn = findings.diagnostics.resampled
    rows = []
    for test in tests_run(findings):
        p, q = frame[f"{test.name}_p"], frame[f"{test.name}_q"]
        title = words.capital(test.title) + (" (primary)" if test.name == tests.primary else "")
        cells = [words.count(int((p <= SIGNIFICANT).sum())), words.count(int((q <= tests.fdr).sum())), "—"]
        if test.name == PERMUTATION.name and drawn is not None:
            title += f" ({drawn.statistic_name})"
            reached = ((p, SIGNIFICANT), (q, tests.fdr), (frame["maxt_p"], SIGNIFICANT))
            cells = [tally.within_floor(column, level, drawn.floor) for column, level in reached]
        rows.append((title, *cells))
    columns = (
        TableColumn("Test"),
        TableColumn(f"p ≤ {words.setting(SIGNIFICANT)}", "right"),
        TableColumn(f"q ≤ {words.setting(tests.fdr)}", "right"),
        TableColumn(f"Westfall-Young p ≤ {words.setting(SIGNIFICANT)}", "right"),
    )
    return Table("Genes found by each test", columns, tuple(rows), _note(findings))


def _note(findings: Findings) -> str:
    drawn, not_run = findings.diagnostics.resampled, findings.diagnostics.not_run
    strict = "No permutations were made, so there is no Westfall-Young count."
    if drawn is not None:
        strict = (
            "Westfall-Young: chance of even one false gene in the list, by "
            f"{words.plural(drawn.draws, 'permutation')} of {drawn.statistic_name}, none of which can give a p-value "
            f"below {words.one_in(drawn.floor)}."
        )
        if drawn.floor > min(SIGNIFICANT, findings.settings.tests.fdr):
            strict += f" {words.capital(tally.OUT_OF_REACH)}: by so few permutations, however large a difference is."
    made = ""
    if not_run and findings.design.kind != "groups":
        made = f" Not made here: {words.listing([title for title, _ in not_run])}."
    return (
        f"If no gene differed, about {words.count(SIGNIFICANT * findings.counts.tested)} would have "
        f"p ≤ {words.setting(SIGNIFICANT)}, fewer by ranks or permutations. "
        f"q: false discovery rate after Benjamini and Hochberg. {strict}{made}"
    )


def top(findings: Findings) -> Table:
    """Return the genes with the smallest p-values of the primary test."""
    names, counted = gene_names(findings), has_gaps(findings)
    level = words.percent(findings.settings.tests.confidence)
    adjusted = "Effect" if findings.design.kind in {"groups", "pairs"} else "Adjusted effect"
    shown = findings.genes.by_evidence().head(MOST_ROWS)
    more = float(sum((shown["p_value"] < limit).any() for limit in LONGER))
    columns = (
        *_naming(names, tally.own_name(findings), counted=counted, less=more),
        TableColumn(f"{adjusted} ({level} interval)", "right", width="18%"),
        TableColumn("p", "right", width=f"{9.0 + more / 2.0}%"),
        TableColumn("q", "right", width=f"{9.0 + more / 2.0}%"),
        TableColumn(f"AUC ({level} interval)", "right", width="15.5%"),
    )
    rows = tuple(_gene_row(findings, row) for _, row in shown.iterrows())
    every = len(rows) == findings.counts.tested
    caption = f"The {words.count(len(rows))} genes {'tested' if every else 'with the smallest p-values'}"
    return Table(caption, columns, rows, _reading(findings), key=TOP_GENES)


def _naming(names: GeneNames, own: str, *, counted: bool, less: float) -> tuple[TableColumn, ...]:
    """Return the columns that say which gene it is, 48.5% wide or `less`; n takes a symbol's description's place."""
    n = (TableColumn("n", "right", width="9.5%"),) if counted else ()
    if not names.has_descriptions or (names.has_symbols and counted):
        symbols = (TableColumn("Symbol", italic=True, width="16%"),) if names.has_symbols else ()
        left = 48.5 - less - 16.0 * len(symbols) - 9.5 * len(n)
        return (*symbols, TableColumn(own, width=f"{left}%"), *n)
    if names.has_symbols:
        symbol = TableColumn("Symbol", italic=True, width=f"{12.5 - less / 2.0}%")
        return symbol, TableColumn(own, width=f"{17.0 - less / 2.0}%"), TableColumn("Description", width="19%")
    return TableColumn(own, width="18%"), TableColumn("Description", width=f"{(21.0 if n else 30.5) - less}%"), *n


def _name_cells(names: GeneNames, gene: str, n: str) -> tuple[str, ...]:
    """Return the cells of the columns of `_naming`; `n` is empty where no gene lacks a value."""
    own, counted = names.own(gene), (n,) if n else ()
    symbol = (words.shorten(names.symbols.get(gene, ""), _WIDTHS["gene"]) or "—",) if names.has_symbols else ()
    if not names.has_descriptions or (names.has_symbols and n):
        return (*symbol, own, *counted)
    room = _WIDTHS["beside symbol" if names.has_symbols else "beside n" if n else "alone"]
    return (*symbol, own, words.shorten(names.descriptions.get(gene, ""), room) or "—", *counted)


def has_gaps(findings: Findings) -> bool:
    """Whether some gene lacks the value of a sample, so that n differs from gene to gene."""
    frame = findings.genes.frame
    return bool(((frame["n_negative"] + frame["n_positive"]) < findings.design.n).any())


def _reading(findings: Findings) -> str:
    """Return how the columns of the first genes are to be read."""
    labels, paired = findings.labels, findings.design.kind == "pairs"
    pair, one = (
        f"share of {tally.person(findings)}s whose" if paired else "chance that, of one",
        tally.noun(findings, "loo"),
    )
    higher = (
        f"{pair} {labels.positive} sample has the higher value"
        if paired
        else f"{pair} {labels.positive} and one {labels.negative} {resolved(one)}, the former has the higher value"
    )
    unadjusted = ", not adjusted for anything" if findings.design.kind in {"strata", "covariates"} else ""
    n = f" n: {labels.negative} and {labels.positive} samples with a value." if has_gaps(findings) else ""
    return (
        f"Effect: {design_words.effect_name(findings)}, {labels.positive} minus {labels.negative}. "
        f"AUC: {higher}{unadjusted}.{n} All genes, with t, Hedges' g and every other test, are in genes.csv. "
        "The largest effects of a long list are overestimated: they were picked for being large."
    )


def _gene_row(findings: Findings, row: pd.Series) -> tuple[str, ...]:
    names, gene = gene_names(findings), str(row["gene"])
    value = {name: float(row[name]) for name in _NUMBERS}
    effect = words.cell(words.signed(value["effect"]))
    if effect != "—":
        effect = f"{effect} ({words.signed_interval(value['ci_low'], value['ci_high'])})"
    n = f"{words.count(value['n_negative'])} + {words.count(value['n_positive'])}" if has_gaps(findings) else ""
    return (
        *_name_cells(names, gene, n),
        effect,
        words.cell(words.p_value(value["p_value"])),
        words.cell(words.q_value(value["q_value"])),
        words.cell(words.with_interval(value["auc"], value["auc_ci_low"], value["auc_ci_high"])),
    )


def replication(findings: Findings) -> list[Block]:
    """Return how many of the genes found point the same way in the independent patients; nothing without a gene."""
    if tally.called_genes(findings) == 0:
        return []
    other = tally.noun(findings, "independent")
    unknown = "it is not known which of these genes would be found again."
    if findings.counts.n_independent == 0:
        return [Callout("Not replicated", f"There are no independent {other}s, so {unknown}", tone="note")]
    tests = findings.settings.tests
    found = replicate(findings.genes, tests.fdr, tests.confidence)
    if found is None:
        reason = words.plain(findings.replication_unfit)
        text = f"No gene was tested in the independent {other}s{f' ({reason})' if reason else ''}, so {unknown}"
        return [Callout("Not replicated", text, tone="note")]
    patients = words.plural(findings.counts.n_independent, f"independent {other}")
    level, interval = words.percent(found.confidence), words.percent_interval(found.ci_low, found.ci_high)
    text = (
        f"Of the {words.plural(found.called, 'gene')} found, {words.count(found.same_sign)} "
        f"({words.percent(found.same_sign / found.called)}) point the same way in the {patients}, and "
        f"{words.count(found.replicated)} do so with p ≤ {words.setting(found.p_limit)} there: "
        f"{words.percent(found.share)} ({level} interval {interval}, as if genes were independent of each other). If "
        "none of them "
        f"differed, about half would point the same way, and one in {words.count(2.0 / found.p_limit)} would also "
        "reach that p-value."
    )
    return [Callout(f"Found again in the independent {other}s?", text, tone="note")]


def cautions(findings: Findings) -> list[Block]:
    """Return what the tests that were run say must be kept in mind."""
    kind = findings.design.kind
    texts = tuple(
        tally.said(findings, words.plain(test.caution))
        for test in tests_run(findings)
        if test.caution and kind in test.caution_kinds
    )
    return [Bullets("When reading the p-values", texts)] if texts else []
