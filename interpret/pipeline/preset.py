"""The notebook preset: its models on the independent patients, as they were run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interpret.contracts import Stage
from interpret.data.complete import with_complete_genes
from interpret.data.study import Study
from interpret.errors import SettingsError
from interpret.models.kinds import KINDS
from interpret.models.learner import Fitted
from interpret.models.presets.notebook import notebook_learners
from interpret.report.findings import NotebookResult
from interpret.scoring.measures import Scored
from interpret.scoring.streams import named_stream
from interpret.settings import Settings
from interpret.validation.judgement import Workers
from interpret.validation.opened_once import Ledger


def require_preset_fits(study: Study, settings: Settings) -> None:
    """Raise SettingsError where the preset asked for has no independent patients to be tested on."""
    if settings.models.preset and study.independent is None:
        raise SettingsError(
            f"the preset {settings.models.preset} tests its models on an independent set, and there is none",
            where="models.preset",
            wanted="a study with an independent set (--independent)",
            remedy="give one, or leave the preset out",
        )


@dataclass(frozen=True)
class NotebookModel:
    """A model of the notebook, fitted to the training patients and not yet tried; `entry` names it in the ledger."""

    name: str
    title: str
    fitted: Fitted

    @property
    def entry(self) -> str:
        """Its name in the ledger: its counterpart of the same name stands there too."""
        return f"notebook: {self.name}"


def fit_notebook(study: Study, settings: Settings, workers: Workers) -> tuple[NotebookModel, ...]:
    """Return the models of the notebook, fitted to the training patients; none where not asked for."""
    if settings.models.preset != "notebook" or study.independent is None:
        return ()
    study = with_complete_genes(study)  # the notebook filled no gaps
    titles = {kind.name: kind.make(settings).title for kind in KINDS if kind.runs_here}
    learners = tuple(notebook_learners(titles))

    def fitted(stage: Stage) -> tuple[NotebookModel, ...]:
        models = []
        for learner in learners:
            stream = named_stream(settings.seed, "notebook", learner.name)
            models.append(NotebookModel(learner.name, learner.title, learner.fit(study.training, stream)))
            stage.advance()
        return tuple(models)

    return workers.stage("Models of the notebook", len(learners), fitted, learners, study.training, settings.seed)


def repeat_notebook(study: Study, models: Sequence[NotebookModel], ledger: Ledger | None) -> tuple[NotebookResult, ...]:
    """Return how many independent patients each of these models calls right.

    Raises
    ------
    ValueError
        A model is not the one that the ledger holds.
    """
    if study.independent is None or ledger is None:
        return ()
    independent = with_complete_genes(study).independent
    if independent is None:
        return ()
    results = []
    for model in models:
        ledger.require(model.entry, model.fitted)
        judged = Scored(independent.positive, model.fitted.probability(independent.expression))
        results.append(NotebookResult(model.name, model.title, int(judged.right.sum()), independent.n))
    return tuple(results)
