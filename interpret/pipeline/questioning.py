"""The data questioned: duplicates, arrays, influence, the shift between the sets, and how the second was opened."""

from __future__ import annotations

from typing import TypeAlias

import pandas as pd

from interpret.contracts import Stage
from interpret.data.study import Study
from interpret.pipeline.judging import Judged
from interpret.report.every_model import PREVALENCE, joined
from interpret.settings import Settings
from interpret.validation.array_quality import Quality, doubtful_arrays
from interpret.validation.duplicates import Twins, find_twins
from interpret.validation.everybody import everybody_of
from interpret.validation.influence import Influence, influence
from interpret.validation.judgement import Workers
from interpret.validation.questioned import Opening, Questioned
from interpret.validation.shift import SetShift, set_shift
from interpret.validation.suspects import patients_to_look_at_again

_Answers: TypeAlias = tuple[Twins, Quality, Influence, SetShift | None]


def question_data(study: Study, judged: Judged, settings: Settings, workers: Workers) -> Questioned:
    """Return what the data say.

    Parameters
    ----------
    study
        As tested: control probes left out unless kept; missing values still missing, columns of results left out.
    judged
        The models on the genes that everybody has a value of.
    """
    reading = {name: model for name, model in judged.without.items() if name != PREVALENCE}

    def questioned(stage: Stage) -> _Answers:
        everybody = everybody_of(study, settings.preparation)
        twins = find_twins(everybody)
        stage.advance()
        quality = doubtful_arrays(everybody)
        stage.advance()
        shift = set_shift(everybody)
        stage.advance()
        hangs_on = influence(study.training, study.annotation, settings, reading)
        stage.advance()
        return twins, quality, hangs_on, shift

    # the predictions bear the hash of every model
    basis = (study, settings.for_numbers(), judged.predictions, judged.beside.predictions)
    twins, quality, hangs_on, shift = workers.stage("The data questioned", 4, questioned, *basis)
    return Questioned(twins, quality, hangs_on, _opening(study, judged, settings), shift)


def _opening(study: Study, judged: Judged, settings: Settings) -> Opening | None:
    if judged.ledger is None:
        return None
    without = sum(len({id(fitted) for fitted in model.without}) for model in judged.without.values())
    blind = False if study.independent_seen else settings.input.independent_blind
    patients = 0 if study.independent is None else study.independent.n
    return Opening(judged.ledger, without, blind, study.independent_seen, patients)


def suspects_of(study: Study, judged: Judged) -> pd.DataFrame:
    """Return the patients to look at again by every model that looks at genes, those run in full first."""
    models = [*judged.models, *(model for model in judged.beside.models if model.name != PREVALENCE)]
    predictions = joined(judged.predictions, judged.beside.predictions)
    titles = {model.name: model.title for model in models}
    return patients_to_look_at_again(predictions, titles, study.training.labels.positive)
