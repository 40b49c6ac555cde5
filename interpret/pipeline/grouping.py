"""Blocks of correlated genes over the models run in full."""

from __future__ import annotations

from interpret.contracts import Stage
from interpret.data.study import Study
from interpret.explain.gene_blocks import ExplainedModel, GeneBlocks, gene_blocks
from interpret.pipeline.judging import Judged
from interpret.settings import Settings
from interpret.stats.gene_table import GeneTable
from interpret.validation.judgement import Workers
from interpret.validation.schemes import scheme_for


def blocks_of(genes: GeneTable, study: Study, judged: Judged, settings: Settings, workers: Workers) -> GeneBlocks:
    """Return the blocks in which the models that are explained find their genes.

    Parameters
    ----------
    genes
        As tested: they name the blocks.
    study
        As the models were given it.
    """
    training, by_test = study.training, tuple(genes.by_evidence()["gene"].astype(str))
    explained = [
        ExplainedModel(
            model.name, judgement.held_out.fitted, judgement.held_out.probability, model.frozen, model.attribution
        )
        for judgement, model in zip(judged.judgements, judged.models, strict=True)
        if "loo" in model.attribution
    ]

    def grouped(stage: Stage) -> GeneBlocks:
        return gene_blocks(training, explained, by_test, settings.preparation, stage.advance)

    scheme = scheme_for(settings.validation, training.n_persons)
    steps = len(explained) + (training.n_persons if scheme.name == "leave-one-out" else settings.validation.folds)
    learners = [judgement.learner for judgement in judged.judgements]
    basis = (scheme, learners, training, study.independent, by_test, settings.preparation, settings.seed)
    return workers.stage("Blocks of correlated genes", steps, grouped, *basis)
