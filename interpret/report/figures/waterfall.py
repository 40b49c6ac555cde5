"""Why one patient was called as they were: from the baseline to the model's output, gene by gene."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interpret.explain.attribution import Attribution
from interpret.explain.standing import Standing
from interpret.report import tally, words
from interpret.report.blocks import Figure
from interpret.report.figures import reading
from interpret.report.figures.genes import gene_labels
from interpret.report.figures.patients import found_model, judged_by, label
from interpret.report.figures.standing import FEW, place_words
from interpret.report.figures.unstable import unstable_genes
from interpret.report.figures.waterfall_drawing import Step, drawn
from interpret.report.findings import Findings, Part

SHOWN = 10


def waterfall(findings: Findings, model: str, part: Part, sample: str, most: int = SHOWN) -> Figure:
    """Return the waterfall of one patient by the registry name of a model, with up to `most` genes named.

    Where a dossier says so, beside each gene stands the patient's place among the training patients of each class.

    Raises
    ------
    KeyError
        The model was not run, or has no attribution of this part and sample.
    """
    found = found_model(findings, model)
    attribution = found.attribution[part]
    if sample not in attribution.samples:
        raise KeyError(sample)
    i = attribution.samples.index(sample)
    made = steps(
        findings, attribution, i, most, standings_of(findings, model, part, sample), unstable_genes(findings, model)
    )
    baseline, output = float(attribution.baseline[i]), made[-1].end if made else float(attribution.baseline[i])
    log_odds = attribution.unit == "log-odds"
    placed = any(step.standing is not None for step in made)
    one, positive_name = tally.noun(findings, part), label(findings, positive=True)
    drawing = drawn(findings, made, baseline, one, log_odds=log_odds, placed=placed)
    unit = f"the log-odds of {positive_name}" if log_odds else f"the probability of {positive_name}"
    beside = (
        f"beside the gene stands how many training {tally.noun(findings, 'loo')}s of each class have less of it than "
        f"this {one} (equal values count half)"
        if placed
        else f"beside the gene stands the {one}'s own value ({findings.scale})"
    )
    pale = " Pale, with an open circle: genes whose weight is not stable." if any(step.faded for step in made) else ""
    return Figure(
        title=f"Why: {found.title}",
        svg=drawing.svg(),
        caption=f"From the model's average output (top) to its output for this {one} (bottom), by "
        f"{judged_by(findings, part)}. "
        f"Each bar is one gene's share (SHAP value) in {unit}; {beside}.{pale} "
        "Bars explain the model, not what makes the classes differ.",
        how_to_read=reading.WATERFALL,
        alt=f"{words.capital(one)} {words.plain(sample)}, {found.title}: baseline {words.number(baseline)}, output "
        f"{words.number(output)} in {unit}. "
        + (
            f"Largest shares: {words.listing([_said(findings, step) for step in made[:3]])}."
            if made
            else f"The model uses no gene for this {one}."
        ),
        individual=True,
    )


def _said(findings: Findings, step: Step) -> str:
    pale = ", not stable" if step.faded else ""
    if step.standing is None:
        return f"{step.name} {words.signed(step.change)}{pale}"
    classes = (
        f"{place_words(place)}{' of' if place.n >= FEW else ''} {label(findings, positive=positive)}"
        for positive, place in ((False, step.standing.negative), (True, step.standing.positive))
    )
    return f"{step.name} {words.signed(step.change)} (higher than {' and '.join(classes)}{pale})"


def standings_of(findings: Findings, model: str, part: Part, sample: str) -> tuple[Standing, ...]:
    """Return where the patient's genes stand, as this model sees them; nothing where another one was looked at."""
    explained = next((each.name for each in findings.models if each.attribution), "")
    dossier = findings.dossiers.find(part, sample)
    return dossier.standings if dossier is not None and model == explained else ()


def steps(
    findings: Findings,
    attribution: Attribution,
    i: int,
    most: int = SHOWN,
    standings: Sequence[Standing] = (),
    faded: frozenset[str] = frozenset(),
) -> list[Step]:
    """Return the largest genes of patient `i` in order (equal ones by name), then the others as one step."""
    values, used = attribution.values[i], attribution.used[i]
    some = np.flatnonzero(used & (values != 0.0))
    order = some[np.lexsort(([attribution.genes[j] for j in some], -np.abs(values[some])))] if some.size else some
    top, rest = (order, order[:0]) if order.size <= most + 1 else (order[:most], order[most:])
    genes = [attribution.genes[j] for j in top]
    placed = {standing.gene: standing for standing in standings}
    made, at = [], float(attribution.baseline[i])
    for name, gene, j in zip(gene_labels(findings, genes), genes, top, strict=True):
        end = at + float(values[j])
        expression = words.number(float(attribution.expression[i, j]), 1)
        made.append(Step(name, expression, at, end, gene, placed.get(gene), gene in faded))
        at = end
    if rest.size:
        end = at + float(values[rest].sum())
        made.append(Step(f"{words.count(rest.size)} other genes", "", at, end))
    return made
