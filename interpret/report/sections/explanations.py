"""Why the models call as they do: which genes move the output, how steadily, and one patient step by step."""

from __future__ import annotations

import math

import pandas as pd

from interpret.explain.attribution import Attribution
from interpret.report import tally, words
from interpret.report.blocks import Block, Bullets, Prose, Section, Table, TableColumn
from interpret.report.figures.beeswarm import beeswarm
from interpret.report.figures.top_genes import top_genes
from interpret.report.figures.waterfall import waterfall
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.report.gene_names import GeneNames, gene_names

MOST_ROWS = 12
GAP_WORTH_A_NAME = 1e-12


def section(findings: Findings) -> Section:
    """Return the section on explanations."""
    blocks: list[Block] = [_estimand(findings)]
    for model in findings.models:
        if model.attribution:
            blocks += [beeswarm(findings, model.name), top_genes(findings, model.name)]
    blocks += _one_patient(findings)
    blocks += [_reading(findings), evidence(findings)]  # the wide table turns the page, so it comes last
    return Section("explanations", "Explanations", tuple(blocks))


def _estimand(findings: Findings) -> Prose:
    one = tally.noun(findings, "loo")
    never = "them" if one == "patient" else "that person"
    paragraphs = [
        (
            f"A SHAP value says how far one gene moves one {one}'s output away from the model's baseline, its average "
            f"output over the {one}s it learnt from (of a forest: as often as its trees drew them). The values of all "
            "genes and the baseline add up to the output. "
            f"Above zero a gene argues for {findings.labels.positive}, below zero for {findings.labels.negative}. "
            f"Every left-out {one} is explained by the model that never saw {never}."
        )
    ]
    for model in findings.models:
        paragraphs += [_scale(findings, model, attribution) for attribution in list(model.attribution.values())[:1]]
    paragraphs.append(
        "The values explain the model, not the biology. They tell what the arithmetic used; they do not tell what "
        "would happen if the activity of a gene were changed."
    )
    return Prose(tuple(paragraphs))


def _scale(findings: Findings, model: ModelFindings, attribution: Attribution) -> str:
    positive = findings.labels.positive
    if attribution.unit == "log-odds":
        unit = f"in log-odds of {positive}: adding 0.69 doubles the odds"
    else:
        unit = f"in probability of {positive}: 0.10 adds ten points to the model's chance"
    gap = max(part.efficiency_gap for part in model.attribution.values())
    exact = "to rounding" if gap < GAP_WORTH_A_NAME else f"to {words.scientific(gap)}"
    one = tally.noun(findings)
    return f"{words.plain(model.title)}: values are {unit}. They add up to the model's output {exact} for every {one}."


def evidence(findings: Findings) -> Table:
    """Return the genes in order of their consensus rank, with rank and range in each model."""
    frame = findings.evidence.sort_values("consensus_rank", kind="stable").head(MOST_ROWS)
    names = gene_names(findings)
    columns = (
        TableColumn("Gene", italic=names.has_symbols),
        TableColumn("Probe"),
        TableColumn("Effect", "right"),
        TableColumn("q", "right"),
        TableColumn("In sparse models", "right"),
        *(TableColumn(f"Rank in {words.plain(model.title)} (range)", "right") for model in _explained(findings)),
        TableColumn("Moves with"),
    )
    rows = tuple(_evidence_row(findings, row, names) for _, row in frame.iterrows())
    note = (
        "Ordered by the mean of the ranks by q-value and by SHAP value in each model. Range: 95% of bootstrap samples "
        f"of the {tally.noun(findings, 'loo')}s. In sparse models: share of the left-out models that use the gene. "
        "Genes that move together "
        "can stand in for each other, so a low rank does not mean that a gene is unimportant."
    )
    return Table("Genes by all the evidence", columns, rows, note)


def _explained(findings: Findings) -> list[ModelFindings]:
    """Return the models that have SHAP values: only of these does the evidence table hold ranks."""
    return [model for model in findings.models if model.attribution]


def _evidence_row(findings: Findings, row: pd.Series, names: GeneNames) -> tuple[str, ...]:
    gene, block = str(row["gene"]), str(row["block"]) if isinstance(row["block"], str) else ""
    ranks = []
    for model in _explained(findings):
        key = model.name.replace("-", "_")
        if not row[f"{key}_mean_abs_shap"] > 0.0:
            ranks.append("not used")
            continue
        low, high = float(row[f"{key}_rank_low"]), float(row[f"{key}_rank_high"])
        shown = "" if math.isnan(low) or math.isnan(high) else f" ({words.count(low)} to {words.count(high)})"
        ranks.append(f"{words.count(float(row[f'{key}_shap_rank']))}{shown}")
    return (
        names.plain(gene),
        words.plain(gene),
        words.signed(float(row["effect"])),
        words.q_value(float(row["q_value"])),
        words.percent(float(row["selection_frequency"])),
        *ranks,
        "" if not block else "first of its group" if block == gene else names.label(block),
    )


def _reading(findings: Findings) -> Bullets:
    many = f"{tally.noun(findings, 'loo')}s"
    items = [
        "Ranks of neighbours are rarely certain: compare the ranges, not the places.",
        f"Two models that agree on a gene do not confirm each other: both learnt from the same {many}.",
    ]
    if any(
        attribution.unit == "probability" for model in findings.models for attribution in model.attribution.values()
    ):
        items.append(
            f"The ranges cover the choice of {many}, not the chance in growing a forest: another seed reorders genes "
            "of nearly equal weight."
        )
    for model in findings.models[:1]:
        items.insert(0, _stability(model))
    return Bullets("How to read the ranks", tuple(item for item in items if item))


def _stability(model: ModelFindings) -> str:
    frequency = model.selection_frequency
    if frequency.empty:
        return ""
    always = int((frequency >= 1.0).sum())
    return (
        f"The left-out models of {words.plain(model.title)} use {words.plural(len(frequency), 'gene')} between them; "
        f"{words.count(always)} of these are in every one."
    )


def _one_patient(findings: Findings) -> list[Block]:
    """Return the waterfall of the patient most in need of a second look, by the first model."""
    model = findings.models[0]
    if findings.suspects.empty or not model.attribution:
        return []
    first = findings.suspects.iloc[0]
    part: Part = "loo" if first["set"] == "loo" else "independent"
    sample = str(first["sample"])
    if part not in model.attribution or sample not in model.attribution[part].samples:
        return []
    one = tally.noun(findings)
    everybody = "everybody" if one == "patient" else "every sample"
    text = (
        f"One {one} step by step: {words.plain(sample)}, the first among the {one}s to look at again. patients.pdf has "
        f"such a drawing for {everybody}."
    )
    return [Prose((text,)), waterfall(findings, model.name, part, sample)]
