"""Pairs of genes that act together in the tree models run in full."""

from __future__ import annotations

from interpret.contracts import Stage
from interpret.data.cohort import Cohort
from interpret.explain.interactions import Interactions, find_interactions, joined
from interpret.pipeline.judging import Judged
from interpret.scoring.streams import named_stream
from interpret.settings import Settings
from interpret.validation.judgement import Workers
from interpret.validation.schemes import scheme_for


def interactions_of(judged: Judged, training: Cohort, settings: Settings, workers: Workers) -> Interactions:
    """Return what pairs of genes do in each tree model whose left-out patients are explained."""
    explained = judged.attributions()
    asked = [each for each in judged.judgements if each.learner.name in explained]

    def found(stage: Stage) -> Interactions:
        every = []
        for judgement in asked:
            name = judgement.learner.name
            stream = named_stream(settings.seed, "interactions", name)
            every.append(find_interactions(name, judgement.held_out.fitted, explained[name], training, stream))
            stage.advance()
        return joined([each for each in every if each is not None])

    scheme = scheme_for(settings.validation, training.n_persons)
    basis = (scheme, [judgement.learner for judgement in asked], training, settings.seed)
    return workers.stage("Pairs of genes", len(asked), found, *basis)
