"""The walk from a study to its findings: every room in turn, each told only what it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from interpret.data.cohort import Cohort
from interpret.data.complete import with_complete_genes
from interpret.data.controls import is_control, without_controls
from interpret.data.set_aside import genes_set_aside
from interpret.data.study import Study
from interpret.explain.attribute import attribute, attribute_one
from interpret.explain.attribution import Attribution
from interpret.explain.evidence import evidence_table
from interpret.explain.evidence_columns import evidence_columns
from interpret.models.kinds import learners
from interpret.models.learner import Learner
from interpret.prep.preparation import Preparation, apply_preparation, describe, learn_preparation, learn_without_filter
from interpret.report.cautions import gather_cautions
from interpret.report.findings import Counts, Display, Findings, ModelFindings, Part
from interpret.report.rows import measure_rows, prediction_rows
from interpret.scoring.measures import Scored
from interpret.scoring.streams import named_stream
from interpret.settings import Settings
from interpret.stats.differential import Differential, differential_expression, differential_steps
from interpret.stats.gene_table import GeneTable
from interpret.stats.other_preparations import other_preparations
from interpret.stats.overview import array_quantiles, principal_components
from interpret.stats.prepared_study import PreparedStudy, prepare_study
from interpret.stats.primary import primary
from interpret.stats.question import varying_genes
from interpret.validation.confounding import aliases_of_class
from interpret.validation.judgement import ALONE, Judgement, Opened, Workers, judge, open_independent
from interpret.validation.suspects import patients_to_look_at_again

TOP_GENES = 40


@dataclass(frozen=True, eq=False)
class _Judged:
    """Every model, judged and explained, with the tables of predictions and measures."""

    judgements: tuple[Judgement, ...]
    models: tuple[ModelFindings, ...]
    predictions: pd.DataFrame
    measures: pd.DataFrame

    def sparse(self) -> ModelFindings:
        """Return the first sparse model, or the first of all: its genes are those that evidence counts."""
        pairs = zip(self.judgements, self.models, strict=True)
        linear = [model for judgement, model in pairs if judgement.frozen.family == "linear"]
        return (linear or list(self.models))[0]

    def explanations(self) -> pd.DataFrame:
        """Return the SHAP values of all models and sets, one row each."""
        rows = [found.rows(model.name, part) for model in self.models for part, found in model.attribution.items()]
        return pd.concat(rows, ignore_index=True)


def analyse(
    study: Study,
    settings: Settings,
    workers: Workers = ALONE,
    *,
    date: dt.date,
    versions: Mapping[str, str] | None = None,
) -> Findings:
    """Return everything that is found in `study`.

    `date` and `versions` are what the report will say of its making; they change no number.

    The models are judged and frozen on the training patients first; only then are the independent patients called,
    once, and the gene effects looked for in them.

    Raises
    ------
    InterpretError
        A class is too small, no gene passes the filter, a model is not known.
    """
    # one thread for sums whose order could otherwise depend on the machine
    with threadpool_limits(limits=1, user_api="blas"):
        return _walk(study, settings, workers, date=date.isoformat(), versions=dict(versions or {}))


def _walk(study: Study, settings: Settings, workers: Workers, *, date: str, versions: dict[str, str]) -> Findings:
    asked = learners(settings)
    study.training.require_both_classes()
    whole, study = study, study if settings.preparation.keep_controls else without_controls(study)
    prepared = prepare_study(study, settings)
    primary(settings.tests, prepared.question.design)  # refused before the models take their time
    study = replace(study, notes=(*study.notes, *prepared.notes))
    judged = _judge(asked, with_complete_genes(study), settings, workers)  # a model needs every gene of every patient
    found = _differential(study, prepared, settings, workers)
    names = [model.name for model in judged.models]
    return Findings(
        title=settings.study.title or study.title,
        simulated=study.simulated,
        layout=study.layout,
        labels=study.training.labels,
        counts=_counts(whole, prepared, settings),
        design=prepared.question.design,
        genes=found.table,
        diagnostics=found.diagnostics,
        set_aside=_set_aside(whole, prepared, settings),
        models=judged.models,
        predictions=judged.predictions,
        measures=judged.measures,
        explanations=judged.explanations(),
        evidence=_evidence(found.table, judged, prepared, settings),
        evidence_columns=evidence_columns(names),
        suspects=patients_to_look_at_again(
            judged.predictions, {model.name: model.title for model in judged.models}, study.training.labels.positive
        ),
        permuted=tuple(each.permuted for each in judged.judgements if each.permuted is not None),
        display=_display(found.table, prepared),
        covariates=_covariates(study),
        cautions=gather_cautions(study, aliases_of_class(study.training), judged.models, settings),
        scale=str(prepared.training.expression.scale),
        preparation=describe(prepared.preparation),
        sources=study.sources,
        settings=settings,
        versions=versions,
        date=date,
        replication_unfit=prepared.replication_unfit,
    )


def _judge(asked: tuple[Learner, ...], study: Study, settings: Settings, workers: Workers) -> _Judged:
    """Judge and freeze every model, then open the independent patients once, then explain."""
    training, independent = study.training, study.independent
    judgements = [judge(learner, training, settings, workers) for learner in asked]
    opened = [
        None
        if independent is None
        else open_independent(judgement, training, independent, settings.validation.error_rate)
        for judgement in judgements
    ]
    explained = _explain(judgements, study, workers)
    models = tuple(
        _model_findings(judgement, attribution) for judgement, attribution in zip(judgements, explained, strict=True)
    )
    return _Judged(tuple(judgements), models, *_tables(judgements, opened, study))


def _evidence(genes: GeneTable, judged: _Judged, prepared: PreparedStudy, settings: Settings) -> pd.DataFrame:
    return evidence_table(
        genes,
        judged.sparse().selection_frequency,
        {model.name: model.attribution["loo"] for model in judged.models},
        prepared.training.with_expression(prepared.training.expression.complete_genes()),
        named_stream(settings.seed, "evidence"),
    )


def _set_aside(whole: Study, prepared: PreparedStudy, settings: Settings) -> pd.DataFrame:
    return genes_set_aside(
        whole.training,
        whole.annotation,
        prepared.question.cohort.genes,
        kept=prepared.preparation.genes,
        limits=prepared.preparation.limits,
        collapsed=prepared.question.other_probes,
        keep_controls=settings.preparation.keep_controls,
    )


def _differential(study: Study, prepared: PreparedStudy, settings: Settings, workers: Workers) -> Differential:
    question = prepared.question
    with workers.progress.stage(
        "Differential expression", differential_steps(question.design, settings.tests)
    ) as stage:
        return differential_expression(
            question,
            study.annotation,
            prepared.independent_question,
            settings.tests,
            named_stream(settings.seed, "maxt"),
            other_preparations(study.training, study.annotation, settings),
            stage,
        )


def _explain(judgements: list[Judgement], study: Study, workers: Workers) -> list[dict[Part, Attribution]]:
    explained: list[dict[Part, Attribution]] = []
    with workers.progress.stage("Explanations (SHAP)", 2 * len(judgements)) as stage:
        for judgement in judgements:
            found: dict[Part, Attribution] = {"loo": attribute(judgement.held_out.fitted, study.training.expression)}
            stage.advance()
            if study.independent is not None:
                found["independent"] = attribute_one(judgement.frozen, study.independent.expression)
            stage.advance()
            explained.append(found)
    return explained


def _model_findings(judgement: Judgement, attribution: dict[Part, Attribution]) -> ModelFindings:
    frozen, folds = judgement.frozen, judgement.held_out.models  # each once, however many samples a person gave
    chosen = pd.Series([gene for fitted in folds for gene in fitted.genes], dtype=object)
    return ModelFindings(
        name=judgement.learner.name,
        title=judgement.learner.title,
        method=judgement.learner.method,
        facts=frozen.facts(),
        genes=frozen.genes,
        coefficients=getattr(frozen, "coefficients", None),
        selection_frequency=chosen.value_counts().sort_index() / len(folds),
        attribution=attribution,
    )


def _tables(
    judgements: list[Judgement], opened: list[Opened | None], study: Study
) -> tuple[pd.DataFrame, pd.DataFrame]:
    predictions, measures = [], []
    for judgement, later in zip(judgements, opened, strict=True):
        name = judgement.learner.name
        left_out = Scored(study.training.positive, judgement.held_out.probability, judgement.pairs)
        fitted = judgement.held_out.fitted
        predictions.append(prediction_rows(name, "loo", study.training, left_out, judgement.calls, fitted))
        measures.append(measure_rows(name, "loo", left_out))
        if later is not None and study.independent is not None:
            new = Scored(study.independent.positive, later.probability)
            frozen = (judgement.frozen,) * study.independent.n
            predictions.append(prediction_rows(name, "independent", study.independent, new, later.calls, frozen))
            measures.append(measure_rows(name, "independent", new))
    return pd.concat(predictions, ignore_index=True), pd.concat(measures, ignore_index=True)


def _counts(study: Study, prepared: PreparedStudy, settings: Settings) -> Counts:
    """Count on the study as read, control probes among it."""
    training, independent = study.training, study.independent
    limits = settings.preparation
    kept: Preparation = learn_preparation(training.expression, limits)
    # each array scaled by itself would let a gene vary that does not
    unscaled = learn_without_filter(training.expression, limits.model_copy(update={"scale_arrays": False}))
    every_gene = apply_preparation(unscaled, training.expression)
    return Counts(
        probes=training.expression.n_genes,
        controls=sum(is_control(gene) for gene in training.genes),
        constant=int((~varying_genes(every_gene.values)).sum()),
        filtered_all=len(kept.genes),
        tested=prepared.training.expression.n_genes,
        train_negative=training.n_negative,
        train_positive=training.n_positive,
        independent_negative=0 if independent is None else independent.n_negative,
        independent_positive=0 if independent is None else independent.n_positive,
        train_persons=_persons(training),
        independent_persons=_persons(independent),
    )


def _persons(cohort: Cohort | None) -> int | None:
    return None if cohort is None or cohort.subjects is None else cohort.n_persons


def _display(genes: GeneTable, prepared: PreparedStudy) -> Display:
    """Return what figures draw of the expression: training patients first, then the independent ones."""
    cohorts = [cohort for cohort in (prepared.training, prepared.independent) if cohort is not None]
    top = tuple(genes.by_evidence()["gene"].head(TOP_GENES))
    scores, share = principal_components(
        prepared.training.expression, None if prepared.independent is None else prepared.independent.expression
    )
    return Display(
        top_genes=top,
        top_values=np.concatenate([cohort.expression.named(top).values for cohort in cohorts]),
        component_scores=scores,
        component_share=share,
        array_quantiles=np.concatenate([array_quantiles(cohort.expression) for cohort in cohorts]),
        samples=tuple(sample for cohort in cohorts for sample in cohort.samples),
        positive=np.concatenate([cohort.positive for cohort in cohorts]),
        independent=np.concatenate([np.full(cohort.n, i == 1) for i, cohort in enumerate(cohorts)]),
    )


def _covariates(study: Study) -> pd.DataFrame:
    cohorts = [study.training] if study.independent is None else [study.training, study.independent]
    return pd.concat([cohort.covariates for cohort in cohorts])
