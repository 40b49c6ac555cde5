"""What else differs between the classes, with the calls of the models run in full beside it."""

from __future__ import annotations

from interpret.contracts import BoolArray
from interpret.data.study import Study
from interpret.pipeline.judging import Judged
from interpret.pipeline.results import result_columns
from interpret.scoring.measures.protocol import Part
from interpret.settings import Settings
from interpret.validation.identifiability import Identifiability, identify


def identified(study: Study, settings: Settings, judged: Judged) -> Identifiability:
    """Return how the columns of the study (results taken out) go with the class."""
    called: dict[Part, dict[str, BoolArray]] = {"loo": _called("loo", study, judged)}
    if study.independent is not None:
        called["independent"] = _called("independent", study, judged)
    return identify(study.training, study.independent, called, results=result_columns(settings), seed=settings.seed)


def _called(part: Part, study: Study, judged: Judged) -> dict[str, BoolArray]:
    """Return model to `(n,)` True where the positive class is the more probable one, in the order of the cohort."""
    rows = judged.predictions[judged.predictions["set"] == part]
    positive = study.training.labels.positive
    return {
        model.name: (rows.loc[rows["model"] == model.name, "argmax_call"] == positive).to_numpy(dtype=bool)
        for model in judged.models
    }
