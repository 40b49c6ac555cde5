"""The walk from a study to its findings: every room in turn, each told only what it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from interpret.data.controls import without_controls
from interpret.data.names import with_noun
from interpret.data.set_aside import genes_set_aside
from interpret.data.study import Study
from interpret.explain.attribution import Attribution
from interpret.explain.evidence import Evidence, Explaining, gather_evidence
from interpret.explain.gene_blocks import GeneBlocks
from interpret.explain.stability import shap_stability
from interpret.pipeline.asking_sets import answered_sets, matched_sets
from interpret.pipeline.comparing import comparisons
from interpret.pipeline.displaying import counts_of, covariates_of, display_of
from interpret.pipeline.dossiers import dossiers_of
from interpret.pipeline.following import following, missing_said, of_models, of_tests
from interpret.pipeline.grouping import blocks_of
from interpret.pipeline.identifying import identified
from interpret.pipeline.interacting import interactions_of
from interpret.pipeline.judging import Judged, asked, begin_to_judge, judge_all
from interpret.pipeline.naming import under_codes
from interpret.pipeline.preset import fit_notebook, repeat_notebook, require_preset_fits
from interpret.pipeline.quality import quality_of_arrays
from interpret.pipeline.questioning import question_data, suspects_of
from interpret.pipeline.results import require_columns, without_results
from interpret.pipeline.schemes import other_schemes, require_group_column
from interpret.pipeline.selecting import select, signature_of
from interpret.prep.describe import describe
from interpret.report.cautions import gather_cautions
from interpret.report.findings import Findings
from interpret.scoring.measures.taken import not_taken
from interpret.scoring.streams import named_stream
from interpret.settings import Settings
from interpret.stats.differential import Differential, differential_expression, differential_steps
from interpret.stats.gene_table import GeneTable
from interpret.stats.other_preparations import other_preparations
from interpret.stats.prepared_study import PreparedStudy, prepare_study
from interpret.stats.primary import primary
from interpret.stats.voom import genes_counted
from interpret.validation.calls import resolved_error_rate
from interpret.validation.judgement import ALONE, Workers


def analyse(
    study: Study,
    settings: Settings,
    workers: Workers = ALONE,
    *,
    date: dt.date,
    versions: Mapping[str, str] | None = None,
) -> Findings:
    """Return everything that is found in `study`.

    Patients are called in it as the study and the settings say: by name, by pseudonym, or not at all.
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
        found = under_codes(
            study,
            settings,
            lambda known: _walk(known, settings, workers, date=date.isoformat(), versions=dict(versions or {})),
        )
    speaking: Findings = with_noun(found, settings.study.noun)
    return speaking


def _walk(study: Study, settings: Settings, workers: Workers, *, date: str, versions: dict[str, str]) -> Findings:
    settings = following(study, settings)
    learners = asked(settings)
    require_preset_fits(study, settings)
    require_columns(study, settings)
    require_group_column(study, settings)
    study.training.require_both_classes()
    resolved_error_rate(settings.validation.error_rate, study.training)  # refused before the models take their time
    whole, study = study, study if settings.preparation.keep_controls else without_controls(study)
    as_they_are = of_tests(settings)
    prepared = prepare_study(study, as_they_are)
    question = prepared.question
    primary(
        settings.tests, question.design, counted=question.counts is not None
    )  # refused before the models take their time
    matched = matched_sets(study, prepared, settings)  # and so are sets that cannot be asked about
    study = replace(study, notes=(*study.notes, *prepared.notes, *missing_said(study, settings)))
    complete = of_models(study, settings)  # a model needs every gene of every patient
    tried = fit_notebook(study, settings, workers)
    begun = begin_to_judge(learners, complete.training, settings, workers)
    selection = select(complete.training, settings, workers)  # while the processes judge
    judged = judge_all(begun, complete, settings, workers, {model.entry: model.fitted for model in tried})
    found = _differential(study, prepared, as_they_are, workers)
    sets = answered_sets(study, matched, prepared, found.table, settings, workers)
    asked_of = without_results(study, settings)
    others = identified(asked_of, settings, judged)
    questioned = question_data(asked_of, judged, as_they_are, workers)
    blocks = blocks_of(found.table, complete, judged, settings, workers)
    evidence = _evidence(found.table, judged, blocks, complete, settings)
    display = display_of(found.table, prepared)
    quality = quality_of_arrays(asked_of, prepared, display, questioned.quality, as_they_are.preparation)
    return Findings(
        title=settings.study.title or study.title,
        simulated=study.simulated,
        layout=study.layout,
        labels=study.training.labels,
        counts=counts_of(whole, prepared, as_they_are),
        design=prepared.question.design,
        genes=found.table,
        diagnostics=found.diagnostics,
        set_aside=_set_aside(whole, prepared, settings),
        models=judged.models,
        predictions=judged.predictions,
        measures=judged.measures,
        beside=judged.beside,
        three_way=judged.three_way,
        comparisons=comparisons((judged.predictions, judged.beside.predictions), complete),
        notebook=repeat_notebook(study, tried, judged.ledger),
        selection=replace(selection, signature=signature_of(judged)),
        explanations=judged.explanations(),
        evidence=evidence.table,
        evidence_columns=evidence.columns,
        suspects=suspects_of(study, judged),
        questioned=questioned,
        arrays=quality,
        display=display,
        covariates=covariates_of(study),
        identifiability=others,
        cautions=gather_cautions(asked_of, others.training, judged.models, settings, questioned, quality, sets),
        scale=str(prepared.training.expression.scale),
        preparation=describe(prepared.preparation),
        sources=study.sources,
        settings=settings,
        versions=versions,
        date=date,
        replication_unfit=prepared.replication_unfit,
        not_taken=not_taken(
            judged.predictions, judged.measures, study.training.labels.positive, settings.validation.prevalence
        ),
        validated=other_schemes(judged, complete.training, settings, workers),
        scale_said=study.scale_said,
        blocks=blocks,
        interactions=interactions_of(judged, complete.training, settings, workers),
        agreement=evidence.agreement,
        of_interest=study.of_interest,
        gene_sets=sets,
        dossiers=dossiers_of(complete, judged, settings, workers),
        permuted=judged.permuted(),  # last: they run in the background
    )


def _evidence(genes: GeneTable, judged: Judged, blocks: GeneBlocks, study: Study, settings: Settings) -> Evidence:
    folds = {each.learner.name: each.held_out.fitted for each in judged.judgements}
    left_out = study.training

    def steadiness(model: str, attribution: Attribution, stream: np.random.SeedSequence) -> pd.DataFrame:
        return shap_stability(
            attribution,
            stream,
            persons=left_out.persons,
            folds=folds.get(model, ()),
            taught=left_out.expression,
        )

    return gather_evidence(
        genes,
        judged.sparse().selection_frequency,
        Explaining(judged.attributions(), judged.attributions_beside(), steadiness),
        blocks.of,
        named_stream(settings.seed, "evidence"),
        fdr=settings.tests.fdr,
        of_interest=() if study.of_interest is None else study.of_interest.genes,
        annotation=study.annotation,
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
    return workers.stage(
        "Differential expression",
        differential_steps(question.design, settings.tests, counted=genes_counted(question.counts)),
        lambda stage: differential_expression(
            question,
            study.annotation,
            prepared.independent_question,
            settings.tests,
            named_stream(settings.seed, "maxt"),
            other_preparations(study.training, study.annotation, settings),
            stage,
        ),
        *(study.training, study.independent, study.annotation),
        settings.for_numbers(but=("models", "validation", "explain")),
    )
