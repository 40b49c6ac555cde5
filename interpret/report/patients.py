"""One page a patient: the call and what it is worth, which genes argued, who resembles them, what would turn it."""

from __future__ import annotations

import re
from dataclasses import replace

from interpret.explain.dossier import GENES
from interpret.nouns import resolved
from interpret.report import patient_words as said
from interpret.report import tally, words
from interpret.report.agreement import agreement
from interpret.report.blocks import Block, Bullets, Figure, Prose, Report, Section
from interpret.report.build import BADGE, kind_line, mark, running
from interpret.report.figures.nearest import counted_nearest, nearest
from interpret.report.figures.position import position
from interpret.report.figures.waterfall import standings_of, waterfall
from interpret.report.findings import Findings, ModelFindings, Part
from interpret.report.nouned import in_its_noun
from interpret.report.number_marks import with_number_marks
from interpret.report.patient_flags import flags, flags_alone
from interpret.report.patient_pages import Patient, with_a_page
from interpret.report.patient_room import FEWEST, genes_that_fit
from interpret.report.tally import Judgement

PARTS: tuple[Part, ...] = ("loo", "independent")


def in_order(findings: Findings) -> tuple[Patient, ...]:
    """Return who has a page, in the order of the pages."""
    shown = with_a_page(findings, flags(findings))
    everybody = ((part, sample) for part in PARTS for sample in tally.judgements(findings, part))
    return tuple(patient for patient in everybody if patient in shown)


def build_patients(findings: Findings) -> Report:
    """Return the report with one section a patient, the training patients first, in the order of the study.

    In a large study not everybody has one: see `patient_pages`.
    """
    used: set[str] = set()
    judged = {part: tally.judgements(findings, part) for part in PARTS}
    sections = tuple(
        _section(findings, part, sample, judged[part][sample], _anchor(sample, used))
        for part, sample in in_order(findings)
    )
    return _bundle(findings, sections)


def _bundle(findings: Findings, sections: tuple[Section, ...]) -> Report:
    # without a headline the report is a bundle of single pages: any of them can be taken out and handed on
    report = Report(
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
    return with_number_marks(in_its_noun(report, tally.of_study(findings)), findings.settings.report)


def build_patient(findings: Findings, part: Part, sample: str) -> Report:
    """Return the report of one patient's page alone: it names nobody else and holds nobody else's value."""
    judged = tally.judgements(findings, part)[sample]
    page = _section(findings, part, sample, judged, _anchor(sample, set()), alone=True)
    title = f"{words.plain(findings.title)}: {tally.noun(findings, part)} {words.plain(sample)}"
    return replace(_bundle(findings, (page,)), title=resolved(title))


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
    findings: Findings, part: Part, sample: str, judged: dict[str, Judgement], anchor: str, *, alone: bool = False
) -> Section:
    first = judged[findings.models[0].name]
    heading = said.title(sample, first, tally.noun(findings, part))
    agree = agreement(findings)[part, sample]
    before: list[Block] = [
        Prose((said.in_two_sentences(findings, part, first, agree),)),
        said.facts(findings, part, first, agree),
    ]
    details = _details(findings, part, sample, first, alone=alone)
    chances = position(findings, part, sample, alone=alone)
    figures: list[Figure] = [replace(chances, title="", caption=chances.caption if alone else "")]
    figures += [] if alone else _nearest(findings, part, sample)
    # very long names: rather without a drawing than on a second page, the chances first, which others print too
    while not (room := genes_that_fit(heading, [*before, *figures, details], GENES)) and figures:
        figures = figures[1:]
    why = _why(findings, part, sample, room or FEWEST)
    return Section(anchor, heading, (*before, *why, *figures, details), page=True)


def _why(findings: Findings, part: Part, sample: str, most: int) -> list[Figure]:
    """Return the waterfall by the first model that is explained; nothing where none is."""
    for model in findings.models:
        attribution = model.attribution.get(part)
        if attribution is not None and sample in attribution.samples:
            figure = waterfall(findings, model.name, part, sample, most)
            return [replace(figure, caption=_how_to_read(findings, model, part, sample))]
    return []


def _how_to_read(findings: Findings, model: ModelFindings, part: Part, sample: str) -> str:
    """Return a caption of two lines at most: everything must fit one page."""
    unit, one = model.attribution[part].unit, tally.noun(findings, part)
    placed = ""
    if standings_of(findings, model.name, part, sample):
        left_out = ", this one not counted" if part == "loo" else ""
        others = f"the training {tally.noun(findings, 'loo')}s{left_out}"
        placed = f" Tracks: lowest to highest of {others}; equal values count half."
    return (
        f"From the model's average (top) to this {one} (bottom). Bars: SHAP values in {unit}; this describes the model "
        f"and claims no cause.{placed}"
    )


def _nearest(findings: Findings, part: Part, sample: str) -> list[Figure]:
    if findings.dossiers.find(part, sample) is None:
        return []
    figure = nearest(findings, part, sample)
    return [] if figure is None else [figure]


def _details(findings: Findings, part: Part, sample: str, first: Judgement, *, alone: bool) -> Bullets:
    dossier = findings.dossiers.find(part, sample)
    items = [said.how_sure(findings, part, first)]
    items += [said.what_would_turn(findings, first, dossier.change)] if dossier is not None else []
    if alone:
        items += [near] if (near := counted_nearest(findings, part, sample)) else []
        items += said.quality(flags_alone(findings, (part, sample)))
    else:
        items += said.quality(flags(findings).get((part, sample), ()))
    return Bullets("", tuple(items))
