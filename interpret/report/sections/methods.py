"""How every number was made, with every parameter, so that somebody else can do it again."""

from __future__ import annotations

from collections.abc import Iterator

from interpret.report import words
from interpret.report.blocks import Block, Bullets, Section
from interpret.report.findings import Findings, ModelFindings
from interpret.report.sections.expression import tests_run
from interpret.scoring.measures import MEASURES

REFERENCES = (
    "False discovery rate: Benjamini and Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.",
    (
        "Step-down maxT: Westfall and Young 1993, Resampling-Based Multiple Testing, Wiley; Ge, Dudoit and Speed 2003, "
        "doi:10.1007/BF02595811."
    ),
    "Standardised mean difference: Hedges 1981, doi:10.3102/10769986006002107.",
    "Choosing genes inside the fold: Ambroise and McLachlan 2002, doi:10.1073/pnas.102102699.",
    "Tuning inside the fold: Varma and Simon 2006, doi:10.1186/1471-2105-7-91.",
    "Three-way calls: Romano, Sesia and Candes 2020, arXiv:2006.02544; Barber et al. 2021, doi:10.1214/20-AOS1965.",
    "SHAP values: Lundberg and Lee 2017, arXiv:1705.07874; trees: Lundberg et al. 2020, doi:10.1038/s42256-019-0138-9.",
    "Reporting of prediction models: Collins et al. 2024 (TRIPOD+AI), doi:10.1136/bmj-2023-078378.",
)
SHUFFLED = "Shuffled labels: Ojala and Garriga 2010, Journal of Machine Learning Research 11:1833-1863."


def section(findings: Findings) -> Section:
    """Return the methods section."""
    blocks: list[Block] = [
        Bullets("Preparation of the data", tuple(_preparation(findings))),
        Bullets("Differential expression", tuple(_expression(findings))),
        Bullets("Models", tuple(item for model in findings.models for item in _model(model))),
        Bullets("Judging the models", tuple(_judging(findings))),
        Bullets("Explanations", tuple(_explaining(findings))),
        Bullets("Measures", tuple(_measures(findings))),
        Bullets("References", REFERENCES + ((SHUFFLED,) if findings.permuted else ())),
    ]
    return Section("methods", "Methods", tuple(blocks), page=True)


def _preparation(findings: Findings) -> Iterator[str]:
    chosen, counts = findings.settings.preparation, findings.counts
    yield (
        f"Raw intensities below {words.setting(chosen.floor)} were set to {words.setting(chosen.floor)}, those above "
        f"{words.setting(chosen.ceiling)} to {words.setting(chosen.ceiling)}."
    )
    yield (
        f"Filter: a gene was kept if its largest value is more than {words.setting(chosen.min_ratio)} times its "
        f"smallest and exceeds it by more than {words.setting(chosen.min_difference)}. The filter was learnt from "
        "the training patients alone, without their classes, and "
        f"{words.count(counts.filtered_all)} of {words.count(counts.probes)} probes pass. "
        "A model that uses the filter learnt it again in every fold."
    )
    yield f"Then the logarithm to base {chosen.logarithm.removeprefix('log')} was taken."
    yield f"Values as analysed: {words.plain(findings.scale)}. Values read as logarithms skip the steps above."
    arrays = "was brought to mean 0 and variance 1" if chosen.scale_arrays else "was not rescaled"
    genes = "was brought to mean 0 and variance 1" if chosen.scale_genes else "was not rescaled"
    yield f"Each array {arrays}. Each gene {genes}."
    controls = "were kept" if chosen.keep_controls else "were left out before anything else"
    yield f"Control probes of the array ({words.count(counts.controls)}) {controls}."


def _expression(findings: Findings) -> Iterator[str]:
    tests, labels, table = findings.settings.tests, findings.labels, findings.genes
    yield (
        f"Effect: mean of {labels.positive} minus mean of {labels.negative} in the training patients, with "
        f"{words.percent(tests.confidence)} interval from the moderated t."
    )
    for test in tests_run(findings):
        yield words.plain(test.method)
    yield (
        f"Prior of the moderated t, estimated from {words.plural(findings.counts.tested, 'gene')}: "
        f"{words.number(table.df_prior)} degrees of freedom, variance {words.significant(table.s2_prior, 4)}."
    )
    yield (
        f"q-values: Benjamini and Hochberg's step-up procedure over all tested genes; a gene is called at "
        f"{words.percent(tests.fdr)} or less."
    )
    yield (
        f"Westfall-Young: step-down maxT on Welch's t with at most {words.count(tests.maxt_permutations)} permutations "
        "of the classes; all of them where there are no more."
    )
    yield (
        "Also given: Hedges' g (standardised mean difference, corrected for small samples) and the AUC of the gene on "
        "its own."
    )
    if findings.counts.n_independent:
        yield "Replication: the same effect, interval and primary test in the independent patients alone."


def _model(model: ModelFindings) -> Iterator[str]:
    yield f"{words.plain(model.title)}. {words.plain(model.method)}"
    facts = [f"{words.plain(name.replace('_', ' '))} {words.quantity(value)}" for name, value in model.facts.items()]
    if facts:
        yield f"{words.plain(model.title)}, fitted to all training patients: {', '.join(facts)}."


def _judging(findings: Findings) -> Iterator[str]:
    chosen = findings.settings
    yield (
        f"Leave-one-out over the {words.plural(findings.counts.n_train, 'training patient')}: filter, choice of genes, "
        "tuning and fit were repeated without the patient who was then called."
    )
    if findings.counts.n_independent:
        yield "Each model was then fitted once to all training patients and applied once to the independent patients."
    yield (
        "Three-way calls: class-conditional comparison with the training patients of each class (CV+), error rate "
        f"{words.percent(chosen.validation.error_rate)} in each class."
    )
    yield (
        "A call is right or wrong by the more probable class; a chance of exactly one half goes to "
        f"{findings.labels.negative}."
    )
    for run in findings.permuted:
        yield (
            f"Shuffled labels: {words.plural(len(run.right), 'run')} of the whole leave-one-out of "
            f"{words.plain(run.model)}; p = (1 + runs at least as good) / (1 + runs)."
        )
    yield f"All random numbers descend from one seed: {words.setting(chosen.seed)}."


def _explaining(findings: Findings) -> Iterator[str]:
    yield (
        "SHAP values of every left-out patient by the model that never saw them"
        + (", and of every independent patient by the frozen model." if findings.counts.n_independent else ".")
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
    yield (
        "Ranks: by mean absolute SHAP value over the left-out patients, with 95% bootstrap range over patients; the "
        "consensus orders genes by the mean of these ranks and the rank by q-value."
    )


def _measures(findings: Findings) -> Iterator[str]:
    taken = set(findings.measures["measure"])
    for measure in MEASURES:
        if measure.name in taken:
            yield f"{measure.title}. {words.plain(measure.reference)}."
