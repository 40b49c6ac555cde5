"""How every number was made, with every parameter, so that somebody else can do it again."""

from __future__ import annotations

import math
from collections.abc import Iterator

from interpret.report import (
    against_first,
    block_words,
    design_words,
    doubtful,
    identified,
    methods_in_full,
    quality_methods,
    recipes,
    tally,
    words,
)
from interpret.report.blocks import Block, Bullets, Section
from interpret.report.findings import Findings, ModelFindings
from interpret.report.measured import meanings, said_of
from interpret.report.sections import explained_beside, gene_sets, interactions, selection, trust
from interpret.report.sections.expression import tests_run
from interpret.scoring.measures import MEASURES, Measure
from interpret.stats import effects, replication, resampling, storey
from interpret.stats.multiplicity import ADJUSTMENTS
from interpret.validation.pairs import FOLDS, REPEATS

SOURCES = (
    "Choosing genes inside the fold: Ambroise and McLachlan 2002, doi:10.1073/pnas.102102699.",
    "Tuning inside the fold: Varma and Simon 2006, doi:10.1186/1471-2105-7-91.",
    "Three-way calls: Romano, Sesia and Candès 2020, arXiv:2006.02544; Barber et al. 2021, doi:10.1214/20-AOS1965.",
    "SHAP values: Lundberg and Lee 2017, arXiv:1705.07874; trees: Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9.",
)
SHUFFLED = "Shuffled labels: Ojala and Garriga 2010, Journal of Machine Learning Research 11:1833-1863."


def section(findings: Findings) -> Section:
    """Return the methods section."""
    blocks: list[Block] = [
        Bullets("Preparation of the data", tuple(_preparation(findings))),
        Bullets(doubtful.title(findings), tuple(quality_methods.methods(findings))),
        Bullets("Differential expression", tuple(_expression(findings))),
        *gene_sets.methods(findings),
        Bullets("Models", tuple(item for model in findings.models for item in _model(findings, model))),
        recipes.recipes(findings),
        *recipes.beside(findings),
        selection.methods(findings),
        Bullets("Judging the models", tuple(_judging(findings))),
        Bullets("Explanations", tuple(_explaining(findings))),
        meanings(findings),
        Bullets("Scale, source and interval of each measure", tuple(_measures(findings))),
        *methods_in_full.in_full(findings),
        Bullets("What this way of working rests on", SOURCES + ((SHUFFLED,) if findings.permuted else ())),
    ]
    return Section("methods", "Methods", tuple(blocks))


def _preparation(findings: Findings) -> Iterator[str]:
    chosen, counts = findings.settings.preparation, findings.counts
    yield from (words.closed(words.plain(sentence)) for sentence in findings.scale_said)
    controls = "kept" if chosen.keep_controls else "left out before anything else"
    what = "Spike-ins (ERCC" if findings.arrays.sequenced else "Control probes of the array ("
    yield f"{what}{'; ' if findings.arrays.sequenced else ''}{words.count(counts.controls)}) were {controls}."
    yield from (words.plain(sentence) for sentence in findings.preparation)
    if chosen.missing == "median":
        yield (
            "For the models, and not for the tests, what was missing was filled with the gene's median over the "
            f"training {tally.one(findings)}s of the fold, after the logarithm; genes that more than "
            f"{words.percent(chosen.most_missing)} of these {tally.one(findings)}s lack were left out of the "
            "fold."
        )
    yield "A model that uses the filter or scales genes learnt that again in every fold."
    yield f"Values as analysed: {words.plain(findings.scale)}."


def _expression(findings: Findings) -> Iterator[str]:
    tests, counts, table = findings.settings.tests, findings.counts, findings.genes
    model = design_words.model(findings)
    if model:
        yield model
    chosen = next((test for test in tests_run(findings) if test.name == tests.primary), None)
    yield tally.said(findings, words.plain(effects.method_text(findings.design, chosen)))
    for test in tests_run(findings):
        yield tally.said(findings, words.closed(words.plain(test.method)))
    yield (
        f"Prior of the moderated t, estimated from {words.plural(counts.tested, 'gene')}: "
        f"{words.number(table.df_prior)} degrees of freedom, variance {words.significant(table.s2_prior, 4)}."
    )
    for adjustment in ADJUSTMENTS:
        yield words.plain(adjustment.method)
    yield words.plain(storey.METHOD)
    yield f"A gene is called where its Benjamini-Hochberg q-value is {words.percent(tests.fdr)} or less."
    if findings.diagnostics.resampled is None:
        yield f"No permutation was made: {words.plain(findings.diagnostics.unfit)}."
    else:
        yield tally.said(findings, resampling.method_text(findings.design, tests.maxt_permutations))
    if findings.genes.frame["independent_p"].notna().any():
        yield tally.said(findings, replication.METHOD)


