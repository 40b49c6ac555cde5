"""What the terminal says at the start and at the end: plain lines, built from the same words as the report."""

from __future__ import annotations

from collections.abc import Sequence

from interpret.data.expression import Scale
from interpret.data.study import Study
from interpret.nouns import USUAL, Noun, resolved
from interpret.report.every_model import every_model
from interpret.report.findings import Findings, Part
from interpret.report.tally import from_persons, measure, noun
from interpret.report.withheld import SAID, counted
from interpret.report.words import count, of, percent, percent_interval, plural, who


def reading_lines(study: Study, called: Noun = USUAL) -> tuple[str, ...]:
    """Return what was read."""
    training, independent = study.training, study.independent
    others = "" if independent is None else f" + {count(independent.n)}"
    sets = [training] if independent is None else [training, independent]
    one = who(sum(each.n for each in sets), sum(each.n_persons for each in sets), called)
    persons = sum(each.n_persons for each in sets)
    given = f" from {plural(persons, called.person)}" if one == "sample" else ""
    counted = resolved(f"{count(training.n)}{others} {one}s{given}")
    rows = "genes" if training.expression.scale in {Scale.COUNTS, Scale.SCALED_COUNTS} else "probes"
    return (f"{count(training.expression.n_genes)} {rows}, {counted}: {study.title}", called.retold(study.layout), "")


def closing_lines(findings: Findings) -> tuple[str, ...]:
    """Return what was found, one line a finding."""
    counts, fdr = findings.counts, findings.settings.tests.fdr
    called = len(findings.genes.called(fdr))
    what = "spike-ins" if findings.arrays.sequenced else "control probes"
    kept = f", {'with' if findings.settings.preparation.keep_controls else 'without'} {what}"
    controls = kept if counts.controls else ""
    training = plural(counts.n_train, f"training {noun(findings, 'loo')}") + from_persons(findings, "loo")
    rows = "Genes" if findings.arrays.sequenced else "Probes"
    filtered = f"{rows} after the filter learnt on the {training}: {count(counts.filtered_all)}"
    lines = [
        "",
        f"{filtered}; {count(counts.tested)} tested{controls}",
        f"Genes that differ at a false discovery rate of {percent(fdr)}: {count(called)}",
    ]
    parts: tuple[tuple[Part, str], ...] = (("loo", "left out"), ("independent", "independent"))
    for model in findings.models:
        for part, words in parts:
            lines.extend(f"{model.title}, {words}: {right}" for right in _right(findings, model.name, part))
    lines.extend(_beside(findings, parts))
    lines.append(f"{plural(len(findings.suspects), noun(findings))} to look at again")
    lines.extend(f"Caution: {caution.text}" for caution in findings.cautions if caution.weight == "page1")
    if not findings.settings.report.patient_data:
        noun_of = findings.settings.study.noun
        lines = [*(counted(resolved(line), noun_of) for line in lines), noun_of.said(SAID)]
    return tuple(map(resolved, lines))


def _beside(findings: Findings, parts: Sequence[tuple[Part, str]]) -> list[str]:
    """Return `15 models beside: left out 27 to 38 of 38 right; ...`, or nothing where there are none."""
    if not findings.beside.models:
        return []
    every, ranges = every_model(findings), []
    for part, words in parts:
        found = [measure(every, model.name, part, "right") for model in findings.beside.models]
        right = [(round(each.value * each.n), each.n) for each in found if each is not None]
        if right:
            low, high = min(right)[0], max(right)[0]
            between = count(high) if low == high else f"{count(low)} to {count(high)}"
            ranges.append(f"{words} {between} of {count(right[0][1])} right")
    many = plural(len(findings.beside.models), "model")
    return [f"{many} beside: {'; '.join([*ranges, 'all in models.csv'])}"]


def _right(findings: Findings, model: str, part: Part) -> list[str]:
    """Return `35 of 38 right (79% to 98%)`, or nothing where the model was not judged on this part."""
    found = measure(findings, model, part, "right")
    if found is None:
        return []
    return [f"{of(round(found.value * found.n), found.n)} right ({percent_interval(found.low, found.high)})"]
