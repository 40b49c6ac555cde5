"""Every model judged and explained: those run in full, and those beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from interpret.contracts import Column, Stage
from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.explain.attribution import EXPLANATION_COLUMNS, Attribution
from interpret.explain.left_out import LeftOutExplained
from interpret.models.kinds import learners, learners_beside
from interpret.models.kinds.sparse_logistic import FittedSparseLogistic
from interpret.models.learner import Fitted, Learner
from interpret.pipeline.comparing import three_way_of
from interpret.pipeline.explaining import explain_all, learnt, require_explained
from interpret.report.findings import MODEL_COLUMNS, PREDICTION_COLUMNS, Beside, ModelFindings, Part
from interpret.report.rows import measure_rows, prediction_rows
from interpret.scoring.measures import Scored
from interpret.settings import Settings
from interpret.validation.calls import resolved_error_rate
from interpret.validation.coverage import ThreeWay
from interpret.validation.influence import ModelWithout
from interpret.validation.judgement import (
    BeingJudged,
    Judgement,
    Opened,
    Workers,
    begin_judging,
    judge,
    open_independent,
    shuffle,
)
from interpret.validation.opened_once import Ledger, freeze
from interpret.validation.permuted_labels import PermutedLabels


@dataclass(frozen=True)
class Asked:
    """The learners that the settings ask for: run in full, and beside them."""

    full: tuple[Learner, ...]
    beside: tuple[Learner, ...]


def asked(settings: Settings) -> Asked:
    """Return the learners; SettingsError where one is not known or cannot run here."""
    found = Asked(learners(settings), learners_beside(settings))
    require_explained(settings, [learner.name for learner in (*found.full, *found.beside)])
    return found


@dataclass(frozen=True, eq=False)
class Judged:
    """Every model, judged, with the tables of predictions and measures.

    `ledger` lists the models that were frozen before the independent set was opened; None where there is none.
    `without` has every model as it is without each person. `shuffles` wait for what runs in the background.
    """

    judgements: tuple[Judgement, ...]
    models: tuple[ModelFindings, ...]
    predictions: pd.DataFrame
    measures: pd.DataFrame
    beside: Beside
    ledger: Ledger | None
    without: dict[str, ModelWithout]
    three_way: ThreeWay
    shuffles: tuple[Callable[[], PermutedLabels], ...]

    def permuted(self) -> tuple[PermutedLabels, ...]:
        """Return the shuffled-label runs of every model run in full, as soon as they are done; () if none are asked."""
        return tuple(result() for result in self.shuffles)

    def sparse(self) -> ModelFindings:
        """Return the first sparse model, or the first of all: its genes are those that evidence counts."""
        pairs = zip(self.judgements, self.models, strict=True)
        sparse = [model for judgement, model in pairs if isinstance(judgement.frozen, FittedSparseLogistic)]
        return (sparse or list(self.models))[0]

    def attributions(self) -> dict[str, Attribution]:
        """Return the SHAP values of the left-out patients of every model run in full that is explained."""
        return {model.name: model.attribution["loo"] for model in self.models if model.attribution}

    def attributions_beside(self) -> dict[str, Attribution]:
        """Return those of every model beside them that is explained."""
        return {model.name: model.attribution["loo"] for model in self.beside.models if model.attribution}

    def explanations(self) -> pd.DataFrame:
        """Return the SHAP values of all models and sets, one row each."""
        every = (*self.models, *self.beside.models)
        rows = [found.rows(model.name, part) for model in every for part, found in model.attribution.items()]
        return _stacked(rows, EXPLANATION_COLUMNS)


@dataclass(frozen=True, eq=False)
class Begun:
    """The models run in full, judged; those beside them and the shuffled labels, which processes may be working on."""

    full: list[Judgement]
    beside: list[BeingJudged[Attribution | None]]
    shuffles: list[Callable[[], PermutedLabels]]


def begin_to_judge(learners: Asked, training: Cohort, settings: Settings, workers: Workers) -> Begun:
    """Judge the models run in full and begin with the rest: what asks for no other model can be done meanwhile."""
    full = [judge(learner, training, settings, workers) for learner in learners.full]
    beside = begin_judging(learners.beside, training, settings, workers, LeftOutExplained(training.expression))
    asked_for = full if settings.validation.label_permutations else []
    return Begun(full, beside, [shuffle(judgement, training, settings, workers) for judgement in asked_for])


def judge_all(
    begun: Begun, study: Study, settings: Settings, workers: Workers, also: Mapping[str, Fitted] | None = None
) -> Judged:
    """Wait for every model, freeze them all, then open the independent patients once, then explain their calls.

    `also` are fitted models that will be tried on the independent patients elsewhere: they are frozen with the others.
    """
    full, beside = begun.full, [each.judgement() for each in begun.beside]
    frozen = {judgement.learner.name: judgement.frozen for judgement in (*full, *beside)}
    ledger = None if study.independent is None else freeze({**frozen, **(also or {})})
    every = _open((*full, *beside), study, settings, workers, ledger)
    opened, opened_beside = every[: len(full)], every[len(full) :]
    explained = explain_all("Explanations (SHAP)", full, study, settings, workers)
    also_explained = explain_all(
        "Explanations (SHAP), models beside", beside, study, settings, workers, [each.more for each in begun.beside]
    )
    models = tuple(_model_findings(judgement, found) for judgement, found in zip(full, explained, strict=True))
    models_beside = tuple(
        _model_findings(judgement, found) for judgement, found in zip(beside, also_explained, strict=True)
    )
    prevalence = settings.validation.prevalence
    return Judged(
        tuple(full),
        models,
        *_tables(full, opened, study, prevalence),
        Beside(models_beside, *_tables(beside, opened_beside, study, prevalence)),
        ledger,
        _without([*full, *beside], every),
        three_way_of((*full, *beside), every, study, settings),
        tuple(begun.shuffles),
    )


def _open(
    judgements: Sequence[Judgement], study: Study, settings: Settings, workers: Workers, ledger: Ledger | None
) -> list[Opened | None]:
    training, independent = study.training, study.independent
    if independent is None or ledger is None:
        return [None] * len(judgements)
    rate = resolved_error_rate(settings.validation.error_rate, training)

    def opened(stage: Stage) -> list[Opened | None]:
        found: list[Opened | None] = []
        for judgement in judgements:
            found.append(open_independent(judgement, training, independent, rate, ledger))
            stage.advance()
        return found

    basis = (learnt(judgements, study, settings), independent, rate, ledger)
    return workers.stage("Independent set", len(judgements), opened, *basis)


def _without(judgements: Sequence[Judgement], opened: Sequence[Opened | None]) -> dict[str, ModelWithout]:
    nobody = np.empty(0)
    return {
        judgement.learner.name: ModelWithout(
            judgement.frozen,
            judgement.held_out.fitted,
            nobody if later is None else later.probability,
            nobody if later is None else later.by_each,
        )
        for judgement, later in zip(judgements, opened, strict=True)
    }


def _model_findings(judgement: Judgement, attribution: dict[Part, Attribution]) -> ModelFindings:
    frozen, folds = judgement.frozen, judgement.held_out.models  # each once, however many samples a person gave
    chosen = pd.Series([gene for fitted in folds for gene in fitted.genes], dtype=object)
    return ModelFindings(
        name=judgement.learner.name,
        title=judgement.learner.title,
        method=judgement.learner.method,
        recipe=judgement.learner.recipe,
        facts=frozen.facts(),
        genes=frozen.genes,
        coefficients=frozen.coefficients if isinstance(frozen, FittedSparseLogistic) else None,
        selection_frequency=chosen.value_counts().sort_index() / len(folds),
        attribution=attribution,
        frozen=frozen,
    )


def _tables(
    judgements: Sequence[Judgement], opened: Sequence[Opened | None], study: Study, prevalence: float | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    predictions: list[pd.DataFrame] = []
    measures: list[pd.DataFrame] = []
    for judgement, later in zip(judgements, opened, strict=True):
        name = judgement.learner.name
        left_out = Scored(study.training.positive, judgement.held_out.probability, judgement.pairs, prevalence)
        fitted = judgement.held_out.fitted
        predictions.append(prediction_rows(name, "loo", study.training, left_out, judgement.calls, fitted))
        measures.append(measure_rows(name, "loo", left_out))
        if later is not None and study.independent is not None:
            new = Scored(study.independent.positive, later.probability, prevalence=prevalence)
            frozen = (judgement.frozen,) * study.independent.n
            predictions.append(prediction_rows(name, "independent", study.independent, new, later.calls, frozen))
            measures.append(measure_rows(name, "independent", new))
    return _stacked(predictions, PREDICTION_COLUMNS), _stacked(measures, MODEL_COLUMNS)


def _stacked(frames: list[pd.DataFrame], columns: Sequence[Column]) -> pd.DataFrame:
    if not frames:
        return pd.DataFrame(columns=[column.name for column in columns])
    return pd.concat(frames, ignore_index=True)