def _model(findings: Findings, model: ModelFindings) -> Iterator[str]:
    yield f"{words.plain(model.title)}. {tally.said(findings, words.closed(words.plain(model.method)))}"
    facts = [f"{words.plain(name.replace('_', ' '))} {words.quantity(value)}" for name, value in model.facts.items()]
    if facts:
        yield f"{words.plain(model.title)}, fitted to all training {tally.noun(findings, 'loo')}s: {', '.join(facts)}."


def _judging(findings: Findings) -> Iterator[str]:
    counts = findings.counts
    one, other = tally.noun(findings, "loo"), tally.noun(findings, "independent")
    over = words.plural(counts.n_train, f"training {one}")
    if not tally.one_each(findings, "loo"):
        over = f"{words.plural(counts.n_train_persons, tally.person(findings))} {tally.who(findings)} gave the {over}"
    repeated = "filter, choice of genes, tuning and fit were repeated without the"
    if tally.in_folds(findings):
        yield (
            f"Stratified {words.count(findings.validated.folds)}-fold cross-validation over the {over}, dealt "
            f"{words.plural(findings.validated.repeats, 'time')}: {repeated} fold that was then called. Forests too "
            "were grown anew for each fold. Calls, three-way calls and explanations rest on the first dealing."
        )
    else:
        whom = f"{tally.left_out(findings)} {tally.who(findings)}"
        yield f"Leave-one-out over the {over}: {repeated} {whom} was then called."
    if counts.n_independent:
        yield f"Each model was then fitted once to all training {one}s and applied once to the independent {other}s."
    yield (
        f"Three-way calls: class-conditional comparison with the training {one}s of each class (CV+), error rate "
        f"{words.percent(findings.three_way.error_rate)} in each class."
    )
    yield _pairs(findings)
    yield (
        "A call is right or wrong by the more probable class; a chance of exactly one half goes to "
        f"{findings.labels.negative}."
    )
    if not findings.comparisons.empty:
        yield tally.said(findings, against_first.METHOD)
    yield from trust.methods(findings)
    yield from identified.method(findings)


def _explaining(findings: Findings) -> Iterator[str]:
    one, other = tally.noun(findings, "loo"), tally.noun(findings, "independent")
    never = tally.them(findings)
    yield (
        f"SHAP values of every left-out {one} by the model that never saw {never}"
        + (f", and of every independent {other} by the frozen model." if findings.counts.n_independent else ".")
    )
    for model in findings.models:
        if not model.attribution:
            continue
        gap = max(part.efficiency_gap for part in model.attribution.values())
        unit = next(iter(model.attribution.values())).unit
        yield (
            f"{words.plain(model.title)}: unit {unit}; largest gap between values plus baseline and the output of the "
            f"model: {words.scientific(gap) if gap else '0'}."
        )
    yield from explained_beside.methods(findings)
    yield (
        f"Ranks: by mean absolute SHAP value over the left-out {one}s, with 95% bootstrap range over {one}s; the "
        "consensus orders genes by the median of these ranks and the rank by p-value."
    )
    yield from block_words.methods(findings)
    yield from interactions.methods(findings)


def _measures(findings: Findings) -> Iterator[str]:
    taken = set(findings.measures["measure"]) | {each.measure for each in findings.not_taken}
    shown = [measure for measure in MEASURES if measure.name in taken]
    scales: dict[str, list[str]] = {}
    for measure in shown:
        scale = f"{_range(measure)}, {measure.better} is better"
        scales.setdefault(scale, []).append(f"{tally.said(findings, measure.title)} ({words.plain(measure.reference)})")
    for scale, sources in scales.items():
        yield f"{words.capital(scale)}: {'; '.join(sources)}."
    intervals: dict[str, list[str]] = {}
    for measure in (each for each in shown if each.interval != "none"):
        intervals.setdefault(measure.interval, []).append(tally.said(findings, measure.title))
    for interval, titles in intervals.items():
        yield f"Interval of {words.listing(titles)}: {said_of(findings, words.plain(interval))}."


def _range(measure: Measure) -> str:
    low, high = ("" if math.isinf(end) else words.number(end, 0) for end in (measure.low, measure.high))
    if low and high:
        return f"{low} to {high}"
    return f"from {low}" if low else "any number"


def _pairs(findings: Findings) -> str:
    who = tally.left_out(findings)
    forests = f"forests judged each pair by the trees that drew neither {who}; "
    if findings.settings.preparation.missing == "median":  # then forests are grown anew in every fold
        forests = ""
    if findings.settings.validation.leave_pair_out:
        quick = "each model was fitted anew without each pair"
        rest = ""
    else:
        quick = "models worked out in one step were fitted anew without each pair"
        times = words.spelled(REPEATS)
        rest = f", the others judged within the folds of a stratified {FOLDS}-fold, repeated {times} times"
    return f"AUC within pairs: {forests}{quick}{rest}."
