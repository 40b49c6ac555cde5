"""Checks of the gene list, for the reviewer: is it inflated, is its prior apt, would other choices give it too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from interpret.report import design_words, tally, within_reach, words
from interpret.report.blocks import Block, Bullets, Callout, Columns, Prose, Section, Table, TableColumn, only_on_screen
from interpret.report.figures.mean_difference import mean_difference
from interpret.report.figures.mean_variance import mean_variance
from interpret.report.figures.p_values import p_values
from interpret.report.figures.quantiles import quantiles
from interpret.report.findings import Findings
from interpret.report.side_by_side import side_by_side
from interpret.stats.multiplicity import ADJUSTMENTS
from interpret.stats.replication import SIGNIFICANT
from interpret.stats.resampling import Resampled
from interpret.stats.sensitivity import TOP
from interpret.stats.two_group import EVERY_TEST
from interpret.stats.two_group.permutation import PERMUTATION

MOST_NAMES = 4
MOST_REASONS = 12
_NAME = 40


def section(findings: Findings) -> Section:
    """Return the section of checks."""
    # the text before the figures: it breaks over a page where they cannot
    blocks: list[Block] = [_model(findings), _reading(findings), *_figures(findings)]
    blocks += not_made(findings)
    blocks += only_on_screen([corrections(findings), *agreement(findings), *set_aside(findings)])
    return Section("checks", "Checks of the gene list", tuple(blocks))


def _model(findings: Findings) -> Prose:
    design = findings.design
    model = design_words.model(findings) or (
        f"The model of every gene: one mean for {findings.labels.negative} and one for {findings.labels.positive}, "
        f"over {words.plural(design.n, 'sample')}, nothing adjusted for."
    )
    intro = "This part is for whoever reviews the list of genes. It adds no result."
    rest = words.plural(design.residual_df, "degree of freedom", "degrees of freedom")
    left = f"That leaves {rest} for the variance of a gene without missing values."
    return Prose((intro, f"{model} {left}"))


def _figures(findings: Findings) -> list[Block]:
    if findings.diagnostics.resampled is not None:
        return [
            side_by_side(p_values(findings), quantiles(findings)),
            *only_on_screen([side_by_side(mean_variance(findings), mean_difference(findings))]),
        ]
    text = (
        f"No labels could be shuffled: {words.plain(findings.diagnostics.unfit)}. So there is no permutation p-value, "
        "no Westfall-Young correction and no picture of the genes against chance."
    )
    return [
        side_by_side(p_values(findings), mean_variance(findings)),
        Columns(replace(mean_difference(findings), share=1.0), Callout("No permutations", text, tone="note")),
    ]


def _reading(findings: Findings) -> Bullets:
    items = [within_reach.share_without_difference(findings)]
    drawn = findings.diagnostics.resampled
    if drawn is not None:
        items.append(permutations(findings, drawn))
    items.append(_prior(findings))
    items.append(f"{within_reach.usual_gene(findings)} {within_reach.spread(findings)}".strip())
    return Bullets("What the checks say", tuple(item for item in items if item))


def permutations(findings: Findings, drawn: Resampled) -> str:
    """Return what was permuted, how often, and the smallest p-value that can come of it."""
    what = {
        "labels": f"the class labels were dealt out among the {words.plural(findings.design.n, 'sample')}",
        "labels within strata": (
            f"the class labels were dealt out among samples alike in {design_words.held_equal(findings)}"
        ),
        "sign flips": f"which of a {tally.person(findings)}'s two samples is which was swapped or left",
        "residuals": (
            "what the model without the class leaves of each sample was shuffled among the samples (Freedman and Lane)"
        ),
    }[drawn.scheme]
    if drawn.complete:
        mirrored = " but for mirror images, which give the same |t|" if drawn.scheme == "sign flips" else ""
        often = f"in all {words.count(drawn.draws)} ways there are{mirrored}"
        if drawn.scheme != "residuals":  # residuals are not errors: Freedman and Lane come close, not nearer
            often += ", so these p-values are exact"
    else:
        often = f"at random; the observed order is one of the {words.count(drawn.draws)} looked at"
    were = "was" if drawn.left_out == 1 else "were"
    incomplete = words.plural(drawn.left_out, "gene")
    left = f" {incomplete} with missing values {were} left out of them." if drawn.left_out else ""
    return (
        f"Permutations of {drawn.statistic_name}: {what} {often}. No p-value below {words.one_in(drawn.floor)} can "
        f"arise from them, so a gene at that value is as strong as these permutations can show, not stronger.{left}"
    )


def _prior(findings: Findings) -> str:
    table, trend = findings.genes, findings.diagnostics.prior_sd
    known = trend[np.isfinite(trend)]
    said = (
        f"The prior of the moderated t has {words.number(table.df_prior, 1)} degrees of freedom and a standard "
        f"deviation of {words.significant(float(np.sqrt(table.s2_prior)))}"
    )
    if not known.size:
        return f"{said}."
    return (
        f"{said}; the one that follows the mean runs from {words.significant(float(known.min()))} to "
        f"{words.significant(float(known.max()))}."
    )


def corrections(findings: Findings) -> Table:
    """Return how many genes the primary test calls under each correction for many tests."""
    frame, fdr = findings.genes.frame, findings.settings.tests.fdr
    drawn = findings.diagnostics.resampled
    titles = {adjustment.column: adjustment.title for adjustment in ADJUSTMENTS} | {"storey_q": "Storey's q-value"}
    of_share = [name for name in titles if name.endswith(("_q", "q_value"))]
    listed = [
        *((titles[name], name, fdr, "share of false genes in the list") for name in of_share),
        *((titles[name], name, SIGNIFICANT, "chance of any false gene") for name in titles if name not in of_share),
    ]
    floor = 0.0
    if drawn is not None:
        listed.append((f"Westfall-Young, {drawn.statistic_name}", "maxt_p", SIGNIFICANT, "chance of any false gene"))
        floor = drawn.floor
    decides = ADJUSTMENTS[0].column
    rows = tuple(
        (
            f"{title} (decides here)" if name == decides else title,
            held,
            words.percent(level),
            tally.within_floor(frame[name], level, floor if name == "maxt_p" else 0.0),
        )
        for title, name, level, held in listed
    )
    columns = (
        TableColumn("Correction", width="36%"),
        TableColumn("What it limits", width="34%"),
        TableColumn("To at most", "right", width="14%"),
        TableColumn("Genes called", "right", width="16%"),
    )
    uncorrected = int((frame["p_value"] <= SIGNIFICANT).sum())
    test = {test.name: test.title for test in EVERY_TEST}.get(findings.settings.tests.primary, "primary test")
    note = (
        f"All by {words.the(test)}, but for Westfall-Young. Without any correction {words.count(uncorrected)} would "
        "have "
        f"p ≤ {words.setting(SIGNIFICANT)}. The corrections answer different questions. Which one decides does not "
        "depend "
        "on what they give."
    )
    return Table("Genes called under each correction for many tests", columns, rows, note)


def agreement(findings: Findings) -> list[Block]:
    """Return how much of the head of the list every other test and preparation shares; nothing where none was tried."""
    frame = findings.diagnostics.agreement
    if frame.empty:
        return []
    first = min(TOP, int(findings.genes.frame["p_value"].notna().sum()))
    rows = tuple(
        (
            words.capital(words.plain(choice)),
            words.plain(kind),
            words.count(tested),
            words.count(called),
            f"{words.count(shared)} of {words.count(first)}",
        )
        for kind, choice, tested, called, shared in zip(
            *(frame[name] for name in ("kind", "choice", "tested", "called", "shared")), strict=True
        )
    )
    columns = (
        TableColumn("Instead", width="40%"),
        TableColumn("Changes the", width="15%"),
        TableColumn("Tested", "right", width="12%"),
        TableColumn(f"Called (q ≤ {words.setting(findings.settings.tests.fdr)})", "right", width="16%"),
        TableColumn("First genes shared", "right", width="17%"),
    )
    tied = ""
    if PERMUTATION.title in set(frame["choice"]):
        tied = " Permutation p-values at their floor are tied: which of these genes come first means little."
    note = (
        f"The study itself tested {words.plural(findings.counts.tested, 'gene')} and called "
        f"{words.count(tally.called_genes(findings))}. First genes shared: how many of its {words.count(first)} genes "
        f"with the smallest p-values are also among the first {words.count(TOP)} when one choice is made otherwise. "
        f"A gene that hangs on one choice deserves less trust.{tied}"
    )
    return [Table("The head of the list under other choices", columns, rows, note)]


def not_made(findings: Findings) -> list[Block]:
    """Return the tests that were not made, and why."""
    items = tuple(f"{words.capital(title)}: {reason}." for title, reason in findings.diagnostics.not_run)
    return [Bullets("Tests not made", items)] if items else []


def set_aside(findings: Findings) -> list[Block]:
    """Return how many genes were not tested, by reason, with the first names of each."""
    frame = findings.set_aside
    if frame.empty:
        return []
    reasons = frame["reason"].astype(str)
    order = list(reasons.value_counts(sort=False).items())  # in the order in which they first occur
    order.sort(key=lambda item: -int(item[1]))
    rows = []
    for reason, n in order[:MOST_REASONS]:
        first = frame[reasons == reason].head(MOST_NAMES)
        names = [_name(gene, symbol) for gene, symbol in zip(first["gene"], first["symbol"], strict=True)]
        rows.append(
            (
                words.capital(words.plain(str(reason))),
                words.count(n),
                words.listing(names) if n <= MOST_NAMES else f"{', '.join(names)} ...",
            )
        )
    left = len(order) - len(rows)
    more = f" {words.plural(left, 'more reason')} not shown." if left > 0 else ""
    columns = (
        TableColumn("Reason", width="30%"),
        TableColumn("Genes", "right", width="10%"),
        TableColumn("The first", width="60%"),
    )
    note = (
        f"{words.plural(len(frame), 'gene')} not tested, each with the first reason that held. They have no p-value, "
        "and nothing is said of them. All of them stand in genes.xlsx (sheet set aside) and in study.json."
        f"{more}"
    )
    return [Table("Genes set aside", columns, tuple(rows), note)]


def _name(gene: object, symbol: object) -> str:
    own, known = words.shorten(str(gene), _NAME), words.shorten(str(symbol), _NAME) if isinstance(symbol, str) else ""
    return f"{known} ({own})" if known and known != own else own
