"""The notebook preset: its models on the independent patients, as they were run."""

from __future__ import annotations

from interpret.data.study import Study
from interpret.errors import SettingsError
from interpret.models.kinds import KINDS
from interpret.models.presets.notebook import notebook_learners
from interpret.report.findings import NotebookResult
from interpret.scoring.measures import Scored
from interpret.scoring.streams import named_stream
from interpret.settings import Settings


def require_preset_fits(study: Study, settings: Settings) -> None:
    """Raise SettingsError where the preset asked for has no independent patients to be tested on."""
    if settings.models.preset and study.independent is None:
        raise SettingsError(
            f"the preset {settings.models.preset} tests its models on an independent set, and there is none",
            where="models.preset",
            wanted="a study with an independent set (--independent)",
            remedy="give one, or leave the preset out",
        )


def repeat_notebook(study: Study, settings: Settings) -> tuple[NotebookResult, ...]:
    """Return how many independent patients each model of the notebook calls right; none where not asked for."""
    if settings.models.preset != "notebook" or study.independent is None:
        return ()
    titles = {kind.name: kind.make(settings).title for kind in KINDS if kind.runs_here}
    results = []
    for learner in notebook_learners(titles):
        fitted = learner.fit(study.training, named_stream(settings.seed, "notebook", learner.name))
        judged = Scored(study.independent.positive, fitted.probability(study.independent.expression))
        results.append(NotebookResult(learner.name, learner.title, int(judged.right.sum()), study.independent.n))
    return tuple(results)
