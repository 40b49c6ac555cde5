"""Pairs of genes that act together in the tree models run in full."""

from __future__ import annotations

from interpret.contracts import Stage
from interpret.data.cohort import Cohort
from interpret.explain.interactions import Interactions, find_interactions, joined
from interpret.explain.tree import TreeForm
from interpret.pipeline.judging import Judged
from interpret.scoring.streams import named_stream
from interpret.settings import Settings
from interpret.validation.judgement import Workers
from interpret.validation.schemes import scheme_for


def interactions_of(judged: Judged, training: Cohort, settings: Settings, workers: Workers) -> Interactions:
    """Return what pairs of genes do in each tree model whose left-out patients are explained."""
    explained = judged.attributions()
    asked = [
        (judgement.learner, [model for model in judgement.held_out.fitted if isinstance(model, TreeForm)])
        for judgement in judged.judgements
        if judgement.learner.name in explained
    ]
    asked = [(learner, fitted) for learner, fitted in asked if len(fitted) == training.n]

    def found(stage: Stage) -> Interactions:
        every = []
        for learner, fitted in asked:
            stream = named_stream(settings.seed, "interactions", learner.name)
            attribution = explained[learner.name]
            every.append(
                find_interactions(learner.name, fitted, attribution, training.positive, stream, training.persons)
            )
            stage.advance()
        return joined(every)

    scheme = scheme_for(settings.validation, training.n_persons)
    basis = (scheme, [learner for learner, _ in asked], training, settings.seed)
    return workers.stage("Pairs of genes", len(asked), found, *basis)
