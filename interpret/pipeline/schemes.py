"""Other schemes beside the one that judges: for the models run in full, where they were asked for."""

from __future__ import annotations

from dataclasses import replace

from interpret.contracts import Stage
from interpret.data.cohort import Cohort
from interpret.data.study import Study
from interpret.errors import AnalysisError, SettingsError
from interpret.pipeline.judging import Judged
from interpret.settings import Settings
from interpret.validation.judgement import Judgement, Workers
from interpret.validation.schemes import KFold, scheme_for
from interpret.validation.schemes.bootstrap import bootstrap
from interpret.validation.schemes.groups import leave_groups_out, require_groups
from interpret.validation.schemes.records import Bootstrap, GroupsLeftOut, RepeatedFolds, Validated


def require_group_column(study: Study, settings: Settings) -> None:
    """Raise SettingsError where the column of groups is not in the sample sheet, AnalysisError where it is one group.

    Asked before the models take their time.
    """
    column = settings.validation.groups
    if not column:
        return
    sheet = study.training.covariates
    if column not in sheet.columns:
        raise SettingsError(
            f"the sample sheet has no column {column!r}",
            where="validation.groups (--groups)",
            wanted=f"one of {', '.join(str(name) for name in sheet.columns)}"
            if len(sheet.columns)
            else "a sample sheet with that column (--samples)",
            remedy="correct the name, or leave it empty",
        )
    require_groups(study.training, column)


def other_schemes(judged: Judged, training: Cohort, settings: Settings, workers: Workers) -> Validated:
    """Return how the training patients were left out, and what the other schemes asked for give."""
    chosen = settings.validation
    main = scheme_for(chosen, training.n_persons)
    found = Validated(main.name)
    if isinstance(main, KFold):
        repeated = tuple(each.repeated for each in judged.judgements if each.repeated is not None)
        found = replace(found, folds=main.of(training.n_persons), repeats=main.repeats, repeated=repeated)
    elif "k-fold" in chosen.also:
        dealt = KFold(chosen.folds, chosen.repeats)
        repeated = tuple(_repeated(each, training, dealt, settings.seed, workers) for each in judged.judgements)
        found = replace(found, repeated=repeated)
    if "bootstrap" in chosen.also:
        found = replace(
            found, bootstrap=tuple(_bootstrap(each, training, settings, workers) for each in judged.judgements)
        )
    if chosen.groups:
        found = replace(found, groups=_groups(judged, training, settings, workers))
    return found


def _repeated(judgement: Judgement, training: Cohort, dealt: KFold, seed: int, workers: Workers) -> RepeatedFolds:
    learner = judgement.learner

    def repeated(stage: Stage) -> RepeatedFolds:
        try:
            return dealt.repeat(training, learner, seed, mapper=workers.mapper, stage=stage)
        except AnalysisError as error:
            return RepeatedFolds(learner.name, dealt.of(training.n_persons), training.n, unfit=error.found)

    steps = dealt.steps(training.n)
    return workers.stage(f"{learner.title}: k-fold", steps, repeated, dealt, learner, training, seed)


def _bootstrap(judgement: Judgement, training: Cohort, settings: Settings, workers: Workers) -> Bootstrap:
    learner, draws = judgement.learner, settings.validation.bootstrap_draws

    def drawn(stage: Stage) -> Bootstrap:
        try:
            return bootstrap(
                training, learner, judgement.frozen, draws, settings.seed, mapper=workers.mapper, stage=stage
            )
        except AnalysisError as error:
            return Bootstrap(learner.name, draws, 0, training.n, unfit=error.found)

    return workers.stage(f"{learner.title}: bootstrap", draws, drawn, draws, learner, training, settings.seed)


def _groups(judged: Judged, training: Cohort, settings: Settings, workers: Workers) -> GroupsLeftOut:
    learners, column = [each.learner for each in judged.judgements], settings.validation.groups
    return workers.stage(
        f"Leaving out each {column}",
        len(learners),
        lambda stage: leave_groups_out(training, learners, column, settings.seed, mapper=workers.mapper, stage=stage),
        *(learners, column, training, settings.seed),
    )
