"""Why the models call as they do: which genes move the output, how steadily, and one patient step by step."""

from __future__ import annotations

from collections.abc import Callable

from interpret.explain.attribution import Attribution
from interpret.explain.estimands import estimand
from interpret.report import evidence_words, tally, words
from interpret.report.blocks import Block, Prose, Section, only_on_screen
from interpret.report.figures.beeswarm import beeswarm
from interpret.report.figures.evidence import evidence
from interpret.report.figures.top_genes import top_genes
from interpret.report.figures.waterfall import waterfall
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.report.measured import said_of
from interpret.report.patient_pages import all_have_a_page
from interpret.report.sections import interactions

GAP_WORTH_A_NAME = 1e-12


def section(findings: Findings) -> Section:
    """Return the section on explanations."""
    blocks = tuple(block for part in PARTS for block in part(findings))
    return Section("explanations", "Explanations", blocks)


def _what_is_explained(findings: Findings) -> list[Block]:
    return [_estimand(findings)]


def _each_model(findings: Findings) -> list[Block]:
    """Return who is moved, and how much each gene weighs; paper holds the first model's beeswarm alone."""
    explained = [model.name for model in findings.models if model.attribution]
    drawn: list[Block] = [draw(findings, name) for name in explained for draw in (beeswarm, top_genes)]
    return [*drawn[:1], *only_on_screen(drawn[1:])]


def _all_the_evidence(findings: Findings) -> list[Block]:
    return [
        evidence_words.rules(findings),
        evidence(findings),
        *only_on_screen([*evidence_words.agreement(findings), evidence_words.reading(findings)]),
    ]


def _estimand(findings: Findings) -> Prose:
    one = tally.noun(findings, "loo")
    never = tally.them(findings)
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
    asked = said_of(findings, estimand(model.frozen.family), "loo")
    return (
        f"{words.plain(model.title)}. {asked} Values are {unit}. They add up to the model's output {exact} for every "
        f"{tally.noun(findings)}."
    )


def _one_patient(findings: Findings) -> list[Block]:
    """Return the waterfall of the patient most in need of a second look, by the first model."""
    model = findings.models[0]
    if findings.suspects.empty or not model.attribution or not findings.settings.report.patient_data:
        return []
    first = findings.suspects.iloc[0]
    part: Part = "loo" if first["set"] == "loo" else "independent"
    sample = str(first["sample"])
    if part not in model.attribution or sample not in model.attribution[part].samples:
        return []
    one = tally.noun(findings)
    everybody = "everybody" if one == "patient" else f"every {one}"
    if not all_have_a_page(findings):
        everybody = f"each {one} with a page there"
    text = (
        f"One {one} step by step: {words.plain(sample)}, the first among the {one}s to look at again. patients.pdf has "
        f"such a drawing for {everybody}."
    )
    return [Prose((text,)), *only_on_screen([waterfall(findings, model.name, part, sample)])]


# What stands in the section, in this order: a part more is one line.
PARTS: tuple[Callable[[Findings], list[Block]], ...] = (
    _what_is_explained,
    _each_model,
    interactions.blocks,
    _one_patient,
    _all_the_evidence,
)
