"""One page a patient: what each model said of them, and which genes argued for what."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np

from interpret.report import tally, words
from interpret.report.blocks import Block, Fact, Facts, Prose, Report, Section, Table, TableColumn
from interpret.report.build import BADGE, kind_line, mark, running
from interpret.report.figures.position import position
from interpret.report.figures.waterfall import waterfall
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.report.gene_names import GeneNames, gene_names
from interpret.report.tally import Judgement
from interpret.report.three_way import DESCRIPTIVE, DO_NOT_ACT
from interpret.validation.calls import UNCERTAIN

GENES_EACH_WAY = 2
WATERFALL_SHARE = 0.7
SENTENCE_GENES = 2
LARGE = 2  # models whose chance is written large
LONGEST_FACT = 24
PARTS: tuple[Part, ...] = ("loo", "independent")


@dataclass(frozen=True)
class Argument:
    """One gene of one patient: its SHAP value and the patient's own value of it."""

    gene: str
    shap: float
    expression: float


@dataclass(frozen=True)
class GeneView:
    """What is said of genes on every page: names, and the training means of both classes (negative, positive)."""

    names: GeneNames
    means: dict[str, tuple[float, float]]


def build_patients(findings: Findings) -> Report:
    """Return the report with one section a patient, the training patients first, in the order of the study."""
    gene_view = GeneView(gene_names(findings), _means(findings))
    used: set[str] = set()
    sections = tuple(
        _section(findings, part, sample, judged, gene_view, _anchor(sample, used))
        for part in PARTS
        for sample, judged in tally.judgements(findings, part).items()
    )
    # without a headline the report is a bundle of single pages: any of them can be taken out and handed on
    return Report(
        title=f"{words.plain(findings.title)}: {tally.noun(findings)}s",
        kind_line=kind_line(findings),
        headline="",
        lede="",
        badge=BADGE,
        mark=mark(findings),
        running=running(findings),
        sections=sections,
        author=words.plain(findings.settings.study.author),
        date=findings.date,
    )


def _means(findings: Findings) -> dict[str, tuple[float, float]]:
    frame = findings.genes.frame
    columns = (frame["gene"], frame["mean_negative"], frame["mean_positive"])
    return {str(gene): (float(low), float(high)) for gene, low, high in zip(*columns, strict=True)}


def _anchor(sample: str, used: set[str]) -> str:
    """Return a stable address for the patient's page; a number is added where two names come out alike."""
    base = "patient-" + (re.sub(r"[^A-Za-z0-9]+", "-", sample).strip("-").lower() or "x")
    anchor, again = base, 1
    while anchor in used:
        again += 1
        anchor = f"{base}-{again}"
    used.add(anchor)
    return anchor


def _section(
    findings: Findings, part: Part, sample: str, judged: dict[str, Judgement], gene_view: GeneView, anchor: str
) -> Section:
    first = judged[findings.models[0].name]
    explained = [model for model in findings.models if _row(model, part, sample) is not None]
    found = arguments(explained[0], part, sample) if explained else []
    blocks: list[Block] = [_facts(findings, part, judged), _sentences(findings, part, first, found, gene_view.names)]
    blocks.append(replace(position(findings, part, sample), caption=""))
    if found:
        drawn = waterfall(findings, explained[0].name, part, sample)
        blocks.append(
            replace(drawn, caption=_how_to_read(explained[0], tally.noun(findings, part)), share=WATERFALL_SHARE)
        )
        blocks.append(_genes(findings, explained[0], found, gene_view))
    return Section(anchor, title(sample, first, tally.noun(findings, part)), tuple(blocks), page=True)


def title(sample: str, judged: Judgement, noun: str = "patient") -> str:
    """Return the heading of a patient's page; `noun` is what a sample is called."""
    who, call, truth = (
        f"{words.capital(noun)} {words.plain(sample)}",
        words.plain(judged.argmax_call),
        words.plain(judged.truth),
    )
    if not judged.right:
        return f"{who}: called {call}, the sample sheet says {truth}"
    if judged.uncertain:
        return f"{who}: called {call}, but uncertain: do not act on it"
    return f"{who}: called {call}, as in the sample sheet"


def _facts(findings: Findings, part: Part, judged: dict[str, Judgement]) -> Facts:
    first = judged[findings.models[0].name]
    call = words.capital(UNCERTAIN) if first.uncertain else words.shorten(first.call, LONGEST_FACT)
    said = f"three-way call, {findings.models[0].title if part == 'independent' else DESCRIPTIVE}"
    shown = [Fact(call, f"{DO_NOT_ACT} ({said})" if first.uncertain else said)]
    shown += [
        Fact(
            words.percent(judged[model.name].probability),
            f"chance of {findings.labels.positive}, {model.title}",
        )
        for model in findings.models[:LARGE]
    ]
    shown.append(Fact(words.shorten(first.truth, LONGEST_FACT), "class in the sample sheet"))
    return Facts(tuple(shown))


