"""The calls of every model explained: what can be worked out always, what has to be sampled where it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from interpret.contracts import Stage
from interpret.data.study import Study
from interpret.errors import SettingsError
from interpret.explain.attribute import attribute, attribute_one
from interpret.explain.attribution import Attribution
from interpret.explain.explained import Sampling
from interpret.explain.left_out import explainer_of
from interpret.report.findings import Part
from interpret.scoring.streams import named_stream
from interpret.settings import Settings
from interpret.validation.judgement import Judgement, Workers
from interpret.validation.schemes import scheme_for


def require_explained(settings: Settings, run: Sequence[str]) -> None:
    """Raise SettingsError where a model is to be explained that is not among those that are `run`."""
    missing = [name for name in settings.explain.sampled if name not in run]
    if missing:
        raise SettingsError(
            f"{', '.join(missing)} is to be explained and is not run",
            where="explain.sampled",
            wanted=f"models among {', '.join(run)}",
            remedy="correct the name, or add the model to models.run or models.beside",
        )


def learnt(judgements: Sequence[Judgement], study: Study, settings: Settings) -> tuple[object, ...]:
    """Return what the models of these judgements follow from."""
    scheme = scheme_for(settings.validation, study.training.n_persons)
    return (scheme, [judgement.learner for judgement in judgements], study.training, settings.seed)


def explain_all(
    name: str,
    judgements: Sequence[Judgement],
    study: Study,
    settings: Settings,
    workers: Workers,
    ahead: Sequence[Callable[[], Attribution | None]] = (),
) -> list[dict[Part, Attribution]]:
    """Return the SHAP values of each model: left-out patients by models that never saw them, new ones by the frozen.

    Nothing is returned for a model that looks at no gene, nor for one whose values can only be sampled, unless
    `settings.explain.sampled` names it. `name` is that of the stage. `ahead` wait for those of the left-out patients
    where a process has been begun with them, one a judgement.
    """
    waiting = ahead or [lambda: None] * len(judgements)

    def explained(stage: Stage) -> list[dict[Part, Attribution]]:
        every: list[dict[Part, Attribution]] = []
        for judgement, left_out in zip(judgements, waiting, strict=True):
            every.append(_of_one(judgement, study, settings, workers, left_out()))
            stage.advance(2)
        return every

    basis = (learnt(judgements, study, settings), study.independent, settings.explain)
    return workers.stage(name, 2 * len(judgements), explained, *basis) if judgements else []


def _of_one(
    judgement: Judgement, study: Study, settings: Settings, workers: Workers, left_out: Attribution | None
) -> dict[Part, Attribution]:
    name, explainer = judgement.learner.name, explainer_of((judgement.frozen, *judgement.held_out.models))
    if explainer is None or not (explainer.exact or name in settings.explain.sampled):
        return {}

    def sampling(part: Part) -> Sampling:
        stream = named_stream(settings.seed, name, "explanation", part)
        return Sampling(stream, settings.explain.orders, workers.mapper)

    training, new = study.training.expression, study.independent
    fitted = judgement.held_out.fitted
    found: dict[Part, Attribution] = {"loo": left_out or attribute(fitted, training, sampling=sampling("loo"))}
    if new is not None:
        found["independent"] = attribute_one(judgement.frozen, new.expression, training, sampling("independent"))
    return found
