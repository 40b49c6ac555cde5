"""The dossier of every patient, by the model that judged them and never saw them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from interpret.contracts import BoolArray, IntArray, Stage
from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.explain.attribution import Attribution
from interpret.explain.dossier import GENES, Dossier, Dossiers
from interpret.explain.nearest import Nearest, nearest_in_training, nearest_of_new
from interpret.explain.standing import Standing, standings
from interpret.explain.what_would_change import HoldsPreparation, what_would_change
from interpret.models.learner import Fitted
from interpret.nouns import PATIENT, told
from interpret.pipeline.judging import Judged
from interpret.scoring.measures.protocol import Part
from interpret.settings import Settings
from interpret.validation.judgement import Workers


def dossiers_of(study: Study, judged: Judged, settings: Settings, workers: Workers) -> Dossiers:
    """Return the dossiers of all patients.

    Parameters
    ----------
    study
        As the models were given it.
    judged
        Its first model says what would change; the first that is explained, which genes argue.
    """
    if not judged.judgements:
        return Dossiers()
    sets = [study.training] if study.independent is None else [study.training, study.independent]

    def made(stage: Stage) -> Dossiers:
        near = _nearest(study, judged, settings, stage)
        found = []
        for case, nearest in zip(_cases(study, judged), near, strict=True):
            found.append(_dossier(case, nearest, study.training))
            stage.advance()
        return Dossiers(tuple(found))

    # the predictions bear the hash of every model
    explained = [model.name for model in judged.models if model.attribution]
    basis = (study.training, study.independent, settings.preparation, settings.seed, judged.predictions, explained)
    return workers.stage(told(f"Each {PATIENT}"), 2 * sum(cohort.n for cohort in sets), made, *basis)


@dataclass(frozen=True, eq=False)
class _Case:
    """One sample, the models that judged it (the first of all, the first explained) and who may be compared with it.

    `shap` are its SHAP values by the first model, `arguing` by the first that is explained; None where there are none.
    """

    part: Part
    row: int
    cohort: Cohort
    first: Fitted
    explained: Fitted | None
    shap: Attribution | None
    arguing: Attribution | None
    others: BoolArray


def _cases(study: Study, judged: Judged) -> Iterator[_Case]:
    shown = next((i for i, model in enumerate(judged.models) if model.attribution), None)
    first = judged.judgements[0]
    training = study.training
    everybody = np.ones(training.n, dtype=np.bool_)
    sets: list[tuple[Part, Cohort]] = [("loo", training)]
    sets += [] if study.independent is None else [("independent", study.independent)]
    for part, cohort in sets:
        own = judged.models[0].attribution.get(part)
        arguing = None if shown is None else judged.models[shown].attribution.get(part)
        for row in range(cohort.n):
            if part == "loo":
                model, others = first.held_out.fitted[row], training.persons != training.persons[row]
                explained = None if shown is None else judged.judgements[shown].held_out.fitted[row]
            else:
                model, others = first.frozen, everybody
                explained = None if shown is None else judged.judgements[shown].frozen
            yield _Case(part, row, cohort, model, explained, own, arguing, others)


def _dossier(case: _Case, nearest: Nearest, training: Cohort) -> Dossier:
    sample = case.cohort.expression.take_samples([case.row])
    name = case.cohort.samples[case.row]
    shap = None if case.shap is None else dict(_values(case.shap, name))
    change = what_would_change(case.first, sample, training, case.others, shap)
    return Dossier(name, case.part, nearest, _standings(case, name, training), change)


def _standings(case: _Case, name: str, training: Cohort) -> tuple[Standing, ...]:
    if case.arguing is None or not isinstance(case.explained, HoldsPreparation):
        return ()
    genes = [gene for gene, _ in _values(case.arguing, name)[:GENES]]
    sample = case.cohort.expression.take_samples([case.row])
    return standings(case.explained.preparation, genes, sample, training, case.others)


def _values(attribution: Attribution, sample: str) -> list[tuple[str, float]]:
    """Return the genes that move the sample's output, with their SHAP values, largest first, then by name."""
    values = attribution.values[attribution.samples.index(sample)]
    order = np.lexsort((np.array(attribution.genes), -np.abs(values)))
    return [(attribution.genes[j], float(values[j])) for j in order if values[j] != 0.0]


def _nearest(study: Study, judged: Judged, settings: Settings, stage: Stage) -> list[Nearest]:
    training, prep = study.training, settings.preparation
    found = nearest_in_training(training, _left_out(judged.judgements[0].held_out.fitted, stage), prep)
    near = [found[row] for row in range(training.n)]
    if study.independent is not None:
        near += nearest_of_new(training, study.independent.expression, prep)
        stage.advance(study.independent.n)
    return near


def _left_out(fitted: tuple[Fitted, ...], stage: Stage) -> Iterator[IntArray]:
    """Return the rows left out together: those that one and the same model judged."""
    groups: dict[int, list[int]] = {}
    for row, model in enumerate(fitted):
        groups.setdefault(id(model), []).append(row)
    for rows in groups.values():
        yield np.array(rows, dtype=np.int64)
        stage.advance(len(rows))