def _how_to_read(model: ModelFindings, noun: str) -> str:
    """Return a caption of one line: everything must fit one page."""
    unit = next(iter(model.attribution.values())).unit
    return f"From the model's average (top) to this {noun} (bottom). Bars: SHAP values in {unit}."


def _row(model: ModelFindings, part: Part, sample: str) -> int | None:
    attribution = model.attribution.get(part)
    if attribution is None or sample not in attribution.samples:
        return None
    return attribution.samples.index(sample)


def arguments(model: ModelFindings, part: Part, sample: str) -> list[Argument]:
    """Return the genes that move this patient's output, largest first (ties: in the model's order)."""
    row = _row(model, part, sample)
    if row is None:
        return []
    attribution = model.attribution[part]
    values = attribution.values[row]  # (k,)
    order = np.argsort(-np.abs(values), kind="stable")
    return [
        Argument(attribution.genes[j], float(values[j]), float(attribution.expression[row, j]))
        for j in order
        if values[j] != 0.0
    ]


def _sentences(findings: Findings, part: Part, judged: Judgement, found: list[Argument], names: GeneNames) -> Prose:
    """Return who judged the patient, and two plain sentences that describe the arithmetic and claim no cause."""
    labels, model, one = findings.labels, findings.models[0].title, tally.noun(findings, part)
    agree = "agrees" if judged.right else "does not agree"
    said = (
        f"From this {one}'s gene activity, {model} gives {labels.positive} a chance of "
        f"{words.percent(judged.probability)} and so leans towards {words.plain(judged.argmax_call)}, "
        f"which {agree} with the sample sheet."
    )
    if found:
        said = f"{said} {_moved(findings, found, names)}"
    return Prose((f"{_judged(findings, part)} A chance is what a model says; it is not the patient's own risk.", said))


def _judged(findings: Findings, part: Part) -> str:
    """Return which models judged the samples of this part."""
    one = tally.noun(findings, part)
    if part == "independent":
        return f"Independent {one}: judged by models that were fixed before this {one}'s data were opened."
    return (
        f"Training {one}: judged by models that never saw this {tally.left_out(findings)}; the three-way call only "
        "describes."
    )


def _moved(findings: Findings, found: list[Argument], names: GeneNames) -> str:
    ways = []
    for sign, name in ((1.0, findings.labels.positive), (-1.0, findings.labels.negative)):
        genes = [names.both(a.gene) for a in found if a.shap * sign > 0.0][:SENTENCE_GENES]
        ways.append(f"{words.listing(genes)} for {name}" if genes else f"no gene for {name}")
    moved = f"Measured by its SHAP values, the model was moved most by {ways[0]} and by {ways[1]}"
    return f"{moved}; this describes the model and claims no cause."


def _genes(findings: Findings, model: ModelFindings, found: list[Argument], gene_view: GeneView) -> Table:
    """Return the genes that argued most, each way, with the patient's value beside the means of the classes."""
    labels, names = findings.labels, gene_view.names
    rows = []
    for sign, name in ((1.0, labels.positive), (-1.0, labels.negative)):
        for argument in [a for a in found if a.shap * sign > 0.0][:GENES_EACH_WAY]:
            means = gene_view.means.get(argument.gene)
            rows.append(
                (
                    names.plain(argument.gene),
                    words.plain(argument.gene),
                    name,
                    words.signed(argument.shap, 3),
                    words.number(argument.expression),
                    *([words.number(mean) for mean in means] if means else ["not tested"] * 2),
                )
            )
    unit = next(iter(model.attribution.values())).unit
    columns = (
        TableColumn("Gene", italic=names.has_symbols),
        TableColumn("Probe"),
        TableColumn("Argues for"),
        TableColumn("SHAP value", "right"),
        TableColumn(f"This {tally.noun(findings)}", "right"),
        TableColumn(f"Mean of {labels.negative}", "right"),
        TableColumn(f"Mean of {labels.positive}", "right"),
    )
    note = (
        f"SHAP values in {unit} by {model.title}. Activity and means of the training {tally.noun(findings, 'loo')}s: "
        f"{words.plain(findings.scale)}."
    )
    return Table("Genes that argued most, each way", columns, tuple(rows), note)
